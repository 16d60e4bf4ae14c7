"""What a report says of how far to trust it, in words that all renderings share."""

from bank.counting import counted
from interviewer.report.figures import listed, percent
from interviewer.report.trust_values import Agreement, Honesty, Note


def graders_text(honesty: Honesty) -> str:
    """Who graded how many answers, in a phrase."""
    parts = [f"{use.label} ({counted(use.answers, 'answer')})" for use in honesty.graders]
    parts += [f"rule, without a grader ({counted(honesty.by_rule, 'answer')})"] if honesty.by_rule else []
    return ", ".join(parts) or "nobody yet"


def honesty_lines(honesty: Honesty) -> list[str]:
    """What the honesty box says, one line each, but for the curves."""
    lines = [f"Graded by {graders_text(honesty)}."]
    lines += [honesty.agreement] if honesty.agreement else []
    lines += [f"Not graded, {note_text(note)}" for note in honesty.ungraded]
    lines += [f"To look at, {note_text(note)}" for note in honesty.flags]
    lines += honesty.statements
    lines += [_cost_text(honesty)] if honesty.requests else []
    return lines


def _cost_text(honesty: Honesty) -> str:
    cost = "at an unknown price" if honesty.cost_usd is None else f"about ${honesty.cost_usd:.4f}"
    return f"Grading took {counted(honesty.requests, 'request')} and {honesty.tokens:,} tokens, {cost}."


def note_text(note: Note) -> str:
    """A note with the questions it is about."""
    return f"{listed(note.questions)}: {note.text}" if note.questions else note.text


def curve_lines(honesty: Honesty) -> list[str]:
    """How far the graders are to be believed about themselves, where no picture shows it."""
    lines = [confidence_text(one) for one in honesty.measured if one.by_confidence]
    return lines + [marks_text(one) for one in honesty.measured if one.by_score]


def confidence_text(agreement: Agreement) -> str:
    """How often verdicts were right, by how sure the grader said it was, surest first."""
    parts = (
        f"{percent(one.said)} sure, {percent(one.held)} right ({counted(one.count, 'verdict')})"
        for one in reversed(agreement.by_confidence)
    )
    return f"How sure the {agreement.grader} said it was of verdicts, and how many were right: {'; '.join(parts)}."


def marks_text(agreement: Agreement) -> str:
    """People's marks, by the grader's score, highest first."""
    parts = (
        f"{percent(one.said)}, people {percent(one.held)} ({counted(one.count, 'answer')})"
        for one in reversed(agreement.by_score)
    )
    return f"Scores of the {agreement.grader}, and people's mean mark of the same answers: {'; '.join(parts)}."
