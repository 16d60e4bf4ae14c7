"""One line of Markdown without its inline marks: what it says, what is bold in it, where it links to.

A scanner of its own, because only words are wanted and questions come in tens of thousands. Every quantifier in its
pattern is bounded, so that a hostile line costs linear time.
"""

import html
import re
from dataclasses import dataclass

_MAX_LINE = 20_000
_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`{1,4})(?!`)(?P<code>.{1,1000}?)(?<!`)(?P=ticks)(?!`)"
    r"|\[(?P<link>(?:[^\[\]]"
    r"|\[[^\[\]]{0,200}\]){0,600})\](?:\(\s*(?P<href>[^()\s]{0,2000}(?:\([^()\s]{0,300}\)[^()\s]{0,500})?)"
    r"(?:\s[^()]{0,300})?\s*\)|\[(?P<ref>[^\[\]]{0,100})\])"
    r"|<!--.{0,400}?-->"
    r"|<(?P<auto>(?:https?|ftp|mailto):[^<>\s]{1,1000})>"
    r"|<(?P<closing>/?)(?P<tag>[A-Za-z][A-Za-z0-9]{0,15})(?P<attributes>(?:\s[^<>]{0,1000})?)/?>"
    r"|(?P<stars>\*{1,3}|_{1,3}|~~)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    r"|(?P<url>https?://[^\s<>)\]]{1,2000})",
)
_IMAGE = re.compile(
    r"!\[[^\[\]]{0,500}\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,100}\])|<img\b[^<>]{0,2000}>", re.IGNORECASE
)
_HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]{0,2000})", re.IGNORECASE)
_BEFORE_LINKS = re.compile(r"\s*(?:[-–—|→:]+|=>|->)\s*[(\[]?\s*$")
_BETWEEN_LINKS = re.compile(r"^(?:[\s,;/&|()\[\].]|and|or|from|also|see)*$", re.IGNORECASE)
_BOLD_TAGS = {"b", "strong"}
_UNSEEN_TAGS = _BOLD_TAGS | frozenset(
    "a abbr big body br center cite code del div em font hr i ins kbd mark p pre q s samp small span"
    " strike sub sup td"
    " th tr tt u ul ol li var wbr summary details section article table tbody thead blockquote h1 h2"
    " h3 h4 h5 h6 picture"
    " source video svg input label dl dt dd".split()
)


@dataclass(frozen=True, slots=True)
class Inline:
    """What a line of Markdown says."""

    text: str
    bold: bool = False
    head: str = ""
    """Bold words at the start, when others follow."""
    links_only: bool = False
    internal: bool = False
    leads_out: bool = False
    """Whether it links to somewhere else, besides words of its own."""
    slanted: bool = False
    """Whether all of its words are in italics."""
    bare: str = ""
    """Its words without the links that stand behind a dash at its end (“… – read here and here”)."""


@dataclass(slots=True)
class _Piece:
    text: str
    mark: str = ""
    """An emphasis mark that may be paired; empty for words."""
    bold: int = 0
    """Change in the number of bold spans that are open."""
    slant: int = 0
    """Change in the number of spans in italics that are open."""
    linked: bool = False


def read_inline(line: str) -> Inline:
    """The words of one line of Markdown; HTML tags and comments are dropped, unknown tags stay."""
    if len(line) > _MAX_LINE:
        return Inline(" ".join(line.split()))
    if not _has_marks(line):
        return Inline(" ".join(line.split()))
    pictured = _IMAGE.sub("\0", line)
    scanner = _Scanner()
    scanner.scan(pictured.replace("\0", ""))
    return scanner.result(has_picture=pictured != line)


def _has_marks(line: str) -> bool:
    return any(mark in line for mark in "*_`[<&~\\") or "http" in line


