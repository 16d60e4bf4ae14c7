"""A cohort's report, worked out from what is kept of it: no clock, no disk, no model."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import fmean

from interviewer.report.honesty import agreement
from interviewer.report.stats import Interval, mean_interval
from interviewer.screening.agreement import ReviewedCriterion, review_agreement
from interviewer.screening.items import analyse_items
from interviewer.screening.report.values import (
    CandidateAnswers,
    CandidateResult,
    CohortFacts,
    ScoredAnswer,
    ScreenReport,
    TopicResult,
)
from interviewer.screening.report.wording import statements
from interviewer.screening.separation import separate
from rubrics.passport import Passport
from rubrics.scoring import mean

MIN_SCORED = 3
"""Scored answers below which a mean has no interval, and a candidate is compared with nobody."""


def build_screen_report(
    cohort: CohortFacts,
    candidates: Sequence[CandidateAnswers],
    *,
    reviewed: Sequence[ReviewedCriterion] = (),
    passports: Sequence[Passport] = (),
    erased: int = 0,
    now: datetime,
    seed: int = 0,
) -> ScreenReport:
    """The report on these candidates. The same arguments give the same report, whatever the order of candidates."""
    results = [_result(cohort, one, seed) for one in sorted(candidates, key=lambda one: one.candidate)]
    standings = separate({one.candidate: one.interval for one in results if one.interval})
    results = [replace(one, separation=standings.get(one.candidate)) for one in results]
    scores = {one.candidate: {a.question_id: a.score for a in one.answers if a.score is not None} for one in results}
    review = review_agreement(reviewed, seed=seed)
    measured = tuple(agreement(passport) for passport in passports)
    return ScreenReport(
        cohort=cohort,
        made_at=now,
        candidates=tuple(sorted(results, key=_order)),
        items=tuple(analyse_items(scores, [question.id for question in cohort.questions], seed=seed)),
        passports=measured,
        review=review,
        statements=tuple(statements(cohort, results, has_passport=bool(measured), review=review)),
        erased=erased,
    )


def _order(one: CandidateResult) -> tuple[bool, float, str]:
    return (one.interval is None, -(one.score or 0.0) if one.interval else 0.0, one.candidate)


def _result(cohort: CohortFacts, given: CandidateAnswers, seed: int) -> CandidateResult:
    """One candidate, still without the standing among others."""
    by_question = {answer.question_id: answer for answer in given.answers}
    answers = tuple(by_question.get(q.id) or ScoredAnswer(q.id, "missing") for q in cohort.questions)
    topic_of = {question.id: question.topic for question in cohort.questions}
    scored = [answer for answer in answers if answer.score is not None]
    topics = list(dict.fromkeys(question.topic for question in cohort.questions))
    flags = Counter(flag for answer in answers for flag in dict.fromkeys(answer.flags))
    overridden = sum(answer.overridden for answer in answers)
    return CandidateResult(
        candidate=given.candidate,
        name=given.name,
        score=mean(_score(answer) for answer in scored),
        interval=score_interval(scored, seed),
        coverage=mean(answer.coverage for answer in scored if answer.coverage is not None),
        graders_score=_graders_score(answers) if overridden else None,
        scored=len(scored),
        asked=len(answers),
        unsure=sum(answer.unsure for answer in answers),
        overridden=overridden,
        topics=tuple(_topic(name, [a for a in scored if topic_of[a.question_id] == name], seed) for name in topics),
        separation=None,
        flags=tuple(sorted(flags.items())),
        answers=answers,
    )


def _topic(name: str, scored: Sequence[ScoredAnswer], seed: int) -> TopicResult:
    return TopicResult(name, mean(_score(a) for a in scored), score_interval(scored, seed), len(scored))


def _score(answer: ScoredAnswer) -> float:
    return answer.score or 0.0


def _graders_score(answers: Iterable[ScoredAnswer]) -> float | None:
    own = [a.graders_score if a.overridden else a.score for a in answers]
    return mean(score for score in own if score is not None)


def score_interval(scored: Sequence[ScoredAnswer], seed: int) -> Interval | None:
    """The 90 % interval of a mean score; None below three scored answers.

    Its lower end takes every unsure criterion as missed, its upper end as met. Equal scores say nothing about their
    spread; then it reaches as far as a true mean could lie that gives so many equal scores one time in twenty, as
    the exact interval of a share does (Clopper & Pearson 1934).
    """
    if len(scored) < MIN_SCORED:
        return None
    lows = [_score(answer) if answer.low is None else answer.low for answer in scored]
    highs = [_score(answer) if answer.high is None else answer.high for answer in scored]
    return Interval(_ends(lows, seed).low, _ends(highs, seed).high)


def _ends(values: Sequence[float], seed: int) -> Interval:
    found = mean_interval(values, seed=seed)
    if found:
        return found
    middle, share = fmean(values), 0.05 ** (1 / len(values))
    return Interval(round(middle * share, 6), round(1 - (1 - middle) * share, 6))
