"""The check of an answer's verdicts together: what no verdict shows alone.

The same words cannot serve any number of criteria, and quotes that mostly have nothing to do with the question prove
nothing.
"""

from collections.abc import Iterable, Sequence

from rubrics.evidence import TOO_MANY_STRANGE, AnswerEvidence, Checked, Problem, unproven
from rubrics.folding import content_words
from rubrics.relevance import is_known, particular, shares_subject, vocabulary
from rubrics.rubric import Criterion, Rubric
from rubrics.verdict import Span, Status, Verdict

_WORDS_A_CRITERION = 3
"""Content words that a passage needs for each criterion it serves, past the second."""
_MOST_CRITERIA = 4
"""Criteria that one passage can serve at most."""
_SAME_PASSAGE = 0.8


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
    if len(wide) >= max(TOO_MANY_STRANGE, len(credited) / 4):
        found |= wide
    if len(narrow) > max(TOO_MANY_STRANGE, len(credited) / 2):
        found |= narrow
    return found
