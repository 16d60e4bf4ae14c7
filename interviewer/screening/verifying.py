"""Verification of a cohort: the log against itself, what is stored against the log, scores against their verdicts.

No model takes part. Someone who can write to the database can change a row, but not without its commitment in the log
no longer fitting; they can change the log, but not without the digests that follow no longer fitting; they can write
the whole log anew, but not to a head that somebody has written down.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from interviewer.screening.canonical import commitment
from interviewer.screening.chain import Entry, Head, Kind, problem_with
from interviewer.screening.cohort import Cohort
from interviewer.screening.proof import AnswerRow, GradeRow, Keys, PersonRow, Proof, ReviewRow
from interviewer.screening.receipts import problem_with_grade

PAGE = 500


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that does not fit."""

    entry: int | None
    """Number of the entry of the log; None for what has none."""
    what: str

    def __str__(self) -> str:
        return f"entry {self.entry}: {self.what}" if self.entry is not None else self.what


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found."""

    cohort: str
    head: Head
    """The end of the log as it was found by following it."""
    checked: Counter[str]
    """How many entries of each kind were checked in full."""
    scores: int
    """Scores that were computed again."""
    erased: int
    """Candidates whose texts are gone, by an entry of the log; their scores cannot be computed."""
    broken: tuple[Broken, ...]
    """In the order of the log; empty when all is as it was."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is broken."""
        return not self.broken


def verify(proof: Proof, *, head: str | None = None) -> Verification:
    """Check everything kept of a cohort. `head` is one written down earlier, which must be in the log."""
    run = _Run(proof.cohort, proof, proof.people())
    for page in _pages(proof.entries()):
        run.load(page)
        for entry in page:
            run.check(entry)
    run.finish(head)
    return Verification(proof.cohort.name, run.end, run.checked, run.scores, len(run.erased), tuple(run.broken))


