"""What is neither question nor answer: contents, ways back to the top, licence notes, links to read, placeholders."""

import re

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
_AWAITED = re.compile(
    r"^\W*(?:(?:add|write|put|type|insert|enter|fill in)\s+)?(?:(?:your|the|an)\s+)?"
    r"answers?\s+(?:goes\s+|comes\s+)?here\W*$",
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


def is_placeholder(text: str) -> bool:
    """Whether a text stands in for an answer that nobody has written."""
    return bool(_PLACEHOLDER.match(text)) or not any(character.isalnum() for character in text)


def awaits_answer(text: str) -> bool:
    """Whether a line says where an answer is to be written (“Answer here”), so that all above it asks."""
    return bool(_AWAITED.match(text))


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
