"""Where banks come from: the one that ships, or a file of the user's.

A bank file is read by the plain-text importer. Beside the document that ships stand `topics.yaml` (topic and
difficulty by question number) and a folder `anchors/` (anchors by question number and criterion).
"""

from collections.abc import Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bank.errors import BankNotFoundError, BankReadError, QuestionNotFoundError, TopicNotFoundError
from bank.importers.document import Document, same_text, slug_of
from bank.importers.text import read_text
from bank.question import Anchors, Bank, Difficulty, Point, Question, Reference

SEED_ID = "ai-ml"
SEED_FILE = "ai_ml_interview_questions.txt"
SEED_TITLE = "AI/ML interview questions"
MAX_BYTES = 20 * 1024 * 1024
"""Largest bank file read, in bytes."""


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


def load_bank(name: str | None = None) -> Bank:
    """The bank with that id, or in the file at that path; without a name, the seed bank.

    Raises BankNotFoundError, or BankReadError when the file holds nothing usable.
    """
    if name is None or name == SEED_ID:
        return _load_seed()
    path = Path(name).expanduser()
    if not path.exists():
        ships = ", ".join(built_in_ids())
        message = f"There is no bank “{name}”: no such file, and the banks that ship are: {ships}."
        raise BankNotFoundError(message)
    return bank_from_text(_read_file(path), path.name, bank_id=slug_of(path.stem))


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


def _read_file(path: Path) -> str:
    try:
        if path.is_dir():
            raise BankReadError(f"{path} is a folder; give a file of questions.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 2**20
            raise BankReadError(f"{path} is {size / 2**20:.0f} MB; a bank may have {limit} MB.")
        raw = path.read_bytes()
    except OSError as error:
        raise BankReadError(f"{path} cannot be read: {error.strerror or error}.") from error
    if b"\0" in raw:
        raise BankReadError(f"{path} is not a text file.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8 and try again."
        raise BankReadError(message) from error


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


def find_question(bank: Bank, key: str) -> Question:
    """The question with that id, number, exact text, or unambiguous start of an id.

    Raises QuestionNotFoundError, naming what was looked for.
    """
    wanted = key.strip()
    text = same_text(wanted)
    for question in bank.questions:
        if wanted == question.id or wanted == str(question.number) or text == same_text(question.text):
            return question
    starts = [question for question in bank.questions if wanted and question.id.startswith(wanted)]
    if len(starts) == 1:
        return starts[0]
    many = f"{len(starts)} questions start with" if starts else "there is no question"
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
