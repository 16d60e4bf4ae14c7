"""The check that a quote is the candidate's own words: found in the answer, and asserting something on the subject.

A quote is searched in folded text (see `folding` and `quotes`). What it asserts is judged with the sentence it stands
in (see `relevance`). Verdicts are then looked at together (see `joint_evidence`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from bank.question import Question
from rubrics.folding import STOPWORDS, Folded, content_words, fold, words
from rubrics.quotes import find_quote
from rubrics.relevance import (
    about_grading,
    is_in_another_language,
    lists_terms,
    particular,
    sentence_around,
    shares_subject,
    subject_of,
)
from rubrics.verdict import Span, Status, Verdict

_COPIED_RUN = 12
"""This many consecutive words shared with the reference answer are not a coincidence."""
_MIN_POINT = 5
"""A point of the reference with at least this many words, repeated in full, is copied too."""
_MAX_QUOTE = 120
"""Words of the longest quote that can be evidence: past it, a whole answer would prove anything."""
_ENOUGH_WORDS = 40
"""Stems that question, reference and anchors need together before sharing none of them means anything."""
TOO_MANY_STRANGE = 2
"""Quotes without a word of the subject that are no chance any more."""
_MIN_STATEMENT = 3
"""Content words of a point beyond the reference."""


class Problem(StrEnum):
    """Why a quote proves nothing."""

    NO_QUOTE = "no quote was given"
    NOT_IN_ANSWER = "the quote is not in the answer"
    ECHO = "the quote only repeats the question"
    SAYS_NOTHING = "the quote asserts nothing"
    COPIED = "the quote is copied from the model answer"
    ABOUT_GRADING = "the quote speaks of the grading, not of the subject"
    LIST = "the quote is a list of terms"
    TOO_LONG = "the quote is too long to show one point"
    OVERUSED = "the same words are given for too many criteria"
    UNRELATED = "the quotes have nothing to do with the question"


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict after the check, and what was wrong with its evidence, if anything."""

    verdict: Verdict
    problem: Problem | None = None


