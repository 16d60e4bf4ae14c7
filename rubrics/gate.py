"""What is decided about an answer in code, before any grader sees it.

Trivial strings fool language models that judge in up to 80-90 % of trials (arXiv 2507.08794), so an answer that
says nothing scores 0 here and costs nothing.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bank.question import Question
from rubrics.folding import content_words, fold, words

MAX_CHARACTERS = 20_000
"""Longest answer that is graded, in characters: about fifteen minutes of typing at speed."""

_SAYS_NOTHING = (
    r"i (?:really |honestly |just )?(?:do not|don't|dont|dunno)(?: really| actually)? (?:know|remember|recall)",
    r"(?:i have |i've |ive )?(?:absolutely |really )?no (?:idea|clue)",
    r"(?:i am |i'm )?not sure",
    r"i can(?:not|'t) (?:answer|remember|recall)(?: (?:that|this|it))?",
    r"never heard of (?:it|this|that)",
    r"i would have to look (?:it|that|this) up",
    r"next(?: question)?(?: please)?",
    r"idk|dunno|pass|skip|n/?a|none|nothing|tbd|no answer|no comment|i give up",
)
_FILLER = (
    r"sorry|um+|uh+|er+|hmm+|well|ok|okay|so|honestly|to be honest|i think|i guess|maybe|please|thanks|thank you",
    r"about (?:this|that|it)|(?:the )?answer(?: to (?:this|that))?|this one|that one|it|this|that",
    r"[,.!?;:… -]",
)
_ADMISSION = re.compile("|".join(_SAYS_NOTHING))
_ONLY_FILLER = re.compile(f"(?:{'|'.join(_FILLER)})*")
_FEW_WORDS = 14


class Refusal(StrEnum):
    """Why an answer needs no grader; the value is the grade's flag."""

    EMPTY = "empty"
    ECHO = "repeats-the-question"
    DONT_KNOW = "does-not-know"


BY_RULE = frozenset(refusal.value for refusal in Refusal)
"""Flags of grades that no grader gave: what code sees needs no judge."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The outcome: `refusal` scores 0, `too_long` cannot be graded, neither lets the answer through."""

    refusal: Refusal | None = None
    too_long: str | None = None


def check_answer(question: Question, answer: str) -> Gate:
    """What can be said of an answer without reading it for meaning."""
    if len(answer) > MAX_CHARACTERS:
        sentence = (
            f"The answer has {len(answer):,} characters; at most {MAX_CHARACTERS:,} are graded. "
            "It is saved in full; shorten it and submit it again."
        )
        return Gate(too_long=sentence)
    folded = fold(answer).text
    if not any(char.isalnum() for char in folded):
        return Gate(Refusal.EMPTY)
    if _admits_not_knowing(folded):
        return Gate(Refusal.DONT_KNOW)
    if _echoes(question.text, answer):
        return Gate(Refusal.ECHO)
    return Gate()


def _admits_not_knowing(folded: str) -> bool:
    if len(folded.split()) > _FEW_WORDS:
        return False
    rest, found = _ADMISSION.subn(" ", folded)
    return bool(found) and bool(_ONLY_FILLER.fullmatch(rest))


def _echoes(question: str, answer: str) -> bool:
    """Whether the answer has no content word that the question does not have."""
    said = content_words(answer)
    if not said:
        return not words(answer)
    return set(said) <= set(content_words(question))
