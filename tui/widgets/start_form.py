"""The choices before an interview: mode, number of questions, topics."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, Label, Static

from tui.widgets.checklist import Checklist
from tui.widgets.choice import Choice
from tui.widgets.stepper import Stepper

MODES = ("study", "mock", "review")
_EXPLAINED = {
    "study": "Feedback at once; hints.",
    "mock": "Timed; feedback at the end.",
    "review": "What is due to be asked again.",
}


class StartForm(Vertical):
    """A form whose first button starts the interview; without touching anything it is a fair one."""

    DEFAULT_CSS = """
    StartForm { height: auto; padding: 0 1; }
    StartForm Horizontal { height: 1; }
    StartForm .name { width: 9; color: $text-muted; }
    StartForm #mode-explained { color: $text-muted; height: auto; padding-left: 10; }
    StartForm Button { width: 100%; }
    StartForm Checklist { max-height: 10; margin-top: 1; }
    StartForm #topics-said { width: 1fr; padding: 0 1; }
    """

    @dataclass
    class Started(Message):
        """The interview is to begin."""

        topics: tuple[str, ...]
        """Empty for all."""
        count: int
        mode: str

    def __init__(self, count: int, most: int, mode: str = "study", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._count = count
        self._most = most
        self._mode = mode

    def compose(self) -> ComposeResult:
        """The button first: Enter starts."""
        yield Button("Start the interview", variant="primary", id="start")
        with Horizontal():
            yield Label("Mode", classes="name")
            yield Choice([word.capitalize() for word in MODES], MODES.index(self._mode), id="mode")
        yield Static(_EXPLAINED[self._mode], id="mode-explained", markup=False)
        with Horizontal():
            yield Label("Questions", classes="name")
            yield Stepper(self._count, 1, self._most, id="count")
        with Horizontal():
            yield Label("Topics", classes="name")
            yield Static("all", id="topics-said", markup=False)
        yield Checklist(id="topics")

    def show_topics(self, questions_by_topic: Mapping[str, int], ticked: tuple[str, ...] = ()) -> None:
        """The topics to pick from, with the number of questions on each."""
        lines = [(topic, f"({count})") for topic, count in questions_by_topic.items()]
        self.query_one("#topics", Checklist).show_names(lines, ticked or self.query_one(Checklist).ticked)
        self.query_one("#count", Stepper).high = sum(questions_by_topic.values()) or self._most

    def pick_mode(self, mode: str) -> None:
        """Another mode."""
        self.query_one("#mode", Choice).index = MODES.index(mode)

    @property
    def count(self) -> int:
        """The number of questions picked."""
        return self.query_one("#count", Stepper).value

    @property
    def mode(self) -> str:
        """The mode picked."""
        return MODES[self.query_one("#mode", Choice).index]

    @on(Choice.Changed, "#mode")
    def _explain(self) -> None:
        self.query_one("#mode-explained", Static).update(_EXPLAINED[self.mode])

    @on(Checklist.Changed)
    def _count_topics(self, event: Checklist.Changed) -> None:
        picked = event.checklist.ticked
        self.query_one("#topics-said", Static).update(f"{len(picked)} picked" if picked else "all")

    @on(Button.Pressed, "#start")
    def _start(self, event: Button.Pressed) -> None:
        event.stop()
        self.start()

    def start(self) -> None:
        """Begin with what is picked."""
        picked = self.query_one("#topics", Checklist).ticked
        self.post_message(self.Started(picked, self.count, self.mode))
