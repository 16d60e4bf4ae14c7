"""What looks odd in an answer, as flags for a reader. They change no grade: structure and evidence hold that line."""

import re
import unicodedata

from rubrics.folding import folded

INSTRUCTIONS = "instructions-to-the-grader"
FORGED_RESULT = "forged-result"
ROLE_MARKERS = "role-markers"
INVISIBLE = "invisible-characters"
LOOKALIKES = "lookalike-letters"
ENCODED = "encoded-text"
TEMPLATE = "template-syntax"
PADDED = "padding"

_INSTRUCTIONS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.\n]{0,60}"
    r"\b(?:instructions?|rules?|rubrics?|prompts?|guidelines?|criteria)\b"
    r"|\b(?:award|give|assign|grant)\b[^.\n]{0,70}\b(?:marks?|points|scores?|credit)\b"
    r"[^.\n]{0,40}\b(?:criteri\w+|answer|candidate|me)\b"
    r"|\b(?:mark|grade|score|rate|consider|record|treat)\b[^.\n]{0,60}\b(?:as|to|with)\b[^.\n]{0,20}"
    r"\b(?:met|full|fulfilled|passed|perfect|maximum|100)\b"
    r"|\b(?:dear|attention|note to|message (?:to|for)|instructions? (?:to|for)) (?:the )?(?:ai|llm|grader|evaluator"
    r"|examiner|judge|model|system)\b"
    r"|\bdo not (?:mention|reveal|evaluate|grade)\b|\byou are now\b"
    r"|\ball (?:the )?criteria (?:are|were|have been|must be|should be)\b"
    r"|instrucci[oó]n(?:es)? para|marca todos"
    r"|ignor(?:e|iere|a|ez)\b[^.\n]{0,40}\b(?:anweisung|instruc|regel|consigne)"
    r"|bewerte[^.\n]{0,40}kriteri|忽略|满分|採点|игнорируй"
)
_FORGED = re.compile(
    r"[\"']?\b(?:verdicts?|criterion(?:_id)?|overall)[\"']?\s*[:=]\s*[\"'\[{]"
    r"|\b(?:c|criterion )\d{1,2}[\"']?\s*(?:[:=]|->)\s*[\"']?(?:met|full|pass|1\b|true)"
    r"|\b(?:score|overall|grade)\b\W{0,6}(?:100|10/10|1\.0)\b|\bgrading (?:result|complete)\b"
)
_ROLES = re.compile(
    r"<\|?/?(?:im_start|im_end|system|assistant|user|answer|candidate\w*|instructions?|grad\w+|tool\w*|function\w*)\b"
    r"|^\s*(?:#+ ?)?\[?(?:system|assistant|developer|tool)\]?\s*(?:message|prompt|output|result)?\s*:"
    r"|<<<|>>>|\[/?inst\]|<!--|^```(?:json|tool)",
    re.MULTILINE,
)
_ENCODED = re.compile(
    r"(?<![\w/+])(?=[\w/+]*[A-Z])(?=[\w/+]*[a-z])[A-Za-z0-9+/]{40,}={0,2}(?![\w/+])|\b(?:[0-9a-f]{2} ?){32,}\b"
)
_TEMPLATE = re.compile(
    r"\{\{.{0,80}?\}\}|\{%.{0,80}?%\}|\$\{[^}]{1,60}\}|\{(?:answer|question|rubric|criteria|reference|system)\}"
)
_WORD = re.compile(r"\w+")
_MIN_PADDING = 400
_REPEATS = 0.25


def suspicions(answer: str) -> tuple[str, ...]:
    """The flags that an answer deserves, in a fixed order; none for an answer that only answers."""
    plain = _lines(answer)
    found = {
        INSTRUCTIONS: bool(_INSTRUCTIONS.search(plain)),
        FORGED_RESULT: bool(_FORGED.search(plain)),
        ROLE_MARKERS: bool(_ROLES.search(plain)),
        INVISIBLE: _hides_characters(answer),
        LOOKALIKES: _mixes_alphabets(answer),
        ENCODED: bool(_ENCODED.search(answer)),
        TEMPLATE: bool(_TEMPLATE.search(plain)),
        PADDED: _is_padded(plain),
    }
    return tuple(flag for flag, is_there in found.items() if is_there)


def _lines(answer: str) -> str:
    """The answer folded, its lines kept apart."""
    return "\n".join(folded(line) for line in answer.splitlines())


def _hides_characters(answer: str) -> bool:
    """Zero-width, bidirectional and tag characters; the joiner within an emoji and a leading mark are no trick."""
    if answer.isascii():
        return False
    hidden = [i for i, char in enumerate(answer) if unicodedata.category(char) == "Cf" and char != "\u00ad"]
    return any(not _joins_signs(answer, index) for index in hidden if index or answer[index] != "\ufeff")


def _joins_signs(answer: str, index: int) -> bool:
    """Whether the invisible character stands between signs, or letters of a script that needs joiners."""
    if answer[index] not in "\u200c\u200d" or not 0 < index < len(answer) - 1:
        return False
    around = answer[index - 1] + answer[index + 1]
    return not any("LATIN" in unicodedata.name(char, "") for char in around)


def _mixes_alphabets(answer: str) -> bool:
    """Whether a word mixes Latin letters with Cyrillic or Greek ones that look like them."""
    if answer.isascii():
        return False
    return any(_is_mixed(word) for word in _WORD.findall(answer) if not word.isascii())


_LOOKALIKES = frozenset("аеорсухіјѕԁԛԝһӏАВЕКМНОРСТХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")


def _is_mixed(word: str) -> bool:
    return any(char in _LOOKALIKES for char in word) and sum("a" <= char.lower() <= "z" for char in word) >= 2


def _is_padded(plain: str) -> bool:
    """Whether a long answer mostly repeats itself."""
    said = _WORD.findall(plain)
    if len(said) < _MIN_PADDING:
        return False
    runs = [tuple(said[i : i + 4]) for i in range(len(said) - 3)]
    return len(set(runs)) < (1 - _REPEATS) * len(runs)
