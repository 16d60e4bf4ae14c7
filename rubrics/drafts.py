"""What a model drafts for a rubric, checked by code before an author looks at it.

Anchors help only where they widen a criterion: a way to say it that copies its words adds nothing, and one that
copies another way adds nothing to that. The bars are set by the anchors of the bank that ships, 1,035 ways to say and
their hints: with their criterion, ways to say share at most 0.35 of all content words (Jaccard), 0.70 of those of the
shorter text, and runs of 3 words; hints use at most 0.40 of the words that only the criterion has. Texts past the
bars below are copies, not unlucky originals.

A point drawn from prose must rest on words of that prose: its quote is looked up like a candidate's.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from rapidfuzz import fuzz

from bank.question import Anchors, Point, Question, Reference, Section
from rubrics.evidence import AnswerEvidence
from rubrics.folding import NEGATIONS, content_words, folded, words
from rubrics.rubric import Criterion
from rubrics.suspicion import FORGED_RESULT, INSTRUCTIONS, INVISIBLE, ROLE_MARKERS, suspicions

SAYS, MISCONCEPTIONS = 3, 2
"""How many of each a criterion gets."""
MIN_SAYS, MIN_MISCONCEPTIONS = 2, 1
"""With fewer, a draft is not worth an author's time and the criterion stays without anchors."""
MAX_POINTS, MIN_POINTS = 8, 3
MIN_PROSE = 25
"""Words from which on prose is worth drawing points from; a shorter answer is its own criterion."""
_WORDS_A_POINT = 12
"""Prose of fewer than this many words for each of three points may do with fewer points."""
_SHARED_OF_ALL = 0.5
_SHARED_OF_SHORTER = 0.8
_MIN_TO_COMPARE = 4
"""Content words below which a share of the shorter text means nothing."""
_LONGEST_RUN = 6
_GIVEN_AWAY = 0.5
_BACKED = 0.5
"""Share of a drawn point's content words that the reference or the question must know."""
_SLIP = 75.0
"""Likeness of two spellings (Levenshtein ratio) from which on one is a slip for the other."""
_MIN_WORDS, _MAX_WORDS, _MAX_HINT_WORDS, _MAX_QUOTE_WORDS = 3, 45, 30, 80
_MAX_CHARACTERS = 400
_FOREIGN = {INSTRUCTIONS, FORGED_RESULT, ROLE_MARKERS, INVISIBLE}
_ABOUT_THE_CANDIDATE = re.compile(r"(?:the|a|this) (?:candidate|answer|student|interviewee|applicant|user)\b")


