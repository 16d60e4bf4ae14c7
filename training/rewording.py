"""Statements of a rubric said again in nearly their own words, and the same with one thing turned round.

Labelled answers hardly ever share words with the criterion they meet, so a model that reads only them takes shared
words for a sign of contradiction. These rewordings show it that only what is said decides.
"""

from __future__ import annotations

import random
import re

_LOOSE = {
    "use": "apply", "uses": "applies", "using": "with", "reduce": "lower", "reduces": "lowers", "prevent": "avoid",
    "prevents": "avoids", "because": "since", "since": "because", "allows": "lets", "requires": "needs",
    "require": "need", "large": "big", "ensure": "make sure", "ensures": "makes sure", "so that": "so",
    "therefore": "so", "however": "but", "such as": "like", "for example": "e.g.", "should": "ought to",
    "must": "has to", "show": "reveal", "shows": "reveals", "helps": "is useful to", "often": "frequently",
    "usually": "mostly", "instead of": "rather than", "rather than": "instead of", "about": "roughly",
    "choose": "pick", "chooses": "picks", "when": "if", "whether": "if", "each": "every", "every": "each",
    "keep": "retain", "keeps": "retains", "many": "lots of", "improve": "better", "measure": "quantify",
    "check": "verify", "error": "mistake", "errors": "mistakes", "only": "just", "then": "next", "called": "known as",
    "causes": "leads to", "leads to": "causes", "depends on": "is governed by", "and": "as well as",
}  # fmt: skip
_OPPOSITES = (
    ("increase", "decrease"), ("increases", "decreases"), ("increasing", "decreasing"), ("raise", "lower"),
    ("raises", "lowers"), ("high", "low"), ("higher", "lower"), ("highest", "lowest"), ("more", "less"),
    ("more", "fewer"), ("most", "least"), ("larger", "smaller"), ("large", "small"), ("big", "small"),
    ("before", "after"), ("always", "never"), ("all", "none of the"), ("every", "no"), ("faster", "slower"),
    ("fast", "slow"), ("slows", "speeds up"), ("reduces", "increases"), ("reduce", "increase"), ("better", "worse"),
    ("improves", "harms"), ("improve", "harm"), ("easier", "harder"), ("easy", "hard"), ("early", "late"),
    ("earlier", "later"), ("first", "last"), ("same", "different"), ("with", "without"), ("maximum", "minimum"),
    ("maximise", "minimise"), ("maximize", "minimize"), ("grows", "shrinks"), ("grow", "shrink"),
    ("independent", "dependent"), ("linear", "nonlinear"), ("linearly", "exponentially"), ("above", "below"),
    ("longer", "shorter"), ("long", "short"), ("strong", "weak"), ("rare", "common"), ("allows", "forbids"),
    ("prevents", "causes"), ("avoid", "cause"), ("cheap", "expensive"), ("cheaper", "dearer"), ("safe", "unsafe"),
    ("training", "test"), ("global", "local"), ("positive", "negative"), ("overfitting", "underfitting"),
    ("bias", "variance"), ("precision", "recall"), ("encoder", "decoder"), ("sparse", "dense"),
    ("static", "dynamic"), ("internal", "external"), ("client", "server"), ("read", "write"), ("reads", "writes"),
    ("convex", "concave"), ("deterministic", "random"), ("offline", "online"), ("necessary", "superfluous"),
    ("can", "cannot"), ("needs", "does not need"), ("need", "do not need"), ("requires", "does not require"),
    ("is", "is not"), ("are", "are not"), ("should", "should not"), ("must", "need not"), ("will", "will not"),
    ("does", "does not"), ("do", "do not"), ("not", ""), ("only", "never"), ("keep", "drop"), ("keeps", "drops"),
    ("include", "exclude"), ("both", "neither"), ("at least", "at most"), ("inside", "outside"),
    ("success", "failure"), ("stable", "unstable"), ("sufficient", "not enough"), ("useful", "useless"),
    ("use", "avoid"), ("gains", "loses"), ("start", "end"), ("add", "remove"), ("adds", "removes"),
    ("simple", "complex"), ("simpler", "more complex"), ("unique", "repeated"), ("shared", "separate"),
)  # fmt: skip
_FLIPS = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1]) if a and " " not in a}
_FILLERS = frozenset("the a an of that its their this these very also just rather".split())
_OPENINGS = (
    "", "", "", "", "I'd say ", "Basically, ", "The point is that ", "First of all, ", "Also, ", "And ", "I think ",
    "As far as I know, ", "Then, ", "In practice ", "Well, ", "The main thing: ",
)  # fmt: skip
_DENIALS = (
    "It is not true that {}", "It is a myth that {}", "Contrary to what many say, it is wrong that {}",
    "{}? No, the opposite holds", "Nobody needs this: {}",
)  # fmt: skip
_LINK = re.compile(r",\s+(?:and |so |but |because |since |which )?|;\s+|\s+(?=because |since |so that )")
_ASIDE = re.compile(r"\s*\([^)]*\)")
_WORD = re.compile(r"[A-Za-z]+")


