"""One probing question, aimed at the most valuable point that an answer missed, that does not give the point away.

The model words it; code decides whether it may be asked: it may share no content word with the criterion (its text,
title and anchors) beyond the words of the interview question. Where the model fails twice, the rubric's own hint is
used, held to the same rule, and then a question that could follow any answer.
"""

import random
from dataclasses import dataclass
from typing import Literal

from bank.question import Question
from rubrics.folding import content_words
from rubrics.llm.chat import Chat, Message, RefusedParameter
from rubrics.llm.failures import CallFailed
from rubrics.llm.ladder import Abilities
from rubrics.llm.messages import prompt, user_message, visible
from rubrics.rubric import Criterion, Rubric
from rubrics.verdict import Grade, Status, Usage

OPEN_QUESTION = "What else would you say to that?"
_MAX_WORDS = 40
_ATTEMPTS = 2
_LIMIT = 120


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question to ask next, and the criterion it is aimed at."""

    text: str
    criterion_id: str
    origin: Literal["model", "hint", "open"]
    usage: Usage = Usage()  # noqa: RUF009 - a frozen value


def target(rubric: Rubric, grade: Grade) -> Criterion | None:
    """The most valuable point not made: required before optional, missed before partial, then by weight and order."""
    value = {Status.MISSED: 2, Status.PARTIAL: 1}
    statuses = {verdict.criterion_id: verdict.status for verdict in grade.verdicts}
    missed = [c for c in rubric.criteria if not c.is_misconception and statuses.get(c.id) in value]
    return max(missed, key=lambda c: (not c.optional, value[statuses[c.id]], c.weight), default=None)


def gives_away(text: str, question: Question, criterion: Criterion) -> bool:
    """Whether a follow-up question shares a content word with the criterion that the interview question does not."""
    anchors = criterion.anchors
    hidden = " ".join([criterion.text, criterion.title or "", *(anchors.says if anchors else ())])
    secret = set(content_words(hidden)) - set(content_words(question.text)) - _EMPTY_WORDS
    return bool(secret & set(content_words(text)))


# Words that carry no content of any one point, in the stems of `content_words`.
_EMPTY_WORDS = frozenset(
    word
    for text in (
        "use using make get give take help let need want mean example case thing way point part say tell think "
        "explain describe happen change work matter like well also one two good better different same new "
        "many much lot something anything see look go come keep put become still even really answer"
    ).split()
    for word in content_words(text)
)


async def write_follow_up(
    chat: Chat,
    abilities: Abilities,
    question: Question,
    rubric: Rubric,
    answer: str,
    grade: Grade,
    rng: random.Random,
) -> FollowUp | None:
    """A follow-up question for an answer, or None when no point is missing; a failing service costs no follow-up."""
    criterion = target(rubric, grade)
    if criterion is None:
        return None
    usage = Usage()
    for _ in range(_ATTEMPTS):
        try:
            reply = await chat.complete(_messages(question, criterion, answer, rng), _parameters(abilities))
        except (CallFailed, RefusedParameter):
            break
        usage = usage + reply.usage
        text = " ".join(visible(reply.text).replace("\n", " ").strip(' "“”').split())
        if _is_askable(text, question, criterion):
            return FollowUp(text, criterion.id, "model", usage)
    return _without_model(question, criterion, usage)


def follow_up_without_model(question: Question, rubric: Rubric, grade: Grade) -> FollowUp | None:
    """The follow-up question that needs no model: the rubric's hint, or an open one."""
    criterion = target(rubric, grade)
    return _without_model(question, criterion, Usage()) if criterion else None


def _without_model(question: Question, criterion: Criterion, usage: Usage) -> FollowUp:
    hint = criterion.anchors.hint if criterion.anchors else None
    if hint and not gives_away(hint, question, criterion):
        return FollowUp(hint, criterion.id, "hint", usage)
    return FollowUp(OPEN_QUESTION, criterion.id, "open", usage)


def _is_askable(text: str, question: Question, criterion: Criterion) -> bool:
    is_question = text.endswith(("?", "？", "؟")) and len(text.split()) <= _MAX_WORDS
    return is_question and not gives_away(text, question, criterion)


def _messages(question: Question, criterion: Criterion, answer: str, rng: random.Random) -> list[Message]:
    trusted = f"{prompt('followup')}\n\n# Interview question\n{question.text}\n\n# Point\n{criterion.text}"
    return [{"role": "system", "content": visible(trusted)}, user_message(answer, rng)]


def _parameters(abilities: Abilities) -> dict[str, object]:
    chosen: dict[str, object] = {"reasoning_effort": "low"} if abilities.effort else {}
    if abilities.limit:
        chosen[abilities.limit] = _LIMIT * 20 if abilities.effort else _LIMIT
    return chosen


def joined(first: str, second: str) -> str:
    """The answer and the answer to the follow-up, to be graded as one; the follow-up question is no part of it."""
    return f"{first.rstrip()}\n\n{second.lstrip()}"


@dataclass(frozen=True, slots=True)
class Change:
    """What a second answer did to one criterion."""

    criterion_id: str
    before: Status
    after: Status


def delta(before: Grade, after: Grade) -> list[Change]:
    """The criteria whose status differs between two grades of the same rubric, in its order."""
    old = {verdict.criterion_id: verdict.status for verdict in before.verdicts}
    pairs = [(v.criterion_id, old.get(v.criterion_id, Status.UNSURE), v.status) for v in after.verdicts]
    return [Change(*pair) for pair in pairs if pair[1] is not pair[2]]
