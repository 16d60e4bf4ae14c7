"""A grader's passport: how far its verdicts agree with people's, measured on labelled answers and re-runnable.

The embedded grader's passport ships in `rubrics/data/passports/`; `interviewer calibrate` writes others.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bank.question import digest_of
from rubrics import agreement
from rubrics.agreement import Pair
from rubrics.errors import RubricError
from rubrics.labelled import LabelledAnswer
from rubrics.reliability import Bin, reliability
from rubrics.verdict import Grade, GraderInfo, Status, Usage

SCHEMA_VERSION = 1


class PassportError(RubricError):
    """A passport cannot be read."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Figures(_Value):
    """Agreement over one group of answers. None where there was too little to compute it from."""

    answers: int
    verdicts: int
    judged: float | None
    """Share of verdicts that were not unsure."""
    kappa: float | None
    """Cohen's kappa, met against not met."""
    kappa_low: float | None = None
    kappa_high: float | None = None
    """95 % interval, bootstrapped over answers."""
    kappa_lenient: float | None = None
    """The same where either of two defensible labels counts as right."""
    exact: float | None = None
    """Share of equal four-way verdicts."""
    macro_f1: float | None = None
    bias: float | None = None
    """Share called met minus share labelled met."""
    false_met: float | None = None
    """Share of criteria not labelled met that were called met."""
    spearman: float | None = None
    """Rank correlation of the score with people's overall mark."""
    score_error: float | None = None
    """Mean absolute difference of the score from people's overall mark, in points of 100."""


class Passport(_Value):
    """What was measured of one grader on one set of labelled answers."""

    schema_version: int = SCHEMA_VERSION
    grader: GraderInfo
    data: str
    """The labelled answers, in a few words."""
    data_digest: str
    measured_on: date
    overall: Figures
    by_kind: dict[str, Figures]
    by_domain: dict[str, Figures]
    confusion: dict[str, dict[str, int]]
    """Counts by label, then by verdict."""
    by_confidence: tuple[Bin, ...] = ()
    """The probability that the grader gave a verdict of its own, and the share of verdicts that equal the label.
    Empty when it gives none, or the passport was made before this was measured."""
    by_score: tuple[Bin, ...] = ()
    """The grader's score, and people's overall mark of the same answers, both 0..1."""
    ungraded: int = 0
    """Answers that could not be graded at all; they are in none of the figures."""
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A labelled answer and the grade it got."""

    labelled: LabelledAnswer
    grade: Grade

    @property
    def pairs(self) -> list[Pair]:
        """Labels beside verdicts, for the criteria that have a label."""
        labels = self.labelled.labels
        return [Pair(labels[v.criterion_id], v.status) for v in self.grade.verdicts if v.criterion_id in labels]

    @property
    def confidences(self) -> list[tuple[float, float]]:
        """Of each verdict with a label and a probability: the probability, and 1 where the verdict is the label."""
        labels = self.labelled.labels
        return [
            (v.probability, float(v.status is labels[v.criterion_id]))
            for v in self.grade.verdicts
            if v.criterion_id in labels and v.probability is not None and v.status is not Status.UNSURE
        ]

    @property
    def lenient_pairs(self) -> list[Pair]:
        """The same, with the verdict for a label where it is one of the defensible ones."""
        labels, others = self.labelled.labels, self.labelled.alternatives
        return [
            Pair(v.status if v.status in others.get(v.criterion_id, ()) else labels[v.criterion_id], v.status)
            for v in self.grade.verdicts
            if v.criterion_id in labels
        ]


def measure(outcomes: Sequence[Outcome], grader: GraderInfo, data: str, measured_on: date) -> Passport:
    """The passport that a grader's grades of labelled answers amount to. Raises PassportError for no grades."""
    graded = [outcome for outcome in outcomes if outcome.grade.is_final]
    if not graded:
        raise PassportError("None of the labelled answers could be graded, so there is nothing to measure.")
    pairs = [pair for outcome in graded for pair in outcome.pairs]
    table = agreement.confusion(pairs)
    return Passport(
        grader=grader,
        data=data,
        data_digest=_digest(outcomes),
        measured_on=measured_on,
        overall=_figures(graded),
        by_kind=_grouped(graded, lambda outcome: outcome.labelled.kind),
        by_domain=_grouped(graded, lambda outcome: outcome.labelled.domain),
        confusion={label.value: {v.value: n for v, n in row.items()} for label, row in table.items()},
        by_confidence=reliability(pair for outcome in graded for pair in outcome.confidences),
        by_score=reliability(_scores_and_marks(graded)),
        ungraded=len(outcomes) - len(graded),
        usage=sum((outcome.grade.usage for outcome in outcomes), start=Usage(cost_usd=0.0)),
    )


