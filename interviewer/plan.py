"""Which questions an interview asks, and in what order."""

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bank.library import questions_on
from bank.question import Bank, Question
from interviewer.errors import NothingDueError, PlanError
from interviewer.order import level_of
from interviewer.review import Card, due, next_due
from interviewer.session import Mode, Plan
from rubrics.extraction import extract_rubric

MAX_COUNT = 500


def make_plan(
    bank: Bank,
    *,
    mode: Mode,
    count: int,
    topics: Sequence[str] = (),
    seed: int = 0,
    seconds_per_question: int | None = None,
    total_seconds: int | None = None,
    leave_out: Collection[str] = (),
) -> Plan:
    """A plan of `count` questions, drawn with the seed: topics take turns, easier questions first within a topic.

    Questions whose ids are to be left out are, and fewer are planned when the topics do not have enough. Raises
    PlanError when there is nothing to ask, TopicNotFoundError for a topic that the bank does not have.
    """
    if not 1 <= count <= MAX_COUNT:
        raise PlanError(f"An interview has 1 to {MAX_COUNT} questions; {count} were asked for.")
    questions = askable(bank, topics, leave_out)
    chosen = _draw(questions, count, random.Random(seed))  # noqa: S311 - a draw, not a secret
    return Plan(
        mode=mode,
        question_ids=tuple(question.id for question in chosen),
        topics=tuple(topics),
        seconds_per_question=seconds_per_question,
        total_seconds=total_seconds,
        seed=seed,
    )


def askable(bank: Bank, topics: Sequence[str], leave_out: Collection[str] = ()) -> list[Question]:
    """The questions on these topics that can be graded. Raises PlanError when there is none, TopicNotFoundError."""
    graded = [question for question in questions_on(bank, topics) if extract_rubric(question).required]
    if not graded:
        raise PlanError(f"The bank “{bank.title}” has no question with a reference answer to grade against.")
    found = [question for question in graded if question.id not in leave_out]
    if not found:
        raise PlanError("Every question there is to ask was flagged as bad; take a flag back, or name other topics.")
    return found


def review_plan(
    bank: Bank,
    cards: Sequence[Card],
    now: datetime,
    *,
    count: int,
    topics: Sequence[str] = (),
    leave_out: Collection[str] = (),
) -> Plan:
    """A plan of at most `count` questions of the bank that are due on the day of `now`, those due longest first.

    Raises NothingDueError, which names the day of the next one.
    """
    questions = {question.id: question for question in askable(bank, topics, leave_out)}
    known = [card for card in cards if card.question_id in questions]
    chosen = due(known, now)[:count]
    if not chosen:
        raise NothingDueError(_nothing_due(next_due(known, now), questions))
    return Plan(
        mode=Mode.REVIEW,
        question_ids=tuple(card.question_id for card in chosen),
        topics=tuple(topics),
        reasons=tuple(_why_due(card, now) for card in chosen),
    )


def _nothing_due(card: Card | None, questions: Mapping[str, Question]) -> str:
    if card is None:
        return "Nothing is due for review: no question here has an answer with a score yet. Begin with study mode."
    text = questions[card.question_id].text
    asked = text if len(text) <= 80 else f"{text[:79]}…"
    return f"Nothing is due for review today. The next question is due on {_day(card.due)}: “{asked}”"


def _why_due(card: Card, now: datetime) -> str:
    late = (now.date() - card.due.astimezone(now.tzinfo).date()).days
    when = "Due today" if late <= 0 else "Due since yesterday" if late == 1 else f"Due for {late} days"
    answers = "answered once" if card.reviews == 1 else f"answered in {card.reviews} interviews"
    return f"{when}: {answers}, last on {_day(card.last_review)} ({card.last_rating.name.lower()})."


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


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
    queues = [sorted(by_topic[topic][: shares[topic]], key=level_of) for topic in topics]
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
