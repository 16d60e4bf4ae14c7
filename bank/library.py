"""Where banks come from: the one that ships, those that the user has imported, or any file of questions.

Beside the document that ships stand `topics.yaml` (topic and difficulty by question number) and a folder `anchors/`
(anchors by question number and criterion). Imported banks are kept as JSON in a folder of the user's.
"""

from collections.abc import Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bank.counting import counted
from bank.errors import BankNotFoundError, BankReadError, QuestionNotFoundError, TopicNotFoundError
from bank.importers.decoding import MAX_BYTES
from bank.importers.document import Document, same_text, slug_of
from bank.importers.text import read_text
from bank.question import Anchors, Bank, Difficulty, Point, Question, Reference

if TYPE_CHECKING:
    from bank.importers.reading import Options

SEED_ID = "ai-ml"
SEED_FILE = "ai_ml_interview_questions.txt"
SEED_TITLE = "AI/ML interview questions"
BANK_SUFFIX = ".json"


class _Judged(BaseModel):
    model_config = ConfigDict(extra="forbid")
    topic: str
    difficulty: Difficulty | None = None


class _AnchorFile(BaseModel):
    model_config = ConfigDict(extra="ignore")
    number: int
    criteria: dict[str, Anchors]


def built_in_ids() -> list[str]:
    """Ids of the banks that ship."""
    return [SEED_ID]


def load_bank(name: str | None = None, folder: Path | None = None, options: "Options | None" = None) -> Bank:
    """The bank with that id, or in the file at that path; without a name, the seed bank.

    `folder` is where the user's imported banks are. A name that is both an imported bank and a file is the bank.
    `options` tell how to read a file at a path. Raises BankNotFoundError, or BankReadError when the file holds
    nothing usable.
    """
    if name is None or name == SEED_ID:
        return _load_seed()
    kept = _kept_file(name, folder)
    if kept is not None:
        return read_bank(kept)
    path = Path(name).expanduser()
    if not path.exists():
        there_are = ", ".join([*built_in_ids(), *(imported_ids(folder) if folder else [])])
        what = "the banks there are" if folder else "the banks that ship are"
        message = f"There is no bank “{name}”: no such file, and {what}: {there_are}."
        raise BankNotFoundError(message)
    return read_bank(path, options)


def imported_ids(folder: Path) -> list[str]:
    """Ids of the banks in the user's folder, sorted."""
    if not folder.is_dir():
        return []
    return sorted(path.stem for path in folder.glob(f"*{BANK_SUFFIX}") if slug_of(path.stem) == path.stem)


def _kept_file(name: str, folder: Path | None) -> Path | None:
    if folder is None or slug_of(name) != name:
        return None
    path = folder / f"{name}{BANK_SUFFIX}"
    return path if path.is_file() else None


def read_bank(path: Path, options: "Options | None" = None) -> Bank:
    """The bank in a file of any format that can be imported. Raises BankReadError when it holds no questions."""
    from bank.importers.reading import read_bytes

    reading = read_bytes(read_file(path), path.name, options)
    document = reading.document
    if not document.questions:
        problem = next((f" {each.message}." for each in document.diagnostics if each.level == "error"), "")
        message = (
            f"{path.name} holds no questions that can be read.{problem} "
            "To see what was tried: interviewer bank import --preview"
        )
        raise BankReadError(message)
    return _bank(document, path.name, reading.bank_id, None)


def bank_from_text(text: str, file: str, *, bank_id: str, title: str | None = None) -> Bank:
    """A bank from a plain-text document; BankReadError when no question is found in it."""
    document = read_text(text, file)
    if not document.questions:
        message = (
            f"{file} holds no questions that can be read. Expected are numbered lines (“1. Why …?”), "
            "each followed by a line that starts with “Ans:”."
        )
        raise BankReadError(message)
    return _bank(document, file, bank_id, title)


def _bank(document: Document, file: str, bank_id: str, title: str | None) -> Bank:
    notices = tuple(f"{file}:{diagnostic}" for diagnostic in document.diagnostics)
    return Bank(id=bank_id, title=title or document.title or file, questions=document.questions, notices=notices)


