"""Who may come in: the addresses this server answers to, and pages of its own alone on its websocket.

A name that an attacker points at this machine (DNS rebinding) shows in the Host header, and a foreign page that opens
a websocket here shows in the Origin header; browsers let no page forge either.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from interviewer.errors import ServeError

DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Doors:
    """Where the server listens, and the origins that it is known by, as `http://127.0.0.1:8000`."""

    host: str
    port: int
    origins: tuple[str, ...]
    is_remote: bool
    """Whether other machines can come in."""

    def knows_host(self, host: str | None) -> bool:
        """Whether a Host header names this server."""
        return any(_host_of(origin) == _normal(host, origin) for origin in self.origins)

    def knows_origin(self, origin: str | None, host: str | None) -> bool:
        """Whether a websocket is opened by a page that came from this server under the same name."""
        return origin in self.origins and _host_of(origin) == _normal(host, origin)

    @property
    def address(self) -> str:
        """What a visitor types."""
        return self.origins[-1]


def open_doors(host: str, port: int, *, allow_remote: bool, public_url: str | None) -> Doors:
    """Doors for these options. Raises ServeError when they would let other machines in unasked, or by any name."""
    is_remote = not is_loopback(host) or public_url is not None
    if is_remote and not allow_remote:
        raise ServeError(
            f"{public_url or host} lets other machines in, and whoever comes in can be interviewed at your expense. "
            "Leave --host and --public-url out, or add --allow-remote if that is what you want."
        )
    if not is_loopback(host) and _is_wildcard(host) and public_url is None:
        raise ServeError(f"With --host {host}, name the address that visitors type: --public-url http://NAME:{port}.")
    own = [f"http://{_bracketed(name)}:{port}" for name in _names(host)]
    public = [_origin(public_url)] if public_url else []
    return Doors(host, port, tuple(map(_short, own)) + tuple(public), is_remote)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_wildcard(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _names(host: str) -> list[str]:
    """Names in a Host header that mean this server; the last is what a visitor is told."""
    if _is_wildcard(host):
        return []
    return ["localhost", host] if is_loopback(host) and host != "localhost" else [host]


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _origin(url: str) -> str:
    """The origin of an address, as browsers write it. Raises ServeError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ServeError(f"--public-url {url}: {error}.") from error
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ServeError(f"--public-url {url}: it must look like https://name or http://name:8000, with no path.")
    return _short(f"{parts.scheme}://{_bracketed(parts.hostname)}:{port or DEFAULT_PORTS[parts.scheme]}")


def _short(origin: str) -> str:
    """The origin without the port that its scheme implies."""
    scheme = origin.partition(":")[0]
    return origin.removesuffix(f":{DEFAULT_PORTS[scheme]}").lower()


def _host_of(origin: str | None) -> str:
    return (origin or "").partition("://")[2]


def _normal(host: str | None, origin: str | None) -> str:
    """A Host header as it stands in an origin of this scheme."""
    scheme = (origin or "").partition(":")[0]
    return (host or "").lower().removesuffix(f":{DEFAULT_PORTS.get(scheme, 0)}")
