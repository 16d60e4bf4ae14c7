"""One run of a drafting model from the command line: what it will take, the run itself, and what came of it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bank.counting import counted
from bank.library import find_question, questions_on
from bank.question import Bank, Question
from interviewer.approval import waiting_in
from interviewer.authoring import Desk, change, open_desk
from interviewer.batch import Budget, End, Pace
from interviewer.batch import Progress as State
from interviewer.cli.options import Workplace
from interviewer.cli.terminal import Progress, print_json, say, tell
from interviewer.drafting import AnchorsJob, Job, Outcome, anchors_jobs, draft_all, is_prose, with_drafted_anchors
from interviewer.errors import ConfigError
from interviewer.graders import drafting_model, forecast_of_drafts, open_drafter
from interviewer.journal import Journal
from rubrics.llm.drafting import Draft


@dataclass(frozen=True, slots=True)
class Choice:
    """Which questions are meant; all of them when nothing is named."""

    questions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    def of(self, bank: Bank) -> list[Question]:
        """Those questions. Raises QuestionNotFoundError, TopicNotFoundError."""
        if not self.questions:
            return questions_on(bank, self.topics)
        wanted = {find_question(bank, key).id for key in self.questions}
        return [question for question in questions_on(bank, self.topics) if question.id in wanted]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be asked at once, and spent."""

    concurrency: int
    max_cost: float | None = None
    """US dollars; None for no bound."""


_ENDS = {
    End.STOPPED: "Stopped as you asked; what was in flight was finished and kept.",
    End.BUDGET: "Stopped: one more question might have cost more than --max-cost allows.",
    End.FAILED: "Stopped: the rest would have failed in the same way.",
}


def run_jobs(place: Workplace, jobs: Sequence[Job], journal: Journal, limits: Limits) -> Outcome:
    """Draft, after telling what is expected. Raises ConfigError, GraderError before anything is sent."""
    budget = _budget(place, jobs, limits)
    outcome = asyncio.run(_run(place, jobs, journal, limits, budget))
    reasons = Counter(str(draft.failed) for _, draft in outcome.drafts if draft.failed)
    for reason, count in reasons.most_common(5):
        tell(f"  {count} not drafted: {reason}")
    if outcome.end is not End.DONE:
        tell(f"{_ENDS[outcome.end]} Run the same command again to draft the rest.")
    return outcome


async def _run(
    place: Workplace, jobs: Sequence[Job], journal: Journal, limits: Limits, budget: Budget | None
) -> Outcome:
    pace = Pace(limits.concurrency)
    drafter = await asyncio.to_thread(
        open_drafter, place.settings, on_throttled=pace.throttled, at_once=limits.concurrency
    )
    progress = Progress(len(jobs), "drafted")
    try:
        return await draft_all(
            drafter,
            jobs,
            journal,
            pace,
            budget=budget,
            on_progress=lambda state: progress.show(state.done, _spent(state)),
            on_interrupt=lambda: tell("Finishing what is in flight ..."),
        )
    finally:
        progress.close()
        await drafter.aclose()


def _spent(state: State) -> str:
    return f"(${state.spent_usd:.2f})" if state.spent_usd else ""


def tell_forecast(place: Workplace, jobs: Sequence[Job]) -> float | None:
    """Say what drafting is expected to take; the cost of one question, None when prices are not known."""
    expected = forecast_of_drafts(place.settings, (job.request() for job in jobs), place.paths.cache)
    tell(f"Drafted by {drafting_model(place.settings)}. {expected.sentence}")
    return expected.each_usd


def _budget(place: Workplace, jobs: Sequence[Job], limits: Limits) -> Budget | None:
    each = tell_forecast(place, jobs)
    if limits.max_cost is None:
        return None
    if each is None:
        raise ConfigError("--max-cost cannot be kept: the price of this model is not known.")
    return Budget(limits.max_cost, each)


