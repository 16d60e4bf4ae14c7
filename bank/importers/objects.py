"""JSON, JSON lines and YAML of other programs: any nesting of lists and objects that hold questions somewhere.

Keys are understood by their usual names. An object of question to answer (“{"What is X?": "…"}”) works too, and the
key above a list of questions is their topic.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

import yaml

from bank.errors import BankReadError
from bank.importers.document import Diagnostic, Document
from bank.importers.fields import Field, field_of
from bank.importers.likeness import likeness_of
from bank.importers.native import safe_loader
from bank.importers.records import Record, split_points, split_tags
from bank.importers.rows import document_of

_MAX_DEPTH = 30
_MAX_NODES = 2_000_000
_MAX_ALIASES = 100


def read_json(text: str, file: str) -> Document:
    """The questions in JSON or JSON lines. Raises BankReadError when it is neither."""
    try:
        loaded: object = json.loads(text)
    except RecursionError as error:
        raise BankReadError(f"{file} is nested too deeply.") from error
    except ValueError as error:
        return _json_lines(text, file, error)
    return _document(loaded, file, ())


def _json_lines(text: str, file: str, error: ValueError) -> Document:
    values: list[object] = []
    problems: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values.append(json.loads(line))
        except (ValueError, RecursionError) as wrong:
            problems.append(Diagnostic(number, "error", "BADROW", f"the line is not JSON ({wrong}); it was left out"))
    if not values or len(problems) > len(values):
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise BankReadError(f"{file} is not JSON{place}.") from error
    return _document(values, file, tuple(problems))


def read_yaml(text: str, file: str) -> Document:
    """The questions in YAML, by the safe loader. Raises BankReadError when it is not YAML or may not be read."""
    if text.count("&") and sum(1 for line in text.split("\n") if "*" in line) > _MAX_ALIASES and _has_aliases(text):
        raise BankReadError(f"{file} repeats itself with more than {_MAX_ALIASES} YAML aliases; write them out.")
    try:
        loaded: object = yaml.load(text, Loader=safe_loader())  # noqa: S506 - a safe loader
    except RecursionError as error:
        raise BankReadError(f"{file} is nested too deeply.") from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise BankReadError(f"{file} is not YAML that can be read{where}; mend it and try again.") from error
    return _document(loaded, file, ())


def _has_aliases(text: str) -> bool:
    try:
        aliases = sum(1 for event in yaml.parse(text, Loader=safe_loader()) if isinstance(event, yaml.AliasEvent))
    except (yaml.YAMLError, ValueError, RecursionError):
        return False
    return aliases > _MAX_ALIASES


def _document(loaded: object, file: str, problems: Sequence[Diagnostic]) -> Document:
    walker = _Walker()
    records = list(walker.walk(loaded, "", 0))
    title = loaded.get("title") or loaded.get("name") if isinstance(loaded, dict) else None
    document = document_of(records, file, problems)
    return Document(title if isinstance(title, str) else "", document.questions, document.diagnostics)


class _Walker:
    """Walks a loaded value and finds records; a bounded number of values is visited."""

    def __init__(self) -> None:
        self.nodes = 0
        self.count = 0

    def walk(self, value: object, topic: str, depth: int) -> Iterator[Record]:
        """The records in a value that stands under a topic."""
        self.nodes += 1
        if self.nodes > _MAX_NODES or depth > _MAX_DEPTH:
            return
        if isinstance(value, list):
            yield from self._list(value, topic, depth)
        elif isinstance(value, dict):
            yield from self._object(value, topic, depth)

    def _list(self, values: list[object], topic: str, depth: int) -> Iterator[Record]:
        texts = [value for value in values if isinstance(value, str)]
        asking = sum(likeness_of(text[:600]) for text in texts)
        if texts and len(texts) == len(values) and asking >= 0.5 * len(texts):
            for text in texts:
                yield self._record(question=text, topic=topic)
            return
        for value in values:
            if isinstance(value, list) and len(value) >= 2 and all(isinstance(cell, str) for cell in value[:2]):
                yield self._record(question=str(value[0]), answer=str(value[1]), topic=topic)
            else:
                yield from self.walk(value, topic, depth + 1)

    def _object(self, value: Mapping[object, object], topic: str, depth: int) -> Iterator[Record]:
        fields = _fields(value)
        question = fields.get("question")
        if isinstance(question, str) and _is_record(question, fields):
            yield self._from_fields(fields, topic)
            return
        named = (value.get(name) for name in ("topic", "category", "section", "subject", "name", "title"))
        here = next((words for words in named if isinstance(words, str) and words.strip()), topic) if depth else topic
        for key, entry in value.items():
            name = str(key)
            if isinstance(entry, str | list) and likeness_of(name[:600]) >= 0.85:
                yield self._record(question=name, answer=_words(entry), topic=topic)
            elif isinstance(entry, list | dict):
                is_general = field_of(name) is not None or name.casefold() in _GENERAL_KEYS
                yield from self.walk(entry, here if is_general else name, depth + 1)

    def _from_fields(self, fields: Mapping[Field, object], topic: str) -> Record:
        points = fields.get("points")
        answer = fields.get("answer")
        listed = _texts(points) if isinstance(points, list) else split_points(_words(points))
        if isinstance(answer, list) and not listed and all(isinstance(entry, str) for entry in answer):
            answer, listed = "", _texts(answer)
        options = fields.get("options")
        tags = fields.get("tags")
        return self._record(
            question=_words(fields.get("question")),
            answer=_words(answer),
            points=listed,
            topic=_words(fields.get("topic")) or topic,
            difficulty=_words(fields.get("difficulty")),
            tags=_texts(tags) if isinstance(tags, list) else split_tags(_words(tags)),
            number=_words(fields.get("number")) or _words(fields.get("id")),
            details=_words(fields.get("details")),
            options=_texts(
                options if isinstance(options, list) else list(options.values()) if isinstance(options, dict) else []
            ),
            key=_words(fields.get("key")),
        )

    def _record(
        self, question: str, answer: str = "", points: tuple[str, ...] = (), topic: str = "", difficulty: str = "",
        tags: tuple[str, ...] = (), number: str = "", details: str = "", options: tuple[str, ...] = (), key: str = "",
    ) -> Record:  # fmt: skip
        self.count += 1
        return Record(question, self.count, answer, points, topic, difficulty, tags, number, details, options, key)


_GENERAL_KEYS = {
    "data",
    "items",
    "list",
    "results",
    "entries",
    "cards",
    "notes",
    "faq",
    "faqs",
    "quiz",
    "children",
    "all",
    "bank",
    "records",
}


def _fields(value: Mapping[object, object]) -> dict[Field, object]:
    """The entries of an object by what their keys mean; the first key of a meaning wins, a plain one over others."""
    found: dict[Field, object] = {}
    for key, entry in value.items():
        name = str(key)
        field = field_of(name) if len(name) <= 40 else None
        if field is not None and (field not in found or name.casefold() == field):
            found[field] = entry
    return found


def _is_record(question: str, fields: Mapping[Field, object]) -> bool:
    has_answer = any(isinstance(fields.get(name), str | list) for name in ("answer", "points", "options"))
    asks = likeness_of(question[:600]) >= 0.5
    holds_more = any(isinstance(entry, list) and entry and isinstance(entry[0], dict) for entry in fields.values())
    return (has_answer or asks) and not (holds_more and not asks)


def _words(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return "\n".join(f"- {text}" for text in _texts(value))
    if isinstance(value, dict):
        return "\n\n".join(
            f"{key}: {text}" for key, entry in value.items() if isinstance(entry, str) and (text := entry)
        )
    return str(value)


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    """The words of a list's entries; of objects, their first words."""
    found: list[str] = []
    for value in values:
        if isinstance(value, dict):
            words = [entry for entry in value.values() if isinstance(entry, str) and entry.strip()]
            found.extend([": ".join(words[:2])] if words else [])
        elif isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            found.append(str(value))
    return tuple(found)