def _scores_and_marks(outcomes: Iterable[Outcome]) -> list[tuple[float, float]]:
    return [
        (outcome.grade.score, outcome.labelled.overall / 100)
        for outcome in outcomes
        if outcome.grade.score is not None and outcome.labelled.overall is not None
    ]


def _digest(outcomes: Sequence[Outcome]) -> str:
    rows = [
        (o.labelled.id, o.labelled.rubric.digest, o.labelled.text, sorted(o.labelled.labels.items()))
        for o in outcomes
    ]
    return digest_of(rows)


def _grouped(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> dict[str, Figures]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome)
    return {name: _figures(groups[name]) for name in sorted(groups)}


def _figures(outcomes: Sequence[Outcome]) -> Figures:
    by_answer = [outcome.pairs for outcome in outcomes]
    pairs = [pair for found in by_answer for pair in found]
    interval = agreement.kappa_interval(by_answer)
    marked = [(o.grade.score * 100, o.labelled.overall) for o in outcomes if o.grade.score is not None]
    scores = [score for score, mark in marked if mark is not None]
    marks = [mark for _, mark in marked if mark is not None]
    return Figures(
        answers=len(outcomes),
        verdicts=len(pairs),
        judged=_rounded(agreement.judged_share(pairs)),
        kappa=_rounded(agreement.kappa(pairs)),
        kappa_low=_rounded(interval.low) if interval else None,
        kappa_high=_rounded(interval.high) if interval else None,
        kappa_lenient=_rounded(agreement.kappa(pair for o in outcomes for pair in o.lenient_pairs)),
        exact=_rounded(agreement.exact_agreement(pairs)),
        macro_f1=_rounded(agreement.macro_f1(pairs)),
        bias=_rounded(agreement.bias(pairs)),
        false_met=_rounded(agreement.false_met_rate(pairs)),
        spearman=_rounded(agreement.spearman(scores, marks)),
        score_error=_rounded(agreement.mean_absolute_error(scores, marks), 1),
    )


def _rounded(value: float | None, digits: int = 3) -> float | None:
    return None if value is None else round(value, digits)


def write_passport(passport: Passport, path: Path) -> None:
    """Write a passport as JSON. OSError when that cannot be done."""
    text = json.dumps(passport.model_dump(mode="json"), indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", "utf-8")


def read_passport(text: str, name: str) -> Passport:
    """A passport from its JSON. Raises PassportError, naming the file."""
    try:
        return Passport.model_validate(json.loads(text))
    except (ValueError, ValidationError) as error:
        raise PassportError(f"{name} is no passport that can be read: {str(error).splitlines()[0]}") from error


FEW_VERDICTS = 30
"""With fewer verdicts than this a kappa says next to nothing."""


def passport_of(grader: GraderInfo, folder: Path | None = None) -> Passport | None:
    """The passport of exactly this grader: of the user's own in `folder` first, else the one that ships, if any.

    One on fewer than `FEW_VERDICTS` verdicts comes last: two labels of one's own do not speak for a grader.
    """
    found = passports_of(grader, folder)
    return next(
        (passport for passport in found if passport.overall.verdicts >= FEW_VERDICTS), next(iter(found), None)
    )


def passports_of(grader: GraderInfo, folder: Path | None = None) -> list[Passport]:
    """All passports of exactly this grader: the user's own in `folder`, then the one that ships."""
    return list(_passports_of(grader, folder))


def _passports_of(grader: GraderInfo, folder: Path | None) -> Iterator[Passport]:
    shipped = resources.files("rubrics") / "data" / "passports"
    own = sorted(folder.glob("*.json")) if folder and folder.is_dir() else []
    files = [*own, *(sorted(shipped.iterdir(), key=lambda file: file.name) if shipped.is_dir() else [])]
    for file in files:
        if not file.name.endswith(".json"):
            continue
        passport = read_passport(file.read_text("utf-8"), file.name)
        if _is_same(passport.grader, grader):
            yield passport


def _is_same(measured: GraderInfo, grader: GraderInfo) -> bool:
    """Whether two graders would grade alike: same name, model, version, prompt and endpoint."""
    keys = ("name", "model", "version", "prompt_digest", "endpoint")
    return all(getattr(measured, key) == getattr(grader, key) for key in keys)
