"""How likely a line is to be a question, by its words and its question mark."""

import re

from bank.importers.marks import undecorate

_MAX_WORDS_OF_A_QUESTION = 90
_MAX_LINE = 2000
_END = 40
_ASKS = re.compile(
    r"^(?:what|whats|what's|what’s|why|how|when|which|who|whom|whose|where|can|could|do|does|did|is"
    r"|are|was|were|should|would|will|have|has|had"
    r"|may|might|must|am|isn't|aren't|don't|doesn't|explain|describe|define|compare|discuss"
    r"|differentiate|distinguish|contrast|mention"
    r"|tell (?:me|us)|list|name|give|difference|differences|state|outline|elaborate|illustrate"
    r"|justify|enumerate|walk (?:me|us)|talk (?:me|us|about)"
    r"|briefly|in (?:what|which|your)|on (?:what|which)|under what|to what|at what|for what|from what"
    r"|with what|between"
    r"|have you|imagine|suppose|given|assume|consider|if you|you are|you have|you're|pros and cons"
    r"|advantages (?:and|of)|design|implement"
    r"|qué|cómo|cuál|cuáles|por qué|cuándo|explique|o que|como|qual|quais|por que|was|wie|warum"
    r"|welche|wann|erkläre|qu'est|comment|pourquoi"
    r"|quelle|quel|что|как|почему|какие|какой|какая|какое|зачем|чем|для чего|когда|где"
    r"|расскажите|опишите|назовите|объясните|в чем|в чём)(?=\W|$)",
    re.IGNORECASE,
)
_ASKS_IN_CJK = re.compile(
    r"什么|甚麼|什麼|如何|为什么|為什麼|为何|怎么|怎麼|怎样|哪些|哪个|哪種|哪种|是否|吗$|区别|區別|^(?:请|請|说|談|谈|简述|簡述|介绍|介紹|解释|解釋|列举"
    r"|列舉|描述|写|寫|实现|實現|设计|設計|用|给定|給定|假设|阅读|聊聊|讲讲)|とは|ですか|なぜ|説明|무엇|설명|어떻게|차이"
)
"""Scripts that put no blanks between words: the words that ask may stand anywhere."""
_ORDERS = re.compile(
    r"^(?:write|create|find|reverse|build|calculate|prove|derive|identify|summari[sz]e|provide|evaluate|convert|check"
    r"|count|print|sort|merge|make|show|draw|solve|determine|propose|estimate|interpret|analy[sz]e|return|remove|detect"
    r"|demonstrate|classify|rank|optimi[sz]e|unpack|search|replace|test|get|use|run|set|add|install|configure|deploy"
    r"|connect|parse|extract|generate|rotate|swap|split|move|copy|start|stop|monitor|declare|access|update|delete"
    r"|insert|select|fetch|retrieve|display|simplify|rewrite|develop|code|let's|lets|share|recall|predict|debug"
    r"|refactor|model|plan|sketch|clarify|expand|is it|about|interview me|pro and cons|pros & cons|using)(?=\W|$)",
    re.IGNORECASE,
)
_ENDS_AS_QUESTION = re.compile(r"[?？؟][\W_]*$")
_HOLDS_QUESTION = re.compile(r"(?:(?<=[\w)\]}\"”`*>%+#])\?|[？؟])(?:\s|$|[^\w&=/.])")
_PREFIX = re.compile(r"^(?:\([^()]{1,60}\)|\[[^\[\]]{1,40}\]|[\w ]{1,24}:)\s+")


def question_likeness(text: str) -> float:
    """How much a line without decorations reads like something to be asked, from 0 to 1."""
    if len(text) > _MAX_LINE:
        return 0.1
    words = text.split(None, _MAX_WORDS_OF_A_QUESTION)
    if not words or not any(character.isalpha() for character in text):
        return 0.0
    if len(words) > _MAX_WORDS_OF_A_QUESTION:
        return 0.1
    if _ENDS_AS_QUESTION.search(text[-_END:]):
        return 1.0 if len(words) > 1 or len(text) > 6 else 0.5
    if _ASKS_IN_CJK.search(text):
        return 0.85
    if len(words) < 2:
        return 0.0
    return _likeness_without_mark(text, len(words))


def _likeness_without_mark(text: str, words: int) -> float:
    bare = _PREFIX.sub("", text)
    asks = bool(_ASKS.match(bare) or _ASKS.match(text))
    if _HOLDS_QUESTION.search(text):
        return 0.9 if asks or words <= 40 else 0.6
    if asks:
        return 0.85 if words <= 45 and not text.endswith((":", ",", ";")) else 0.55
    if _ORDERS.match(bare):
        return 0.5 if words >= 3 else 0.3
    return 0.0


def likeness_of(line: str) -> float:
    """How much a line reads like something to be asked once its decorations are taken off, from 0 to 1."""
    return question_likeness(undecorate(line).text)
