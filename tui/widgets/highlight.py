"""A list whose highlighted line can be read in whatever colours a terminal has."""

from textual.style import Style
from textual.widgets import OptionList

_HIGHLIGHTED = "option-list--option-highlighted"


class HighlightedList(OptionList):
    """In themes of the terminal's own colours the highlighted line is turned round while the list has the focus.

    Its words then stand in the same contrast as on the other lines; no background would do that for all of sixteen
    colours that nobody knows. Style sheets cannot say it: `get_visual_style` leaves `reverse` out.
    """

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """The style of a part of the list."""
        style = super().get_visual_style(*component_classes, partial=partial)
        is_turned = _HIGHLIGHTED in component_classes and self.has_focus and self.app.native_ansi_color
        return style + Style(reverse=True) if is_turned else style
