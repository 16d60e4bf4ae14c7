"""Sentences of a cohort's report, every one computed from its figures."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bank.counting import counted
from interviewer.report.figures import TOO_FEW, few_text, kappa_text, labelled_text, percent, percent_range
from interviewer.report.stats import Interval
from interviewer.report.trust_values import Agreement
from interviewer.report.wording import flag_text
from interviewer.screening.agreement import ReviewAgreement
from interviewer.screening.items import ItemAnalysis, ItemFlag
from interviewer.screening.report.values import AnswerState, CandidateResult, CohortFacts, ScoredAnswer, ScreenReport

STATES: dict[AnswerState, str] = {
    "graded": "graded",
    "needs_review": "graded with open points",
    "ungraded": "not graded",
    "waiting": "waits for its grade",
    "missing": "no answer",
    "erased": "erased",
}

VERDICTS = ("met", "partial", "missed", "contradicted", "unsure")

_FLAGS = {
    "empty": "empty",
    "repeats-the-question": "repeats the question",
    "does-not-know": "says it does not know",
    "copied-from-reference": "words of the model answer",
    "unproven-verdicts": "credit without proof",
    "unapproved-criteria": "criteria drafted by a model",
    "instructions-to-the-grader": "speaks to the grader",
}
"""Short names of flags; the others speak for themselves."""

_ADVICE = {
    ItemFlag.TOO_HARD: "Nearly everyone fails it: it tells candidates apart badly, or its reference asks too much.",
    ItemFlag.TOO_EASY: "Nearly everyone passes it: it tells candidates apart badly.",
    ItemFlag.WEAK: "Doing well here hardly goes with doing well elsewhere: look at its wording and reference.",
    ItemFlag.REVERSED: "Those who do well elsewhere do worse here: look at its reference before using its scores.",
    ItemFlag.TOO_FEW: "Too few scored answers to tell.",
}


def statements(
    cohort: CohortFacts, results: Sequence[CandidateResult], *, has_passport: bool, review: ReviewAgreement | None
) -> Iterator[str]:
    """What a reader must know before using a score."""
    yield (
        "This report supports a decision and makes none: nobody is rejected or selected by it. "
        "Candidates whose intervals overlap are not distinguishable by these answers, whatever their order."
    )
    yield (
        "An interval covers 90 % over which questions happened to be asked, with every criterion that could not be "
        "judged taken as missed at its lower end and as met at its upper. The grader's own errors are not in it."
    )
    if cohort.is_estimate:
        yield (
            "Its verdicts are statistical estimates by a small model that was not made to decide about people: "
            "look at its quotes, and review before you use a score."
        )
    if not has_passport:
        yield f"How far the {cohort.grader} agrees with people has not been measured here."
    yield from _gaps(results)
    if review is None:
        yield "Nobody has reviewed any of these grades."
    elif review.switched is not None:
        yield (
            f"Reviewers took the grader's verdict after seeing it on {review.moved_to_grader} of the "
            f"{counted(review.disagreed, 'point')} they had judged otherwise."
        )


def _gaps(results: Sequence[CandidateResult]) -> Iterator[str]:
    states = Counter(answer.state for one in results for answer in one.answers)
    left_out = "; such answers are in no score, and not counted as zero."
    if states["ungraded"]:
        yield f"{counted(states['ungraded'], 'answer')} could not be graded{left_out}"
    if states["waiting"]:
        yield f"{counted(states['waiting'], 'answer')} not graded yet{left_out}"
    if states["missing"]:
        yield f"{counted(states['missing'], 'answer')} missing{left_out}"


def level_text(one: CandidateResult, comparable: int) -> str:
    """Whom a candidate can be told from, in words."""
    if one.separation is None:
        return f"too few to tell: {counted(one.scored, 'scored answer')}"
    if comparable == 1:
        return "nobody to compare with"
    found = one.separation
    if found.level == comparable - 1:
        return "not distinguishable from anyone"
    told = [f"above {found.above}"] * bool(found.above) + [f"below {found.below}"] * bool(found.below)
    level = f"; not distinguishable from {found.level}" if found.level else ""
    return " and ".join(told) + level


def interval_text(interval: Interval | None) -> str:
    """An interval of shares in per cent."""
    return TOO_FEW if interval is None else percent_range(interval)


def bounds_text(answer: ScoredAnswer) -> str:
    """The ends of a score where criteria are open; empty where none is."""
    if not answer.unsure or answer.low is None or answer.high is None:
        return ""
    return percent_range(Interval(answer.low, answer.high))


def looks_text(one: CandidateResult) -> str:
    """What a person should look at before using a candidate's score, counted."""
    parts = [f"{counted(one.unsure, 'open point')}"] * bool(one.unsure)
    parts += [f"{_FLAGS.get(flag, flag.replace('-', ' '))} ×{count}" for flag, count in one.flags]
    for state in ("ungraded", "waiting", "missing"):
        count = sum(answer.state == state for answer in one.answers)
        parts += [f"{STATES[state]} ×{count}"] * bool(count)
    parts += [f"{counted(one.overridden, 'verdict')} by a reviewer"] * bool(one.overridden)
    return "; ".join(parts)


