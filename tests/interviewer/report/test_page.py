"""The page can be read: colours with contrast, headings in order, tables with headers, pictures with words."""

import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest

from interviewer.report import render
from interviewer.report.model import build_report
from tests.interviewer.report.builders import NOW, answer, graded, question, record, simple
from tests.interviewer.report.test_hostile_text import hostile_report

THEMES = {"light": 0, "dark": 1}
INKS = ("ink", "quiet", "accent")
STATUSES = ("met", "partial", "missed", "contradicted", "unsure", "beyond")


@cache
def palettes() -> list[dict[str, str]]:
    css = (resources.files("interviewer.report") / "templates" / "report.css").read_text("utf-8")
    roots = re.findall(r":root \{([^}]*)\}", css)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", root)) for root in roots]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, from 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
def test_text_has_the_contrast_of_wcag_aa(theme: str) -> None:
    colours = palettes()[THEMES[theme]]
    pairs = [(ink, paper) for ink in INKS for paper in ("paper", "panel")]
    pairs += [(f"{status}-ink", status) for status in STATUSES] + [("ink", status) for status in STATUSES]
    for ink, paper in pairs:
        assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)


@pytest.mark.parametrize("theme", THEMES)
def test_marks_of_charts_stand_out_as_graphics_must(theme: str) -> None:
    colours = palettes()[THEMES[theme]]
    assert contrast(colours["whisker"], colours["paper"]) >= 3
    assert contrast(colours["tick"], colours["track"]) >= 3


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.open: list[str] = []
        self.unnamed_tables = 0
        self.headers_without_scope = 0
        self.landmarks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.unnamed_tables += 1
        if tag == "caption":
            self.unnamed_tables -= 1
        self.headers_without_scope += tag == "th" and "scope" not in values
        self.ids += [str(values["id"])] if "id" in values else []
        self.targets += [str(values["href"])[1:]] if "href" in values else []
        self.targets += str(values.get("aria-labelledby") or "").split()
        if tag in {"main", "footer"}:
            self.landmarks.append(tag)


def outline() -> Outline:
    asked = [
        (
            question(n),
            [answer(graded(question(n), "mp-c"), position=i, predicted=50), answer(graded(question(n), "m"))],
        )
        for i, n in enumerate((24, 7, 10, 13))
    ]
    found = Outline()
    found.feed(render(build_report([record(asked)], earlier=[simple((1, "m"), session_id="e")], now=NOW), "html"))
    return found


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = outline().headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_captions_and_scoped_headers_and_every_link_an_end() -> None:
    found = outline()
    assert found.unnamed_tables == 0
    assert found.headers_without_scope == 0
    assert found.landmarks == ["main", "footer"]
    assert len(found.ids) == len(set(found.ids))
    assert set(found.targets) <= set(found.ids)


def test_every_chart_says_in_words_what_it_shows() -> None:
    page = render(build_report([simple((1, "m--"), (4, "mmm-"), (7, "m"))], now=NOW), "html")
    charts = re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL)
    assert charts
    for chart in charts:
        assert 'role="img"' in chart
        assert re.search(r"<title id=[^>]+>[^<]+</title><desc id=[^>]+>[^<]+</desc>", chart)
        assert "classical ML" in chart


PAYLOAD = (
    "</style></title></textarea><script>new Image().src='{url}/script'</script><img src={url}/img>"
    "<svg onload=\"new Image().src='{url}/svg'\"><link rel=stylesheet href={url}/css>"
    "<iframe src={url}/frame></iframe>"
    "<style>@import '{url}/import';body{{background:url({url}/background)}}</style>"
    "<meta http-equiv=refresh content='0;url={url}/refresh'>"
)


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback, and the paths that were asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def browse(browser: str, page: Path) -> None:
    """Open a page in a real browser until it has settled."""
    with tempfile.TemporaryDirectory() as profile:
        flags = "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run".split()
        command = [browser, *flags, f"--user-data-dir={profile}", "--virtual-time-budget=3000", "--dump-dom"]
        subprocess.run([*command, page.as_uri()], capture_output=True, timeout=90, check=False)


@pytest.mark.slow
def test_in_a_real_browser_no_request_leaves_the_page(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium here")
    page = tmp_path / "page.html"
    with listening() as (url, asked):
        payload = PAYLOAD.format(url=url)
        page.write_text(f"<!doctype html><title>x</title><body>{payload}", "utf-8")
        browse(browser, page)
        if not asked:
            pytest.skip("Chromium does not work here: even an unprotected page loads nothing")
        asked.clear()
        page.write_text(render(hostile_report(payload), "html"), "utf-8")
        browse(browser, page)
        assert asked == []