def draft_missing_anchors(
    place: Workplace, name: str | None, choice: Choice, limits: Limits, *, as_json: bool
) -> bool:
    """Draft anchors for the criteria that have none; whether every question could be asked about."""
    drafting_model(place.settings)  # says what is missing before anything is read
    desk = open_desk(place.paths, name)
    journal = Journal(place.paths, f"anchors-{desk.key}")
    bank = desk.read()
    kept = journal.read()
    if kept:
        tell(f"{counted(len(kept), 'draft')} of an interrupted run will be used first.")
    jobs = anchors_jobs(choice.of(with_drafted_anchors(bank, kept)))
    _tell_what_is_missing(choice.of(bank), jobs)
    outcome = Outcome(End.DONE, ())
    try:
        if jobs:
            outcome = run_jobs(place, jobs, journal, limits)
    finally:
        records = journal.read()
        saved = change(desk, place.paths, lambda fresh: with_drafted_anchors(fresh, records))
        journal.discard()
    _report(desk, saved, outcome, place, as_json=as_json)
    return outcome.end is End.DONE and not any(draft.failed for _, draft in outcome.drafts)


def _tell_what_is_missing(questions: Sequence[Question], jobs: Sequence[AnchorsJob]) -> None:
    criteria = sum(len(job.criteria) for job in jobs)
    lack = f"Without anchors: {counted(criteria, 'criterion', 'criteria')} of {counted(len(jobs), 'question')}."
    tell(lack if jobs else "Every criterion has anchors.")
    prose = sum(is_prose(question) for question in questions)
    if prose:
        tell(
            f"In prose, with no points to attach anchors to: {counted(prose, 'answer')}. Import the document with "
            "--points model to have points drawn."
        )


def _report(desk: Desk, saved: Bank, outcome: Outcome, place: Workplace, *, as_json: bool) -> None:
    waiting = len(waiting_in(saved.questions))
    drafted = sum(len(draft.anchors) for _, draft in outcome.drafts)
    if as_json:
        print_json({
            "bank": desk.name,
            "file": str(desk.file),
            "model": drafting_model(place.settings),
            "drafted": drafted,
            "waiting": waiting,
            "left_out": [entry for job, draft in outcome.drafts for entry in _left_out(job, draft)],
            "failed": [_failure(job, draft) for job, draft in outcome.drafts if draft.failed],
            "usage": _usage(outcome),
        })  # fmt: skip
        return
    for job, draft in outcome.drafts:
        for left in draft.left_out if not draft.failed else ():
            verb = "incomplete" if left.name in draft.anchors else "left out"
            tell(f"{job.question.id} {left.name}: {verb}: {'; '.join(left.reasons)}")
    say(f"Drafted anchors for {counted(drafted, 'criterion', 'criteria')}; waiting in {desk.file}: {waiting}.")
    if desk.ships_as:
        tell(f"The bank that ships stays as it is; “{desk.name}” is your copy of it.")
    if waiting:
        tell(f"Nothing is judged by them yet. Look at each: interviewer bank anchors {desk.name} --review")


def _failure(job: Job, draft: Draft) -> dict[str, str]:
    return {"question": job.question.id, "error": str(draft.failed)}


def _left_out(job: Job, draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "question": job.question.id,
            "criterion": left.name,
            "kept": left.name in draft.anchors,
            "reasons": left.reasons,
        }
        for left in draft.left_out
    ]


def _usage(outcome: Outcome) -> dict[str, Any]:
    usages = [draft.usage for _, draft in outcome.drafts]
    costs = [usage.cost_usd for usage in usages]
    return {
        "requests": sum(usage.requests for usage in usages),
        "prompt_tokens": sum(usage.prompt_tokens for usage in usages),
        "completion_tokens": sum(usage.completion_tokens for usage in usages),
        "cost_usd": None if any(cost is None for cost in costs) else sum(cost or 0 for cost in costs),
    }
