"""Moodle XML: essays with the information for graders as answer, short answers, and multiple choice.

Places count questions.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bank.importers.document import Diagnostic, Document
from bank.importers.records import Record
from bank.importers.rows import document_of
from bank.importers.xml import parse_xml

_ASKED = {"essay", "shortanswer", "numerical", "multichoice", "truefalse", "matching"}
_LEVELS = {"easy", "medium", "hard"}


def read_moodle(text: str, file: str) -> Document:
    """The questions of a quiz. Raises BankReadError when the XML is damaged or declares entities."""
    root = parse_xml(_without_declaration(text).encode("utf-8"), file)
    problems: list[Diagnostic] = []
    records = list(_records(root, problems))
    return document_of(records, file, problems)


def _without_declaration(text: str) -> str:
    """The XML without its first line's word on encoding, which no longer holds for decoded text."""
    stripped = text.lstrip()
    return (
        stripped[stripped.index("?>") + 2 :] if stripped.startswith("<?xml") and "?>" in stripped[:300] else stripped
    )


def _records(root: Element, problems: list[Diagnostic]) -> Iterator[Record]:
    topic = ""
    for place, question in enumerate(root.iter("question"), 1):
        kind = question.get("type", "essay")
        if kind == "category":
            topic = _last_part(_text(question.find("category")))
        elif kind in _ASKED:
            yield _record(question, kind, place, topic)
        elif kind != "description":
            problems.append(Diagnostic(place, "notice", "BADROW", f"questions of type “{kind[:30]}” are not read"))


def _last_part(path: str) -> str:
    parts = [part.strip().replace("\0", "/") for part in path.replace("//", "\0").split("/") if part.strip()]
    return "" if not parts or parts[-1] in {"$course$", "top"} else parts[-1]


def _record(question: Element, kind: str, place: int, topic: str) -> Record:
    tags = [_text(tag) for tag in question.iter("tag")]
    answers = [(answer.get("fraction", "0"), _text(answer)) for answer in question.findall("answer")]
    options = tuple(words for _, words in answers) if kind in {"multichoice", "truefalse"} else ()
    right = [
        words for fraction, words in answers if fraction.strip() not in {"", "0"} and not fraction.startswith("-")
    ]
    told = [_text(question.find("graderinfo")), _text(question.find("generalfeedback"))]
    answer = next((words for words in told if words.strip()), "")
    if kind in {"shortanswer", "numerical"}:
        answer = "\n\n".join(part for part in (", ".join(right), answer) if part)
    return Record(
        question=_text(question.find("questiontext")) or _text(question.find("name")),
        place=place,
        answer=answer,
        topic=topic,
        difficulty=next((tag for tag in tags if tag.lower() in _LEVELS), ""),
        tags=tuple(tag for tag in tags if tag and tag.lower() not in _LEVELS),
        options=options,
        key=", ".join(right) if options else "",
    )


def _text(element: Element | None) -> str:
    if element is None:
        return ""
    inner = element.find("text")
    return ("".join((inner if inner is not None else element).itertext())).strip()