def loosely(statement: str, rng: random.Random) -> str:
    """The statement in nearly its own words: no title, clauses moved, some words replaced, dropped or put before."""
    text = body(statement)
    if rng.random() < 0.5:
        text = _ASIDE.sub("", text) or text
    if rng.random() < 0.35:
        text = _reordered(text, rng)
    share = rng.choice((0.0, 0.3, 0.7))
    for word, other in _LOOSE.items():
        if rng.random() < share:
            text = re.sub(rf"\b{word}\b", other, text)
    if rng.random() < 0.35:
        text = " ".join(w for w in text.split() if w.lower() not in _FILLERS or rng.random() < 0.3) or text
    return _sentence(rng.choice(_OPENINGS), text)


def flipped(statement: str, rng: random.Random) -> str | None:
    """The statement with one word turned into its opposite, or as a whole denied; None where no word has one."""
    text = body(statement)
    if rng.random() < 0.12:
        return _sentence("", rng.choice(_DENIALS).format(_uncapped(text)))
    places = [m for m in _WORD.finditer(text) if m.group().lower() in _FLIPS]
    if not places:
        return None
    # A few words ("is", "not") stand in most statements; rarer opposites are chosen more often, being harder.
    weights = [1.0 if m.group().lower() in {"is", "are", "not", "with", "first", "do"} else 2.0 for m in places]
    place = rng.choices(places, weights)[0]
    turned = f"{text[: place.start()]}{_FLIPS[place.group().lower()]}{text[place.end() :]}"
    return " ".join(turned.split())


def phrases(statement: str, rng: random.Random) -> list[str]:
    """Runs of one to three words of a statement that assert nothing by themselves."""
    words = [w for w in re.findall(r"[A-Za-z][\w-]+", statement) if w.lower() not in _FILLERS]
    found, place = [], 0
    while place < len(words):
        size = rng.randint(1, 3)
        found.append(" ".join(words[place : place + size]).lower())
        place += size + rng.randint(0, 2)
    return found


def body(statement: str) -> str:
    """The statement without a title in front of a colon."""
    title, colon, rest = statement.partition(": ")
    return (rest if colon and len(title.split()) <= 6 and len(rest.split()) >= 4 else statement).rstrip(" .")


def _reordered(text: str, rng: random.Random) -> str:
    parts = [p for p in _LINK.split(text) if p and len(p.split()) > 1]
    rng.shuffle(parts)
    return ", ".join(parts) or text


def _sentence(opening: str, text: str) -> str:
    whole = f"{opening}{_uncapped(text) if opening else text}".strip()
    return f"{whole[:1].upper()}{whole[1:].rstrip('.')}."


def _uncapped(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
