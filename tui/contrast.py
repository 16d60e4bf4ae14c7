"""Colours of words that can be read in every theme: some light themes draw theirs too pale."""

from collections.abc import Mapping, Sequence

from textual.app import App
from textual.color import Color, ColorParseError

LEAST = 4.5
"""Contrast of words with the ground they stand on (WCAG 2.2, success criterion 1.4.3)."""
_WORDS = ("text-primary", "text-secondary", "text-accent", "text-warning", "text-error", "text-success")
_GROUNDS = ("background", "surface")
_STEP = 0.03


class LegibleApp(App[None]):
    """An app whose coloured words stand out from their ground in every theme."""

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme, legible."""
        self.theme_variables = legible(super().get_css_variables())
        return self.theme_variables


def legible(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables of a theme, its colours for words moved away from its grounds until they stand out enough.

    What a theme leaves to the terminal stays so: its colours are not known here.
    """
    grounds = [ground for name in _GROUNDS if (ground := _known(variables.get(name, "")))]
    words = {name: color for name in _WORDS if (color := _known(variables.get(name, "")))}
    return {**variables, **{name: _moved(color, grounds).hex for name, color in words.items() if grounds}}


def contrast(one: Color, other: Color) -> float:
    """The ratio of two colours' relative luminances, 1..21 (WCAG 2.2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _known(value: str) -> Color | None:
    try:
        color = Color.parse(value)
    except ColorParseError:
        return None
    return color if color.ansi is None and color.a == 1 else None


def _moved(color: Color, grounds: Sequence[Color]) -> Color:
    is_light = _luminance(grounds[0]) > 0.18
    for _ in range(round(1 / _STEP)):
        if all(contrast(color, ground) >= LEAST for ground in grounds):
            break
        color = color.darken(_STEP) if is_light else color.lighten(_STEP)
    return color