@dataclass(frozen=True, slots=True)
class AnchorChoice:
    """What of a draft may be shown to the author, and what is wrong with the rest, as clauses."""

    anchors: Anchors
    problems: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing need be asked for again."""
        anchors = self.anchors
        enough = len(anchors.says) == SAYS and len(anchors.misconceptions) == MISCONCEPTIONS
        return enough and anchors.hint is not None

    @property
    def is_usable(self) -> bool:
        """Whether there is enough of it to be worth keeping."""
        return len(self.anchors.says) >= MIN_SAYS and len(self.anchors.misconceptions) >= MIN_MISCONCEPTIONS


def choose_anchors(question: Question, criterion: Criterion, drafted: Sequence[Anchors]) -> AnchorChoice:
    """The good parts of one draft, or of several with the better ones first."""
    problems: list[str] = []
    says: list[str] = []
    for text in (text for each in drafted for text in each.says):
        problem = _problem(text) or _problem_as_saying(text, criterion, says)
        _sort(text, f"a way to say it {problem}" if problem else None, says, problems, SAYS)
    wrong: list[str] = []
    for text in (text for each in drafted for text in each.misconceptions):
        problem = _problem(text) or _problem_as_misconception(text, [criterion.text, *says], wrong)
        _sort(text, f"a misconception {problem}" if problem else None, wrong, problems, MISCONCEPTIONS)
    hints: list[str] = []
    for text in (each.hint for each in drafted if each.hint):
        problem = _problem(text, _MAX_HINT_WORDS) or _problem_as_hint(text, question, criterion)
        _sort(text, f"the hint {problem}" if problem else None, hints, problems, 1)
    missing = [
        *([f"only {len(says)} of {SAYS} ways to say it are usable"] if len(says) < SAYS else []),
        *(
            [f"only {len(wrong)} of {MISCONCEPTIONS} misconceptions are usable"]
            if len(wrong) < MISCONCEPTIONS
            else []
        ),
        *(["there is no usable hint"] if not hints else []),
    ]
    chosen = Anchors(says=tuple(says), misconceptions=tuple(wrong), hint=hints[0] if hints else None)
    return AnchorChoice(chosen, tuple(dict.fromkeys([*problems, *missing])) if missing else ())


def _sort(text: str, problem: str | None, chosen: list[str], problems: list[str], most: int) -> None:
    """Put a text among the chosen, or its problem among the problems; what is more than enough is neither."""
    if problem:
        problems.append(problem)
    elif len(chosen) < most:
        chosen.append(text)


def _problem(text: str, most: int = _MAX_WORDS) -> str | None:
    """What is wrong with a drafted text whatever it is for, as a clause; None when nothing is."""
    length = len(text.split())
    if not _MIN_WORDS <= length <= most or len(text) > _MAX_CHARACTERS:
        return f"has {length} words; {_MIN_WORDS} to {most} are wanted"
    if _FOREIGN & set(suspicions(text)):
        return "reads like an instruction, not like a statement"
    if _ABOUT_THE_CANDIDATE.match(folded(text)):
        return "speaks of the candidate, not of the subject"
    return None


def _problem_as_saying(text: str, criterion: Criterion, others: Iterable[str]) -> str | None:
    if is_near_copy(text, criterion.text):
        return "repeats the words of the criterion"
    if text.rstrip().endswith("?"):
        return "is a question"
    return "is much like another" if any(is_near_copy(text, other) for other in others) else None


def _problem_as_misconception(text: str, truths: Iterable[str], others: Iterable[str]) -> str | None:
    if any(_claims_no_more(text, truth) for truth in truths):
        return "says the same as the criterion"
    # Two ways to be wrong about one thing share most of their words, so only the same claim counts as a repetition.
    if any(_claims_no_more(text, other) or _claims_no_more(other, text) for other in others):
        return "is much like another"
    return None


def _problem_as_hint(text: str, question: Question, criterion: Criterion) -> str | None:
    if not text.rstrip().endswith(("?", "？", "؟", ";")):  # the last is the Greek question mark
        return "is no question"
    secret = set(content_words(criterion.text)) - set(content_words(question.text))
    title = set(content_words(criterion.title or "")) - set(content_words(question.text))
    said = set(content_words(text))
    gives_away = len(secret & said) >= _GIVEN_AWAY * len(secret) if secret else False
    if gives_away or (title and title <= said) or _longest_run(words(text), words(criterion.text)) >= _LONGEST_RUN:
        return "gives the point away"
    return None


def is_near_copy(one: str, other: str) -> bool:
    """Whether two texts say their piece in nearly the same words."""
    first, second = set(content_words(one)), set(content_words(other))
    shared, shorter = len(first & second), min(len(first), len(second))
    if folded(one) == folded(other) or _longest_run(words(one), words(other)) >= _LONGEST_RUN:
        return True
    if shorter < _MIN_TO_COMPARE:
        return bool(shorter) and first == second
    return shared >= _SHARED_OF_ALL * len(first | second) or shared >= _SHARED_OF_SHORTER * shorter


def _claims_no_more(text: str, truth: str) -> bool:
    """Whether a text is the truth with words left out, none of them a negation: it contradicts nothing."""
    said, known = words(text), words(truth)
    if NEGATIONS & set(said) != NEGATIONS & set(known):
        return False
    left = iter(known)
    return all(word in left for word in said)


def _longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """Length, in words, of the longest run that both texts have."""
    longest, above = 0, [0] * (len(other) + 1)
    for word in one:
        row = [0]
        row += [above[place] + 1 if word == known else 0 for place, known in enumerate(other)]
        longest, above = max(longest, *row), row
    return longest


def with_anchors(reference: Reference, anchors: Mapping[str, Anchors | None]) -> Reference:
    """The reference with these anchors, by criterion id (`c<n>` for the n-th bullet), in place of those it has."""
    numbers = count(1)

    def attached(point: Point) -> Point:
        criterion_id = f"c{next(numbers)}"
        return point.model_copy(update={"anchors": anchors[criterion_id]}) if criterion_id in anchors else point

    return with_bullets(reference, attached)


def with_bullets(reference: Reference, decide: Callable[[Point], Point | None]) -> Reference:
    """The reference with `decide` applied, in order, to each point that is a criterion; None takes the point out."""

    def decided(points: Iterable[Point]) -> tuple[Point, ...]:
        return tuple(kept for point in points if (kept := descended(point)) is not None)

    def descended(point: Point) -> Point | None:
        if not point.heads_its_children:
            return decide(point)
        return point.model_copy(update={"children": decided(point.children)})

    sections = [section.model_copy(update={"points": decided(section.points)}) for section in reference.sections]
    return reference.model_copy(update={"sections": tuple(section for section in sections if section.points)})


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """A point as a model draws it from prose: the words it rests on, and what they claim."""

    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class PointChoice:
    """The points that may be shown to the author, in the order of the prose, and what is wrong with the rest."""

    points: tuple[Point, ...]
    problems: tuple[str, ...]


def prose_of(reference: Reference) -> str:
    """The prose that points are drawn from."""
    return "\n".join(part for part in (reference.lead, reference.closing) if part.strip())


def fewest_points(prose: str) -> int:
    """How many points prose of that length must give before it is judged by them and not by its sentences."""
    return min(MIN_POINTS, max(1, len(prose.split()) // _WORDS_A_POINT))


def choose_points(question: Question, drawn: Iterable[DrawnPoint]) -> PointChoice:
    """The points that the reference backs, each with the reference's own words as its quote."""
    prose = prose_of(question.reference)
    evidence = AnswerEvidence(question, prose)
    known = set(content_words(f"{prose} {question.wording}"))
    chosen: list[tuple[int, Point]] = []
    problems: list[str] = []
    for each in drawn:
        span = evidence.locate(each.quote)
        quote = " ".join(evidence.text(span).split()) if span else ""
        problem = _problem(each.text) or _problem_with_quote(each.quote, quote)
        problem = problem or _problem_as_point(each.text, known, chosen)
        if problem or span is None:
            problems.append(f"“{each.text[:60]}” {problem}")
        elif len(chosen) < MAX_POINTS:
            chosen.append((span[0], Point(text=each.text, quote=quote)))
    return PointChoice(tuple(point for _, point in sorted(chosen, key=lambda pair: pair[0])), tuple(problems))


