"""A line of text that changes often."""

from textual.content import Content
from textual.widgets import Static


class Line(Static):
    """Lays the screen out anew only when the text has another width: a keystroke must not cost a layout."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__("", id=id, markup=False)
        self._shown_content = Content("")

    def put(self, content: Content) -> None:
        """Show this, if it is not shown already."""
        before = self._shown_content
        if content.is_same(before):
            return
        self._shown_content = content
        self.update(content, layout=self._has_auto_width and content.cell_length != before.cell_length)

    @property
    def _has_auto_width(self) -> bool:
        width = self.styles.width
        return width is None or width.is_auto
