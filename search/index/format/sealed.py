"""The module reads and writes sealed JSON: a small file that ends with a digest of the rest of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_DIGEST = "digest"


def digest_of(content: bytes) -> str:
    """Return the BLAKE2b-256 digest of some bytes, in hexadecimal."""
    return hashlib.blake2b(content, digest_size=32).hexdigest()


def sealed(values: Mapping[str, Any], indent: int | None = None) -> bytes:
    """Return an object as JSON, with the digest of this JSON as one more member at its end."""
    plain = json.dumps(values, ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass")
    closing = b"}" if indent is None else b"\n}"
    comma = b", " if indent is None else b",\n" + b" " * indent
    member = comma + f'"{_DIGEST}": "{digest_of(plain)}"'.encode()
    return plain.removesuffix(closing) + member + closing + b"\n"


def unsealed(content: bytes, indent: int | None = None) -> dict[str, Any]:
    """Return the object that was sealed, with its digest. Raises ValueError if anything was changed."""
    values = json.loads(content)
    if not isinstance(values, dict) or _DIGEST not in values:
        raise ValueError("it has no digest")
    digest = values.pop(_DIGEST)
    if content != sealed(values, indent):
        raise ValueError(f"it was changed: its digest is not {digest}")
    return {**values, _DIGEST: digest}
