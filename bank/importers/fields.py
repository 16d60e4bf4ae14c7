"""What columns and keys of other people's files mean: any of their usual names, or a map that the user gives."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bank.errors import BankReadError
from bank.importers.likeness import likeness_of

Field = Literal[
    "question", "answer", "points", "topic", "difficulty", "tags", "number", "id", "details", "options", "key"
]

_NAMES: dict[Field, str] = {
    "question": "question questions q ques prompt front interviewquestion questiontext text query"
    " problem questiontitle title name ask"
    " pregunta frage вопрос 问题 pergunta",
    "answer": "answer answers a ans response back modelanswer sampleanswer solution referenceanswer"
    " expectedanswer idealanswer explanation"
    " reply definition answertext reference suggestedanswer correctanswer content body description"
    " expectedresponse output respuesta antwort"
    " ответ 答案 resposta réponse",
    "points": "points keypoints criteria bullets rubric evaluationcriteria keyideas checklist"
    " mustmention expectedpoints scoring"
    " markingscheme gradingcriteria keyconcepts",
    "topic": "topic topics thema tema тема 主题 category categories section subject area domain theme"
    " module chapter unit"
    " skill subcategory technology deck group role jobrole",
    "difficulty": "difficulty level seniority complexity difficultylevel questiondifficulty experiencelevel",
    "tags": "tags tag labels keywords label keyword skills",
    "number": "number no nr num n index sno srno slno sr sl qno questionnumber questionno questionid row",
    "id": "id slug key guid uuid",
    "details": "details code snippet context questiondetails scenario background",
    "options": "options choices alternatives optionlist answerchoices",
    "key": "correct correctoption rightanswer answerkey correctchoice",
}
_OF_NAME: dict[str, Field] = {name: field for field, names in _NAMES.items() for name in names.split()}
_OPTION_COLUMN = re.compile(r"^(?:option|choice|opt)[ _-]?[a-h1-8]$|^[a-e]$", re.IGNORECASE)
_PLAINLY = re.compile(r"^\W*(?:interview\s+)?questions?\W*$", re.IGNORECASE)
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column means what; a field may take several columns, joined."""

    of: Mapping[Field, tuple[int, ...]]
    has_header: bool

    def cell(self, row: Sequence[str], field: Field) -> str:
        """The words of a field in a row."""
        cells = (row[index].strip() for index in self.of.get(field, ()) if index < len(row))
        return "\n\n".join(cell for cell in cells if cell)


def field_of(name: str) -> Field | None:
    """The field that a column or key names; None for a name that says nothing."""
    folded = re.sub(r"[\W_]+", "", name.casefold())
    if _OPTION_COLUMN.match(name.strip()) and folded not in {"a"}:
        return "options"
    if folded in _OF_NAME:
        return _OF_NAME[folded]
    words = [word for word in re.split(r"[\W_]+", name.casefold()) if word]
    if not words or len(words) > 5:
        return None
    return next((_OF_NAME[word] for word in reversed(words) if word in _OF_NAME and len(word) > 3), None)


def columns_of(rows: Sequence[Sequence[str]]) -> Columns | None:
    """What the columns of a table mean, by its header or by what stands in them; None when no column asks."""
    if not rows:
        return None
    by_header = _by_header(rows)
    if by_header is not None:
        return by_header
    shares = _asking_shares(rows)
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    if best is None or shares[best] < 0.5:
        return None
    header_asks = likeness_of(_cell(rows[0], best)) >= 0.5
    lengths = [sum(len(_cell(row, column)) for row in rows[:_SAMPLE]) for column in range(len(shares))]
    others = [
        column for column in range(len(shares)) if column != best and lengths[column] > 3 * min(len(rows), _SAMPLE)
    ]
    answer = max(others, key=lengths.__getitem__, default=None)
    of: dict[Field, tuple[int, ...]] = {"question": (best,)}
    if answer is not None:
        of["answer"] = (answer,)
    return Columns(of, has_header=not header_asks)


def _by_header(rows: Sequence[Sequence[str]]) -> Columns | None:
    fields = [field_of(cell) if len(cell) <= 40 else None for cell in rows[0]]
    if "question" not in fields:
        return None
    of: dict[Field, tuple[int, ...]] = {}
    shares = _asking_shares(rows[1:])
    for index, field in enumerate(fields):
        if field is None:
            continue
        if field == "options":
            of[field] = (*of.get(field, ()), index)
        elif field not in of or (field == "question" and _share(shares, index) > _share(shares, of[field][0])):
            of[field] = (index,)
    is_told_apart = "answer" in of or "points" in of or _share(shares, of["question"][0]) >= 0.3
    return Columns(of, has_header=True) if is_told_apart else None


def asking_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many rows of a table in a document ask; 0 unless a column plainly is one of questions."""
    if len(rows) < 2:
        return 0
    columns = columns_of(rows)
    if columns is None:
        return 0
    body = rows[int(columns.has_header) :]
    column = columns.of["question"][0]
    is_named = columns.has_header and bool(_PLAINLY.match(_cell(rows[0], column)))
    return len(body) if is_named or _share(_asking_shares(body), column) >= 0.5 else 0


def _share(shares: Sequence[float], index: int) -> float:
    return shares[index] if index < len(shares) else 0.0


def _asking_shares(rows: Sequence[Sequence[str]]) -> list[float]:
    """For each column, the share of its cells that read like questions."""
    sample = rows[:_SAMPLE]
    width = max((len(row) for row in sample), default=0)
    shares: list[float] = []
    for column in range(width):
        asking = sum(likeness_of(_cell(row, column)[:600]) for row in sample)
        shares.append(asking / max(1, len(sample)))
    return shares


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def mapped_columns(header: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """Columns as the user names them: numbers from 1, or names of the header, joined by `+`.

    Raises BankReadError for a field or a column that does not exist.
    """
    of: dict[Field, tuple[int, ...]] = {}
    names = [cell.strip().casefold() for cell in header]
    for name, value in mapping.items():
        field = next((known for known in _NAMES if known == name.strip()), None)
        if field is None:
            raise BankReadError(f"--map: there is no field “{name}”; there are: {', '.join(_NAMES)}.")
        of[field] = tuple(_column(part.strip(), names) for part in value.split("+"))
    if "question" not in of:
        raise BankReadError("--map must say which column holds the question, for example question=1,answer=2.")
    uses_names = any(not part.strip().isdecimal() for value in mapping.values() for part in value.split("+"))
    asks = likeness_of(_cell(header, of["question"][0])) >= 0.5
    return Columns(of, has_header=uses_names or not asks)


def _column(part: str, names: Sequence[str]) -> int:
    if part.isdecimal() and len(part) < 6 and 1 <= int(part) <= len(names):
        return int(part) - 1
    if part.isdecimal():
        raise BankReadError(f"--map: there is no column {part[:20]}; the table has {len(names)}.")
    if part.casefold() in names:
        return names.index(part.casefold())
    raise BankReadError(f"--map: there is no column “{part}”; the columns are: {', '.join(names) or 'none'}.")


def parse_map(text: str) -> dict[str, str]:
    """`question=3,answer=4+5` as a mapping. Raises BankReadError when it is something else."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if not pairs or not all(sign and name.strip() and value.strip() for name, sign, value in pairs):
        raise BankReadError(f"--map “{text}” is not understood; write it like question=3,answer=4+5.")
    return {name.strip(): value.strip() for name, _, value in pairs}
