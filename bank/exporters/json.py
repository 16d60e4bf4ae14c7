"""A bank as JSON, for programs, with a published JSON Schema."""

import json
from typing import Any

from bank.importers.native import FORMAT
from bank.question import Bank, Question

SCHEMA_ID = "interviewer-bank-1"


def to_json(bank: Bank) -> str:
    """The bank as JSON; everything is in it, places in the source included."""
    questions = [question.model_dump(mode="json", exclude_defaults=True) for question in bank.questions]
    value = {
        "format": "interviewer-bank",
        "version": FORMAT,
        "id": bank.id,
        "title": bank.title,
        "questions": questions,
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of the format."""
    question = Question.model_json_schema(ref_template="#/$defs/{model}")
    definitions = question.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "A bank of interview questions",
        "type": "object",
        "required": ["format", "version", "id", "title", "questions"],
        "properties": {
            "format": {"const": "interviewer-bank"},
            "version": {"const": FORMAT},
            "id": {"type": "string"},
            "title": {"type": "string"},
            "questions": {"type": "array", "items": {"$ref": "#/$defs/Question"}},
        },
        "$defs": {**definitions, "Question": question},
    }
