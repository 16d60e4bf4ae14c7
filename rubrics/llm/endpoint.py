"""Where a model is reached, and which key may go there."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from rubrics.errors import GraderSetupError, GraderUnavailableError
from rubrics.llm.failures import SENTENCES, Failure

OPENAI_URL = "https://api.openai.com/v1"
_OPENAI_HOST = "api.openai.com"
_LOCAL_NAMES = frozenset({"localhost", "host.docker.internal"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address and the key that may be sent there. The key shows in no representation."""

    url: str
    key: str | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        """Host and port, without credentials, path and query: fit to show and to store."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or self.url

    @property
    def is_openai(self) -> bool:
        """Whether this is OpenAI's own service."""
        return is_openai_url(self.url)

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine or a private network: no key and no bill expected."""
        name = urlsplit(self.url).hostname or ""
        if name in _LOCAL_NAMES or name.endswith((".local", ".localhost", ".internal")):
            return True
        try:
            return ip_address(name).is_private
        except ValueError:
            return False

    @property
    def exposes_key(self) -> bool:
        """Whether a key would travel unencrypted over a network that others share."""
        return self.key is not None and self.url.startswith("http:") and not self.is_local


def is_openai_url(url: str | None) -> bool:
    """Whether the address, or the default one, is OpenAI's own service over TLS."""
    if url is None:
        return True
    parts = urlsplit(url)
    return parts.scheme == "https" and parts.hostname == _OPENAI_HOST and not parts.username


def key_for(base_url: str | None, key: str | None, *, set_together: bool) -> str | None:
    """The key, where it may be sent to that address: OpenAI's own, or one the user set together with the key."""
    return key if set_together or is_openai_url(base_url) else None


def endpoint(base_url: str | None, api_key: str | None) -> Endpoint:
    """The endpoint of an address (OpenAI's own when None) and a key that is meant for it.

    Raises GraderSetupError for an address or a key that cannot be used, GraderUnavailableError when the key that
    OpenAI's service needs is missing. No message shows the key.
    """
    url = _checked_url(base_url) if base_url and base_url.strip() else OPENAI_URL
    found = Endpoint(url, _checked_key(api_key))
    if found.is_openai and found.key is None:
        raise GraderUnavailableError(SENTENCES[Failure.NO_KEY].format(host=found.host))
    return found


def _checked_url(url: str) -> str:
    clean = url.strip().rstrip("/")
    try:
        parts: SplitResult = urlsplit(clean)
        _ = parts.port
    except ValueError as error:
        raise GraderSetupError("The base URL is not an address: its host or port cannot be read.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise GraderSetupError("The base URL must be an address such as http://localhost:11434/v1.")
    return clean


def _checked_key(key: str | None) -> str | None:
    clean = (key or "").strip()
    if not clean:
        return None
    if not clean.isascii() or not clean.isprintable() or " " in clean:
        raise GraderSetupError("The API key holds characters that no key has (blanks, line breaks or the like).")
    return clean
