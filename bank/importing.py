"""Importing a file or a folder as one bank, with everything that was noticed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bank.errors import BankReadError
from bank.importers.document import Diagnostic, FreeIds, distinct, slug_of
from bank.importers.reading import Options, Reading, read_bytes
from bank.library import read_file
from bank.question import Bank, Question, Reference

SUFFIXES = frozenset(
    ".md .markdown .mdx .txt .text .html .htm .docx .pdf .csv .tsv .json .jsonl .yaml .yml .apkg .xml .gift".split()
)
"""Files of these names are read when a folder is imported."""
MAX_FILES = 2000
MAX_QUESTIONS = 100_000

Points = Literal["keep", "none"]
Unanswered = Literal["keep", "skip"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports has decided."""

    options: Options = field(default_factory=Options)
    unanswered: Unanswered = "keep"
    points: Points = "keep"
    bank_id: str | None = None


@dataclass(frozen=True, slots=True)
class Noticed:
    """A diagnostic with the file that it is about."""

    file: str
    diagnostic: Diagnostic

    def __str__(self) -> str:
        """`FILE:LINE: level CODE message`."""
        return f"{self.file}:{self.diagnostic}"


@dataclass(frozen=True, slots=True)
class Imported:
    """A bank as imported, and what was noticed."""

    bank: Bank
    noticed: tuple[Noticed, ...]
    formats: tuple[str, ...]
    """The formats that were read, in the order of the files."""

    @property
    def answered(self) -> int:
        """How many questions have a reference answer."""
        return sum(1 for question in self.bank.questions if question.is_answered)

    @property
    def choices(self) -> int:
        """How many questions are multiple choice."""
        return sum(1 for question in self.bank.questions if question.kind == "choice")

    @property
    def points(self) -> int:
        """How many points the reference answers have, all together."""
        return sum(1 for question in self.bank.questions for _ in question.reference.bullets())

    @property
    def has_problems(self) -> bool:
        """Whether anything worse than a notice was noticed."""
        return any(each.diagnostic.level in {"warning", "error"} for each in self.noticed)


def import_path(path: Path, wishes: Wishes | None = None) -> Imported:
    """The bank in a file, or in all files of a folder.

    Raises BankReadError when nothing can be read; a folder's single unreadable file is a diagnostic.
    """
    wishes = wishes or Wishes()
    if not path.exists():
        raise BankReadError(f"{path} does not exist.")
    _chosen_id(wishes.bank_id)
    read = list(_read_folder(path, wishes)) if path.is_dir() else [_read_one(path, path.name, wishes)]
    noticed = [Noticed(name, each) for name, _, problems in read for each in problems]
    readings = [(name, reading) for name, reading, _ in read if reading is not None]
    questions, repeated = _together(readings)
    noticed += repeated
    kept = [shaped for question in questions if (shaped := _shaped(question, wishes)) is not None]
    if not kept:
        raise BankReadError(_nothing(path, [str(each) for each in noticed if each.diagnostic.level == "error"]))
    if len(kept) > MAX_QUESTIONS:
        raise BankReadError(f"{path} holds {len(kept)} questions; a bank may have {MAX_QUESTIONS}.")
    noticed += _bare_points(kept)
    first = readings[0][1]
    own_id = first.bank_id if len(readings) == 1 else slug_of(path.resolve().name)
    title = (first.document.title if len(readings) == 1 else "") or path.stem or path.name
    notices = tuple(str(each) for each in noticed)
    bank = Bank(id=_chosen_id(wishes.bank_id) or own_id, title=title, questions=tuple(kept), notices=notices)
    return Imported(bank, tuple(noticed), tuple(reading.format for _, reading in readings))


def _bare_points(questions: Sequence[Question]) -> Iterator[Noticed]:
    """That points are too short to be judged by meaning, said once for all questions."""
    bullets = [(question, bullet) for question in questions for bullet in question.reference.bullets()]
    bare = [question for question, bullet in bullets if bullet.is_bare]
    if not bare:
        return
    source = bare[0].source
    how_many = "the only point is" if len(bullets) == 1 else f"{len(bare)} of {len(bullets)} points are"
    message = (
        f"{how_many} one or two words, which the embedded grader judges poorly; write such points as sentences, "
        "or let a language model grade"
    )
    place = source.first_line if source else 0
    yield Noticed(source.file if source else "*", Diagnostic(place, "warning", "BAREPOINT", message))


def _chosen_id(wanted: str | None) -> str | None:
    """The id that was asked for. Raises BankReadError when it cannot be one."""
    if wanted is not None and slug_of(wanted) != wanted:
        raise BankReadError(
            f"“{wanted[:60]}” cannot be the id of a bank: it takes small letters, digits and hyphens, for example "
            f"“{slug_of(wanted)}”."
        )
    return wanted


def _nothing(path: Path, problems: Sequence[str]) -> str:
    words = f"{path} holds no questions that can be read."
    advice = "Name the shape with --splitter or the format with --format; docs/importing.md shows what is understood."
    return " ".join([words, *problems[:3], advice])


_Read = tuple[str, Reading | None, tuple[Diagnostic, ...]]


def _read_one(path: Path, name: str, wishes: Wishes) -> _Read:
    reading = read_bytes(read_file(path), name, wishes.options)
    return name, reading, reading.document.diagnostics


def _read_folder(folder: Path, wishes: Wishes) -> Iterator[_Read]:
    """The files of a folder and those under it, in order of their names; hidden ones are left alone."""
    found = 0
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.suffix.lower() not in SUFFIXES or any(part.startswith(".") for part in relative.parts):
            continue
        if path.is_symlink() or not path.is_file():
            continue
        found += 1
        if found > MAX_FILES:
            raise BankReadError(f"{folder} holds more than {MAX_FILES} documents; import its parts one by one.")
        try:
            yield _read_one(path, str(relative), wishes)
        except BankReadError as error:
            yield str(relative), None, (Diagnostic(1, "error", "UNREADABLE", str(error)),)


def _together(readings: Sequence[tuple[str, Reading]]) -> tuple[list[Question], list[Noticed]]:
    """The questions of all files: what one file repeats of another is merged, ids are made distinct."""
    if len(readings) == 1:
        return list(readings[0][1].document.questions), []
    merged = distinct([question for _, reading in readings for question in reading.document.questions])
    ids = FreeIds()
    questions = [question.model_copy(update={"id": ids.take(question.id)}) for question in merged.questions]
    return questions, [Noticed("*", each) for each in merged.diagnostics]


def _shaped(question: Question, wishes: Wishes) -> Question | None:
    if wishes.unanswered == "skip" and not question.is_answered:
        return None
    if wishes.points == "none" and question.reference.sections:
        return question.model_copy(update={"reference": without_points(question.reference)})
    return question


def without_points(reference: Reference) -> Reference:
    """The answer as prose: its points are lines of it."""
    from bank.exporters.prose import point_lines

    lines = [line.strip().removeprefix("- ") for line in point_lines(reference, nested=True)]
    lead = "\n".join(part for part in (reference.lead, *lines, reference.closing) if part)
    return reference.model_copy(update={"lead": lead, "sections": (), "closing": ""})
