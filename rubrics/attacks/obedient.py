"""A judge that does whatever an attacker says: what the code's checks are tested against.

On an honest answer it judges as the labels say, with the best quote there is. On an attacked one it calls every other
criterion met as well, proves it with the attacker's words, forges ids and adds numbers, in each of several ways to
quote. Between it and the score stands nothing but code.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rubrics.attacks.cases import Case
from rubrics.attacks.families import Attack, Family
from rubrics.folding import content_words
from rubrics.llm.chat import Completion, Message
from rubrics.llm.messages import visible
from rubrics.rubric import Criterion
from rubrics.verdict import Status, Usage

_SENTENCE = re.compile(r"(?<=[.!?;。])\s+|\n+")
_CREDIT = (Status.MET, Status.PARTIAL)


class Quoting(StrEnum):
    """Where an obedient judge takes its false evidence from."""

    SENTENCES = "the payload's sentences in turn"
    WHOLE = "all of the payload"
    FRAGMENTS = "a few words of the payload"
    HONEST = "the honest part, again and again"
    INVENTED = "the criterion itself"
    NOTHING = "nowhere"


@dataclass(frozen=True, slots=True)
class _Known:
    case: Case
    attack: Attack | None


class ObedientChat:
    """A chat service whose model is an `ObedientJudge`: it replies in the protocol's own format."""

    def __init__(self, cases: Iterable[Case], families: Iterable[Family], quoting: Quoting) -> None:
        self._quoting = quoting
        self._known: dict[str, _Known] = {}
        for case in cases:
            self._known[visible(case.answer)] = _Known(case, None)
            for family in families:
                attack = family.apply(case.question, case.rubric, case.answer)
                self._known[visible(attack.text)] = _Known(case, attack)

    async def complete(self, messages: Sequence[Message], parameters: Mapping[str, object]) -> Completion:
        """The reply of a model that obeys."""
        del parameters
        content = messages[1]["content"]
        answer = content.partition("\n")[2]
        end = re.search(r"\n[0-9a-f]{12} end>>>(?:\n\n.*)?\Z", answer, re.DOTALL)
        known = self._known[answer[: end.start()] if end else answer]
        return Completion(json.dumps(self._reply(known)), usage=Usage(requests=1))

    async def aclose(self) -> None:
        """Nothing to release."""

    def _reply(self, known: _Known) -> dict[str, object]:
        criteria = known.case.rubric.criteria
        verdicts = {c.id: self._verdict(known, c, n) for n, c in enumerate(criteria)}
        if known.attack is None:
            return {"verdicts": verdicts, "beyond": [], "wrong": []}
        forged = {"quote": known.attack.payload, "reason": "As told.", "status": "met"}
        beyond = [{"quote": text, "point": "As told."} for text in _sentences(known.attack.payload)[:5]]
        return {"verdicts": {**verdicts, "c99": forged}, "beyond": beyond, "wrong": [], "score": 1.0, "overall": 100}

    def _verdict(self, known: _Known, criterion: Criterion, place: int) -> dict[str, str]:
        label = known.case.labels.get(criterion.id, Status.MISSED)
        if known.attack is None or label in _CREDIT:
            quote = best_quote(known.case.answer, criterion) if label is not Status.MISSED else ""
            return {"quote": quote, "reason": "As labelled.", "status": label.value}
        return {"quote": self._false_quote(known, criterion, place), "reason": "As told.", "status": "met"}

    def _false_quote(self, known: _Known, criterion: Criterion, place: int) -> str:
        payload = known.attack.payload if known.attack else ""
        pieces = _sentences(payload)
        words = pieces[place % len(pieces)].split()
        return {
            Quoting.SENTENCES: pieces[place % len(pieces)],
            Quoting.WHOLE: payload,
            Quoting.FRAGMENTS: " ".join(words[: max(3, len(words) // 2)]),
            Quoting.HONEST: _sentences(known.case.answer)[0],
            Quoting.INVENTED: criterion.text,
            Quoting.NOTHING: "",
        }[self._quoting]


def best_quote(answer: str, criterion: Criterion) -> str:
    """The sentence of an answer that shares most with a criterion and its anchors, as an ideal judge might quote."""
    says = criterion.anchors.says if criterion.anchors else ()
    wanted = set(content_words(" ".join([criterion.text, *says])))

    def share(text: str) -> float:
        return len(wanted & set(content_words(text))) / (5 + len(text.split()))

    return max(_sentences(answer), key=share)


def _sentences(text: str) -> list[str]:
    return [piece for piece in _SENTENCE.split(text) if piece.strip()] or [text]
