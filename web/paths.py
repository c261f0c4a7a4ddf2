"""Paths and origins of addresses: where the application is mounted, and the paths of articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

# These are encoded in an id: a slash would begin another segment, and clients resolve segments of dots.
_ONLY_DOTS = {".": "~2E", "..": "~2E~2E"}
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]+")
_HOST = re.compile(r"[A-Za-z0-9._\[\]:-]{1,255}")
_TILDE = re.compile("~([0-9A-F]{2})")


def root_of(environ: Mapping[str, Any]) -> str:
    """Return the encoded path at which the application is mounted, given the environment of a request.

    It begins with one slash, whatever a proxy has let through: after two, a host follows.
    """
    mounted = environ.get("SCRIPT_NAME", "").strip("/")
    return quote(b"/" + mounted.encode("latin-1")) if mounted else ""


def is_host(text: str) -> bool:
    """Return whether a text is a valid host of an address, with or without a port."""
    return _HOST.fullmatch(text) is not None


def origin_of(environ: Mapping[str, Any]) -> str:
    """Return scheme and host of this server as the client uses them: https://arsip.example."""
    # The header can have any value; an invalid host could end an attribute or a line.
    host = environ.get("HTTP_HOST") or environ.get("SERVER_NAME", "")
    return f"{scheme_of(environ)}://{host if is_host(host) else 'localhost'}"


def scheme_of(environ: Mapping[str, Any]) -> str:
    """Return the scheme that the client uses: http, unless it is known to be https.

    A proxy may let through a header with any other one, as ``javascript``.
    """
    return "https" if environ["wsgi.url_scheme"] == "https" else "http"


def article_path(article_id: str, root: str = "") -> str:
    """Return the path of the page of an article."""
    return f"{root}/artikel/{encoded_id(article_id)}"


def name_path(name: str, root: str = "") -> str:
    """Return the path of the page of a person or an organisation."""
    return f"{root}/nama/{encoded_id(name)}"


def article_paths(article_id: str, root: str = "") -> tuple[str, str]:
    """Return the paths of an article in the API, and of its page."""
    segment = encoded_id(article_id)
    return f"{root}/api/v1/articles/{segment}", f"{root}/artikel/{segment}"


def encoded_id(article_id: str) -> str:
    """Return an article id as one segment of a path.

    Proxies and clients change some characters even if they are encoded with percent signs. These are encoded
    with tildes: a slash as ``~2F``, a tilde as ``~7E``, and an id of one or two dots as ``~2E``.

    >>> encoded_id("2024/a b#c")
    '2024~2Fa%20b%23c'
    """
    if _PLAIN_ID.fullmatch(article_id):
        return article_id
    if only_dots := _ONLY_DOTS.get(article_id):
        return only_dots
    # Texts of safe characters only are quoted at once, and names have spaces.
    return quote(article_id.replace("~", "~7E").replace("/", "~2F"), safe="~ ").replace(" ", "%20")


def decoded_id(segment: str) -> str:
    """Return the id of a segment that ``encoded_id`` made, after percent signs were decoded."""
    return _TILDE.sub(lambda match: chr(int(match[1], 16)), segment) if "~" in segment else segment
