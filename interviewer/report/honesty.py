"""How far to trust a report: who graded, how well that grader agrees with people, and what is missing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bank.counting import counted
from interviewer.records import SessionRecord
from interviewer.report import figures, wording
from interviewer.report.item_values import ItemReport
from interviewer.report.items import grader_label
from interviewer.report.standing_values import Standing
from interviewer.report.stats import Interval
from interviewer.report.trust_values import Agreement, GraderUse, Honesty, Note, ReliabilityBin
from rubrics.gate import BY_RULE
from rubrics.passport import Passport
from rubrics.reliability import Bin
from rubrics.scoring import FULL_MARKS_SHARE
from rubrics.verdict import Grade, GraderInfo, Usage


def honesty(
    records: Sequence[SessionRecord],
    items: Sequence[ItemReport],
    overall: Standing,
    passports: Sequence[Passport],
) -> Honesty:
    """What a reader must know before believing a score."""
    grades = _counted_grades(records)
    graders = _graders(grades)
    used = {_identity(grade.grader) for grade in grades}
    measured = tuple(agreement(passport) for passport in passports if _identity(passport.grader) in used)
    usage = _usage(records)
    return Honesty(
        graders=graders,
        by_rule=sum(_is_by_rule(grade) for grade in grades),
        measured=measured,
        agreement=" ".join(_agreement(graders, measured)),
        ungraded=tuple(_ungraded(items)),
        flags=tuple(_flags(items)),
        statements=tuple(_statements(graders, overall)),
        requests=usage.requests,
        tokens=usage.prompt_tokens + usage.completion_tokens,
        cost_usd=usage.cost_usd if usage.requests else 0.0,
    )


def graders_of(records: Iterable[SessionRecord]) -> list[GraderInfo]:
    """The graders behind the counted answers, each once: those whose passports a report can show."""
    found = {_identity(grade.grader): grade.grader for grade in _counted_grades(records) if not _is_by_rule(grade)}
    return [found[key] for key in sorted(found)]


def _counted_grades(records: Iterable[SessionRecord]) -> list[Grade]:
    return [
        item.latest.grade
        for record in records
        for item in record.items
        if item.latest and item.latest.grade is not None
    ]


def _is_by_rule(grade: Grade) -> bool:
    return bool(BY_RULE & set(grade.flags))


def _identity(info: GraderInfo) -> tuple[str, ...]:
    """Equal for graders that grade alike, as passports tell them apart."""
    return (info.name, info.model, info.version, info.prompt_digest or "", info.endpoint or "")


def _graders(grades: Iterable[Grade]) -> tuple[GraderUse, ...]:
    """Every grader that gave a score, the busiest first."""
    answers: Counter[tuple[str, ...]] = Counter()
    infos: dict[tuple[str, ...], GraderInfo] = {}
    for grade in grades:
        if grade.score is not None and not _is_by_rule(grade):
            key = _identity(grade.grader)
            infos[key] = grade.grader
            answers[key] += 1
    return tuple(_use(infos[key], answers[key]) for key in sorted(answers, key=lambda key: (-answers[key], key)))


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


def _agreement(graders: Sequence[GraderUse], measured: Sequence[Agreement]) -> Iterator[str]:
    """What was measured, and for which grader nothing was."""
    known = {one.grader for one in measured}
    yield from (_measured(one) for one in measured)
    for use in graders:
        if use.name == "self":
            yield "Your own marking was not compared with anybody else's."
        elif use.label not in known:
            yield (
                f"How far the {use.label} agrees with people has not been measured here: "
                "take each verdict as one reader's opinion, and check it against the quote."
            )


def agreement(passport: Passport) -> Agreement:
    """What a report says of a passport."""
    figures = passport.overall
    has_interval = figures.kappa_low is not None and figures.kappa_high is not None
    return Agreement(
        grader=grader_label(passport.grader),
        data=passport.data,
        measured_on=passport.measured_on,
        answers=figures.answers,
        verdicts=figures.verdicts,
        kappa=figures.kappa,
        kappa_interval=Interval(figures.kappa_low or 0, figures.kappa_high or 0) if has_interval else None,
        false_met=figures.false_met,
        score_error=None if figures.score_error is None else figures.score_error / 100,
        by_confidence=_bins(passport.by_confidence),
        by_score=_bins(passport.by_score),
    )


def _bins(bins: Iterable[Bin]) -> tuple[ReliabilityBin, ...]:
    return tuple(ReliabilityBin(one.count, one.said, one.held) for one in bins)


def _measured(found: Agreement) -> str:
    labelled = figures.labelled_text(found.answers, found.data, counted(found.verdicts, "verdict"))
    sentences = [f"The {found.grader} was measured on {labelled} on {found.measured_on.isoformat()}."]
    if found.kappa is not None:
        kappa = figures.kappa_text(found.kappa, found.kappa_interval, 95)
        sentences.append(f"Its verdicts agreed with the labels at {kappa}; 1 is full agreement, 0 is chance.")
    sentences += figures.few_text(found.verdicts)
    if found.false_met is not None:
        sentences.append(f"Of the points that people saw missing it called {figures.percent(found.false_met)} met.")
    if found.score_error is not None:
        away = round(found.score_error * 100)
        sentences.append(f"Its scores were {away} of 100 away from people's marks on average.")
    return " ".join(sentences)


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


def _flags(items: Sequence[ItemReport]) -> Iterator[Note]:
    by_flag: dict[str, list[int]] = {}
    for item in items:
        for flag in dict.fromkeys(item.counted.flags if item.counted else ()):
            by_flag.setdefault(flag, []).append(item.number)
    for flag, numbers in sorted(by_flag.items()):
        yield Note(wording.flag_text(flag), tuple(numbers))
    called_bad = tuple(item.number for item in items if item.flag is not None)
    if called_bad:
        asked = "this question" if len(called_bad) == 1 else "these questions"
        yield Note(f"You called {asked} bad; that changed no score.", called_bad)


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _statements(graders: Sequence[GraderUse], overall: Standing) -> Iterator[str]:
    if any(use.is_estimate for use in graders):
        yield (
            "The embedded grader's verdicts are statistical estimates by a small model; "
            "it does not reason about what you wrote."
        )
    yield (
        "A score compares an answer with the points of its reference answer: half credit for a point partly made and "
        f"for a correct point beyond the reference; {figures.percent(FULL_MARKS_SHARE)} of the points is a full "
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
        "kind; from three or four answers it is still rather too narrow. It does not contain the grader's own errors."
    )
    if overall.overridden:
        yield (
            f"{_start(wording.overridden_text(overall.overridden))}. Your verdicts count; "
            "what the grader had said stands beside each."
        )
    if overall.unsure:
        yield (
            "Where a criterion could not be judged, the score is taken over the others, and its ends are given: "
            "every unsure criterion missed, and every one met."
        )
