"""A field to search in."""

from textual import events
from textual.widgets import Input


class SearchField(Input):
    """A one-line field that takes no slash for its first character: it is the key that leads here."""

    def on_key(self, event: events.Key) -> None:
        """Type nothing for a slash in the empty field."""
        if event.character == "/" and not self.value:
            event.prevent_default()
            event.stop()
