"""Words stand out from their ground in every theme."""

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from interviewer.config import Settings
from interviewer.paths import Paths
from tui.app import InterviewerApp
from tui.contrast import LEAST, contrast, legible

COLOURED = sorted(name for name in BUILTIN_THEMES if "ansi" not in name)
WORDS = ("text-accent", "text-warning", "text-error", "text-success", "text-secondary")


def test_contrast_is_the_ratio_of_luminances() -> None:
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, white) == pytest.approx(1)
    assert contrast(Color(0x76, 0x76, 0x76), white) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", COLOURED)
def test_coloured_words_can_be_read_in_every_theme(paths: Paths, theme: str) -> None:
    app = InterviewerApp(Settings(), paths)
    app.theme = theme
    colours = {name: Color.parse(app.get_css_variables()[name]) for name in (*WORDS, "background", "surface")}
    for word in WORDS:
        for ground in ("background", "surface"):
            assert contrast(colours[word], colours[ground]) >= LEAST, (word, ground)
    assert app.theme_variables["text-accent"] == colours["text-accent"].hex


def test_colours_that_the_terminal_chooses_and_those_pale_enough_stay() -> None:
    ansi = {"background": "ansi_default", "text-accent": "ansi_yellow", "text-muted": "auto 60%"}
    assert legible(ansi) == ansi
    fine = {"background": "#000000", "surface": "#101010", "text-accent": "#FFC473"}
    assert legible(fine) == fine
