"""Where words of a reference answer stand in the document that it was read from."""

from pathlib import Path

from bank.errors import BankError
from bank.importers.decoding import decode
from bank.library import read_file
from bank.question import Question
from rubrics.evidence import AnswerEvidence

_LINES_OF_TEXT = frozenset(
    ".md .markdown .mdx .txt .text .html .htm .csv .tsv .json .jsonl .yaml .yml .xml .gift".split()
)
"""Only in files of these names do lines of the document mean what they mean to an editor."""


class SourceLines:
    """The documents of an import, a file or a folder, read again when a place in them is asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._texts: dict[str, list[str]] = {}

    def line_of(self, question: Question, quote: str) -> int | None:
        """The line of the document on which a quote begins, or where its question does; None without a source."""
        source = question.source
        if source is None:
            return None
        lines = self._lines(source.file)[source.first_line - 1 : source.last_line]
        text = "\n".join(lines)
        span = AnswerEvidence(question, text).locate(quote) if text else None
        return source.first_line + text.count("\n", 0, span[0]) if span else source.first_line

    def _lines(self, name: str) -> list[str]:
        if name not in self._texts:
            self._texts[name] = _read(self._root / name if self._root.is_dir() else self._root)
        return self._texts[name]


def _read(file: Path) -> list[str]:
    if file.suffix.lower() not in _LINES_OF_TEXT:
        return []
    try:
        return decode(read_file(file), file.name).text.split("\n")
    except BankError:
        return []
