"""Features, cross-encoder outputs and labels of every labelled answer, computed by the code that ships."""

from __future__ import annotations

import pickle
import random
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rubrics.local.encoder import Encoder, Vectors
from rubrics.local.features import AnswerView
from rubrics.local.judge import JudgedCriterion, LocalJudge
from rubrics.local.windows import sentences
from training.corpus import Answer, Criterion, Question
from training.synthetic import Example, example, nonsense

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: a row of every matrix is one of its criteria."""

    question: Question
    answer: Answer
    labels: npt.NDArray[np.int64]
    optional: npt.NDArray[np.bool_]
    anchored: Matrix | None
    """Features with the anchors; None where the question has none."""
    plain: Matrix
    """Features with the anchors taken away."""
    crossed: Matrix
    """Log-probabilities of the cross-encoder."""


def judged(question: Question, answer: Answer, *, with_anchors: bool) -> list[JudgedCriterion]:
    """The labelled criteria of an answer as the judge takes them."""
    return judged_by([c for c in question.criteria if c.id in answer.labels], with_anchors=with_anchors)


def judged_by(criteria: Sequence[Criterion], *, with_anchors: bool) -> list[JudgedCriterion]:
    """Criteria as the judge takes them."""
    return [
        JudgedCriterion(
            c.id, c.text, c.group, c.says if with_anchors else (), c.misconceptions if with_anchors else ()
        )
        for c in criteria
    ]


class RememberingEncoder(Encoder):
    """Encodes every text of the banks once, however many rubrics it stands in."""

    known: dict[str, Vectors]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, from memory where there are any."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(new, super().encode(new), strict=True))
        return np.array([self.known[text] for text in texts])


class Reader:
    """Reads answers with a judge; remembers how the encoder sees an answer that is judged more than once.

    The cross-encoder is asked only about questions of `crossed_folds`, since it was trained on the others.
    """

    def __init__(
        self, judge: LocalJudge, is_crossed: Callable[[Question], bool], views: dict[str, AnswerView]
    ) -> None:
        self._judge = judge
        self._is_crossed = is_crossed
        self._views = views
        """Filled as answers are read."""

    def rows(self, questions: Iterable[Question]) -> list[Row]:
        """Rows of all answers."""
        return [self.row(q, a) for q in questions for a in q.answers]

    def row(self, question: Question, answer: Answer) -> Row:
        """Everything the head reads about one answer."""
        criteria = judged(question, answer, with_anchors=False)
        view = self._view(answer.text)
        known = {c.id: c for c in question.criteria}
        anchors = judged(question, answer, with_anchors=True)
        return Row(
            question=question,
            answer=answer,
            labels=np.array([answer.labels[c.id] for c in criteria]),
            optional=np.array([known[c.id].optional for c in criteria]),
            anchored=self._judge.features(question.text, anchors, view).anchored if question.anchored else None,
            plain=self._judge.features(question.text, criteria, view).plain,
            crossed=self._crossed(question, criteria, answer.text),
        )

    def _view(self, text: str) -> AnswerView:
        if text not in self._views:
            self._views[text] = self._judge.view(text, sentences(text))
        return self._views[text]

    def _crossed(self, question: Question, criteria: list[JudgedCriterion], text: str) -> Matrix:
        if not self._is_crossed(question):
            return np.full((len(criteria), 4), np.log(0.25))
        return self._judge.crossed(question.text, criteria, text, sentences(text))


def with_nonsense(questions: Sequence[Question], each: int = 3) -> list[Question]:
    """The questions with `each` made-up answers that deserve nothing, instead of their own."""
    result = []
    for q in questions:
        rng = random.Random(zlib.crc32(q.id.encode()))
        made = [nonsense(q, questions, rng) for _ in range(each)]
        result.append(replace(q, answers=tuple(_answer(f"n{i}", "nonsense", e) for i, e in enumerate(made))))
    return result


def with_part(questions: Sequence[Question], kind: str, part: Callable[[Example], Example | None]) -> list[Question]:
    """The questions with every answer judged by a part of the criteria, where there is such a part."""
    return [
        replace(q, answers=tuple(_answer(a.id, kind, e) for a in q.answers if (e := part(example(q, a)))))
        for q in questions
    ]


def _answer(identifier: str, kind: str, e: Example) -> Answer:
    labels = {c.id: y for c, y in zip(e.criteria, e.labels, strict=True)}
    return Answer(identifier, kind, e.answer, labels, 0.0)


def load_rows(file: Path) -> dict[str, list[Row]]:
    """What build_dataset wrote: rows under `labelled`, `made` and `gold`."""
    result: dict[str, list[Row]] = pickle.loads(file.read_bytes())
    return result
