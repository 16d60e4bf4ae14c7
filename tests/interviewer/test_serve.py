"""The server over HTTP and websockets: who comes in, how many, and whose data each sees."""

import asyncio
import os
import signal
import socket
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from interviewer.cli.main import run
from interviewer.paths import Paths
from interviewer.serve.seats import Seats
from interviewer.serve.visitors import COOKIE, Visitor, visitors_folder
from interviewer.store import Store
from tests.interviewer.serving import Glass, Page, browser, page, serving, token_of


async def _refused(session: ClientSession, address: str, **headers: str) -> int:
    with pytest.raises(WSServerHandshakeError) as refusal:
        await session.ws_connect(f"{address}/ws", headers=headers)
    return refusal.value.status


def _processes(paths: Paths) -> list[int]:
    """Processes that work in a visitor's folder, found by their command line."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = line.read_bytes().split(b"\0")
        except OSError:
            continue
        if str(visitors_folder(paths)).encode() in b" ".join(words):
            found.append(int(line.parent.name))
    return found


async def test_a_websocket_is_opened_by_a_page_of_this_server_with_a_visitor_alone(paths: Paths) -> None:
    async with serving(paths) as address, browser() as stranger, browser() as visitor:
        assert await _refused(stranger, address, Origin=address) == 403
        async with visitor.get(address) as response:
            assert response.status == 200
        assert await _refused(visitor, address) == 403
        for origin in ("http://evil.example", "null", address + "1", address.replace("127.0.0.1", "localhost")):
            assert await _refused(visitor, address, Origin=origin) == 403
        assert await _refused(visitor, address, Origin="http://evil.example:80", Host="evil.example:80") == 403
    assert not visitors_folder(paths).exists()


@pytest.mark.parametrize("path", ["/", "/ws", "/page/page.js", "/terminal/textual.js", "/nothing"])
async def test_nothing_answers_to_a_foreign_name(paths: Paths, path: str) -> None:
    async with (
        serving(paths) as address,
        browser() as visitor,
        visitor.get(address + path, headers={"Host": "evil.example"}) as response,
    ):
        assert response.status == 403


async def test_the_page_loads_nothing_from_elsewhere_and_its_cookie_is_out_of_reach(paths: Paths) -> None:
    async with serving(paths) as address, browser() as visitor, visitor.get(address) as response:
        cookie = response.headers["Set-Cookie"]
        assert all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Path=/"))
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        words = await response.text()
        assert "http" not in words
        for part in [w.split('"')[1] for w in words.split() if w.startswith(("src=", "href=")) and "data:" not in w]:
            async with visitor.get(address + part) as found:
                assert found.status == 200, part
                assert "//fonts." not in await found.text()


async def test_who_follows_a_link_from_elsewhere_stays_the_visitor_that_he_was(paths: Paths) -> None:
    async with (
        serving(paths) as address,
        browser() as visitor,
        visitor.get(address, headers={"Sec-Fetch-Site": "cross-site"}) as response,
    ):
        assert "Set-Cookie" not in response.headers
        assert 'content="0;url=/"' in await response.text()


@pytest.mark.parametrize(
    "path", ["/page/", "/page/../server.py", "/page/%2e%2e/server.py", "/terminal/", "/download/x"]
)
async def test_no_other_file_is_handed_out(paths: Paths, path: str) -> None:
    async with serving(paths) as address, browser() as visitor, visitor.get(address + path) as response:
        assert response.status in (403, 404)


async def test_a_visitor_comes_back_to_his_own_answers_and_another_sees_none(paths: Paths) -> None:
    async with serving(paths) as address, browser() as one, browser() as other:
        async with page(one, address) as his:
            await his.until_shown("Start the interview", "49 questions")
            await his.press("\r")
            await his.until_shown("Type your answer here")
            await his.press("only mine to read")
            await his.until_shown("4 words")
        async with page(other, address) as hers:
            await hers.until_shown("No interview yet", "49 questions")
        async with page(one, address) as his:
            await his.until_shown("Continue", "0 of 5")
            await his.press("c")
            await his.until_shown("only mine to read")
        folders = {Visitor(token_of(session)).name for session in (one, other)}
    kept = {folder.name: folder for folder in visitors_folder(paths).iterdir()}
    assert kept.keys() == folders
    for folder in kept.values():
        assert folder.stat().st_mode & 0o777 == 0o700
        with Store.open(Paths(folder)) as store:
            assert len(store.history()) == (folder.name == Visitor(token_of(one)).name)
    assert _processes(paths) == []


async def test_when_all_places_are_taken_the_next_visitor_reads_so_and_gets_in_later(paths: Paths) -> None:
    async with serving(paths, max_sessions=1) as address, browser() as one, browser() as other:
        async with page(one, address) as his:
            await his.until_shown("Start the interview")
            async with other.get(address, cookies={COOKIE: "x" * 43}) as response:
                assert response.status == 503
                assert "the only place is taken. Try again in a few minutes" in await response.text()
            assert await _refused(other, address, Origin=address, Cookie=f"{COOKIE}={'x' * 43}") == 503
        async with page(other, address) as hers:
            await hers.until_shown("Start the interview")


async def test_one_visitor_cannot_take_every_place() -> None:
    seats = Seats(10, patience=0.0)
    assert [await seats.take("one") for _ in range(3)] == [True, True, False]
    assert await seats.take("other")
    await seats.leave("one")
    assert await seats.take("one")


async def test_a_page_that_reloads_is_shown_before_it_gives_its_place_back() -> None:
    seats = Seats(1, patience=0.0)
    assert await seats.take("one")
    assert await seats.find("one")
    assert not await seats.find("other")
    assert not await seats.take("one")


async def test_messages_that_are_none_change_nothing(paths: Paths) -> None:
    async with serving(paths) as address, browser() as visitor, page(visitor, address) as his:
        await his.until_shown("Start the interview")
        for text in (
            "",
            "{",
            "[]",
            "{}",
            "[1]",
            '["stdin"]',
            '["stdin", 3]',
            '["resize", null]',
            '["quit"]',
            "[" * 50000,
        ):
            await his.websocket.send_str(text)
        await his.websocket.send_str('["resize", {"width": 1e300, "height": "many"}]')
        await his.websocket.send_bytes(b"\xff\x00")
        await his.send("stdin", "\ud800")
        await his.send("resize", {"width": 80, "height": 24})
        await his.press("n")
        await his.until_shown("Type your answer here")


async def test_quitting_the_app_closes_the_page(paths: Paths) -> None:
    async with serving(paths) as address, browser() as visitor, page(visitor, address) as his:
        await his.until_shown("Start the interview")
        await his.press("\x11")
        await his.until_closed()


async def test_a_report_is_handed_to_the_browser_and_to_nobody_else(paths: Paths) -> None:
    async with serving(paths) as address, browser() as visitor, browser() as stranger, page(visitor, address) as his:
        await his.until_shown("Start the interview", "49 questions")
        await his.press("\r")
        await his.until_shown("Type your answer here")
        await his.press("Averaging reduces variance.")
        await his.until_shown("3 words")
        await his.press("\x13")
        await his.until_shown("Score ")
        await his.press("n")
        await his.until_shown("Question 2 of 5")
        await his.press("\x14")
        await his.until_shown("Press Ctrl+T again")
        await his.press("\x14")
        await his.until_shown("1 of 5 answered")
        await his.press("e")
        key = await his.until_handed_out()
        async with stranger.get(f"{address}/download/{key}") as refused:
            assert refused.status == 403
        async with stranger.get(address), stranger.get(f"{address}/download/{key}") as refused:
            assert refused.status == 404
        async with visitor.get(f"{address}/download/{key}") as given, asyncio.TaskGroup() as both:
            both.create_task(his.until_shown("Your browser is given the page"))
            assert given.headers["Content-Disposition"].startswith("attachment; filename=")
            assert given.headers["Content-Security-Policy"].startswith("sandbox")
            assert "Averaging reduces variance." in await given.text()


async def test_an_app_that_is_killed_closes_the_page_and_gives_its_place_back(paths: Paths) -> None:
    async with serving(paths, max_sessions=1) as address, browser() as visitor:
        async with page(visitor, address) as his:
            await his.until_shown("Start the interview")
            for process in _processes(paths):
                os.kill(process, signal.SIGKILL)
            await his.until_closed()
        async with page(visitor, address) as his:
            await his.until_shown("Start the interview")


async def test_closing_the_server_keeps_what_was_typed_and_leaves_no_process(paths: Paths) -> None:
    async with browser() as visitor:
        async with serving(paths) as address:
            async with visitor.get(address) as response:
                assert response.status == 200
            socket = await visitor.ws_connect(f"{address}/ws", headers={"Origin": address})
            his = Page(socket, Glass())
            await his.until_shown("Start the interview", "49 questions")
            await his.press("\r")
            await his.until_shown("Type your answer here")
            await his.press("half a thought")
            await his.until_shown("3 words")
            reading = asyncio.create_task(his.until_closed())
        await reading
    assert _processes(paths) == []
    folder = next(visitors_folder(paths).iterdir())
    with Store.open(Paths(folder)) as store:
        draft = store.load_draft(store.history()[0].id, 0)
    assert draft is not None
    assert draft.text == "half a thought"


def test_no_address_is_told_before_it_is_listened_on(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert run(["serve", "--port", str(port)]) == 1
    assert capsys.readouterr().err.startswith(f"interviewer: Port {port} is taken")


async def test_a_page_closed_while_its_app_starts_is_no_failure(
    paths: Paths, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(paths) as address, browser() as visitor:
        async with visitor.get(address):
            pass
        opened = await visitor.ws_connect(f"{address}/ws", headers={"Origin": address})
        await opened.close()
    assert not _processes(paths)
    assert "start" not in caplog.text