def _problem_with_quote(given: str, quote: str) -> str | None:
    """What is wrong with a quote that was found as `quote`: slips of spelling pass, other words do not."""
    there = set(words(quote))
    others = [word for word in words(given) if word not in there]
    if not there or any(all(fuzz.ratio(word, known) < _SLIP for known in there) for word in others):
        return "has a quote that is not in the reference answer"
    length = len(quote.split())
    if len(content_words(quote)) < 2 or not _MIN_WORDS <= length <= _MAX_QUOTE_WORDS:
        return f"has a quote of {length} words, which shows nothing in particular"
    return None


def _problem_as_point(text: str, known: set[str], chosen: Iterable[tuple[int, Point]]) -> str | None:
    said = set(content_words(text))
    if len(said & known) < _BACKED * len(said):
        return "says what the reference answer does not"
    if any(is_near_copy(text, point.text) for _, point in chosen):
        return "is much like another point"
    return None


def with_points(reference: Reference, points: Sequence[Point]) -> Reference:
    """The reference with points drawn from its prose, which stays."""
    return reference.model_copy(update={"sections": (*reference.sections, Section(points=tuple(points)))})


def waiting(question: Question) -> Iterator[Point]:
    """The points of a question that wait for approval, or whose anchors do."""
    return (bullet.point for bullet in question.reference.bullets() if waits(bullet.point))


def waits(point: Point) -> bool:
    """Whether a point, or its anchors, is a draft that nobody has approved."""
    return bool(point.drafted_by or (point.anchors and point.anchors.drafted_by))


def approved(point: Point) -> Point:
    """The point as its author approves it."""
    anchors = point.anchors.model_copy(update={"drafted_by": None}) if point.anchors else None
    return point.model_copy(update={"drafted_by": None, "anchors": anchors})


def dropped(point: Point) -> Point | None:
    """What is left of a point when its draft is dropped: nothing where the point itself is the draft."""
    return None if point.drafted_by else point.model_copy(update={"anchors": None})
