"""A list of one-line entries; Enter opens one."""

from textual.binding import Binding

from tui.widgets.highlight import HighlightedList


class Rows(HighlightedList):
    """Entries that are never markup, each cut to one line."""

    DEFAULT_CSS = """
    Rows {
        height: auto; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Rows:focus { border: none; }
    """
    BINDINGS = [Binding("enter", "select", "Open", id="rows.open", tooltip="Open the highlighted line")]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, markup=False, compact=True)
