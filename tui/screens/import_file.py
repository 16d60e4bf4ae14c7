"""Importing a file: find it, look into it, and keep it, or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, ContentSwitcher, Footer, Input, Static

from rubrics.extraction import extract_rubric
from tui.banks import SPLITTERS, Banks, Look
from tui.errors import EXPECTED
from tui.outside import content, one_line
from tui.widgets.choice import Choice
from tui.widgets.cycler import Cycler
from tui.widgets.folder_list import FolderList, PathInput, completion_of, meant_by
from tui.widgets.notice import Notice
from tui.wording import plural

if TYPE_CHECKING:
    from bank.importing import Imported, Noticed
    from bank.question import Bank, Question

_UNANSWERED = ("keep", "skip")
_MOST_POINTS = 6
_COLOURS = {"error": "$text-error", "warning": "$text-warning"}


@dataclass(frozen=True, slots=True)
class ImportDone:
    """A file was imported."""

    bank_id: str
    sentence: str
    is_to_be_used: bool
    """Whether to practise with it now."""


class ImportScreen(Screen[ImportDone | None]):
    """A path, the folder it leads to, and a look into the file; nothing is kept before the person says so."""

    ABOUT = (
        "Type a path, or pick a file from the list: it is read and shown, and nothing is kept yet. F5 imports it and "
        "goes on with its questions, F6 only imports it. If questions are missed or cut, try another splitter."
    )
    BINDINGS = [
        Binding("f5", "keep('now')", "Import and use", id="import.use", tooltip="Keep these questions and use them"),
        Binding("f6", "keep('later')", "Import only", id="import.keep", tooltip="Keep these questions for later"),
        Binding("escape", "back", "Back", id="import.back", tooltip="Back to the files; from there, leave"),
    ]

    def __init__(self, banks: Banks) -> None:
        super().__init__()
        self._banks = banks
        self._path = ""
        self._seen: Look | None = None

    def compose(self) -> ComposeResult:
        """Path and wishes above; files, or what is in one, below."""
        yield Static(Content.styled("Import questions", "bold"), id="title")
        yield PathInput(placeholder="Path of a file or a folder; Enter looks into it", id="path", compact=True)
        with Horizontal(id="wishes"):
            yield Static("Told apart by", classes="wish")
            yield Cycler(SPLITTERS, id="splitter")
            yield Static("Without an answer", classes="wish")
            yield Choice(_UNANSWERED, id="unanswered")
        yield Notice(id="notice")
        with ContentSwitcher(id="import", initial="files"):
            yield FolderList(id="files")
            with VerticalScroll(id="preview"):
                yield Static("", id="preview-text", markup=False)
        with Horizontal(id="import-buttons"):
            yield Button("Import and use", id="use", variant="primary", compact=True)
            yield Button("Import only", id="only", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin in the folder that the program was started in."""
        self.query_one("#path").focus()
        self._show_files()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """There must be something to keep."""
        return self._seen is not None if action == "keep" else True

    # Finding the file

    @on(Input.Changed, "#path")
    def _show_files(self) -> None:
        self._look_at(None)
        self.query_one(FolderList).show_matches(self.query_one("#path", Input).value)

    def key_down(self, event: events.Key) -> None:
        """From the path to what is under it."""
        if self.query_one("#path").has_focus:
            event.stop()
            self.query_one("#files" if self._seen is None else "#preview").focus()

    @on(PathInput.Tabbed)
    @work(group="complete", exclusive=True)
    async def _complete(self) -> None:
        path = self.query_one("#path", Input)
        longer = await completion_of(path.value)
        if len(longer) <= len(path.value):
            self.focus_next()
        else:
            self._show_path(longer)
            self._show_files()

    @on(FolderList.Picked)
    def _picked(self, event: FolderList.Picked) -> None:
        self._show_path(event.typed)
        if event.is_folder:
            self._show_files()
        else:
            self._read(event.typed)

    def _show_path(self, typed: str) -> None:
        path = self.query_one("#path", Input)
        with path.prevent(Input.Changed):
            path.value = typed
        path.cursor_position = len(typed)

    @on(Input.Submitted, "#path")
    def _submitted(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        if typed:
            self._read(typed)

    @on(Cycler.Changed, "#splitter")
    @on(Choice.Changed, "#unanswered")
    def _read_again(self) -> None:
        if self._path and self._seen is not None:
            self._read(self._path)

    # Looking into it

    @work(group="read", exclusive=True)
    async def _read(self, path: str) -> None:
        path = await meant_by(path)
        self._show_path(path)
        self._path = path
        self.query_one(Notice).say(f"Reading {one_line(path, 200)} …", "plain")
        unanswered = self.query_one("#unanswered", Choice).index
        try:
            seen = await self._banks.look(
                path, self.query_one("#splitter", Cycler).word, "skip" if unanswered else "keep"
            )
        except EXPECTED as error:
            self._look_at(None)
            self.query_one(Notice).say(str(error))
            return
        self.query_one(Notice).clear()
        self._look_at(seen)

    def _look_at(self, seen: Look | None) -> None:
        """Show what is in a file, or the files when there is nothing to show."""
        self._seen = seen
        self.query_one(ContentSwitcher).current = "files" if seen is None else "preview"
        for button in self.query(Button):
            button.disabled = seen is None
        if seen is None:
            self.query_one(Notice).clear()
        else:
            self.query_one("#preview-text", Static).update(Content("\n").join(_preview(seen)))
            self.query_one("#preview").scroll_home(animate=False)
            if not isinstance(self.focused, Cycler | Choice):
                self.query_one("#preview").focus()
        self.refresh_bindings()

    # Keeping it

    @on(Button.Pressed, "#use")
    def _pressed_use(self) -> None:
        self.action_keep("now")

    @on(Button.Pressed, "#only")
    def _pressed_only(self) -> None:
        self.action_keep("later")

    def action_keep(self, use: Literal["now", "later"]) -> None:
        """Keep what is shown, and use it now or later."""
        if self._seen is not None:
            self._keep(self._seen, is_to_be_used=use == "now")

    @work(group="keep", exclusive=True)
    async def _keep(self, seen: Look, *, is_to_be_used: bool) -> None:
        try:
            kept = await self._banks.keep(seen)
        except EXPECTED as error:
            self.query_one(Notice).say(str(error))
            return
        changes = f" ({kept.update.words})" if kept.update else ""
        sentence = f"Imported {plural(len(kept.bank.questions), 'question')} as “{kept.bank.id}”{changes}."
        self.dismiss(ImportDone(kept.bank.id, sentence, is_to_be_used))

    def action_back(self) -> None:
        """Back to the files, or away."""
        if self._seen is None:
            self.dismiss(None)
            return
        self._look_at(None)
        self.query_one("#path").focus()


def _preview(seen: Look) -> Iterator[Content]:
    """Counts, topics, how questions were told apart, three of them, and all that was noticed."""
    found = seen.found
    yield from _counts(found)
    how, noticed = _how(found)
    yield from how
    if seen.update is not None:
        yield content(f"This bank is there already: {seen.update.words}.", "bold $text-accent")
    yield from _examples(found.bank)
    yield Content("")
    if noticed:
        yield content(f"Noticed ({len(noticed)})", "bold underline")
    for each in noticed:
        yield content(one_line(str(each), 1000), _COLOURS.get(each.diagnostic.level, "$text-muted"))


def _counts(found: Imported) -> Iterator[Content]:
    bank = found.bank
    count = len(bank.questions)
    yield content(one_line(f"{bank.title} (as “{bank.id}”)"), "bold")
    parts = [
        plural(count, "question"),
        f"{found.answered:,} with an answer",
        f"{count - found.answered:,} for practice only",
        plural(found.points, "point"),
    ]
    if found.choices:
        parts.append(f"{found.choices:,} multiple choice (not asked)")
    yield content(" · ".join(parts))
    counts = dict.fromkeys(bank.topics, 0)
    for question in bank.questions:
        counts[question.topic] += 1
    topics = ", ".join(f"{one_line(topic, 60)} ({number})" for topic, number in counts.items())
    yield content(f"{plural(len(counts), 'topic')}: {topics}", "$text-muted")


def _how(found: Imported) -> tuple[list[Content], Sequence[Noticed]]:
    """How questions were told apart, in a line for each file; and everything else that was noticed."""
    told = [each for each in found.noticed if each.diagnostic.code == "SPLITTER"]
    rest = [each for each in found.noticed if each.diagnostic.code != "SPLITTER"]
    if len(told) > 1:
        return [], [*told, *rest]
    return [content(f"How: {one_line(each.diagnostic.message, 600)}", "$text-muted") for each in told], rest


def _examples(bank: Bank) -> Iterator[Content]:
    """The question at the start, in the middle and at the end."""
    count = len(bank.questions)
    names = {0: "The first", count // 2: "From the middle", count - 1: "The last"}
    for index in sorted(names):
        yield Content("")
        yield Content.styled(names[index] if count > 1 else "The only one", "bold underline")
        yield from _example(bank.questions[index])


def _example(question: Question) -> Iterator[Content]:
    yield content(one_line(question.text, 600), "bold")
    where = f"line {question.source.first_line}" if question.source else ""
    level = question.difficulty.value if question.difficulty else ""
    yield content(" · ".join(part for part in (one_line(question.topic, 60), level, where) if part), "$text-muted")
    criteria = extract_rubric(question).criteria
    if not criteria:
        yield content("There is no answer: for practice only.", "$text-warning")
    for number, criterion in enumerate(criteria[:_MOST_POINTS], 1):
        yield Content.styled(f"{number:>2} ", "bold $text-accent").append(content(one_line(criterion.text, 400)))
    if len(criteria) > _MOST_POINTS:
        yield content(f"   and {len(criteria) - _MOST_POINTS} more", "dim")
