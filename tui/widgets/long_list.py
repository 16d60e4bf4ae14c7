"""A list of any length: only the lines on the screen are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

LineAt = Callable[[int], Content]
"""The line at an index, cut to the list's width when it is shown."""


class LongList(ScrollView, can_focus=True):
    """One-line entries that are never markup; the arrow keys move the highlight, Enter selects."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"long-list--line", "long-list--highlighted"}
    DEFAULT_CSS = """
    LongList { height: 1fr; background: transparent; text-wrap: nowrap; text-overflow: ellipsis; overflow-x: hidden; }
    LongList > .long-list--highlighted { background: $foreground 12%; color: $foreground; }
    LongList:focus > .long-list--highlighted { background: $primary 35%; color: $foreground; text-style: bold; }
    LongList:ansi:focus > .long-list--highlighted {
        background: ansi_bright_black; color: ansi_bright_white; text-style: bold;
    }
    LongList:ansi:light:focus > .long-list--highlighted {
        background: ansi_white; color: ansi_black; text-style: bold;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="list.up", tooltip="The line above"),
        Binding("down", "move(1)", "Down", show=False, id="list.down", tooltip="The line below"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="list.page-up", tooltip="A page up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="list.page-down", tooltip="A page down"),
        Binding("home", "go(0)", "First", show=False, id="list.first", tooltip="The first line"),
        Binding("end", "go(-1)", "Last", show=False, id="list.last", tooltip="The last line"),
        Binding("enter", "select", "Open", show=False, id="list.open", tooltip="Open the highlighted line"),
    ]
    highlighted: reactive[int] = reactive(0)
    """Index of the highlighted line; 0 when there are none."""

    @dataclass
    class Highlighted(Message):
        """Another line is highlighted."""

        long_list: LongList
        index: int

        @property
        def control(self) -> LongList:
            """The list."""
            return self.long_list

    @dataclass
    class Selected(Message):
        """A line was selected."""

        long_list: LongList
        index: int

        @property
        def control(self) -> LongList:
            """The list."""
            return self.long_list

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._count = 0
        self._line_at: LineAt = lambda _index: Content("")

    def show(self, count: int, line_at: LineAt, highlighted: int = 0) -> None:
        """Other lines; one of them is highlighted, if there is any."""
        self._count = count
        self._line_at = line_at
        self.virtual_size = Size(0, count)
        self.set_reactive(LongList.highlighted, self.validate_highlighted(highlighted))
        self._bring_into_view()
        height = self.styles.height
        self.refresh(layout=height is not None and height.is_auto)
        if count:
            self.post_message(self.Highlighted(self, self.highlighted))

    @property
    def count(self) -> int:
        """Number of lines."""
        return self._count

    def validate_highlighted(self, index: int) -> int:
        """The nearest line there is."""
        return max(0, min(self._count - 1, index))

    def watch_highlighted(self, before: int, index: int) -> None:
        """Show it, and tell of it."""
        self._bring_into_view()
        for each in (before, index):
            self.refresh_lines(each - self.scroll_offset.y, 1)
        if self._count:
            self.post_message(self.Highlighted(self, index))

    def _bring_into_view(self) -> None:
        top, height = self.scroll_offset.y, max(1, self.scrollable_content_region.height)
        if self.highlighted < top:
            self.scroll_to(y=self.highlighted, animate=False, immediate=True)
        elif self.highlighted >= top + height:
            self.scroll_to(y=self.highlighted - height + 1, animate=False, immediate=True)

    def on_resize(self) -> None:
        """The highlighted line stays on the screen."""
        self._bring_into_view()

    def render_line(self, y: int) -> Strip:
        """The line at that row of the screen."""
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if index >= self._count:
            return Strip.blank(width, self.get_visual_style("long-list--line").rich_style)
        line = self._line_at(index)
        names = ["long-list--line"]
        if index == self.highlighted:
            names.append("long-list--highlighted")
            if self.app.native_ansi_color:
                line = Content(line.plain)  # sixteen colours cannot all be read on grey
        style = self.get_visual_style(*names)
        strips = Visual.to_strips(self, line, width, 1, style, apply_selection=False)
        return strips[0].adjust_cell_length(width, style.rich_style) if strips else Strip.blank(width)

    def action_move(self, by: int) -> None:
        """To a line nearby."""
        self.highlighted += by

    def action_page(self, by: int) -> None:
        """A screenful up or down."""
        self.highlighted += by * max(1, self.scrollable_content_region.height - 1)

    def action_go(self, index: int) -> None:
        """To a line, counted from the end when negative."""
        self.highlighted = index if index >= 0 else self._count + index

    def action_select(self) -> None:
        """Select the highlighted line."""
        if self._count:
            self.post_message(self.Selected(self, self.highlighted))

    def on_click(self, event: events.Click) -> None:
        """A click highlights a line; another one there selects it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index = offset.y + self.scroll_offset.y
        if index >= self._count:
            return
        if index == self.highlighted:
            self.action_select()
        self.highlighted = index