def answer_notes(answer: ScoredAnswer) -> str:
    """Everything to know about one answer's score beside its numbers."""
    parts = [answer.reason] if answer.reason else []
    parts += [flag_text(flag) for flag in answer.flags]
    if answer.unsure:
        parts.append(f"{counted(answer.unsure, 'point')} could not be judged.")
    if answer.overridden:
        parts.append(
            f"A reviewer's verdict on {counted(answer.overridden, 'point')} counts; "
            f"by the grader alone {percent(answer.graders_score)}."
        )
    return " ".join(parts)


def discrimination_text(item: ItemAnalysis) -> str:
    """A question's correlation with the others, drawn towards their mean, with its interval."""
    found = item.discrimination
    if found is None:
        return "–"
    return f"{found.shrunk:z.2f} ({found.interval.low:z.2f} to {found.interval.high:z.2f})".replace("-", "−")


def passport_text(found: Agreement) -> str:
    """What was measured of the grader, in up to three sentences."""
    kappa = "too little to tell" if found.kappa is None else kappa_text(found.kappa, found.kappa_interval, 95)
    sentences = [f"The {found.grader} was measured on {labelled_text(found.answers, found.data)}: {kappa}."]
    if found.false_met is not None:
        sentences.append(f"Of the points that people saw missing it called {percent(found.false_met)} met.")
    return " ".join([*sentences, *few_text(found.verdicts)])


def entries_text(count: int) -> str:
    """A number of entries of the log."""
    return counted(count, "entry", "entries")


def summary_line(report: ScreenReport) -> str:
    """How many candidates there are and how many can be compared, in a sentence."""
    erased = f"; {report.erased} erased" if report.erased else ""
    able = len(report.comparable)
    return f"{counted(len(report.candidates), 'candidate')}, {able} with enough scored answers to compare{erased}."


def item_advice(item: ItemAnalysis) -> str:
    """What is to be looked at in a question; empty where nothing is."""
    return " ".join(_ADVICE[flag] for flag in item.flags)


def review_lines(review: ReviewAgreement) -> Iterator[str]:
    """What the reviews tell of the grader and of the reviewers."""
    verdicts, answers = counted(review.criteria, "verdict"), counted(review.answers, "answer")
    yield f"{verdicts} on {answers} reviewed, each blind first."
    if review.kappa is not None:
        kappa = kappa_text(review.kappa, review.kappa_interval, 90)
        yield f"{kappa} between grader and blind reviewer, met against not met."
        yield from few_text(review.criteria)
    if review.exact is not None:
        yield f"They agreed on the exact verdict in {percent(review.exact)} of what both judged."
    if review.switched is not None:
        yield (
            f"They disagreed on {review.disagreed}; after the reveal the reviewer took the grader's verdict on "
            f"{review.moved_to_grader} ({percent(review.switched)})."
        )
    if review.moved_elsewhere:
        yield f"{counted(review.moved_elsewhere, 'verdict')} changed after the reveal to another than the grader's."
