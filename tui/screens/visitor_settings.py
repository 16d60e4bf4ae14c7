"""Settings for a visitor in a browser: what an interview is like, and what it looks like."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Label, Static

from tui.screens.settings import Changes, SettingsScreen, SettingsSource
from tui.served import SENTENCE
from tui.widgets.cycler import Cycler
from tui.widgets.notice import Notice
from tui.widgets.stepper import Stepper


class VisitorSettingsScreen(Screen[None]):
    """The settings that are the visitor's own. Speaks to the app as the whole settings screen does."""

    ABOUT = "Choose how interviews are held and what they look like. The rest is decided by whoever runs this app."
    BINDINGS = [
        Binding("ctrl+s,f2", "save", "Save", id="settings.save", tooltip="Keep these settings and go home"),
        Binding("escape", "leave", "Cancel", id="settings.leave", tooltip="Back, with the settings as they were"),
    ]

    def __init__(self, source: SettingsSource) -> None:
        super().__init__()
        self._source = source

    def compose(self) -> ComposeResult:
        """A line a setting."""
        settings, themes = self._source.settings, list(self._source.themes)
        yield Static(Content.styled("Settings", "bold"), id="title")
        yield Notice(id="notice")
        with VerticalScroll(id="settings", can_focus=False):
            with Horizontal(classes="field"):
                yield Label("Questions", classes="name")
                yield Stepper(settings.count, 1, 99, id="count")
            with Horizontal(classes="field"):
                yield Label("Minutes", classes="name")
                yield Stepper(max(1, round(settings.minutes)), 1, 60, id="minutes")
                yield Static("for a question in a mock interview", classes="note")
            with Horizontal(classes="field"):
                yield Label("Theme", classes="name")
                yield Cycler(themes, themes.index(self.app.theme) if self.app.theme in themes else 0, id="theme")
            yield Static(SENTENCE, classes="explained", markup=False)
            with Horizontal(id="settings-buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query_one("#count").focus()

    @property
    def changes(self) -> Changes:
        """What is set here."""
        minutes = self.query_one("#minutes", Stepper).value
        before = self._source.settings.minutes
        return {
            "count": self.query_one("#count", Stepper).value,
            "minutes": before if minutes == max(1, round(before)) else minutes,
            "theme": self.query_one("#theme", Cycler).word,
        }

    def say(self, sentence: str) -> None:
        """Why the settings could not be kept."""
        self.query_one(Notice).say(sentence)

    @on(Cycler.Changed, "#theme")
    def _preview_theme(self) -> None:
        self.post_message(SettingsScreen.ThemePicked(self.query_one("#theme", Cycler).word))

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Keep them."""
        self.post_message(SettingsScreen.Saved(self.changes))

    def action_leave(self) -> None:
        """Back."""
        self.post_message(SettingsScreen.Left())
