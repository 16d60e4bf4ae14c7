"""From the bytes of any document to questions: finds out what it is, reads it, and says what was noticed.

Content decides over the file's name: a page saved as `.txt` is read as HTML, a zip with a document in it as DOCX.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from bank.errors import BankReadError
from bank.importers import native
from bank.importers.assembly import Wishes, assemble
from bank.importers.blocks import Blocks
from bank.importers.decoding import MAX_BYTES, decode
from bank.importers.document import Document, slug_of
from bank.importers.markdown import read_markdown
from bank.importers.sniffing import SAMPLE, is_tabbed, sniff
from bank.question import Question

FORMATS = tuple("auto native markdown text html docx pdf csv tsv json yaml anki apkg moodle gift".split())
"""Names of the formats, as the command line knows them."""
MAX_LINES = 400_000
"""Most lines of a text that are read."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a document is to be read."""

    format: str = "auto"
    splitter: str = "auto"
    columns: Mapping[str, str] = field(default_factory=dict)
    """Which column holds what, as the user says: {"question": "3", "answer": "4+5"}."""
    topic: str | None = None
    """One topic for all questions, in place of those of the document."""
    licence: str | None = None
    in_place: bool = False
    """Whether questions of a native bank stand where this document has them, and not where they once came from."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a document."""

    document: Document
    format: str
    bank_id: str


def read_bytes(raw: bytes, file: str, options: Options | None = None) -> Reading:
    """The questions of a document; `file` is its name.

    Raises BankReadError for what cannot be read at all; anything less is a diagnostic.
    """
    options = options or Options()
    if options.format not in FORMATS:
        raise BankReadError(f"There is no format “{options.format}”; there are: {', '.join(FORMATS)}.")
    if len(raw) > MAX_BYTES:
        raise BankReadError(f"{file} is {len(raw) / 2**20:.0f} MB; a bank may have {MAX_BYTES // 2**20} MB.")
    packed = _packed_format(raw, options.format)
    if packed is not None:
        return _read_packed(raw, file, packed, options)
    decoded = decode(raw, file)
    if decoded.text.count("\n") > MAX_LINES:
        raise BankReadError(f"{file} has more than {MAX_LINES:,} lines; import its parts one by one.")
    name = options.format if options.format != "auto" else sniff(decoded.text, file)
    reading = _read_text(decoded.text, file, name, options)
    document = replace(reading.document, diagnostics=(*decoded.diagnostics, *reading.document.diagnostics))
    return replace(reading, document=document)


def _packed_format(raw: bytes, wanted: str) -> str | None:
    """The format of a file that is not text; None for text."""
    if raw.startswith(b"%PDF-") or b"%PDF-" in raw[:1024]:
        return "pdf"
    if raw.startswith(b"PK\x03\x04"):
        return "zip"
    if raw.startswith(b"SQLite format 3\0"):
        return "apkg"
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise BankReadError(
            "This is an old Word or Excel file (.doc, .xls); save it as .docx, .csv or plain text and try again."
        )
    if raw.startswith(b"{\\rtf"):
        raise BankReadError("This is a rich-text file (.rtf); save it as .docx or plain text and try again.")
    return wanted if wanted in {"pdf", "docx", "apkg"} else None


def _read_packed(raw: bytes, file: str, name: str, options: Options) -> Reading:
    wishes = _wishes(options)
    if name == "pdf":
        from bank.importers.pdf import read_pdf

        return _split(read_pdf(raw, file), file, "pdf", wishes)
    from bank.importers.archives import kind_of_archive

    kind = kind_of_archive(raw, file) if raw.startswith(b"PK") else name
    if kind == "docx":
        from bank.importers.docx import read_docx

        return _split(read_docx(raw, file), file, "docx", wishes)
    from bank.importers.anki import read_package

    return Reading(_with_topic(read_package(raw, file), options), "apkg", slug_of(PurePath(file).stem))


def _split(blocks: Blocks, file: str, name: str, wishes: Wishes) -> Reading:
    return Reading(assemble(blocks, file, wishes), name, slug_of(PurePath(file).stem))


def _wishes(options: Options) -> Wishes:
    return Wishes(options.splitter, options.topic, options.licence)


def _read_text(text: str, file: str, name: str, options: Options) -> Reading:
    reader = _TEXT_READERS[name]
    return reader(text, file, options)


