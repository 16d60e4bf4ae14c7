"""What a report says of a standing, a question and an answer, spelled in one place for every rendering."""

from collections.abc import Iterable

from bank.counting import counted
from interviewer.report.figures import (
    NONE,
    TOO_FEW,
    between,
    day,
    duration,
    moment_text,
    percent,
    percent_range,
    points,
    points_range,
    whole_percent,
)
from interviewer.report.item_values import (
    AttemptReport,
    GraderView,
    ItemReport,
    ItemState,
    OverrideReport,
    ReferenceLine,
    VerdictReport,
)
from interviewer.report.standing_values import Change, Overridden, SelfEstimate, Standing, Weakness
from interviewer.report.stats import MIN_VALUES
from interviewer.report.values import SessionLine
from interviewer.report.visible import shortened
from rubrics.verdict import Status

NO_SPREAD = "all alike, too little to tell"

STATUS_WORDS = {
    Status.MET: "met",
    Status.PARTIAL: "partly",
    Status.MISSED: "missed",
    Status.CONTRADICTED: "contradicted",
    Status.UNSURE: "unsure",
}
STATE_WORDS: dict[ItemState, str] = {
    "graded": "graded",
    "needs_review": "needs a look",
    "ungraded": "not graded",
    "waiting": "waits for its grade",
    "skipped": "skipped",
    "not_answered": "not answered",
    "not_reached": "not reached",
}
FLAG_WORDS = {
    "empty": "The answer is empty.",
    "repeats-the-question": "The answer only repeats the question.",
    "does-not-know": "The answer says that it does not know.",
    "too-long": "The answer is longer than what is graded.",
    "copied-from-reference": "Words are identical to the model answer.",
    "unproven-verdicts": "The grader gave credit without a quote that is in the answer; that credit was not counted.",
    "unapproved-criteria": "A model drew the criteria from the model answer, and nobody has approved them yet.",
    "instructions-to-the-grader": "The answer seems to address the grader; that changed no grade.",
    "forged-result": "The answer contains what looks like a grading result; that changed no grade.",
    "role-markers": "The answer contains markers of a chat's roles; that changed no grade.",
    "invisible-characters": "The answer contains invisible characters; that changed no grade.",
    "lookalike-letters": "The answer mixes letters of different scripts that look alike; that changed no grade.",
    "encoded-text": "The answer contains what looks like encoded text; that changed no grade.",
    "template-syntax": "The answer contains template syntax; that changed no grade.",
    "padding": "The answer repeats itself at length; that changed no grade.",
}


def interval_text(standing: Standing | SessionLine) -> str:
    """The interval of a mean score, or why there is none."""
    if standing.interval is not None:
        return percent_range(standing.interval)
    if standing.graded == 0:
        return NONE
    return TOO_FEW if standing.graded < MIN_VALUES else NO_SPREAD


def score_text(scored: Standing | AttemptReport | GraderView) -> str:
    """A score, with its bounds where criteria are unsure."""
    if scored.score is None:
        return NONE
    bounds = f" ({between(scored.bounds)})" if scored.bounds else ""
    return percent(scored.score) + bounds


def change_text(change: Change | None) -> str:
    """How a mean moved, with its interval."""
    if change is None:
        return NONE
    interval = points_range(change.interval) if change.interval else TOO_FEW
    return f"{points(change.value)} ({interval})"


def time_text(standing: Standing) -> str:
    """Mean time per answer against the limit."""
    if standing.seconds is None:
        return NONE
    limit = f" of {duration(standing.limit)}" if standing.limit is not None else ""
    return f"{duration(standing.seconds)}{limit}"


TOPIC_HEADERS = ("Topic", "Score", "90 % interval", "Coverage", "Beyond", "Answers", "Change", "Time per answer")


def topic_cells(standing: Standing) -> tuple[str, ...]:
    """The cells of a topic under `TOPIC_HEADERS`."""
    return (
        standing.name,
        score_text(standing),
        interval_text(standing),
        percent(standing.coverage),
        str(standing.beyond),
        answers_text(standing),
        change_text(standing.change),
        time_text(standing),
    )


