"""The report as JSON: all of it, by a published schema, with one line for every question."""

import json
import re
from importlib import resources
from typing import Any

from interviewer.report.values import Report

SCHEMA_FILE = "report.schema.json"
# Halves of surrogate pairs, which UTF-8 cannot carry, and characters that act on a terminal or reorder text.
_SURROGATE = re.compile("[\ud800-\udfff]")
_ACTING = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def render_json(report: Report) -> str:
    """The report as a JSON object that follows `report_schema()`; its text prints safely anywhere."""
    values = _as_object(report)
    parts = [f"{json.dumps(name)}: {_member(value)}" for name, value in values.items()]
    return _printable("{\n" + ",\n".join(parts) + "\n}\n")


def _member(value: object) -> str:
    """A value on a line; a list of objects with a line for each."""
    if isinstance(value, tuple) and value:
        return "[\n  " + ",\n  ".join(_dumps(entry) for entry in value) + "\n]"
    return _dumps(value)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_as_object)


def _as_object(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _printable(text: str) -> str:
    text = _SURROGATE.sub("\ufffd", text)
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def report_schema() -> str:
    """The JSON Schema (2020-12) of `render_json`, as it ships."""
    return (resources.files("interviewer.report") / SCHEMA_FILE).read_text("utf-8")


def make_schema() -> str:
    """The JSON Schema, made from the values of a report."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(Report).json_schema(mode="serialization")
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
