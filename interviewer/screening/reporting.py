"""A cohort's report made from what is kept of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from interviewer.paths import Paths
from interviewer.report.items import grader_label
from interviewer.screening.chain import Head
from interviewer.screening.cohort import Cohort
from interviewer.screening.outcomes import outcome_of, reviewed_criteria
from interviewer.screening.records import Candidate, Result
from interviewer.screening.report.model import build_screen_report
from interviewer.screening.report.values import (
    AnswerState,
    AskedQuestion,
    CandidateAnswers,
    CohortFacts,
    ScoredAnswer,
    ScreenReport,
)
from interviewer.screening.store.candidates import read_candidates, read_names
from interviewer.screening.store.results import read_results
from interviewer.screening.store.screen_store import ScreenStore
from rubrics.passport import passport_of


def screen_report(
    store: ScreenStore, cohort: Cohort, paths: Paths, now: datetime, *, with_names: bool = False
) -> ScreenReport:
    """The report on a cohort as it stands. Raises PassportError when a passport in the data folder cannot be read."""
    with store.reading(cohort.name) as reading:
        people = read_candidates(reading)
        names: Mapping[int, str] = read_names(reading) if with_names else {}
        answers: dict[int, list[ScoredAnswer]] = {}
        reviewed = []
        for result in read_results(reading):
            answers.setdefault(result.answer.candidate, []).append(scored_answer(result, cohort))
            reviewed += reviewed_criteria(result)
    head = store.head(cohort.name)
    passport = passport_of(cohort.grader, paths.passports)
    return build_screen_report(
        cohort_facts(cohort, head),
        _candidates(people, names, answers),
        reviewed=reviewed,
        passports=[passport] if passport else [],
        erased=sum(person.is_erased for person in people),
        now=now,
        seed=cohort.seed,
    )


def _candidates(
    people: Iterable[Candidate], names: Mapping[int, str], answers: Mapping[int, list[ScoredAnswer]]
) -> list[CandidateAnswers]:
    present = [person for person in people if not person.is_erased]
    return [CandidateAnswers(one.label, tuple(answers.get(one.key, ())), names.get(one.key)) for one in present]


def cohort_facts(cohort: Cohort, head: Head) -> CohortFacts:
    """What was locked, for a report that shows the log's end as it is now."""
    asked = [
        AskedQuestion(locked.question.id, locked.question.text, locked.question.topic, len(locked.criteria))
        for locked in cohort.questions
    ]
    return CohortFacts(
        name=cohort.name,
        bank=cohort.bank.title,
        created_at=cohort.created_at,
        lock_digest=cohort.lock_digest,
        grader=grader_label(cohort.grader),
        is_estimate=cohort.grader.is_estimate,
        votes=cohort.votes,
        seconds=cohort.seconds,
        questions=tuple(asked),
        log_entries=head.entries,
        log_head=head.digest,
    )


def scored_answer(result: Result, cohort: Cohort) -> ScoredAnswer:
    """What the report says of an answer, a reviewer's verdicts in place of the grader's where there are any."""
    locked = cohort.questions[result.answer.position]
    outcome, grade = outcome_of(result, locked.rubric), result.grade
    flags = grade.flags if grade else ()
    if outcome is None or outcome.score.score is None:
        state: AnswerState = "waiting" if grade is None else "ungraded"
        return ScoredAnswer(locked.question.id, state, flags=flags, reason=grade.error if grade else None)
    return ScoredAnswer(
        locked.question.id,
        "needs_review" if outcome.unsure else "graded",
        outcome.score.score,
        outcome.score.low,
        outcome.score.high,
        outcome.score.coverage,
        unsure=outcome.unsure,
        overridden=outcome.overridden,
        graders_score=grade.score if grade else None,
        flags=flags,
    )