class AnswerEvidence:
    """One answer, prepared for looking up quotes in it."""

    def __init__(self, question: Question, answer: str) -> None:
        self._question = question
        self._answer = answer
        self._problems: dict[Span, Problem | None] = {}
        self._checked: dict[Verdict, Checked] = {}

    @cached_property
    def _folded(self) -> Folded:
        return fold(self._answer)

    @cached_property
    def _question_words(self) -> frozenset[str]:
        return frozenset(content_words(self._question.text))

    @cached_property
    def _subject(self) -> frozenset[str]:
        return subject_of(self._question)

    @cached_property
    def _points(self) -> tuple[str, ...]:
        return _lines_of(self._question)

    @cached_property
    def _reference(self) -> str:
        reference = self._question.reference
        return f" {' '.join(words(f'{reference.lead} | {reference.closing}'))} |{'|'.join(self._points)}"

    def text(self, span: Span) -> str:
        """The answer's own words at that span."""
        return self._answer[span[0] : span[1]]

    def locate(self, quote: str) -> Span | None:
        """Where the quote stands in the answer, as offsets into the answer as typed; None when it does not."""
        found = find_quote(quote, self._folded.text)
        return self._folded.raw_span(*found) if found else None

    def problem_with(self, span: Span) -> Problem | None:
        """Why the words at that span would prove nothing, or None when they may."""
        if span not in self._problems:
            self._problems[span] = self._find_problem(span)
        return self._problems[span]

    def _find_problem(self, span: Span) -> Problem | None:
        quote = self.text(span)
        sentence = sentence_around(self._answer, span)
        if not any(len(word) > 1 and word not in STOPWORDS for word in words(quote)):
            return Problem.SAYS_NOTHING
        if len(words(quote)) > _MAX_QUOTE:
            return Problem.TOO_LONG
        if set(content_words(quote)) <= self._question_words:
            return Problem.ECHO
        if self._is_copied(quote) or self._is_copied(sentence) or self._is_of_the_reference(sentence):
            return Problem.COPIED
        if about_grading(sentence, self._subject):
            return Problem.ABOUT_GRADING
        return Problem.LIST if lists_terms(quote) or lists_terms(sentence) else None

    @cached_property
    def is_in_the_language(self) -> bool:
        """Whether the answer is prose in the language of the references, so that words can be compared."""
        return not is_in_another_language(self._answer)

    def sentence(self, span: Span) -> str:
        """The sentence that a span stands in."""
        return sentence_around(self._answer, span)

    def mostly_unrelated(self, spans: Sequence[Span]) -> set[Span]:
        """The spans that share no content word with the question, its reference and anchors, if most do not.

        None are found where that means nothing: a short reference, an answer in another language.
        """
        if not self._can_tell_the_subject:
            return set()
        strange = [span for span in spans if not shares_subject(self.text(span), self._subject)]
        return set(strange) if len(strange) >= TOO_MANY_STRANGE and 2 * len(strange) > len(spans) else set()

    def answers_the_question(self, span: Span) -> bool:
        """Whether a point beyond the reference is a statement on the subject of the question, no scrap or aside."""
        said = self.text(span)
        if len(content_words(said)) < _MIN_STATEMENT:
            return False
        return not self._can_tell_the_subject or shares_subject(said, particular(self._subject))

    @property
    def _can_tell_the_subject(self) -> bool:
        return len(self._subject) >= _ENOUGH_WORDS and self.is_in_the_language

    def _is_copied(self, quote: str) -> bool:
        quoted = words(quote)
        runs = (quoted[i : i + _COPIED_RUN] for i in range(len(quoted) - _COPIED_RUN + 1))
        if any(f" {' '.join(run)} " in self._reference for run in runs):
            return True
        said = f" {' '.join(quoted)} "
        return any(point.count(" ") > _MIN_POINT and point in said for point in self._points)

    def _is_of_the_reference(self, sentence: str) -> bool:
        """Whether a whole sentence, its number apart, stands in the reference, or is one of its points."""
        said = [word for word in words(sentence) if not word.strip(".").isdigit()]
        line = f" {' '.join(said)} "
        return line in self._reference if len(said) >= _MIN_POINT else len(said) > 1 and line in self._points

    def check(self, verdict: Verdict) -> Checked:
        """The verdict with its quote proven and located, or turned into what can be said without proof.

        Credit without proof becomes unsure; a contradiction without proof becomes missed. The quote of a proven
        verdict is the answer's own text, not the grader's copy.
        """
        if verdict not in self._checked:
            self._checked[verdict] = self._check(verdict)
        return self._checked[verdict]

    def _check(self, verdict: Verdict) -> Checked:
        if verdict.status in (Status.MISSED, Status.UNSURE):
            return Checked(verdict.model_copy(update={"quote": "", "span": None}))
        span = verdict.span or self.locate(verdict.quote)
        problem = self._problem(verdict, span)
        if problem is None and span is not None:
            return Checked(verdict.model_copy(update={"quote": self.text(span), "span": span}))
        return Checked(unproven(verdict), problem)

    def _problem(self, verdict: Verdict, span: Span | None) -> Problem | None:
        if span is None:
            return Problem.NOT_IN_ANSWER if verdict.quote.strip() else Problem.NO_QUOTE
        if not 0 <= span[0] < span[1] <= len(self._answer):
            return Problem.NOT_IN_ANSWER
        problem = self.problem_with(span)
        is_harmless = verdict.status is Status.CONTRADICTED and problem in (Problem.ECHO, Problem.COPIED)
        return None if is_harmless else problem


def unproven(verdict: Verdict) -> Verdict:
    """What can be said without proof: credit becomes unsure, a contradiction becomes missed."""
    status = Status.MISSED if verdict.status is Status.CONTRADICTED else Status.UNSURE
    nothing = {"quote": "", "span": None, "misconception": None, "probability": None}
    return verdict.model_copy(update={**nothing, "status": status, "claimed": verdict.status})


@lru_cache(maxsize=256)
def _lines_of(question: Question) -> tuple[str, ...]:
    """Each point of the reference, with and without its title: as lines of folded words."""
    lines = [" ".join(words(text)) for text in _points_of(question)]
    return tuple(dict.fromkeys(f" {line} " for line in lines if line))


def _points_of(question: Question) -> Iterator[str]:
    for bullet in question.reference.bullets():
        point = bullet.point
        yield point.text
        if point.title:
            yield point.text.partition(":")[2]
