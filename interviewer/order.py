"""Which question comes next, by a rule that can be said in a sentence: the weakest topic, difficulty in steps of one.

- Topics are compared by the mean of the person's scores in them, drawn towards a middle of 50 % as if two more
  answers had scored that (shrinkage), so that one bad answer does not make a topic the weakest for good. A topic with
  a question here that has no score yet waits, and none gives a third question in a row while others have some.
- Within the topic the difficulty is that of the last answer there, one step up from a score of 70 %, one step down
  below 40 %; without an answer it is easy. Questions not answered before come first, then those answered longest ago.
- No question comes twice. What is equal is drawn by the seed, the same way each time.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bank.counting import counted
from bank.question import Difficulty, Question

STEP_UP_FROM = 0.7
STEP_DOWN_BELOW = 0.4
MIDDLE = 0.5
WEIGHT_OF_THE_MIDDLE = 2
"""Answers that the middle counts for."""
_LEVELS = {Difficulty.EASY: 0, Difficulty.MEDIUM: 1, Difficulty.HARD: 2}
_NAMES = ("easy", "medium", "hard")
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Result:
    """A first answer to a question, in any interview."""

    question_id: str
    score: float
    """With the person's overrides, 0..1."""
    at: datetime
    session_id: str = ""
    hints: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """What is known when a question is chosen."""

    results: Sequence[Result] = ()
    """Of all interviews, this one included, oldest first."""
    asked: Sequence[str] = ()
    """Ids of the questions of this interview so far, in order."""
    scored: frozenset[str] = frozenset()
    """Those of them that have a score."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question, and why it was chosen."""

    question: Question
    reason: str


def level_of(question: Question) -> int:
    """How hard a question is: 0 easy, 1 medium (or not said), 2 hard."""
    return _LEVELS.get(question.difficulty, 1) if question.difficulty else 1


def shrunk_mean(scores: Iterable[float]) -> float:
    """The mean of scores, drawn towards the middle."""
    known = list(scores)
    return (sum(known) + WEIGHT_OF_THE_MIDDLE * MIDDLE) / (len(known) + WEIGHT_OF_THE_MIDDLE)


def choose_next(questions: Sequence[Question], past: Past, seed: int) -> Choice | None:
    """The next of these questions and the reason; None when all were asked."""
    asked = set(past.asked)
    open_questions = [question for question in questions if question.id not in asked]
    if not open_questions:
        return None
    topics = _topics(questions, past)
    topic = _next_topic(topics, {question.topic for question in open_questions}, past, seed)
    found = topics[topic]
    answered_at = {result.question_id: result.at for result in found.results}
    chosen = min(
        (question for question in open_questions if question.topic == topic),
        key=lambda q: (
            abs(level_of(q) - found.wanted_level),
            answered_at.get(q.id, _NEVER),
            level_of(q),
            _lot(seed, q.id),
        ),
    )
    is_weakest = found.mean <= min(topics[question.topic].mean for question in open_questions)
    why = _why_topic(topic, found, is_weakest=is_weakest)
    return Choice(chosen, f"{why}; {_why_level(chosen, found)}." if chosen.difficulty else f"{why}.")


@dataclass(frozen=True, slots=True)
class _Topic:
    """A topic and what is known of the person in it."""

    levels: dict[str, int]
    """Levels of its questions by id."""
    results: list[Result]

    @property
    def mean(self) -> float:
        return round(shrunk_mean(result.score for result in self.results), 9)

    @property
    def last_level(self) -> int:
        return self.levels[self.results[-1].question_id]

    @property
    def wanted_level(self) -> int:
        return max(0, min(2, self.last_level + _step(self.results[-1].score))) if self.results else 0


def _topics(questions: Sequence[Question], past: Past) -> dict[str, _Topic]:
    topics: dict[str, _Topic] = {}
    topic_of = {question.id: question.topic for question in questions}
    for question in questions:
        topics.setdefault(question.topic, _Topic({}, [])).levels[question.id] = level_of(question)
    for result in past.results:
        if result.question_id in topic_of:
            topics[topic_of[result.question_id]].results.append(result)
    return topics


def _next_topic(topics: dict[str, _Topic], open_topics: set[str], past: Past, seed: int) -> str:
    topic_of = {question_id: name for name, topic in topics.items() for question_id in topic.levels}
    here = [topic_of.get(question_id) for question_id in past.asked]
    waiting = [topic_of.get(question_id) for question_id in past.asked if question_id not in past.scored]
    in_a_row = here[-1] if len(here) >= 2 and here[-1] == here[-2] else None
    return min(
        open_topics,
        key=lambda name: (name == in_a_row, waiting.count(name), topics[name].mean, _lot(seed, name)),
    )


def _lot(seed: int, name: str) -> float:
    """A number drawn for a name by the seed."""
    return random.Random(f"{seed}:{name}").random()  # noqa: S311 - a draw, not a secret


def _step(score: float) -> int:
    return 1 if score >= STEP_UP_FROM else -1 if score < STEP_DOWN_BELOW else 0


def _why_topic(name: str, topic: _Topic, *, is_weakest: bool) -> str:
    if not topic.results:
        return f"You have no score in {name} yet"
    count = counted(len(topic.results), "answer")
    mean = sum(result.score for result in topic.results) / len(topic.results)
    what = "Your weakest topic so far" if is_weakest else "For variety"
    return f"{what}: {name} ({round(100 * mean)} % over {count})"


def _why_level(chosen: Question, topic: _Topic) -> str:
    level = level_of(chosen)
    if level != topic.wanted_level:
        return f"{_NAMES[level]}, for want of {'an easier' if level > topic.wanted_level else 'a harder'} one"
    if not topic.results:
        return "an easy one to begin with"
    step = level - topic.last_level
    how = "a harder one" if step > 0 else "an easier one" if step < 0 else f"{_NAMES[level]} again"
    return f"{how}, as your last answer there scored {round(100 * topic.results[-1].score)} %"
