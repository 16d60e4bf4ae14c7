"""One byte string for each value, and digests over it: what the log is chained with and texts are committed by.

The canonical form is that of RFC 8785 (JSON Canonicalization Scheme), for the values it is used on: objects with
ASCII keys, lists, strings, whole numbers, true, false and null. Numbers with a fraction are refused, because their
spelling is where implementations differ; scores are committed to through the bytes they are stored as.
"""

import hashlib
import hmac
import json

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None
"""A JSON value without fractions."""

SALT_BYTES = 32
_MOST = 2**53 - 1


def canonical(value: Json) -> bytes:
    """The value in canonical form, in UTF-8.

    Raises ValueError for what has none: fractions, whole numbers past 2**53, keys beyond ASCII, lone surrogates.
    """
    _check(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def _check(value: object) -> None:
    if isinstance(value, dict):
        for key, entry in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError(f"{key!r} cannot be a key of canonical JSON here")
            _check(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            _check(entry)
    elif isinstance(value, bool | str) or value is None:
        return
    elif not isinstance(value, int) or abs(value) > _MOST:
        raise ValueError(f"{value!r} has no canonical form here")


def digest(value: Json) -> str:
    """SHA-256, in hexadecimal, of the canonical form."""
    return hashlib.sha256(canonical(value)).hexdigest()


def commitment(salt: bytes, kind: str, *parts: str) -> str:
    """A commitment to some texts that tells nothing about them without the salt: HMAC-SHA256, in hexadecimal.

    A bare digest of a short answer could be guessed. Once the salt is gone, this is a random number. Kind and parts
    are written with their lengths, so that no two lists of parts have the same bytes.
    """
    code = hmac.new(salt, digestmod=hashlib.sha256)
    for part in (kind, *parts):
        raw = part.encode("utf-8", "surrogatepass")
        code.update(len(raw).to_bytes(8, "big") + raw)
    return code.hexdigest()
