"""The report as JSON: all of it, by a published schema, with one line for every question."""

import json
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from importlib import resources
from typing import Any

from interviewer.report.item_values import ItemReport
from interviewer.report.standing_values import Standing
from interviewer.report.values import NextStep, Report, SessionLine

SCHEMA_FILE = "report.schema.json"
_LISTED = {"sessions": SessionLine, "topics": Standing, "items": ItemReport, "next_steps": NextStep}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def render_json(report: Report) -> str:
    """The report as a JSON object that follows `report_schema()`: pure ASCII, so that it prints safely anywhere."""
    parts = [f'"{field.name}": {_member(field.name, getattr(report, field.name))}' for field in fields(report)]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _member(name: str, value: Any) -> str:
    """A value on a line; a list with a line for each of its objects."""
    from pydantic import TypeAdapter
    from pydantic_core import to_json

    if name not in _LISTED:
        return _dumped(lambda one: to_json(one, ensure_ascii=True), value)
    adapter: TypeAdapter[Any] = TypeAdapter(_LISTED[name])
    lines = [_dumped(lambda one: adapter.dump_json(one, ensure_ascii=True), entry) for entry in value]
    return "[\n  " + ",\n  ".join(lines) + "\n]" if lines else "[]"


def _dumped(dump: Callable[[Any], bytes], value: Any) -> str:
    from pydantic_core import PydanticSerializationError

    try:
        found = dump(value)
    except PydanticSerializationError:
        found = dump(_encodable(value))
    return found.replace(b"\x7f", b"\\u007f").decode("ascii")


def _encodable(value: Any) -> Any:
    """The value with the sign for an unknown character for halves of surrogate pairs, which no encoding carries."""
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{field.name: _encodable(getattr(value, field.name)) for field in fields(value)})
    if isinstance(value, tuple):
        return tuple(_encodable(entry) for entry in value)
    if type(value) is str:
        return _LONE_SURROGATE.sub("\ufffd", value)
    return value


def report_schema() -> str:
    """The JSON Schema (2020-12) of `render_json`, as it ships."""
    return (resources.files("interviewer.report") / SCHEMA_FILE).read_text("utf-8")


def make_schema() -> str:
    """The JSON Schema, made from the values of a report."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(Report).json_schema(mode="serialization")
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
