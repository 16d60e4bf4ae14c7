"""The marks that authors put on questions and answers, and how likely a line is to be a question.

Numbers, `Q7.`, difficulty (emoji, words, (E)/(M)/(H)), tags and source links are decorations: they become fields.
“Ans:”, “A:”, “Solution” are answer labels. Tables of contents, back-to-top links, licence and contribution notes
are chrome.
"""

import re
import unicodedata
from dataclasses import dataclass

from bank.question import Difficulty

_MAX_WORDS_OF_A_QUESTION = 90
_MAX_LINE = 2000
"""Longer lines are no questions, and are not searched for decorations."""
_END = 40

_QUESTION_WORDS = "q|ques|quest|question|pregunta|pergunta|frage|вопрос|问题|問題|问|問|質問"
_ANSWER_WORDS = (
    "a|ans|answer|answers|the answer|sample answer|model answer|short answer|expected answer"
    "|suggested answer|example answer"
    "|possible answer|correct answer|reference answer|ideal answer|good answer|solution|response|respuesta|resposta"
    "|réponse|antwort|ответ|答案|答|回答|解答|解析"
)
_SEPARATOR = r"[.:)\]：、．|–—-]"
_Q_LABEL = re.compile(
    rf"^(?:interview\s+)?(?:{_QUESTION_WORDS})\s*(?:no\.?|n[o°º]|\#)?\s*"
    rf"(?:(?P<number>\d{{1,5}})(?:\.\d{{1,3}})*\s*(?:{_SEPARATOR}{{1,3}}|\s|$)|(?P<bare>[.:)：]{{1,2}}|-\s|–\s))\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"^(?:№\s*|\#(?=\d)|\(|\[)?(?P<number>\d{{1,5}})(?P<rest>(?:\.\d{{1,3}}){{0,3}})\s*"
    rf"(?:{_SEPARATOR}{{1,3}}(?=\s|[^\W\d]|[`\"'“¿(\[]|$)|(?=\s[-–—]\s)|\ufe0f?\u20e3)\s*[-–—]?\s*"
    r"|^(?P<part>\d{1,3}(?:\.\d{1,3}){1,3})\s+(?=[A-Z][a-z])|^\#(?P<hash>\d{1,5})\s+"
)
_A_LABEL = re.compile(
    rf"^(?:(?:{_ANSWER_WORDS})\s*(?:\d{{1,4}})?\s*(?:[:：]|\.(?=\s|$)|\)\s|[-–—]\s|-\s?>)|"
    rf"(?:ans|answer|answers|solution|答案|ответ)\s*\d{{0,4}}\s*[:.]?$)\s*[:：.]?\s*",
    re.IGNORECASE,
)
_HIDDEN_ANSWER = re.compile(
    r"^\W*(?:(?:click|tap|press|view|show|see|reveal|toggle|expand|check|read|display|open|hide|unhide)\b"
    r"(?:.{0,40}\b(?:answers?|solutions?|expand|explanations?|here|me|reveal|more|details|code|hints?"
    r"|it|output)\b.{0,20})?"
    r"|(?:the |sample |model |show |example |full |detailed |short |possible |suggested |your |my )*"
    r"(?:answers?|solutions?|explanations?|response|hints?|spoilers?|details|more|code|example|output|ans|答案|答案解析|解析"
    r"|查看答案|ответ|solución|respuesta|resposta|réponse|antwort|lösung))\W*$",
    re.IGNORECASE,
)
_ANSWER_HEADING = re.compile(
    r"^\W*(?:(?:the|sample|model|example|full|detailed|short|possible|suggested|expected|ideal|good"
    r"|reference)\s+){0,3}"
    r"(?:answers?|solutions?|ans|response|答案|ответ|respuesta|resposta|réponse|antwort|lösung|solución)\W*$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"^\W*(?:tbd|tba|todo|to[ -]?do|to be (?:done|added|completed|continued|written|answered|updated|filled|defined)"
    r"|(?:add |write |put |type |insert |fill in |enter )?(?:your |the |an )?answers? (?:goes |comes "
    r"|go )?(?:here|pending|needed|missing"
    r"|coming soon|to come|not available|required|wanted)|(?:add|write|put|type|insert|enter"
    r"|fill in) (?:your |the |an )?answers?"
    r"|answer|coming soon|wip|work in progress|pending|n/?a|none|not answered(?: yet)?|no answer(?: yet)?|unanswered"
    r"|placeholder|in progress|help wanted|needs? (?:an )?answer|\?+|xxx+|see (?:link|above|below)|lorem ipsum.{0,80}"
    r"|(?:read|see|view|get|check|find|explore)\s+(?:the\s+|all\s+|full\s+|\d+\s+){0,3}answers?\b.{0,80}"
    r"|待补充|待完善|暂无|todo.{0,60}|tbd.{0,60})\W*$",
    re.IGNORECASE,
)
_BACK_TO_TOP = re.compile(
    r"^\W*(?:(?:(?:go|jump|return|scroll|back|up)\s+)+(?:to\s+)?(?:the\s+)?(?:top|toc|index|contents"
    r"|table of contents|menu|home"
    r"|questions|list of questions|start)(?: of (?:the )?page)?|to (?:the )?top|top)\W*$|^\W*[⬆↑↥🔝]\W*$",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"^\W*(?:(?:table|list) of (?:contents?|questions|topics)|contents?|toc|index|quick (?:links|access|navigation)"
    r"(?: table)?|jump to|all questions|оглавление|содержание|目录|目次|índice|inhalt(?:sverzeichnis)?|sommaire)\W*$",
    re.IGNORECASE,
)
_BACK_MATTER = re.compile(
    r"^\W*(?:(?:the |our )?(?:licen[cs]e|licencing|licensing|contribut(?:ing|ors?"
    r"|ions?)(?: guidelines?| guide)?|how to contribute"
    r"|credits?|acknowledge?ments?|thanks|special thanks|about(?: (?:me|us|the author"
    r"|this (?:repo(?:sitory)?|project|document|guide)))?"
    r"|authors?|maintainers?|contact(?: me| us)?|disclaimer|code of conduct|changelog"
    r"|support(?: (?:me|us|this project))?|donat(?:e|ions?)"
    r"|sponsors?|backers?|star(?:gazers?)?(?: history)?|stargazers over time|community|follow(?: me"
    r"| us)?|connect(?: with me)?"
    r"|copyright|legend|feedback|show your support|getting help|how to use(?: this.{0,40})?|usage"
    r"|installation|prerequisites"
    r"|introduction|preface|foreword|overview|motivation|note|notes|disclaimers|good luck|conclusion"
    r"|final (?:words|thoughts|notes|tips)"
    r"|wrapping up|summary|happy (?:learning|coding|interviewing)|what'?s next|next steps"
    r"|translations?|languages|other languages)"
    r"(?: and .{0,40}| & .{0,40})?)\W*$",
    re.IGNORECASE,
)
_SOURCES = re.compile(
    r"^\W*(?:(?:useful|further|additional|more|extra|external|recommended|helpful|related|other|good)?\s*"
    r"(?:resources?|references?|reading|readings|links?|sources?|materials?|see also|read more"
    r"|learn more|further reading|bibliography"
    r"|reference links?|articles?|videos?|tutorials?|citations?|credits?|src))\W*(?:\(.{0,60}\))?\W*$",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(
    r"^\W*(?:sources?|references?|ref|credits?|reference links?|resources?)\s*[:：]\s*(?:\S+\s*){0,6}$", re.IGNORECASE
)
_SOURCE_LINK = re.compile(
    r"\s{0,3}\[{1,3}(?:src|source|ref|reference|link|answer|ans|read|video|article|solution|view|docs?"
    r"|more)s?\s*\d*\]+(?=\s|$|\[)",
    re.IGNORECASE,
)
_TAIL_LINKS = re.compile(r"(?:\s*(?:\[[⬆↑↥🔝^]\]|[⬆↑↥🔝]|🔗))+\s*$")

_ASKS = re.compile(
    r"^(?:what|whats|what's|what’s|why|how|when|which|who|whom|whose|where|can|could|do|does|did|is"
    r"|are|was|were|should|would|will|have|has|had"
    r"|may|might|must|am|isn't|aren't|don't|doesn't|explain|describe|define|compare|discuss"
    r"|differentiate|distinguish|contrast|mention"
    r"|tell (?:me|us)|list|name|give|difference|differences|state|outline|elaborate|illustrate"
    r"|justify|enumerate|walk (?:me|us)|talk (?:me|us|about)"
    r"|briefly|in (?:what|which|your)|on (?:what|which)|under what|to what|at what|for what|from what"
    r"|with what|between"
    r"|have you|imagine|suppose|given|assume|consider|if you|you are|you have|you're|pros and cons"
    r"|advantages (?:and|of)|design|implement"
    r"|qué|cómo|cuál|cuáles|por qué|cuándo|explique|o que|como|qual|quais|por que|was|wie|warum"
    r"|welche|wann|erkläre|qu'est|comment|pourquoi"
    r"|quelle|quel|что|как|почему|какие|какой|зачем|чем|объясните|什么|如何|为什么|怎么|请|说说|谈谈|简述|介绍)(?=\W|$)",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"^(?:write|create|find|reverse|build|calculate|prove|derive|identify|summari[sz]e|provide"
    r"|evaluate|convert|check|count|print|sort"
    r"|merge|make|show|draw|solve|determine|propose|estimate|interpret|analy[sz]e|return|remove|detect"
    r"|demonstrate|classify|rank|optimi[sz]e"
    r"|let's|lets|share|recall|predict|debug|refactor|model|plan|sketch|clarify|expand|is it|about)(?=\W|$)",
    re.IGNORECASE,
)
_ENDS_AS_QUESTION = re.compile(r"[?？؟][\W_]*$")
_HOLDS_QUESTION = re.compile(r"[?？؟](?:\s|$|[^\w&=/.])")
_PREFIX = re.compile(r"^(?:\([^()]{1,60}\)|\[[^\[\]]{1,40}\]|[\w ]{1,24}:)\s+")

_LEVEL_WORDS = {
    Difficulty.EASY: "e,easy,basic,basics,beginner,beginners,junior,entry,entry-level,entry level,fresher,freshers"
    ",novice,simple,fundamental,l1,low,1",
    Difficulty.MEDIUM: "m,medium,intermediate,mid,mid-level,mid level,middle,regular,moderate,normal,l2,2",
    Difficulty.HARD: "h,hard,difficult,advanced,senior,expert,experts,experienced,l3,challenging,tricky,guru,high,3",
}
_WORD_LEVELS = {word: level for level, words in _LEVEL_WORDS.items() for word in words.split(",")}
_EMOJIS = {Difficulty.EASY: "👶🟢🐣🌱", Difficulty.MEDIUM: "🟡🟠", Difficulty.HARD: "🔴🚀🔥💀🤯⚫"}
_EMOJI_LEVELS = {emoji: level for level, emojis in _EMOJIS.items() for emoji in emojis}
_LEVEL_WORD = "|".join(sorted((re.escape(word) for word in _WORD_LEVELS if len(word) > 2), key=len, reverse=True))
_LEVEL_AT_END = re.compile(
    rf"\s*(?:[(\[{{](?P<short>e|m|h|l[123]|{_LEVEL_WORD})(?:\s+level)?[)\]}}]|[-–—|:]\s+(?P<word>{_LEVEL_WORD}))\s*$",
    re.IGNORECASE,
)
_LEVEL_AT_START = re.compile(
    rf"^[(\[{{](?P<short>e|m|h|l[123]|{_LEVEL_WORD})(?:\s+level)?[)\]}}]\s*[-:]?\s*", re.IGNORECASE
)
_LEVEL_LINE = re.compile(
    rf"^\W*(?:difficulty|level|difficulty level|complexity)\s*[:：-]\s*\W*(?P<word>{_LEVEL_WORD}|e|m|h"
    rf"|[123])\b[^\w]*(?:level)?\W*$",
    re.IGNORECASE,
)
_SECTION_LEVEL = (
    "easy|medium|hard|beginners?|intermediate|advanced|junior|senior|experts?|freshers?|mid[- ]level|entry[- ]level"
    "|experienced"
)
_LEVEL_HEADING = re.compile(
    rf"^\W*(?:for\s+)?(?:{_SECTION_LEVEL})(?:[ -]+level)?(?:\s+(?:interview\s+)?(?:questions?|level))?\W*$",
    re.IGNORECASE,
)
_LEVEL_FIRST = re.compile(rf"^\W*(?:for\s+)?(?P<word>{_LEVEL_WORD})\b", re.IGNORECASE)
_STARS = re.compile(r"(?:\s*⭐\ufe0f?){1,5}\s*$")
_TAG_LINE = re.compile(
    r"^\W*(?:tags?|topics?|keywords?|labels?|categor(?:y|ies))\s*[:：]\s*(?P<tags>.{1,300})$", re.IGNORECASE
)
_HASHTAGS = re.compile(r"(?:\s+#[A-Za-z][\w-]{1,30})+\s*$")


@dataclass(frozen=True, slots=True)
class Marked:
    """A line without its decorations, and what they said."""

    text: str
    number: int | None = None
    is_labelled: bool = False
    """Whether it was marked as a question (`Q:`, `Question 3.`)."""
    is_numbered: bool = False
    difficulty: Difficulty | None = None
    tags: tuple[str, ...] = ()
    stars: int = 0
    """How many stars stand at its end: a scale of difficulty in some documents."""


def undecorate(line: str) -> Marked:
    """Take number, `Q` label, difficulty, tags and source links off a line."""
    if len(line) > _MAX_LINE:
        return Marked(line.strip())
    text = _without_emoji_at_ends(line.strip())
    text, number, is_labelled, is_numbered = _take_front(text)
    text, difficulty, tags = _take_end(text)
    difficulty = difficulty or _emoji_level(line)
    return Marked(text.strip(), number, is_labelled, is_numbered, difficulty, tags, _stars(line))


def _take_front(line: str) -> tuple[str, int | None, bool, bool]:
    text, number, is_labelled, is_numbered = line, None, False, False
    for _ in range(3):
        label = _Q_LABEL.match(text)
        match = label or _NUMBER.match(text)
        if match is None or (is_numbered and not label):
            break
        is_labelled = is_labelled or label is not None
        digits = _digits(match)
        is_numbered = is_numbered or bool(digits)
        number = int(digits) if digits else number
        text = _without_emoji_at_ends(text[match.end() :].strip())
    return text, number, is_labelled, is_numbered


def _digits(match: re.Match[str]) -> str:
    groups = match.groupdict()
    parts = (groups.get("rest") or groups.get("part") or "").split(".")
    return parts[-1] or groups["number"] or groups.get("hash") or ""


def _take_end(line: str) -> tuple[str, Difficulty | None, tuple[str, ...]]:
    difficulty: Difficulty | None = None
    text = _TAIL_LINKS.sub("", _SOURCE_LINK.sub("", line)).strip()
    text = re.sub(r"\s+#{1,6}$|(?<=[?.!])#{1,6}$", "", text).rstrip()
    start = _LEVEL_AT_START.match(text)
    if start:
        difficulty, text = _WORD_LEVELS[start["short"].lower()], text[start.end() :]
    end = _LEVEL_AT_END.search(text)
    if end and end.start() > 0:
        difficulty, text = _WORD_LEVELS[(end["short"] or end["word"]).lower()], text[: end.start()]
    hashtags = _HASHTAGS.search(text)
    tags: tuple[str, ...] = ()
    if hashtags and hashtags.start() > 0:
        tags = tuple(tag.lstrip("#") for tag in hashtags.group().split())
        text = text[: hashtags.start()]
    text = re.sub(r"(?<=[?.!:])\s*\*{1,3}$", "", _without_emoji_at_ends(text))
    return text, difficulty, tags


def _without_emoji_at_ends(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _is_ornament(text[start]):
        start += 1
    while end > start and _is_ornament(text[end - 1]):
        end -= 1
    return text[start:end].strip() if (start, end) != (0, len(text)) else text


def _is_ornament(character: str) -> bool:
    code = ord(character)
    if code < 0x2000:
        return character.isspace()
    return (
        0x1F000 <= code <= 0x1FAFF
        or 0x2600 <= code <= 0x27BF
        or 0x2B00 <= code <= 0x2BFF
        or 0x25A0 <= code <= 0x25FF
        or code in {0xFE0F, 0x200D, 0x2022, 0x2023, 0x3000}
    )


def _emoji_level(line: str) -> Difficulty | None:
    for character in line:
        if ord(character) > 0x2000 and character in _EMOJI_LEVELS:
            return _EMOJI_LEVELS[character]
    return None


def _stars(line: str) -> int:
    stars = _STARS.search(line[-_END:]) if "⭐" in line else None
    return stars.group().count("⭐") if stars else 0


def level_of_stars(stars: int, *, is_scale: bool) -> Difficulty | None:
    """The difficulty that stars mean: of one to five where they are a scale, medium where there is only ever one."""
    if not stars:
        return None
    if not is_scale:
        return Difficulty.MEDIUM
    return Difficulty.EASY if stars == 1 else Difficulty.MEDIUM if stars <= 3 else Difficulty.HARD


def question_likeness(text: str) -> float:
    """How much a line without decorations reads like something to be asked, from 0 to 1."""
    if len(text) > _MAX_LINE:
        return 0.1
    words = text.split(None, _MAX_WORDS_OF_A_QUESTION)
    if not words or not any(character.isalpha() for character in text):
        return 0.0
    if len(words) > _MAX_WORDS_OF_A_QUESTION:
        return 0.1
    if _ENDS_AS_QUESTION.search(text[-_END:]):
        return 1.0 if len(words) > 1 or len(text) > 6 else 0.5
    if len(words) < 2:
        return 0.0
    return _likeness_without_mark(text, len(words))


def _likeness_without_mark(text: str, words: int) -> float:
    bare = _PREFIX.sub("", text)
    asks = bool(_ASKS.match(bare) or _ASKS.match(text))
    if _HOLDS_QUESTION.search(text):
        return 0.9 if asks or words <= 40 else 0.6
    if asks:
        return 0.85 if words <= 45 and not text.endswith((":", ",", ";")) else 0.55
    if _ORDERS.match(bare):
        return 0.5 if words >= 3 else 0.3
    return 0.0


def without_source_marks(text: str) -> str:
    """A line of an answer without “[src]” and its like at its end or between its words."""
    return _SOURCE_LINK.sub("", text).strip() if "[" in text and len(text) <= 10 * _MAX_LINE else text


def answer_label(text: str) -> str | None:
    """What stands after an answer label at the start of the line; None when there is no label."""
    match = _A_LABEL.match(text)
    return text[match.end() :].strip() if match else None


def hides_answer(summary: str) -> bool:
    """Whether the summary of a collapsible section only announces an answer."""
    return not summary.strip() or bool(_HIDDEN_ANSWER.match(summary)) or answer_label(summary) is not None


def heads_answer(heading: str) -> bool:
    """Whether a heading is nothing but the label of an answer."""
    return bool(_ANSWER_HEADING.match(heading))


def is_placeholder(text: str) -> bool:
    """Whether a text stands in for an answer that nobody has written."""
    return bool(_PLACEHOLDER.match(text)) or not any(character.isalnum() for character in text)


def is_back_to_top(text: str) -> bool:
    """Whether a line only leads back to the top."""
    return len(text) < 60 and bool(_BACK_TO_TOP.match(text))


def heads_contents(text: str) -> bool:
    """Whether a heading announces a table of contents."""
    return bool(_CONTENTS.match(text))


def heads_sources(text: str) -> bool:
    """Whether a heading announces links to read."""
    return bool(_SOURCES.match(text))


def names_source(text: str) -> bool:
    """Whether a line of its own only says where an answer is from (“Source: example.org”)."""
    return len(text) < 300 and bool(_SOURCE_LINE.match(text))


def heads_back_matter(text: str) -> bool:
    """Whether a heading announces what is about the document and not in it: licence, contributing, thanks."""
    return bool(_BACK_MATTER.match(text)) or heads_contents(text) or heads_sources(text)


def level_of_line(text: str) -> Difficulty | None:
    """The difficulty that a line of its own states (“Difficulty: hard”)."""
    match = _LEVEL_LINE.match(text)
    return _WORD_LEVELS[match["word"].lower()] if match else None


def level_of_word(text: str) -> Difficulty | None:
    """The difficulty that the cell of a table states."""
    lowered = " ".join(text.lower().split())
    return _WORD_LEVELS.get(lowered) or level_of_heading(text)


def level_of_heading(text: str) -> Difficulty | None:
    """The difficulty that a section's heading states for all its questions, when that is all it says."""
    match = _LEVEL_FIRST.match(text) if _LEVEL_HEADING.match(text) else None
    return _WORD_LEVELS[match["word"].lower()] if match else _emoji_level(text)


def tags_of_line(text: str) -> tuple[str, ...]:
    """The tags that a line of its own states (“Tags: a, b”)."""
    match = _TAG_LINE.match(text)
    if match is None:
        return ()
    return tuple(tag.strip(" #`*") for tag in re.split(r"[,;|]", match["tags"]) if tag.strip(" #`*"))[:20]


def clean_topic(heading: str) -> str:
    """A section's heading as the name of a topic: no number, ornament, count of questions or colon."""
    text = undecorate(re.sub(r"\[[⬆↑↥🔝^]\]|[⬆↑↥🔝]|:[a-z_]+:", " ", heading)).text
    text = re.sub(r"\s*[(\[]\s*\d+\s*(?:questions?|q|items?)?\s*[)\]]\s*$", "", text, flags=re.IGNORECASE)
    text = re.sub(
        r"^(?:section|chapter|part|topic|module|unit|category)\s*\d*\s*[:.–—-]\s*", "", text, flags=re.IGNORECASE
    )
    return " ".join(text.strip(" :：-–—#)]|").split())[:120]


def text_key(text: str) -> str:
    """Letters and digits of a line without decorations: what a table of contents repeats of a question."""
    folded = unicodedata.normalize("NFKC", undecorate(text).text).casefold()
    return "".join(character for character in folded if character.isalnum())