def read_file(path: Path) -> bytes:
    """The bytes of a file of questions. Raises BankReadError for folders, and files too large or unreadable."""
    try:
        if path.is_dir():
            raise BankReadError(f"{path} is a folder; give a file of questions.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 2**20
            raise BankReadError(f"{path} is {size / 2**20:.0f} MB; a bank may have {limit} MB.")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BankReadError(f"{path} cannot be read: {error.strerror or error}.") from error
    return raw


def _load_seed() -> Bank:
    folder = resources.files("bank") / "data" / "ai_ml"
    try:
        text = (folder / SEED_FILE).read_text("utf-8")
        topics = _topics(folder / "topics.yaml")
        anchors = _anchors(folder / "anchors")
    except OSError as error:
        message = f"The bank that ships cannot be read ({error}); the installation is damaged: install again."
        raise BankReadError(message) from error
    bank = bank_from_text(text, SEED_FILE, bank_id=SEED_ID, title=SEED_TITLE)
    questions = tuple(_annotated(question, topics, anchors) for question in bank.questions)
    return bank.model_copy(update={"questions": questions})


def _topics(file: Traversable) -> dict[int, _Judged]:
    return {int(number): _Judged.model_validate(entry) for number, entry in _yaml(file).items()}


def _anchors(folder: Traversable) -> dict[int, dict[str, Anchors]]:
    entries = [_AnchorFile.model_validate(_yaml(file)) for file in folder.iterdir() if file.name.endswith(".yaml")]
    return {entry.number: entry.criteria for entry in entries}


def _yaml(file: Traversable) -> dict[str, object]:
    try:
        loaded = yaml.load(file.read_text("utf-8"), Loader=_yaml_loader())  # noqa: S506 - a safe loader
        if isinstance(loaded, dict):
            return loaded
    except (yaml.YAMLError, ValidationError) as error:
        raise BankReadError(f"{file.name} cannot be read: {error}") from error
    raise BankReadError(f"{file.name} must hold a mapping.")


def _yaml_loader() -> type[yaml.SafeLoader]:
    """The safe loader of libyaml where it is compiled in: ten times faster than the one in Python."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _annotated(
    question: Question, topics: Mapping[int, _Judged], anchors: Mapping[int, Mapping[str, Anchors]]
) -> Question:
    number = question.number or 0
    judged = topics.get(number)
    update: dict[str, object] = {"topic": judged.topic, "difficulty": judged.difficulty} if judged else {}
    if number in anchors:
        update["reference"] = with_anchors(question.reference, anchors[number])
    return question.model_copy(update=update)


def with_anchors(reference: Reference, anchors: Mapping[str, Anchors]) -> Reference:
    """The reference with anchors attached to its bullets; the n-th bullet has the key `c<n>`."""
    by_line = {bullet.point.line: anchors.get(f"c{n}") for n, bullet in enumerate(reference.bullets(), 1)}

    def attach(point: Point) -> Point:
        children = tuple(attach(child) for child in point.children)
        return point.model_copy(update={"anchors": by_line.get(point.line), "children": children})

    sections = tuple(
        section.model_copy(update={"points": tuple(attach(point) for point in section.points)})
        for section in reference.sections
    )
    return reference.model_copy(update={"sections": sections})


def numbers_of(bank: Bank) -> dict[str, int]:
    """The number by which each question can be asked for, by its id.

    It is the number that it carries in its document, where all carry one and no two the same; else its place, from 1.
    """
    own = [question.number for question in bank.questions]
    has_own = None not in own and len(set(own)) == len(own)
    chosen = own if has_own else range(1, len(own) + 1)
    return {question.id: number or 0 for question, number in zip(bank.questions, chosen, strict=True)}


def find_question(bank: Bank, key: str) -> Question:
    """The question with that id, number, exact text, or unambiguous start of an id.

    Raises QuestionNotFoundError, naming what was looked for.
    """
    wanted = key.strip()
    text = same_text(wanted)
    numbers = numbers_of(bank) if wanted.isdecimal() else {}
    for question in bank.questions:
        if wanted == question.id or wanted == str(numbers.get(question.id)) or text == same_text(question.text):
            return question
    starts = [question for question in bank.questions if wanted and question.id.startswith(wanted)]
    if len(starts) == 1:
        return starts[0]
    many = f"{counted(len(starts), 'question starts', 'questions start')} with" if starts else "there is no question"
    shown = wanted if len(wanted) <= 60 else wanted[:59] + "…"
    raise QuestionNotFoundError(f"In the bank “{bank.title}” {many} “{shown}”; see: interviewer bank list")


def questions_on(bank: Bank, topics: Sequence[str]) -> list[Question]:
    """The questions on any of these topics (case and surrounding blanks ignored); all of them when none is given.

    Raises TopicNotFoundError, naming the topics there are.
    """
    if not topics:
        return list(bank.questions)
    known = {topic.casefold(): topic for topic in bank.topics}
    wanted = {topic.strip().casefold() for topic in topics}
    for topic in wanted - known.keys():
        there_are = ", ".join(bank.topics)
        raise TopicNotFoundError(f"The bank “{bank.title}” has no topic “{topic}”. It has: {there_are}.")
    return [question for question in bank.questions if question.topic.casefold() in wanted]
