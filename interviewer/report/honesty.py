"""How far to trust a report: who graded, how well that grader agrees with people, and what is missing."""

from collections.abc import Iterable, Iterator, Sequence

from interviewer.records import SessionRecord
from interviewer.report import wording
from interviewer.report.items import BY_RULE, grader_label
from interviewer.report.values import GraderUse, Honesty, ItemReport, Note, Passport, Standing
from rubrics.scoring import FULL_MARKS_SHARE
from rubrics.verdict import Grade, GraderInfo, Usage


def honesty(
    records: Sequence[SessionRecord], items: Sequence[ItemReport], overall: Standing, passport: Passport | None
) -> Honesty:
    """What a reader must know before believing a score."""
    counted = [item.latest.grade for record in records for item in record.items if item.latest]
    grades = [grade for grade in counted if grade is not None]
    graders = _graders(grades)
    usage = _usage(records)
    return Honesty(
        graders=graders,
        by_rule=sum(_is_by_rule(grade) for grade in grades),
        passport=passport,
        agreement=" ".join(_agreement(graders, passport)),
        ungraded=tuple(_ungraded(items)),
        flags=tuple(_flags(items)),
        statements=tuple(_statements(graders, overall)),
        requests=usage.requests,
        tokens=usage.prompt_tokens + usage.completion_tokens,
        cost_usd=usage.cost_usd if usage.requests else 0.0,
    )


def _is_by_rule(grade: Grade) -> bool:
    return bool(BY_RULE & set(grade.flags))


def _graders(grades: Iterable[Grade]) -> tuple[GraderUse, ...]:
    """Every grader that gave a score, the busiest first."""
    answers: dict[tuple[str, str, str, str | None], int] = {}
    infos: dict[tuple[str, str, str, str | None], GraderInfo] = {}
    for grade in grades:
        if grade.score is None or _is_by_rule(grade):
            continue
        info = grade.grader
        key = (info.name, info.model, info.version, info.endpoint)
        infos[key] = info
        answers[key] = answers.get(key, 0) + 1
    uses = [_use(infos[key], count) for key, count in answers.items()]
    return tuple(sorted(uses, key=lambda use: (-use.answers, use.name, use.model, use.version, use.endpoint or "")))


def _use(info: GraderInfo, answers: int) -> GraderUse:
    return GraderUse(
        info.name, info.model, info.version, info.endpoint, info.is_estimate, grader_label(info), answers
    )


def _usage(records: Iterable[SessionRecord]) -> Usage:
    """What all gradings of these interviews took, also those of earlier attempts."""
    prompt = completion = requests = 0
    cost: float | None = 0.0
    for record in records:
        for item in record.items:
            for graded in item.answers:
                usage = graded.grade.usage if graded.grade else None
                if usage is None or not usage.requests:
                    continue
                prompt += usage.prompt_tokens
                completion += usage.completion_tokens
                requests += usage.requests
                cost = None if cost is None or usage.cost_usd is None else cost + usage.cost_usd
    return Usage(prompt_tokens=prompt, completion_tokens=completion, requests=requests, cost_usd=cost)


def _agreement(graders: Sequence[GraderUse], passport: Passport | None) -> Iterator[str]:
    """What was measured, and for which grader nothing was."""
    measured = [use for use in graders if passport is not None and _is_of(passport, use)]
    if passport is not None and measured:
        yield _measured(measured[0], passport)
    for use in graders:
        if use.name == "self":
            yield "Your own marking was not compared with anybody else's."
        elif use not in measured:
            yield (
                f"How far {_the(use)} agrees with people has not been measured here: "
                "take each verdict as one reader's opinion, and check it against the quote."
            )


def _is_of(passport: Passport, use: GraderUse) -> bool:
    return passport.grader == use.name and (not passport.model or not use.model or passport.model == use.model)


def _the(use: GraderUse) -> str:
    return "the embedded grader" if use.name == "local" else use.label


def _measured(use: GraderUse, passport: Passport) -> str:
    interval = passport.kappa_interval
    ends = f" (interval {interval.low:.2f}–{interval.high:.2f})" if interval else ""
    when = f", on {passport.measured_on.isoformat()}" if passport.measured_on else ""
    error = (
        f" Its scores were {passport.score_error * 100:.0f} points of 100 away from an expert's mark on average."
        if passport.score_error is not None
        else ""
    )
    return (
        f"On {wording.plural(passport.answers, 'labelled answer')} "
        f"({passport.verdicts:,} verdicts; {passport.data}{when}) "
        f"{_the(use)} agreed with the labels at a Cohen's kappa of {passport.kappa:.2f}{ends}; "
        f"1 is full agreement, 0 is chance.{error}"
    )


def _ungraded(items: Iterable[ItemReport]) -> Iterator[Note]:
    """Why answers have no score, one note a reason."""
    reasons: dict[str, list[int]] = {}
    for item in items:
        if item.counted is None or item.counted.score is not None:
            continue
        waits = "The answer is saved and waits for its grade."
        reasons.setdefault(item.counted.error or waits, []).append(item.number)
    for reason, numbers in reasons.items():
        yield Note(reason, tuple(numbers))


def _flags(items: Iterable[ItemReport]) -> Iterator[Note]:
    by_flag: dict[str, list[int]] = {}
    for item in items:
        for flag in dict.fromkeys(item.counted.flags if item.counted else ()):
            by_flag.setdefault(flag, []).append(item.number)
    for flag, numbers in sorted(by_flag.items()):
        yield Note(wording.flag_text(flag), tuple(numbers))


def _statements(graders: Sequence[GraderUse], overall: Standing) -> Iterator[str]:
    if any(use.is_estimate for use in graders):
        yield (
            "Verdicts of the embedded grader are statistical estimates from the similarity of texts; "
            "it does not reason about what you wrote."
        )
    yield (
        "A score compares an answer with the points of its reference answer: half credit for a point partly made and "
        f"for a correct point beyond the reference; {wording.percent(FULL_MARKS_SHARE)} of the points is a full "
        "score. Coverage is the share of the reference's points alone."
    )
    yield (
        "It does not measure ability, or how an interviewer would judge you: other good answers exist, "
        "and delivery, follow-up and depth are not in it."
    )
    yield (
        "The last answer to a question counts; earlier attempts are shown. Skipped questions and questions not "
        "reached are listed, not scored as zero."
    )
    yield (
        "A 90 % interval (bootstrap over answers) says how far the mean could move with other questions of the same "
        "kind. It does not contain the grader's own errors."
    )
    if overall.unsure:
        yield (
            "Where a criterion could not be judged, the score is taken over the others, and its ends are given: "
            "every unsure criterion missed, and every one met."
        )