def _read_native(text: str, file: str, options: Options) -> Reading:
    document, bank_id = native.read_native(text, file, in_place=options.in_place)
    return Reading(_with_topic(document, options), "native", bank_id or slug_of(PurePath(file).stem))


def _read_markdown(text: str, file: str, options: Options) -> Reading:
    front = native.front_matter(text) if text.startswith("---") else None
    skipped = front.length if front else 0
    body = "\n".join(text.split("\n")[skipped:]) if skipped else text
    reading = _split(read_markdown(body, first_line=skipped + 1), file, "markdown", _wishes(options))
    title = front.values.get("title") if front else None
    if isinstance(title, str) and not reading.document.title:
        return replace(reading, document=replace(reading.document, title=" ".join(title.split())[:300]))
    return reading


def _read_plain(text: str, file: str, options: Options) -> Reading:
    from bank.importers.plain import read_plain
    from bank.importers.text import read_text

    reading = _split(read_plain(text), file, "text", _wishes(options))
    labelled = (
        read_text(text, file, licence=options.licence) if options.splitter in {"auto", "answer-label"} else None
    )
    if labelled is None or not labelled.questions:
        return reading
    return replace(reading, document=_refined(reading.document, labelled))


def _refined(found: Document, labelled: Document) -> Document:
    """The questions found, with their answers as the reader of numbered, labelled text makes them out.

    It knows that kind of document better; it is believed where it finds the same questions.
    """
    by_line = {q.source.first_line: q for q in labelled.questions if q.source}
    same = [q for q in found.questions if q.source and q.source.first_line in by_line]
    if len(same) < len(found.questions) or len(found.questions) != len(labelled.questions):
        return found
    questions = tuple(_refine(question, by_line) for question in found.questions)
    title = labelled.title if len(labelled.title.split()) <= 12 else found.title
    return Document(found.title or title, questions, found.diagnostics)


def _refine(question: Question, by_line: Mapping[int, Question]) -> Question:
    other = by_line[question.source.first_line] if question.source else question
    return question.model_copy(
        update={"reference": other.reference, "text": other.text, "source": other.source, "id": other.id}
    )


def _read_html(text: str, file: str, options: Options) -> Reading:
    from bank.importers.html import read_html

    return _split(read_html(text), file, "html", _wishes(options))


def _read_rows(text: str, file: str, options: Options) -> Reading:
    from bank.importers.rows import read_rows

    document = read_rows(
        text, file, columns=options.columns, tabs=options.format == "tsv" or is_tabbed(text[:SAMPLE])
    )
    return Reading(_with_topic(document, options), "csv", slug_of(PurePath(file).stem))


def _read_objects(text: str, file: str, options: Options) -> Reading:
    from bank.importers.objects import read_json, read_yaml

    own = native.read_json_bank(text, file)
    if own is not None:
        return Reading(_with_topic(own[0], options), "json", own[1])
    is_json = options.format == "json" or (options.format == "auto" and text.lstrip()[:1] in {"{", "["})
    document = read_json(text, file) if is_json else read_yaml(text, file)
    return Reading(_with_topic(document, options), "json" if is_json else "yaml", slug_of(PurePath(file).stem))


def _read_anki(text: str, file: str, options: Options) -> Reading:
    from bank.importers.anki import read_notes

    return Reading(
        _with_topic(read_notes(text, file, options.columns), options), "anki", slug_of(PurePath(file).stem)
    )


def _read_moodle(text: str, file: str, options: Options) -> Reading:
    from bank.importers.moodle import read_moodle

    return Reading(_with_topic(read_moodle(text, file), options), "moodle", slug_of(PurePath(file).stem))


def _read_gift(text: str, file: str, options: Options) -> Reading:
    from bank.importers.gift import read_gift

    return Reading(_with_topic(read_gift(text, file), options), "gift", slug_of(PurePath(file).stem))


_TEXT_READERS: dict[str, Callable[[str, str, Options], Reading]] = {
    "native": _read_native, "markdown": _read_markdown, "text": _read_plain, "html": _read_html, "csv": _read_rows,
    "tsv": _read_rows, "json": _read_objects, "yaml": _read_objects, "anki": _read_anki, "moodle": _read_moodle,
    "gift": _read_gift,
}  # fmt: skip


def _with_topic(document: Document, options: Options) -> Document:
    if options.topic is None:
        return document
    questions = tuple(question.model_copy(update={"topic": options.topic}) for question in document.questions)
    return replace(document, questions=questions)
