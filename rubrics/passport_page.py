"""A passport as a page of plain text for people."""

from collections.abc import Iterator, Mapping, Sequence

from bank.counting import counted
from rubrics.agreement import JUDGED
from rubrics.passport import FEW_VERDICTS, Figures, Passport
from rubrics.reliability import Bin
from rubrics.verdict import Status

_COLUMNS = ("answers", "verdicts", "judged", "kappa", "exact", "bias", "false met", "rho", "error")


def page(passport: Passport) -> str:
    """The whole passport: who, on what, overall, by kind, by domain, and the confusion matrix."""
    return "\n".join(
        [
            f"Passport of {_name(passport)}",
            f"Measured on {passport.measured_on.isoformat()} on {passport.data} ({passport.data_digest[:12]}).",
            "",
            *_in_words(passport),
            "",
            *_table("All", {"all answers": passport.overall}),
            "",
            *_table("By kind of answer", passport.by_kind),
            "",
            *_table("By domain", passport.by_domain),
            "",
            *_confusion(passport.confusion),
            *_curve("How sure it said it was", "right", passport.by_confidence),
            *_curve("Its score", "people's mark", passport.by_score),
        ]
    )


def _name(passport: Passport) -> str:
    grader = passport.grader
    where = f" at {grader.endpoint}" if grader.endpoint else ""
    return f"the {grader.name} grader, {grader.model} {grader.version[:12]}{where}".replace("  ", " ")


def _in_words(passport: Passport) -> Iterator[str]:
    all_answers = passport.overall
    interval = ""
    if all_answers.kappa_low is not None and all_answers.kappa_high is not None:
        interval = f" (95 % interval {all_answers.kappa_low:z.2f} to {all_answers.kappa_high:z.2f})"
    yield f"Agreement with people on met or not: kappa {_number(all_answers.kappa)}{interval}."
    yield "0 is chance, 1 is perfect; 0.41 to 0.60 is called moderate, 0.61 to 0.80 substantial (Landis & Koch 1977)."
    if all_answers.verdicts < FEW_VERDICTS:
        verdicts = counted(all_answers.verdicts, "verdict is", "verdicts are")
        yield f"{verdicts} too few to tell: take none of these figures for the grader's. Label more of your answers."
    if all_answers.score_error is not None:
        error = f"{all_answers.score_error:.0f} points of 100"
        yield f"Its scores differ from a person's overall mark by {error} on average."
    if passport.ungraded:
        yield f"{passport.ungraded} answers could not be graded and are in none of these figures."
    usage = passport.usage
    if usage.requests:
        cost = "unknown" if usage.cost_usd is None else f"${usage.cost_usd:.4f}"
        tokens = f"{usage.prompt_tokens:,} prompt and {usage.completion_tokens:,} completion tokens"
        yield f"It took {usage.requests:,} requests with {tokens}; cost {cost}."


def _table(title: str, rows: Mapping[str, Figures]) -> Iterator[str]:
    yield f"{title:<24}" + "".join(f"{column:>10}" for column in _COLUMNS)
    for name, figures in rows.items():
        cells = [
            f"{figures.answers}",
            f"{figures.verdicts}",
            _number(figures.judged),
            _number(figures.kappa),
            _number(figures.exact),
            _number(figures.bias, sign="+"),
            _number(figures.false_met),
            _number(figures.spearman),
            "-" if figures.score_error is None else f"{figures.score_error:.0f}",
        ]
        yield f"{name[:23]:<24}" + "".join(f"{cell:>10}" for cell in cells)


def _number(value: float | None, sign: str = "") -> str:
    return "-" if value is None else format(value, f"{sign}z.2f")


def _confusion(table: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    yield f"{'labelled / graded as':<24}" + "".join(f"{status.value:>14}" for status in Status)
    for label in JUDGED:
        row = table[label.value]
        yield f"{label.value:<24}" + "".join(f"{row[status.value]:>14}" for status in Status)


def _curve(said: str, held: str, bins: Sequence[Bin]) -> Iterator[str]:
    """What the grader said of itself beside what held; nothing where it was not measured."""
    if not bins:
        return
    yield ""
    yield f"{said:<24}{held:>14}{'cases':>14}"
    for one in bins:
        yield f"{one.said:<24.2f}{one.held:>14.2f}{one.count:>14}"
