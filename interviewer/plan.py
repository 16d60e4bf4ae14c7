"""Which questions an interview asks, and in what order."""

import random
from collections.abc import Sequence

from bank.library import questions_on
from bank.question import Bank, Difficulty, Question
from interviewer.errors import PlanError
from interviewer.session import Mode, Plan
from rubrics.extraction import extract_rubric

MAX_COUNT = 500
_STEPS = {Difficulty.EASY: 0, Difficulty.MEDIUM: 1, Difficulty.HARD: 2}


def make_plan(
    bank: Bank,
    *,
    mode: Mode,
    count: int,
    topics: Sequence[str] = (),
    seed: int = 0,
    seconds_per_question: int | None = None,
    total_seconds: int | None = None,
) -> Plan:
    """A plan of `count` questions, drawn with the seed: topics take turns, easier questions first within a topic.

    Fewer questions are planned when the topics do not have enough. Raises PlanError when there is nothing to ask,
    TopicNotFoundError for a topic that the bank does not have.
    """
    if not 1 <= count <= MAX_COUNT:
        raise PlanError(f"An interview has 1 to {MAX_COUNT} questions; {count} were asked for.")
    askable = [question for question in questions_on(bank, topics) if extract_rubric(question).required]
    if not askable:
        raise PlanError(f"The bank “{bank.title}” has no question with a reference answer to grade against.")
    chosen = _draw(askable, count, random.Random(seed))  # noqa: S311 - a draw, not a secret
    return Plan(
        mode=mode,
        question_ids=tuple(question.id for question in chosen),
        topics=tuple(topics),
        seconds_per_question=seconds_per_question,
        total_seconds=total_seconds,
        seed=seed,
    )


def _draw(questions: Sequence[Question], count: int, rng: random.Random) -> list[Question]:
    """Topics in random order take turns; within a topic the draw is random and then ordered by difficulty."""
    by_topic: dict[str, list[Question]] = {}
    for question in questions:
        by_topic.setdefault(question.topic, []).append(question)
    topics = list(by_topic)
    rng.shuffle(topics)
    for group in by_topic.values():
        rng.shuffle(group)
    shares = _shares({topic: len(by_topic[topic]) for topic in topics}, count)
    queues = [sorted(by_topic[topic][: shares[topic]], key=_step) for topic in topics]
    turns = max(map(len, queues), default=0)
    return [queue[turn] for turn in range(turns) for queue in queues if turn < len(queue)]


def _shares(sizes: dict[str, int], count: int) -> dict[str, int]:
    """How many questions each topic gives: one each in turn until there are enough or no more."""
    shares = dict.fromkeys(sizes, 0)
    left = min(count, sum(sizes.values()))
    while left:
        for topic, size in sizes.items():
            if left and shares[topic] < size:
                shares[topic] += 1
                left -= 1
    return shares


def _step(question: Question) -> int:
    return _STEPS.get(question.difficulty, 1) if question.difficulty else 1
