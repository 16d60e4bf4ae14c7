"""The web server: a page, its parts, and the websocket that a process of the app stands behind."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import textual_serve
from aiohttp import WSCloseCode, web
from textual_serve.download_manager import DownloadManager

from interviewer.errors import ServeError
from interviewer.paths import Paths
from interviewer.serve.doors import Doors
from interviewer.serve.seats import Seats
from interviewer.serve.visit import Visit, relay, size_of
from interviewer.serve.visitors import COOKIE, COOKIE_SECONDS, Visitor, known_visitor, new_visitor, visitor_folder

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = Path(__file__).parent / "page"
TERMINAL = Path(textual_serve.__file__).parent / "static"
"""The terminal that textual-serve brings: a script, its style, two fonts."""
LONGEST_MESSAGE = 1024 * 1024
"""Bytes a page may send at once; a pasted book is too much."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self' {sockets}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Nothing is loaded from elsewhere, and nothing may frame the page. The terminal writes style elements of its own."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TERMINAL_PARTS = {"js": ("textual.js",), "css": ("xterm.css",), "fonts": ("RobotoMono-VariableFont_wght.ttf",)}


@dataclass(frozen=True, slots=True)
class House:
    """What is served, to whom, and how many at once."""

    paths: Paths
    doors: Doors
    max_sessions: int
    environment: Mapping[str, str]
    """Of every process of the app."""


class Server:
    """Answers requests. A page gives a visitor a secret; a websocket with the secret gets a process of the app."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._seats = Seats(house.max_sessions)
        self._downloads = DownloadManager()
        self._sockets: set[web.WebSocketResponse] = set()

    def application(self) -> web.Application:
        """The server for aiohttp to run."""
        application = web.Application(middlewares=[self._guard])
        application.add_routes([web.get("/", self._page), web.get("/ws", self._websocket)])
        application.add_routes([web.get("/download/{key}", self._download)])
        application.add_routes([web.get(f"/page/{file.name}", _sender(file)) for file in PAGE.iterdir()])
        parts = [(folder, name) for folder, names in TERMINAL_PARTS.items() for name in names]
        application.add_routes([web.get(f"/terminal/{name}", _sender(TERMINAL / at / name)) for at, name in parts])
        application.on_shutdown.append(self._send_home)
        return application

    async def _send_home(self, _application: web.Application) -> None:
        """Close every page; each handler then ends its app in order, drafts kept."""
        for websocket in list(self._sockets):
            await websocket.close(code=WSCloseCode.GOING_AWAY, message=b"The server was closed.")

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Nobody comes in by a name that is not this server's, and every answer says what its page may do."""
        if not self._house.doors.knows_host(request.headers.get("Host")):
            raise web.HTTPForbidden(text="This server does not answer to that name. See --public-url.\n")
        response = await handler(request)
        if not response.prepared:
            sockets = " ".join(origin.replace("http", "ws", 1) + "/ws" for origin in self._house.doors.origins)
            response.headers.update(ALWAYS | {"Content-Security-Policy": POLICY.format(sockets=sockets)})
        return response

    async def _page(self, request: web.Request) -> web.StreamResponse:
        """The page with the terminal, and the visitor's cookie."""
        visitor = known_visitor(request.cookies.get(COOKIE))
        if visitor is None and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
            return web.FileResponse(PAGE / "arrival.html", headers={"Cache-Control": "no-store"})
        visitor = visitor or new_visitor()
        if not await self._seats.find(visitor.name):
            words = (PAGE / "full.html").read_text("utf-8").replace("{refusal}", self._seats.refusal)
            return web.Response(text=words, content_type="text/html", status=503, headers={"Retry-After": "120"})
        response = web.Response(body=(PAGE / "index.html").read_bytes(), content_type="text/html", charset="utf-8")
        response.headers["Cache-Control"] = "no-store"
        self._give_cookie(response, visitor)
        return response

    def _give_cookie(self, response: web.Response, visitor: Visitor) -> None:
        is_secure = self._house.doors.address.startswith("https:")
        response.set_cookie(
            COOKIE, visitor.token, max_age=COOKIE_SECONDS, httponly=True, samesite="Strict", secure=is_secure
        )

    async def _websocket(self, request: web.Request) -> web.StreamResponse:
        """A process of the app for as long as the page is open."""
        headers = request.headers
        if not self._house.doors.knows_origin(headers.get("Origin"), headers.get("Host")):
            raise web.HTTPForbidden(text="Only pages of this server may open this.\n")
        visitor = _visitor_of(request)
        if not await self._seats.take(visitor.name):
            raise web.HTTPServiceUnavailable(text=self._seats.refusal + "\n")
        try:
            return await self._visit(request, visitor)
        finally:
            await self._seats.leave(visitor.name)

    async def _visit(self, request: web.Request, visitor: Visitor) -> web.StreamResponse:
        try:
            folder = visitor_folder(self._house.paths, visitor)
        except ServeError as error:
            raise web.HTTPInternalServerError(text=f"{error}\n") from error
        websocket = web.WebSocketResponse(heartbeat=15, max_msg_size=LONGEST_MESSAGE)
        await websocket.prepare(request)
        self._sockets.add(websocket)
        visit = Visit(folder, self._house.environment, websocket, self._downloads)
        size = size_of(request.query.get("width"), request.query.get("height"))
        try:
            await visit.start(size.width, size.height)
            await relay(websocket, visit)
        finally:
            self._sockets.discard(websocket)
            await visit.stop()
        return websocket

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """A report that the visitor's app hands out; to that visitor alone, and never as a page of this server."""
        visitor = _visitor_of(request)
        nothing = web.HTTPNotFound(text="There is nothing to download here any more.\n")
        try:
            found = await self._downloads.get_download_metadata(request.match_info["key"])
        except KeyError as error:
            raise nothing from error
        if not isinstance(found.app_service, Visit) or found.app_service.owner != visitor.name:
            raise nothing
        response = web.StreamResponse(headers=ALWAYS | {"Content-Security-Policy": "sandbox; default-src 'none'"})
        response.content_type = "application/octet-stream"
        response.headers["Content-Disposition"] = f'attachment; filename="{_plain_name(found.file_name)}"'
        await response.prepare(request)
        async for chunk in self._downloads.download(found.delivery_key):
            await response.write(chunk)
        return response


def _visitor_of(request: web.Request) -> Visitor:
    visitor = known_visitor(request.cookies.get(COOKIE))
    if visitor is None:
        raise web.HTTPForbidden(text="Open the page of this server first.\n")
    return visitor


def _plain_name(name: str) -> str:
    return "".join(char for char in name if char.isascii() and (char.isalnum() or char in "-_."))[:80] or "report"


def _sender(file: Path) -> Handler:
    async def send(_request: web.Request) -> web.StreamResponse:
        return web.FileResponse(file)

    return send
