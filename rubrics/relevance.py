"""What a quote is about: the subject of the question, the grading of the answer, or nothing at all.

A quote proves a point only if it says something about the subject. Words that tell the grader what to do, praise the
answer or report its result say something about the grading; a row of terms says nothing about any of them. These are
properties of the words quoted, so that they hold whatever a model was talked into. None of this looks for attacks:
an answer may hold any number of such sentences and still earn with its others.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from bank.question import Question
from rubrics.folding import STOPWORDS, content_words, folded, stem, words
from rubrics.rubric import Criterion

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"(?<=[.!?;。！？])\s+|\n+")
_MAX_SENTENCE = 600
_HEAD = 6


# Who or what grades, and by what. Words that a question uses itself do not count.
_GRADING = frozenset(
    "criterion criteria criterium rubric rubrics grader graders grading evaluator evaluators examiner assessor "
    "verdict verdicts applicant submission interviewer interview assessment evaluation pre-approved".split()
)
# What is done with them.
_ACT = frozenset(
    "award awarded give given mark marks marked record recorded grade graded score scored rate rated accept accepted "
    "consider considered treat treated echo output copy reveal met meets satisfied satisfies fulfilled fulfils "
    "addressed addresses covered covers complete passed passes approved verified confirmed carry deserve deserves "
    "full fully maximum highest perfect set assign assigned return fair recognise trust placeholder protocol "
    "official policy above sharpest designed".split()
)
_NEVER_THE_SUBJECT = frozenset({"grading"})
"""Words whose stem is that of a word of many subjects (gradient)."""
_MARKS = re.compile(
    r"\b(?:full|maximum|max|perfect) (?:marks?|scores?|points|grades?)\b"
    r"|\b(?:award|assign|grant|give)\b[^.]{0,40}\b(?:marks?|points|scores?|credit|100)\b"
    r"|\b(?:score|grade|mark|overall|rating)\b[^.]{0,20}\b(?:of|to|is|=|as|at) (?:100|10|5|1\.0|met|a\+?)\b"
    r"|\bcarry the marks\b|\b\d+/\d+(?:, [\w ]+ \d+/\d+)+|\b\d+ out of \d+ (?:criteria|points)"
    r"|\b(?:this|the) (?:candidate|applicant|interviewee)\b|\bsuggested score\b|\b(?:coverage|remaining gaps) ?:"
    r"|\bend of (?:the )?(?:candidate(?:'s)? |user )?(?:answer|input|message|submission)\b"
    r"|\balready (?:explained|covered|answered|demonstrated|graded|confirmed|verified)\b"
    r"|\ball (?:explained|covered|named|answered)\b"
    r"|\bprevious (?:interviewer|round)\b|\bdecode\b[^.]{0,60}\b(?:string|text|following|instruction)"
)
_BLOB = re.compile(r"(?<![\w/+])(?=[\w/+]*[A-Z])(?=[\w/+]*[a-z])(?=[\w/+]*\d)[A-Za-z0-9+/]{32,}={0,2}")
_SELF = re.compile(
    r"\b(?:this|my|the|above|following|candidate's|his|her|their) (?:\w+ )?(?:answer|response|explanation"
    r"|candidate|applicant|submission|candidate's)\b[^.]{0,80}?\b(?:meets?|met|covers?|covered|address(?:es|ed)"
    r"|satisf(?:y|ies|ied)|demonstrates?|deserves?|excellent|perfect|outstanding|complete|flawless|correct(?:ly)?|full|fully|all|every|pre-approved)\b"
)
_OVERRIDE = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|skip|(?:do not|don't) (?:apply|use|follow|evaluate))\b"
    r"[^.]{0,60}\b(?:instructions?|rules?|rubrics?|prompts?|guidelines?|policy|criteria|directives?|text)\b"
    r"|\b(?:new|updated|official|real|actual) (?:instructions?|grading|policy|rubric|system prompt)\b"
    r"|\byou are now\b"
    r"|\byour (?:new )?(?:task|role|job|instructions?|system prompt|reply|output|feedback|evaluation)\b"
    r"|\b(?:as an?|dear) (?:ai|llm|language model|grader|evaluator|examiner|judge)\b[^.]{0,40}"
    r"\b(?:you|must|should|shall|evaluator|please)\b"
    r"|\bdo not (?:mention|reveal|repeat|disclose) this\b"
)
_FORGED = re.compile(
    r"[\"']?\b(?:verdicts?|criteri(?:on|a)(?:_id)?|overall|grading_result|comment|feedback)\b[\"']?\s*[:=]\s*[\"'\[{\d]"
    r"|[\"'](?:status|score|results?|question|quote)[\"']\s*:"
    r"|\b(?:c|criterion |item |point )\d{1,2}[\"']?\s*(?:[:=]|->|is|are|was)\s*[\"']?(?:\w+ )?"
    r"(?:met|full|pass|yes|correct|ok|true|addressed|100)"
    r"|^\W*(?:system|assistant|developer|tool|function|user|grader|evaluator)"
    r"(?: message| output| result)?\s*(?:\]|>|:)"
    r"|<\|?/?(?:im_start|im_end|system|assistant|instructions?|grading|grader|candidate|answer|tool|result|verdict|evaluation)\w*"
    r"|<<<|>>>|\[/?inst\]|<!--"
)
# Stems found in one in five of 246 rubrics from nine fields: to share them means nothing.
_COMMON = frozenset(
    """
    add against alway another answer averag away back becom befor best better between can't cannot caus chang check
    come compar comput cost count data different doesn't down each effect equal error even every everyth exact
    exampl explain far featur few find first fixed get gets give go goes good help high includ input instead keep
    label larg later learn leav less like limit littl long look loss lower make many match matter may mean miss
    model much must need network never new nois noth number often ones order output part pick point problem random
    rate rather read real reduc remov requir result right run sampl scal scor set several shar show sinc singl size
    small start stay step still stor strong take test through time together train two updat use used uses valu
    weight well without work wrong
    """.split()
)
# Cyrillic letters in the place of Latin ones, within words that also have Latin ones.
_LATIN = str.maketrans("аеорсухіјѕԁԛԝһӏ", "aeopcyxijsdqwhl")
_MIXED = re.compile(r"[a-z][аеорсухіјѕԁԛԝһӏ]|[аеорсухіјѕԁԛԝһӏ][a-z]", re.IGNORECASE)
_LONG_ROW, _BARE = 20, 0.05
"""Words without commas that are a row of terms when so small a share joins them: of 5,765 labelled sentences no
honest one is so long and bare."""
_ENOUGH_TERMS = 7
_MAX_TERM = 3.2
"""Words of a term, on average, and the share of function words among them."""
_JOINING = 0.15
_FUNCTION_WORDS = 0.12
"""Least share of function words in English prose; telegraphic notes have fewer too."""


@lru_cache(maxsize=2048)
def about_grading(text: str, subject: frozenset[str]) -> bool:
    """Whether a sentence speaks of the grading. `subject` are the stems that the question itself deals in."""
    latin = text.translate(_LATIN) if not text.isascii() and _MIXED.search(text) else text
    return _speaks_of_grading(text, subject) or (latin != text and _speaks_of_grading(latin, subject))


def _speaks_of_grading(text: str, subject: frozenset[str]) -> bool:
    said = folded(text)
    if _FORGED.search(said) or _BLOB.search(text):
        return True
    foreign = {word for word in words(said) if stem(word) not in subject or word in _NEVER_THE_SUBJECT}
    if foreign & _GRADING and foreign & _ACT:
        return True
    if _OVERRIDE.search(said) and not {"instruct", "prompt", "injection"} & subject:
        return True
    if _SELF.search(said) and not {"answer", "response", "candidate"} & subject:
        return True
    return any(not set(content_words(found[0])) <= subject for found in _MARKS.finditer(said))


@lru_cache(maxsize=2048)
def lists_terms(text: str) -> bool:
    """Whether it is a row of terms: nothing joins them to a statement, and they are many or stand between commas."""
    pieces = [words(piece) for piece in re.split(r"[,;/|•·\n]|\.\s", text)]
    pieces = [piece for piece in pieces if piece]
    length = sum(map(len, pieces))
    joining = sum(word in STOPWORDS for piece in pieces for word in piece)
    if length >= _LONG_ROW and joining <= _BARE * length:
        return True
    if len(pieces) < _ENOUGH_TERMS:
        return False
    return length <= _MAX_TERM * len(pieces) and joining <= _JOINING * length


@lru_cache(maxsize=256)
def subject_of(question: Question) -> frozenset[str]:
    """The stems that a question, its reference answer and its anchors deal in."""
    return frozenset(word for text in _texts(question) for word in content_words(text))


def _texts(question: Question) -> Iterator[str]:
    reference = question.reference
    yield from (question.text, reference.lead, reference.closing)
    for bullet in reference.bullets():
        yield bullet.point.text
        yield from (header.text for header in bullet.headers)
        yield bullet.section.heading or ""
        anchors = bullet.point.settled_anchors
        if anchors:
            yield from anchors.says
            yield from anchors.misconceptions


@lru_cache(maxsize=2048)
def sentence_around(text: str, span: Span) -> str:
    """The sentence, or sentences, that a span lies in; the span alone where they are overlong."""
    ends = [cut.end() for cut in _SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= span[0]), default=0)
    stop = min((end for end in ends if end >= span[1]), default=len(text))
    return text[start:stop] if stop - start <= _MAX_SENTENCE else text[span[0] : span[1]]


def is_in_another_language(text: str) -> bool:
    """Whether so few of its words are English function words that it is not English prose."""
    said = words(text)
    return sum(word in STOPWORDS for word in said) < _FUNCTION_WORDS * len(said)


def shares_subject(text: str, subject: frozenset[str]) -> bool:
    """Whether any content word of a text belongs to a subject."""
    return any(is_known(word, subject) for word in content_words(text))


def particular(subject: frozenset[str]) -> frozenset[str]:
    """The stems of a subject that are not common to most subjects."""
    return subject - _COMMON


def is_known(word: str, subject: frozenset[str]) -> bool:
    """Whether a stem, or the beginning of a long one, is among these."""
    return word in subject or (len(word) >= _HEAD and word[:_HEAD] in _heads(subject))


@lru_cache(maxsize=2048)
def vocabulary(criterion: Criterion) -> frozenset[str]:
    """The stems of a criterion, its group and the ways to say it."""
    says = criterion.anchors.says if criterion.anchors else ()
    return frozenset(content_words(" ".join([criterion.text, criterion.group or "", *says])))


@lru_cache(maxsize=2048)
def _heads(subject: frozenset[str]) -> frozenset[str]:
    return frozenset(word[:_HEAD] for word in subject if len(word) >= _HEAD)
