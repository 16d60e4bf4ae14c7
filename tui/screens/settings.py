"""Settings: who grades, how long an interview is, what it looks like."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Footer, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from tui.errors import EXPECTED
from tui.outside import content, one_line
from tui.widgets.choice import Choice
from tui.widgets.cycler import Cycler
from tui.widgets.notice import Notice
from tui.widgets.rows import Rows
from tui.widgets.stepper import Stepper

if TYPE_CHECKING:
    from interviewer.config import Settings

GRADERS = ("auto", "local", "openai")
_EXPLAINED = {
    "auto": "The model at the endpoint when one is set up, else the embedded grader.",
    "local": "The embedded grader: offline and free, and its verdicts are estimates.",
    "openai": "A model at OpenAI, or at an endpoint of your own that speaks its protocol.",
}
Changes = Mapping[str, str | int | float | None]


@dataclass(frozen=True, slots=True)
class SettingsSource:
    """What the screen shows beside the settings, and asks others to do."""

    settings: Settings
    from_environment: frozenset[str]
    """Names of settings that the environment decides."""
    data_folder: str
    themes: Sequence[str]
    models: Callable[[str | None], Awaitable[list[str]]]
    """Models at an endpoint."""
    test: Callable[[Changes], Awaitable[str]]
    """Whether the grader works with these changes, in a sentence; raises an expected error when it does not."""
    endpoint_problem: Callable[[Changes], str | None]
    """What is wrong with grader, endpoint and model together, in a sentence."""
    key_line: Callable[[Changes], str]
    """Whether a key is set, and goes to the endpoint; never the key."""
    folder_problem: str | None = None
    """Why nothing can be kept in the data folder."""


class SettingsScreen(Screen[None]):
    """A form. Nothing changes until it is saved, but for the theme, which shows at once."""

    ABOUT = (
        "Choose who grades and how interviews are held. Keys are read from the environment (OPENAI_API_KEY) and are "
        "never kept. F7 tries the grader before you rely on it."
    )
    BINDINGS = [
        Binding("ctrl+s,f2", "save", "Save", id="settings.save", tooltip="Keep these settings and go home"),
        Binding("f7", "test", "Test", id="settings.test", tooltip="Try the grader with what is set here"),
        Binding("f6", "models", "List models", id="settings.models", tooltip="Ask the endpoint which models it has"),
        Binding("escape", "leave", "Cancel", id="settings.leave", tooltip="Back, with the settings as they were"),
    ]

    @dataclass
    class Saved(Message):
        """These settings are to be kept."""

        changes: Changes

    @dataclass
    class ThemePicked(Message):
        """A theme to look at."""

        theme: str

    @dataclass
    class Left(Message):
        """Back, nothing kept."""

    def __init__(self, source: SettingsSource) -> None:
        super().__init__()
        self._source = source
        self._models: list[str] = []

    def compose(self) -> ComposeResult:
        """A line a setting."""
        settings = self._source.settings
        yield Static(Content.styled("Settings", "bold"), id="title")
        yield Notice(id="notice")
        with VerticalScroll(id="settings", can_focus=False):
            with Horizontal(classes="field"):
                yield Label("Grader", classes="name")
                yield Choice(GRADERS, GRADERS.index(settings.grader), id="grader-choice")
            yield Static(_EXPLAINED[settings.grader], id="grader-explained", classes="explained")
            with Horizontal(classes="field"):
                yield Label("Endpoint", classes="name")
                yield Input(
                    settings.base_url or "", placeholder="https://api.openai.com/v1", id="base_url", compact=True
                )
            yield Static("", id="endpoint-problem", classes="explained", markup=False)
            with Horizontal(classes="field"):
                yield Label("Model", classes="name")
                yield Input(settings.model or "", placeholder="the endpoint's default", id="model", compact=True)
            yield Rows(id="models")
            yield Static("", id="models-found", classes="explained")
            with Horizontal(classes="field"):
                yield Label("Key", classes="name")
                yield Static("", id="key", markup=False)
            with Horizontal(classes="field"):
                yield Label("Questions", classes="name")
                yield Stepper(settings.count, 1, 99, id="count")
            with Horizontal(classes="field"):
                yield Label("Minutes", classes="name")
                yield Stepper(max(1, round(settings.minutes)), 1, 60, id="minutes")
                yield Static("for a question in a mock interview", classes="note")
            with Horizontal(classes="field"):
                yield Label("Theme", classes="name")
                yield Cycler(self._source.themes, self._theme_index(), id="theme")
            with Horizontal(classes="field"):
                yield Label("Bank", classes="name")
                yield Static(content(one_line(settings.bank or "the built-in questions")), id="bank-name")
            with Horizontal(classes="field"):
                yield Label("Data folder", classes="name")
                yield Static(content(one_line(self._source.data_folder)), id="folder")
            yield Static(self._folder_line(), classes="explained")
            yield Static(self._environment_line(), id="environment", classes="explained")
            with Horizontal(id="settings-buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Test grader", id="test", compact=True)
        yield Footer(show_command_palette=False)

    def _theme_index(self) -> int:
        theme = self.app.theme
        return list(self._source.themes).index(theme) if theme in self._source.themes else 0

    def _environment_line(self) -> Content:
        names = sorted(self._source.from_environment)
        said = f"Decided by the environment, whatever is saved here: {', '.join(names)}" if names else ""
        return content(said)

    def _folder_line(self) -> Content:
        problem = self._source.folder_problem
        if problem:
            return content(f"✗ {one_line(problem)}", "$text-error")
        return Content("Everything you write stays there. --data-dir or INTERVIEWER_HOME choose another one.")

    def on_mount(self) -> None:
        """Begin with the grader."""
        self.query_one("#grader-choice").focus()
        self._check_endpoint()

    @property
    def changes(self) -> Changes:
        """What is set here."""
        return {
            "grader": GRADERS[self.query_one("#grader-choice", Choice).index],
            "base_url": self.query_one("#base_url", Input).value.strip() or None,
            "model": self.query_one("#model", Input).value.strip() or None,
            "count": self.query_one("#count", Stepper).value,
            "minutes": self._minutes(),
            "theme": self.query_one("#theme", Cycler).word,
        }

    def _minutes(self) -> float:
        """The minutes set here; a fraction from the file stays unless the whole number was changed."""
        shown = self.query_one("#minutes", Stepper).value
        before = self._source.settings.minutes
        return before if shown == max(1, round(before)) else shown

    @on(Choice.Changed, "#grader-choice")
    @on(Input.Changed, "#base_url")
    @on(Input.Changed, "#model")
    def _check_endpoint(self) -> None:
        """Say what the choices mean together, and what is wrong with them."""
        changes = self.changes
        self.query_one("#grader-explained", Static).update(_EXPLAINED[str(changes["grader"])])
        problem = self._source.endpoint_problem(changes)
        self.query_one("#endpoint-problem", Static).update(content(f"✗ {problem}" if problem else "", "$text-error"))
        self.query_one("#endpoint-problem").display = bool(problem)
        self.query_one("#key", Static).update(self._source.key_line(changes))

    @on(Cycler.Changed, "#theme")
    def _preview_theme(self) -> None:
        self.post_message(self.ThemePicked(self.query_one("#theme", Cycler).word))

    def say(self, sentence: str) -> None:
        """Why the settings could not be kept."""
        self.query_one(Notice).say(sentence)

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Keep them, unless something is wrong with them."""
        problem = self._source.endpoint_problem(self.changes)
        if problem:
            self.say(problem)
        else:
            self.post_message(self.Saved(self.changes))

    @on(Button.Pressed, "#test")
    def action_test(self) -> None:
        """Try the grader."""
        self._test(self.changes)

    @work(group="test", exclusive=True)
    async def _test(self, changes: Changes) -> None:
        notice = self.query_one(Notice)
        notice.say("Testing the grader …", "plain")
        try:
            notice.say(f"✓ {await self._source.test(changes)}", "plain")
        except EXPECTED as error:
            notice.say(str(error))

    def action_models(self) -> None:
        """Ask which models there are."""
        self._list_models(self.query_one("#base_url", Input).value.strip() or None)

    @work(group="models", exclusive=True)
    async def _list_models(self, base_url: str | None) -> None:
        found = self.query_one("#models-found", Static)
        found.update("Asking the endpoint …")
        rows = self.query_one("#models", Rows)
        rows.clear_options()
        try:
            models = await self._source.models(base_url)
        except EXPECTED as error:
            found.update(content(f"✗ {one_line(str(error))}", "$text-error"))
            return
        finally:
            rows.display = False
        self._models = models
        found.update("Enter picks one." if models else "The endpoint names no models.")
        if models:
            rows.display = True
            rows.add_options([Option(content(one_line(model, 120))) for model in models])
            current = self.query_one("#model", Input).value.strip()
            rows.highlighted = models.index(current) if current in models else 0
            rows.focus()

    @on(OptionList.OptionSelected, "#models")
    def _pick_model(self, event: OptionList.OptionSelected) -> None:
        model = self.query_one("#model", Input)
        model.value = self._models[event.option_index]
        event.option_list.display = False
        self.query_one("#models-found", Static).update("")
        model.focus()

    def action_leave(self) -> None:
        """Back."""
        self.post_message(self.Left())