def answers_text(standing: Standing) -> str:
    """How many graded answers the numbers rest on, and what is missing from them."""
    missing = [f"{standing.ungraded} ungraded"] if standing.ungraded else []
    missing += [f"{standing.skipped} skipped"] if standing.skipped else []
    missing += [f"{standing.not_answered} not answered"] if standing.not_answered else []
    missing += [f"{standing.not_reached} not reached"] if standing.not_reached else []
    return f"{standing.graded:,}" + (f" ({', '.join(missing)})" if missing else "")


def headline(overall: Standing) -> str:
    """The overall result in one sentence, never a bare average."""
    if not overall.answers:
        return "No score: nothing was answered."
    if overall.score is None:
        return f"No score: none of {counted(overall.answers, 'answer')} is graded."
    how_sure = interval_text(overall)
    interval = f"90 % interval {how_sure}" if overall.interval else how_sure
    return f"{score_text(overall)} over {counted(overall.graded, 'graded answer')} ({interval})"


def facts(overall: Standing) -> list[str]:
    """What belongs beside the overall score, one phrase each."""
    found = [f"{percent(overall.coverage)} of the reference points covered"] if overall.coverage is not None else []
    found += [f"{counted(overall.beyond, 'point')} beyond the reference"] if overall.graded else []
    found += [f"{counted(overall.wrong, 'wrong statement')}"] if overall.wrong else []
    found += [f"{counted(overall.unsure, 'criterion', 'criteria')} unsure"] if overall.unsure else []
    found += [f"{counted(overall.ungraded, 'answer')} not graded"] if overall.ungraded else []
    found += [f"{counted(overall.skipped, 'question')} skipped"] if overall.skipped else []
    found += [f"{counted(overall.not_answered, 'question')} not answered"] if overall.not_answered else []
    found += [f"{counted(overall.not_reached, 'question')} not reached"] if overall.not_reached else []
    found += [f"{time_text(overall)} per answer"] if overall.seconds is not None else []
    found += [f"{overall.over_limit} over the time limit"] if overall.over_limit else []
    found += [_change_fact(overall.change)] if overall.change else []
    found += [self_estimate_text(overall.self_estimate)] if overall.self_estimate else []
    found += [overridden_text(overall.overridden)] if overall.overridden else []
    return found


def _change_fact(change: Change) -> str:
    interval = f"90 % interval {points_range(change.interval)}" if change.interval else TOO_FEW
    before = f"{percent(change.before)} over {counted(change.answers_before, 'earlier answer')}"
    return f"{points(change.value)} percentage points against {before} ({interval})"


def self_estimate_text(estimate: SelfEstimate) -> str:
    """How the candidate's own estimates compare with the scores."""
    direction = "too high" if estimate.bias > 0 else "too low"
    size = abs(whole_percent(estimate.bias))
    by = f"{size} percentage points {direction}" if size else "on the mark"
    return f"your own estimates were {by} on average ({counted(estimate.answers, 'estimate')})"


def overridden_text(overridden: Overridden) -> str:
    """How many verdicts are the person's own, and what the score would be without them."""
    own = counted(overridden.verdicts, "verdict is your own", "verdicts are your own")
    alone = "no score" if overridden.score is None else percent(overridden.score)
    return f"{own}; by the grader alone {alone}"


def weakness_text(weakness: Weakness) -> str:
    """How often a criterion was not met."""
    parts = [f"missed {weakness.missed}"] if weakness.missed else []
    parts += [f"contradicted {weakness.contradicted}"] if weakness.contradicted else []
    parts += [f"partly {weakness.partial}"] if weakness.partial else []
    return f"{', '.join(parts)} of {weakness.asked}"


def weakness_name(weakness: Weakness) -> str:
    """The name of a criterion, short enough for a line or two."""
    return weakness.title or shortened(weakness.criterion, 100)