def _pages(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    page: list[Entry] = []
    for entry in entries:
        page.append(entry)
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


@dataclass
class _Run:
    """One walk along a log."""

    cohort: Cohort
    proof: Proof
    people: dict[str, PersonRow]
    end: Head = field(default_factory=Head)
    checked: Counter[str] = field(default_factory=Counter)
    scores: int = 0
    broken: list[Broken] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)
    missing: dict[str, int] = field(default_factory=dict)
    """People whose salt is gone, with the first entry that cannot be checked for it."""
    seen: dict[str, set[int]] = field(default_factory=lambda: {"answers": set(), "grades": set(), "reviews": set()})
    current: dict[tuple[str, str], int] = field(default_factory=dict)
    named: dict[str, tuple[int, str]] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)
    _answers: dict[int, AnswerRow] = field(default_factory=dict)
    _grades: dict[int, GradeRow] = field(default_factory=dict)
    _reviews: dict[int, ReviewRow] = field(default_factory=dict)

    def load(self, page: Sequence[Entry]) -> None:
        """Fetch the rows that these entries speak of."""
        data = [_data(entry) for entry in page]
        self._answers = self.proof.answers([_key(d, "answer") for d in data if "answer" in d])
        self._grades = self.proof.grades([_key(d, "grade") for d in data if "grade" in d])
        self._reviews = self.proof.reviews([_key(d, "review") for d in data if "review" in d])

    def check(self, entry: Entry) -> None:
        """One entry: its place in the chain, and what it speaks of."""
        problem = problem_with(entry, self.end, self.cohort.name)
        self.end = Head(entry.number, entry.digest)
        self.heads.add(entry.digest)
        if problem is None:
            problem = self._problem(entry)
        if problem is not None:
            self.broken.append(Broken(entry.number, problem))

    def _problem(self, entry: Entry) -> str | None:
        kind, data = str(entry.content.get("kind")), _data(entry)
        checks: dict[str, Callable[[int, dict[str, Any]], str | None]] = {
            Kind.NEW: self._new,
            Kind.CANDIDATE: self._candidate,
            Kind.NAME: self._name,
            Kind.ANSWER: self._answer,
            Kind.GRADE: self._grade,
            Kind.OVERRIDE: self._override,
            Kind.ERASE: self._erase,
        }
        check = checks.get(kind)
        if kind not in set(Kind) or (entry.number == 1) != (kind == Kind.NEW):
            return f"an entry of the kind “{kind}” does not belong here"
        problem = check(entry.number, data) if check else None
        self.checked[kind] += problem is None
        return problem

    def _new(self, _: int, data: dict[str, Any]) -> str | None:
        if data.get("lock") == self.cohort.lock and data.get("digest") == self.cohort.lock_digest:
            return None
        return "what is stored of the cohort (questions, rubrics, grader) is not what was locked"

    def _salt(self, number: int, data: dict[str, Any]) -> bytes | None:
        """The salt of the person an entry is about; None, and noted, when it is gone."""
        ref = str(data.get("candidate"))
        person = self.people.get(ref)
        if person is not None and person.salt is not None:
            return person.salt
        self.missing.setdefault(ref, number)
        return None

    def _candidate(self, number: int, data: dict[str, Any]) -> str | None:
        salt = self._salt(number, data)
        person = self.people.get(str(data.get("candidate")))
        if salt is None or person is None:
            return None
        fits = commitment(salt, "candidate", person.id or "") == data.get("commitment")
        return None if fits else "the candidate's id is not the one that was logged"

    def _name(self, number: int, data: dict[str, Any]) -> str | None:
        self.named[str(data.get("candidate"))] = (number, str(data.get("commitment")))
        return None

    def _answer(self, number: int, data: dict[str, Any]) -> str | None:
        key, ref, question = _key(data, "answer"), str(data.get("candidate")), str(data.get("question"))
        self.seen["answers"].add(key)
        self.current[ref, question] = key
        row, salt = self._answers.get(key), self._salt(number, data)
        if row is None:
            return f"answer {key} is gone"
        if salt is None:
            return None
        if row.ref != ref or self._question_id(row) != question or row.source != data.get("source"):
            return f"answer {key} is stored under another candidate, question or source"
        fits = commitment(salt, "answer", question, row.text or "") == data.get("commitment")
        return None if fits else f"the text of answer {key} was changed"

    def _question_id(self, row: AnswerRow) -> str | None:
        known = 0 <= row.position < len(self.cohort.questions)
        return self.cohort.questions[row.position].question.id if known else None

    def _grade(self, number: int, data: dict[str, Any]) -> str | None:
        key = _key(data, "grade")
        self.seen["grades"].add(key)
        row, salt = self._grades.get(key), self._salt(number, data)
        if row is None:
            return f"grade {key} is gone"
        if salt is None:
            return None
        answer = self._answers.get(row.answer)
        if row.answer != data.get("answer") or answer is None or row.state != data.get("state"):
            return f"grade {key} is stored with another answer or state"
        if commitment(salt, "grade", row.body or "") != data.get("commitment"):
            return f"grade {key} was changed"
        problem = problem_with_grade(
            self.cohort.questions[answer.position], answer.text or "", row, self.cohort.grader
        )
        self.scores += problem is None and row.score is not None
        return f"grade {key}: {problem}" if problem else None

    def _override(self, number: int, data: dict[str, Any]) -> str | None:
        key = _key(data, "review")
        self.seen["reviews"].add(key)
        row, salt = self._reviews.get(key), self._salt(number, data)
        if row is None:
            return f"judgement {key} is gone"
        if salt is None:
            return None
        fits = row.parts is not None and commitment(salt, "review", *row.parts) == data.get("commitment")
        return None if fits else f"judgement {key} was changed"

    def _erase(self, _: int, data: dict[str, Any]) -> str | None:
        ref = str(data.get("candidate"))
        self.erased.add(ref)
        person = self.people.get(ref)
        if person is not None and (person.id is not None or person.salt is not None or person.name is not None):
            return "the candidate who was erased here still has an id, a name or a salt"
        return None

    def finish(self, head: str | None) -> None:
        """What only shows at the end: rows without entries, another end than noted, texts that outlived erasure."""
        keys = self.proof.all_keys()
        self.broken += [Broken(n, _GONE) for ref, n in self.missing.items() if ref not in self.erased]
        self.broken += [Broken(n, what) for n, what in self._names() if what]
        self.broken += [Broken(None, what) for what in (*self._orphans(keys), *self._end(head))]
        self.broken.sort(key=lambda each: each.entry if each.entry is not None else self.end.entries + 1)

    def _names(self) -> Iterator[tuple[int | None, str | None]]:
        for ref, (number, logged) in self.named.items():
            person = self.people.get(ref)
            if person is None or person.salt is None:
                continue
            fits = person.name is not None and commitment(person.salt, "name", person.name) == logged
            yield number, None if fits else "the candidate's name is not the one that was logged"
        for ref, person in self.people.items():
            if person.name is not None and ref not in self.named:
                yield None, "a candidate has a name that the log does not know"

    def _orphans(self, keys: Keys) -> Iterator[str]:
        stored = {"answers": keys.answers, "grades": keys.grades, "reviews": keys.reviews}
        for table, words in (("answers", "answer"), ("grades", "grade"), ("reviews", "judgement")):
            extra = stored[table] - self.seen[table]
            if extra:
                yield f"{words} {min(extra)} is stored, but the log has no entry of it"
        wrong = keys.current ^ set(self.current.values())
        if wrong and not (keys.answers - self.seen["answers"]):
            yield f"answer {min(wrong)} counts and should not, or the other way round"
        for ref in self.erased & keys.texts.keys():
            yield f"{keys.texts[ref]} texts of an erased candidate are still stored"

    def _end(self, head: str | None) -> Iterator[str]:
        noted = self.proof.head
        if noted != self.end:
            yield f"the log ends at entry {self.end.entries}, and one of {noted.entries} entries is noted: it was cut"
        if head is not None and head.strip().lower() not in self.heads:
            yield "the head that was given is nowhere in the log: what came before it was changed, or it was cut off"


_GONE = "the candidate's salt is gone, and the log has no entry that erased them"


def _data(entry: Entry) -> dict[str, Any]:
    """What an entry speaks of; nothing where it cannot be read, which its own check will say."""
    try:
        data = entry.content.get("data")
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _key(data: dict[str, Any], name: str) -> int:
    """The key of a row that an entry names; 0, which no row has, for anything else."""
    value = data.get(name)
    return value if isinstance(value, int) and 0 < value < 2**63 else 0
