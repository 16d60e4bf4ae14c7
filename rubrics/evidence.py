"""The check that a quote is the candidate's own words: found in the answer, and asserting something on the subject.

A quote is searched in folded text (see `folding`), exactly first, then by alignment (Levenshtein partial ratio,
rapidfuzz) with a high bar: small slips of a model that copies pass, a changed number or negation never does. What it
asserts is judged with the sentence it stands in (see `relevance`). Verdicts are then looked at together: the same
words cannot serve any number of criteria, and quotes that mostly have nothing to do with the question prove nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from bank.question import Question
from rubrics.folding import NEGATIONS, STOPWORDS, Folded, content_words, fold, folded, whole_words, words
from rubrics.relevance import (
    about_grading,
    is_in_another_language,
    is_known,
    lists_terms,
    particular,
    sentence_around,
    shares_subject,
    subject_of,
    vocabulary,
)
from rubrics.rubric import Criterion, Rubric
from rubrics.verdict import Span, Status, Verdict

_ALIGNMENT_BAR = 92.0
_MIN_ALIGNED = 24
"""Quotes shorter than this, in characters, must match exactly: a slip could change their meaning."""
_COPIED_RUN = 12
"""This many consecutive words shared with the reference answer are not a coincidence."""
_MIN_POINT = 5
"""A point of the reference with at least this many words, repeated in full, is copied too."""
_WORDS_A_CRITERION = 3
"""Content words that a passage needs for each criterion it serves, past the second."""
_MOST_CRITERIA = 4
"""Criteria that one passage can serve at most."""
_MAX_QUOTE = 120
"""Words of the longest quote that can be evidence: past it, a whole answer would prove anything."""
_ENOUGH_WORDS = 40
"""Stems that question, reference and anchors need together before sharing none of them means anything."""
_TOO_MANY_STRANGE = 2
_MIN_STATEMENT = 3
"""Content words of a point beyond the reference."""
_SAME_PASSAGE = 0.8
_ELLIPSIS = re.compile(r"\s*(?:…|\.{3,}|\[\.\.\.\]|\[…\])\s*")
_MAX_GAP = 400
"""Characters that an ellipsis inside a quote may stand for."""


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
        fragments = [folded(part).strip(" \"'") for part in _ELLIPSIS.split(quote)]
        fragments = [fragment for fragment in fragments if fragment]
        if not fragments:
            return None
        first: Span | None = None
        start = 0
        for fragment in fragments:
            found = _find(fragment, self._folded.text, start)
            if found is None or (first is not None and found[0] - start > _MAX_GAP):
                return None
            first = first or found
            start = found[1]
        return self._folded.raw_span(first[0], start) if first else None

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
        return set(strange) if len(strange) >= _TOO_MANY_STRANGE and 2 * len(strange) > len(spans) else set()

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


def check_all(evidence: AnswerEvidence, rubric: Rubric, verdicts: Sequence[Verdict]) -> list[Checked]:
    """The verdicts checked one by one, and then together."""
    checked = [evidence.check(verdict) for verdict in verdicts]
    refused = _overused(evidence, rubric, checked) | _unrelated(evidence, rubric, checked)
    return [
        Checked(unproven(item.verdict), refused[item.verdict.criterion_id])
        if item.problem is None and item.verdict.criterion_id in refused
        else item
        for item in checked
    ]


def unproven(verdict: Verdict) -> Verdict:
    """What can be said without proof: credit becomes unsure, a contradiction becomes missed."""
    status = Status.MISSED if verdict.status is Status.CONTRADICTED else Status.UNSURE
    nothing = {"quote": "", "span": None, "misconception": None, "probability": None}
    return verdict.model_copy(update={**nothing, "status": status, "claimed": verdict.status})


def _credited(checked: Iterable[Checked]) -> list[tuple[Verdict, Span]]:
    verdicts = [item.verdict for item in checked]
    return [(v, v.span) for v in verdicts if v.status in (Status.MET, Status.PARTIAL) and v.span is not None]


def _overused(evidence: AnswerEvidence, rubric: Rubric, checked: Sequence[Checked]) -> dict[str, Problem]:
    """Criteria that one passage is given for beyond what it can hold; those that share most words with it keep it."""
    passages: list[tuple[Span, list[str]]] = []
    for verdict, span in _credited(checked):
        holders = next((ids for other, ids in passages if _is_same(span, other)), None)
        if holders is None:
            passages.append((span, [verdict.criterion_id]))
        else:
            holders.append(verdict.criterion_id)
    refused: dict[str, Problem] = {}
    for span, holders in passages:
        said = content_words(evidence.text(span))
        shared = {i: _shared(rubric.criterion(i), said) for i in holders}
        ranked = sorted(holders, key=lambda i: -shared[i])
        room = min(max(2, len(said) // _WORDS_A_CRITERION), _MOST_CRITERIA)
        idle = {i for i in ranked[1:] if rubric.is_anchored and not shared[i]}
        over = [i for place, i in enumerate(ranked) if place >= room or i in idle]
        refused |= dict.fromkeys(over, Problem.OVERUSED)
    return refused


def _is_same(span: Span, other: Span) -> bool:
    shared = min(span[1], other[1]) - max(span[0], other[0])
    return shared >= _SAME_PASSAGE * max(span[1] - span[0], other[1] - other[0])


def _shared(criterion: Criterion, said: Iterable[str]) -> int:
    """How many words a passage shares with a criterion and the ways to say it."""
    return sum(is_known(word, vocabulary(criterion)) for word in set(said))


def _unrelated(evidence: AnswerEvidence, rubric: Rubric, checked: Sequence[Checked]) -> dict[str, Problem]:
    """The criteria whose quotes have nothing to do with them, as far as words can tell.

    Where criteria carry ways to say them, one quote without a word of its criterion may be a fine paraphrase, two in
    an answer are not; and none is when it has no word of any criterion. Elsewhere the words of the whole question
    must do, and quotes are refused when most have none of them. On 1,450 quotes for labelled credit, chosen by
    meaning (a sentence encoder), 2.8 % have no word of their criterion where it is anchored, 20 % where it is not.
    """
    credited = _credited(checked)
    spans = [span for _, span in credited]
    strange = evidence.mostly_unrelated(spans)
    if rubric.is_anchored and evidence.is_in_the_language:
        everything = particular(frozenset().union(*(vocabulary(criterion) for criterion in rubric.criteria)))
        strange |= {span for span in spans if not shares_subject(evidence.sentence(span), everything)}
        strange |= _off_their_criteria(evidence, rubric, credited)
    return {verdict.criterion_id: Problem.UNRELATED for verdict, span in credited if span in strange}


def _off_their_criteria(
    evidence: AnswerEvidence, rubric: Rubric, credited: Sequence[tuple[Verdict, Span]]
) -> set[Span]:
    """The spans with no word of the criterion they are given for, where there are too many of them to be chance."""
    found: set[Span] = set()
    pairs = [(evidence.sentence(span), vocabulary(rubric.criterion(v.criterion_id)), span) for v, span in credited]
    wide = {span for said, words_of_it, span in pairs if not shares_subject(said, words_of_it)}
    narrow = {span for said, words_of_it, span in pairs if not shares_subject(said, particular(words_of_it))}
    if len(wide) >= max(_TOO_MANY_STRANGE, len(credited) / 4):
        found |= wide
    if len(narrow) > max(_TOO_MANY_STRANGE, len(credited) / 2):
        found |= narrow
    return found


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


def _find(fragment: str, answer: str, start: int) -> Span | None:
    """The fragment's place in the folded answer from `start` on, on word boundaries."""
    at = answer.find(fragment, start)
    while at >= 0:
        if _on_boundaries(answer, at, at + len(fragment)):
            return at, at + len(fragment)
        at = answer.find(fragment, at + 1)
    return _align(fragment, answer, start)


def _on_boundaries(text: str, start: int, end: int) -> bool:
    cuts_head = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cuts_tail = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not (cuts_head or cuts_tail)


def _align(fragment: str, answer: str, start: int) -> Span | None:
    rest = answer[start:]
    if len(fragment) < _MIN_ALIGNED or len(fragment) > len(rest) * 1.1:
        return None
    found = fuzz.partial_ratio_alignment(fragment, rest, score_cutoff=_ALIGNMENT_BAR)
    if found is None:
        return None
    begin, end = whole_words(rest, found.dest_start, found.dest_end)
    if not _means_the_same(fragment, rest[begin:end]):
        return None
    return start + begin, start + end


def _means_the_same(quote: str, found: str) -> bool:
    """Whether two nearly equal texts differ in no word that turns a meaning: a number or a negation."""
    changed = set(words(quote)) ^ set(words(found))
    return not any(word in NEGATIONS or word.endswith("n't") or any(c.isdigit() for c in word) for word in changed)
