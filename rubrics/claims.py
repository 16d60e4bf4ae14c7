"""From prose to the sentences that an answer can be judged by: independent claims, headings and definitions first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MIN_WORDS = 3
_MAX_WORDS_OF_A_HEADING = 12
_MAX_WORDS = 70
"""Longer sentences say too much for one criterion, unless nothing else is there."""
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bcf\.)(?<!\bFig\.)(?<!\bNo\.)(?<!\bDr\.)[\"”')\]]?\s+"
    r"(?=[\"“'(\[]?[A-Z0-9])|(?<=[。！？])\s*"
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ASIDE = re.compile(
    r"^(?:for (?:example|instance)|e\.g\.|example|let(?:'s|’s| us| me)|here(?:'s|’s| is| are)\b"
    r"|see (?:also|the|below|above|here)|note:|note that this (?:answer|list)"
    r"|the (?:above|below|following) (?:code|example|snippet|diagram|table|image|query)"
    r"|as (?:shown|seen|you can see|mentioned|explained) |in other words|that is(?:,| to say)|in short,|to sum up"
    r"|in summary|(?:now,? )?(?:suppose|imagine|assume|consider|say) |i (?:would|think|hope|have|am|will)\b|i'm\b"
    r"|hope this|thanks\b|例如|比如|如下|换句话说)",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"^(?:an? |the )?[^.,;:]{1,60}?\s(?:is|are|means?|refers? to|stands? for|denotes?|describes?|defines?)\s"
    r"(?:an? |the |any |one |when |how |to |used )|^.{1,20}(?:是指|是一种|是一個|是一个)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that states something, under the heading it stands under."""

    text: str
    heading: str | None = None


def claims_in(prose: str, most: int) -> list[Claim]:
    """At most so many claims of a prose answer, in its order; each line may be a heading or sentences.

    Where there are more, the opening sentence, definitions and the first claim under each heading stay before others.
    """
    found = list(_distinct(_claims(prose)))
    if len(found) <= most:
        return found
    seen: set[str | None] = set()
    ranked: list[tuple[int, int]] = []
    for index, claim in enumerate(found):
        opens = claim.heading not in seen
        seen.add(claim.heading)
        ranked.append((0 if opens else 1 if _DEFINES.match(claim.text) else 2, index))
    chosen = sorted(index for _, index in sorted(ranked)[:most])
    return [found[index] for index in chosen]


def _claims(prose: str) -> Iterator[Claim]:
    heading: str | None = None
    for line in prose.split("\n"):
        words = " ".join(line.split())
        if words.endswith((":", "：")) and len(words.split()) <= _MAX_WORDS_OF_A_HEADING:
            heading = words.rstrip(":： ") or None
            continue
        for sentence in _SENTENCE_END.split(words):
            if _is_claim(sentence.strip()):
                yield Claim(sentence.strip(), heading)


def _is_claim(sentence: str) -> bool:
    length = _length(sentence)
    return (
        _MIN_WORDS <= length <= _MAX_WORDS
        and not sentence.endswith(("?", ":", "？", "："))
        and not _ASIDE.match(sentence)
    )


def _length(sentence: str) -> float:
    """Words; two characters of a script without blanks count as one."""
    unspaced = len(_CJK.findall(sentence))
    return len(sentence.split()) + unspaced / 2


def _distinct(claims: Iterator[Claim]) -> Iterator[Claim]:
    """Claims that are not made of the words of one before them."""
    seen: set[frozenset[str]] = set()
    for claim in claims:
        words = frozenset(word.casefold() for word in _WORD.findall(claim.text))
        if words not in seen:
            seen.add(words)
            yield claim


def whole(prose: str) -> Sequence[Claim]:
    """The prose as one claim, where it is too short, or too long, to be told apart: “ACID.” answers a question."""
    text = " ".join(prose.split())
    is_said = any(character.isalnum() for character in text) and not text.endswith(":")
    return [Claim(text)] if is_said else []