def attempt_title(attempt: AttemptReport) -> str:
    """What an answer is called."""
    name = "Follow-up" if attempt.kind == "follow-up" else f"Attempt {attempt.number}"
    return f"{name}, the one that counts" if attempt.counts else name


def attempt_facts(attempt: AttemptReport, limit: int | None) -> list[str]:
    """What stands beside an answer, one phrase each."""
    found = [score_text(attempt)] if attempt.score is not None else [STATE_WORDS[attempt.state]]
    found += [f"coverage {percent(attempt.coverage)}"] if attempt.coverage is not None else []
    found += [_by_grader_text(attempt.by_grader)] if attempt.by_grader else []
    found += [f"{points(attempt.change)} against the attempt before"] if attempt.change is not None else []
    found += [f"{duration(attempt.seconds)} of {duration(limit)}" if limit else duration(attempt.seconds)]
    found += [counted(attempt.hints, "hint")] if attempt.hints else []
    found += [f"own estimate {percent(attempt.predicted)}"] if attempt.predicted is not None else []
    return found


def _by_grader_text(alone: GraderView) -> str:
    if alone.score is None:
        return f"with your own verdicts; by the grader alone {STATE_WORDS[alone.state]}"
    coverage = f", coverage {percent(alone.coverage)}" if alone.coverage is not None else ""
    return f"with your own verdicts; by the grader alone {score_text(alone)}{coverage}"


def item_result(item: ItemReport) -> str:
    """What became of a question, in a few words."""
    if item.counted is None or item.counted.score is None:
        return STATE_WORDS[item.state]
    return score_text(item.counted)


def verdict_word(verdict: VerdictReport) -> str:
    """A verdict in words, with the verdict before where it changed."""
    word = STATUS_WORDS[verdict.status]
    was = f", was {STATUS_WORDS[verdict.before]}" if verdict.before is not None else ""
    said = f" (you; the grader: {STATUS_WORDS[verdict.override.grader]})" if verdict.override else ""
    return f"{word}{was}{said}"


def override_text(override: OverrideReport) -> str:
    """When a person gave their own verdict, and why."""
    return f"Your verdict, {day(override.made_at)}: {override.reason.strip() or 'no reason given.'}"


def flagged_text(reason: str) -> str:
    """That the person called the question bad, and why."""
    return f"You called this question bad: {reason.strip() or 'no reason given.'}"


def criterion_notes(verdict: VerdictReport) -> list[str]:
    """What is special about a criterion."""
    notes = ["optional"] if verdict.optional else []
    notes += ["a misconception: stating it loses credit"] if verdict.is_misconception else []
    return notes


def flag_text(flag: str) -> str:
    """A flag as a sentence."""
    return FLAG_WORDS.get(flag, f"{flag[:1].upper()}{flag[1:].replace('-', ' ')}.")


NOTHING_TO_DO = "Nothing follows from these answers: no required point is missing and no question is open."


def item_facts(item: ItemReport) -> list[str]:
    """What stands under a question, one phrase each."""
    found = [item.topic]
    found += [item.difficulty] if item.difficulty else []
    found += [item.source] if item.source else []
    found += [item.why.rstrip(".")] if item.why else []
    return found


def is_missed(line: ReferenceLine) -> bool:
    """Whether a line of the model answer is a required point that the counted answer did not make."""
    return line.status in (Status.MISSED, Status.CONTRADICTED) and not line.optional


def missed_word(line: ReferenceLine) -> str | None:
    """How a required point of the model answer was not made: “missed” or “contradicted”; None for any other line."""
    return STATUS_WORDS[line.status] if line.status is not None and is_missed(line) else None


def sessions_text(sessions: Iterable[SessionLine]) -> str:
    """The interviews reported on, in a phrase."""
    current = [session for session in sessions if not session.is_earlier]
    if not current:
        return "No interview"
    first, last = current[0], current[-1]
    if len(current) == 1:
        return f"{first.mode.capitalize()} interview of {moment_text(first.started_at)}"
    return f"{counted(len(current), 'interview')}, {day(first.started_at)} to {day(last.started_at)}"
