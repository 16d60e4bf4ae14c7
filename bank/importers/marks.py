"""The marks that authors put on questions and answers, and how likely a line is to be a question.

Numbers, `Q7.`, difficulty (emoji, words, (E)/(M)/(H)), tags and source links are decorations: they become fields.
“Ans:”, “A:”, “Solution” are answer labels. Tables of contents, back-to-top links, licence and contribution notes
are chrome.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bank.importers import levels
from bank.question import Difficulty

_MAX_LINE = 2000
"""Longer lines are no questions, and are not searched for decorations."""
_END = 40
_QUESTION_WORDS = "q|ques|quest|question|pregunta|pergunta|frage|вопрос|问题|問題|题目|題目|面试题|问|問|質問|题|題"
_ANSWER_WORDS = (
    "a|ans|answer|answers|the answer|sample answer|model answer|short answer|expected answer"
    "|suggested answer|example answer|solutions|sol|explanation|ответы"
    "|possible answer|correct answer|reference answer|ideal answer|good answer|solution|response|respuesta|resposta"
    "|réponse|antwort|ответ|答案|答|回答|解答|解析"
)
_LONG_ANSWER_WORDS = "answers?|solutions?|response"
_SEPARATOR = r"[.:)\]：、．|–—-]"
_Q_LABEL = re.compile(
    rf"^(?:interview\s+)?(?:{_QUESTION_WORDS})\s*(?:no\.?|n[o°º]|\#)?\s*"
    rf"(?:(?P<number>\d{{1,5}})(?:\.\d{{1,3}})*\s*(?:{_SEPARATOR}{{1,3}}|\s|$)|(?P<bare>[.:)：]{{1,2}}|-\s|–\s))\s*"
    r"|^interviewer\s*[:：]\s+",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"^(?:№\s*|\#(?=\d)|\(|\[)?(?P<number>\d{{1,5}})(?P<rest>(?:\.\d{{1,3}}){{0,3}})\s*"
    rf"(?:{_SEPARATOR}{{1,3}}(?=\s|[^\W\d]|[`\"'“¿(\[]|$)|(?=\s[-–—]\s)|\ufe0f?\u20e3)\s*[-–—]?\s*"
    r"|^(?P<part>\d{1,3}(?:\.\d{1,3}){1,3})\s+(?=[A-Z][a-z])|^\#(?P<hash>\d{1,5})\s+"
)
_A_LABEL = re.compile(
    rf"^(?:(?:[a-z]{{2,12}}\s+)?(?:{_LONG_ANSWER_WORDS})\s*[:：»]|(?:{_ANSWER_WORDS})\s*(?:\d{{1,4}})?\s*(?:[:：»]|\.(?=\s|$)|\)\s|[-–—]\s|-\s?>)|"
    rf"(?:ans|answer|answers|solution|答案|ответ)\s*\d{{0,4}}\s*[:.]?$|(?:candidate|interviewee)\s*[:：](?=\s))\s*[:：.]?\s*",
    re.IGNORECASE,
)
_HIDDEN_ANSWER = re.compile(
    r"^\W*(?:(?:click|tap|press|view|show|see|reveal|toggle|expand|check|read|display|open|hide|unhide)\b"
    r"(?:.{0,40}\b(?:answers?|solutions?|expand|explanations?|here|me|reveal|it)\b.{0,20})?"
    r"|(?:the |sample |model |show |example |full |detailed |short |possible |suggested |your |my )*"
    r"(?:answers?|solutions?|explanations?|response|spoilers?|ans|答案|答案解析|解析"
    r"|查看答案|ответ|solución|respuesta|resposta|réponse|antwort|lösung))\W*$",
    re.IGNORECASE,
)
_HIDDEN_PART = re.compile(
    r"^\W*(?:(?:click|tap|view|show|see|reveal|toggle|expand|check|open|hide|the|full|sample|more|some|for|to|here)\W+)*"
    r"(?:code|examples?|details?|more|outputs?|results?|hints?|implementation|snippet|diagram|image|notes?|demo"
    r"|explanation|solution \d|option \d)\W*$",
    re.IGNORECASE,
)
_ANSWER_HEADING = re.compile(
    r"^\W*(?:(?:the|sample|model|example|full|detailed|short|possible|suggested|expected|ideal|good"
    r"|reference)\s+){0,3}"
    r"(?:answers?|solutions?|ans|response|答案|ответ|respuesta|resposta|réponse|antwort|lösung|solución)\W*$",
    re.IGNORECASE,
)
_SOURCE_LINK = re.compile(
    r"\s{0,3}\[{1,3}(?:src|source|ref|reference|link|answer|ans|read|video|article|solution|view|docs?"
    r"|more)s?\s*\d*\]+(?=\s|$|\[)",
    re.IGNORECASE,
)
_TAIL_LINKS = re.compile(r"(?:\s*(?:\[[⬆↑↥🔝^]\]|[⬆↑↥🔝]|🔗))+\s*$")
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


@lru_cache(maxsize=8192)
def undecorate(line: str) -> Marked:
    """Take number, `Q` label, difficulty, tags and source links off a line."""
    if len(line) > _MAX_LINE:
        return Marked(line.strip())
    text = _without_emoji_at_ends(line.strip())
    text, number, is_labelled, is_numbered = _take_front(text)
    text, difficulty, tags = _take_end(text)
    difficulty = difficulty or levels.emoji_level(line)
    return Marked(text.strip(), number, is_labelled, is_numbered, difficulty, tags, levels.stars_of(line))


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
    may_link = "[" in line or not line.isascii()
    text = _TAIL_LINKS.sub("", _SOURCE_LINK.sub("", line)).strip() if may_link else line.strip()
    text = re.sub(r"\s+#{1,6}$|(?<=[?.!])#{1,6}$", "", text).rstrip()
    start = levels.LEVEL_AT_START.match(text)
    if start:
        difficulty, text = levels.WORD_LEVELS[start["short"].lower()], text[start.end() :]
    end = levels.LEVEL_AT_END.search(text)
    if end and end.start() > 0:
        difficulty, text = levels.WORD_LEVELS[(end["short"] or end["word"]).lower()], text[: end.start()]
    hashtags = _HASHTAGS.search(text)
    tags: tuple[str, ...] = ()
    if hashtags and hashtags.start() > 0:
        tags = tuple(tag.lstrip("#") for tag in hashtags.group().split())
        text = text[: hashtags.start()]
    text = re.sub(r"(?<=[?.!:])\s*\*{1,3}$", "", _without_emoji_at_ends(text))
    return text, difficulty, tags


def _without_emoji_at_ends(text: str) -> str:
    if text.isascii():
        return text.strip()
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


def hides_part(summary: str) -> bool:
    """Whether the summary of a collapsible section announces a part of an answer: code, an example, more."""
    return bool(_HIDDEN_PART.match(summary))


def heads_answer(heading: str) -> bool:
    """Whether a heading is nothing but the label of an answer."""
    return bool(_ANSWER_HEADING.match(heading))


def tags_of_line(text: str) -> tuple[str, ...]:
    """The tags that a line of its own states (“Tags: a, b”)."""
    match = _TAG_LINE.match(text)
    if match is None:
        return ()
    return tuple(tag.strip(" #`*") for tag in re.split(r"[,;|]", match["tags"]) if tag.strip(" #`*"))[:20]


def clean_topic(heading: str) -> str:
    """A section's heading as the name of a topic: no number, ornament, count of questions or colon."""
    text = undecorate(re.sub(r"\[[⬆↑↥🔝^]\]|[⬆↑↥🔝]|:[a-z_]+:|^\s*#+\s+", " ", heading)).text
    text = re.sub(r"\s*[(\[]\s*\d+\s*(?:questions?|q|items?)?\s*[)\]]\s*$", "", text, flags=re.IGNORECASE)
    text = re.sub(
        r"^(?:section|chapter|part|topic|module|unit|category)\s*\d*\s*[:.–—-]\s*", "", text, flags=re.IGNORECASE
    )
    text = text.strip(" :：-–—#|")
    text = text if text.count("(") == text.count(")") and text.count("[") == text.count("]") else text.strip("()[] ")
    return " ".join(text.split())[:120]


def text_key(text: str) -> str:
    """Letters and digits of a line without decorations: what a table of contents repeats of a question."""
    folded = unicodedata.normalize("NFKC", undecorate(text).text).casefold()
    return "".join(character for character in folded if character.isalnum())
