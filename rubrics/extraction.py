"""From a reference answer to a rubric: one criterion per bullet.

A bullet that only announces the bullets nested under it is the group of those. Section headings are groups too. A
list that answers something the question did not ask (what to do about it, when it asked why) is optional: it can
earn credit, not cost any. An answer without bullets is judged by its sentences. Anchors that a model drafted count
once the author has approved them; points that it drew from prose count at once, because each rests on the author's
own words, and the rubric says that they wait.
"""

import re

from bank.question import Bullet, Point, Question, Reference
from rubrics.claims import claims_in, whole
from rubrics.rubric import Criterion, Rubric

MAX_SENTENCE_CRITERIA = 8
_CONDITION = re.compile(r"^(?:when|if|for|in|under|with|during)\b[^.,;:]*:$", re.IGNORECASE)
_REMEDY_HEADING = re.compile(
    r"^(?:to (?:diagnose|address|fix|mitigate|solve|correct|remedy|prevent|avoid|debug|investigate|overcome)\b"
    r"|(?:possible |some )?(?:remedies|solutions|fixes|mitigations|next steps)\b)",
    re.IGNORECASE,
)
_ASKS_WHAT_TO_DO = re.compile(
    r"\bhow (?:would|do|can|could|should|to)\b|\b(?:fix|diagnose|mitigate|address|solve|remed\w+|solution\w*"
    r"|steps?|strateg\w+|modifications?|approaches|techniques?)\b",
    re.IGNORECASE,
)


def extract_rubric(question: Question) -> Rubric:
    """The rubric of a question, from its reference answer alone; it has no criteria if there is no answer."""
    reference = question.reference
    bullets = list(reference.bullets())
    if not bullets:
        return _rubric_of_sentences(question)
    criteria = tuple(_criterion(question, bullet, f"c{n}") for n, bullet in enumerate(bullets, 1))
    drawn = any(bullet.point.quote for bullet in bullets)
    return Rubric(
        question.id,
        criteria,
        lead=reference.lead,
        closing=reference.closing,
        origin="model" if drawn else "bullets",
        approved=not any(bullet.point.drafted_by for bullet in bullets),
    )


def _criterion(question: Question, bullet: Bullet, criterion_id: str) -> Criterion:
    point = bullet.point
    return Criterion(
        id=criterion_id,
        text=_full_text(point),
        title=point.title,
        group=_group(question.reference, bullet),
        optional=_is_optional(question, bullet),
        weight=point.weight,
        line=point.line,
        anchors=point.settled_anchors,
    )


def _full_text(point: Point) -> str:
    """A point's words, with the details nested under it."""
    details = "; ".join(_full_text(child) for child in point.children)
    return f"{point.text} {details}" if details else point.text


def _group(reference: Reference, bullet: Bullet) -> str | None:
    headings = [_section_name(reference, bullet.section.heading)] if bullet.section.heading else []
    headings += [header.title or header.text.rstrip(":") for header in bullet.headers]
    return ": ".join(headings) or None


def _section_name(reference: Reference, heading: str) -> str:
    """A heading, completed by the condition that leads the answer: “When trees overfit: why bagging helps”."""
    condition = reference.lead.strip()
    if not _CONDITION.match(condition):
        return heading
    return f"{condition.rstrip(':')}: {heading[:1].lower()}{heading[1:]}"


def _is_optional(question: Question, bullet: Bullet) -> bool:
    if bullet.point.optional is not None:
        return bullet.point.optional
    heading = bullet.section.heading
    is_first = bullet.section is question.reference.sections[0]
    answers_something_else = bool(heading and _REMEDY_HEADING.match(heading)) and not is_first
    return answers_something_else and not _ASKS_WHAT_TO_DO.search(question.text)


def _rubric_of_sentences(question: Question) -> Rubric:
    prose = "\n".join(part for part in (question.reference.lead, question.reference.closing) if part)
    claims = claims_in(prose, MAX_SENTENCE_CRITERIA) or whole(prose)
    line = question.source.first_line if question.source else None
    criteria = tuple(
        Criterion(id=f"c{n}", text=claim.text, group=claim.heading, line=line) for n, claim in enumerate(claims, 1)
    )
    return Rubric(question.id, criteria, origin="sentences")
