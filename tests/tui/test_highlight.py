"""The highlighted line of a list, in the terminal's own colours and in others."""

import pytest
from rich.segment import Segment

from interviewer.config import Settings
from interviewer.paths import Paths
from tests.tui.stage import MIXED, Stage, stage
from tui.workspace import StartRequest


def _words(on: Stage, mark: str) -> list[Segment]:
    """What the first line of the findings with this mark is made of, the scrollbar left out."""
    strips = on.app.screen._compositor.render_strips()
    line = next(list(strip) for strip in strips if mark in "".join(segment.text for segment in strip))
    words = [segment for segment in line if segment.text.strip() and segment.text.strip(" ▁▂▃▄▅▆▇█")]
    assert words
    return words


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_the_highlighted_finding_is_turned_round_in_the_terminals_own_colours(paths: Paths, theme: str) -> None:
    async with stage(paths, [MIXED], start=StartRequest(), settings=Settings(theme=theme, count=2)) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("down")
        await on.pilot.pause()
        assert all(word.style and word.style.reverse for word in _words(on, "◐ partial"))
        assert not any(word.style and word.style.reverse for word in _words(on, "✗ missed"))
        backgrounds = {
            word.style.bgcolor.name for word in _words(on, "◐ partial") if word.style and word.style.bgcolor
        }
        assert backgrounds <= {"default"}, "a background of its own may hide the words"


async def test_in_other_themes_the_highlight_is_a_background(paths: Paths) -> None:
    async with stage(paths, [MIXED], start=StartRequest()) as on:
        await on.answer()
        await on.at_feedback()
        await on.press("down")
        await on.pilot.pause()
        lit, plain = _words(on, "◐ partial")[-1].style, _words(on, "✗ missed")[-1].style
        assert lit is not None
        assert plain is not None
        assert not lit.reverse
        assert lit.bgcolor != plain.bgcolor