class _Scanner:
    def __init__(self) -> None:
        self._pieces: list[_Piece] = []
        self._internal = False
        self._has_link = False
        self._in_link = False

    def scan(self, line: str) -> None:
        position = 0
        for match in _TOKEN.finditer(line):
            if match.start() > position:
                self._say(line[position : match.start()])
            self._token(match, line)
            position = match.end()
        self._say(line[position:])

    def _say(self, text: str, *, linked: bool = False) -> None:
        if text:
            self._pieces.append(_Piece(text, linked=linked or self._in_link))

    def _token(self, match: re.Match[str], line: str) -> None:
        kind = match.lastgroup
        if match["escaped"] is not None:
            self._say(match["escaped"])
        elif match["code"] is not None:
            self._say(match["code"].strip() or match["code"])
        elif match["link"] is not None:
            self._link(match["link"], match["href"] or "")
        elif match["tag"] is not None:
            self._tag(match)
        elif match["stars"] is not None:
            self._pieces.append(_Piece(match["stars"], mark=_flanking(match, line)))
        elif match["entity"] is not None:
            self._say(html.unescape(match["entity"]).replace("\0", ""))
        elif kind in {"auto", "url"}:
            self._has_link = True
            self._say(match[kind], linked=True)

    def _link(self, words: str, href: str) -> None:
        self._has_link = True
        self._internal = self._internal or href.startswith("#")
        start = len(self._pieces)
        self.scan(words)
        for piece in self._pieces[start:]:
            piece.linked = True

    def _tag(self, match: re.Match[str]) -> None:
        tag, closes = match["tag"].lower(), bool(match["closing"])
        if tag not in _UNSEEN_TAGS:
            self._say(match.group())
        elif tag in _BOLD_TAGS:
            self._pieces.append(_Piece("", bold=-1 if closes else 1))
        elif tag in {"br", "li", "td", "th"}:
            self._say(" ")
        elif tag == "a":
            self._anchor(match["attributes"], closes=closes)

    def _anchor(self, attributes: str, *, closes: bool) -> None:
        href = _HREF.search(attributes)
        self._in_link = not closes and href is not None
        if href and not closes:
            self._has_link = True
            self._internal = self._internal or href[1].startswith("#")

    def result(self, *, has_picture: bool) -> Inline:
        _pair(self._pieces)
        words = "".join(piece.text for piece in self._pieces)
        text = " ".join(words.split())
        bold_words, plain_words, head = _bold_and_plain(self._pieces)
        outside = any(_has_letter(piece.text) for piece in self._pieces if not piece.linked)
        bare = _without_tail(self._pieces) if self._has_link and outside else ""
        is_bold = bold_words and (not plain_words or (bare != "" and bare == " ".join(head.split())))
        return Inline(
            text=text,
            bold=is_bold,
            head="" if is_bold else " ".join(head.split()),
            slanted=not is_bold and _is_slanted(self._pieces),
            links_only=(self._has_link or has_picture) and not outside,
            internal=self._internal,
            leads_out=self._has_link and outside and not self._internal,
            bare=bare,
        )


def _flanking(match: re.Match[str], line: str) -> str:
    """Which ways an emphasis run may face: `<` opens, `>` closes, both, or neither (a literal)."""
    before = line[match.start() - 1] if match.start() else " "
    after = line[match.end()] if match.end() < len(line) else " "
    opens = not after.isspace()
    closes = not before.isspace()
    if "_" in match.group():
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
    return ("<" if opens else "") + (">" if closes else "")


def _pair(pieces: list[_Piece]) -> None:
    """Drop emphasis marks that have a partner, remembering what they made bold; the rest are words."""
    open_marks: dict[str, list[_Piece]] = {}
    for piece in pieces:
        if not piece.mark:
            continue
        run = piece.text
        waiting = open_marks.get(run)
        if ">" in piece.mark and waiting:
            start = waiting.pop()
            is_strong = len(run) >= 2 and run != "~~"
            start.text, start.bold = "", 1 if is_strong else 0
            piece.text, piece.bold = "", -1 if is_strong else 0
            start.slant, piece.slant = (1, -1) if run != "~~" and len(run) != 2 else (0, 0)
            start.mark = piece.mark = ""
        elif "<" in piece.mark:
            open_marks.setdefault(run, []).append(piece)


def _bold_and_plain(pieces: list[_Piece]) -> tuple[bool, bool, str]:
    """Whether there are bold words, whether there are others, and the bold words at the start."""
    depth = 0
    bold = plain = False
    head = ""
    for piece in pieces:
        depth = max(0, depth + piece.bold)
        if depth and not plain:
            head += piece.text
        if _has_letter(piece.text):
            bold, plain = bold or depth > 0, plain or depth == 0
    return bold, plain, head if bold else ""


def _is_slanted(pieces: list[_Piece]) -> bool:
    """Whether every word is in italics."""
    depth, slanted = 0, False
    for piece in pieces:
        depth = max(0, depth + piece.slant)
        if _has_letter(piece.text):
            if not depth:
                return False
            slanted = True
    return slanted


def _without_tail(pieces: list[_Piece]) -> str:
    """The words before a dash and nothing but links behind it; empty when there is no such tail."""
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if piece.linked or not piece.text:
            continue
        dash = _BEFORE_LINKS.search(piece.text)
        if dash and index + 1 < len(pieces):
            return " ".join(("".join(each.text for each in pieces[:index]) + piece.text[: dash.start()]).split())
        if not _BETWEEN_LINKS.match(piece.text):
            break
    return ""


def _has_letter(text: str) -> bool:
    return any(character.isalnum() for character in text)
