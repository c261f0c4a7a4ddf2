"""Addresses on the web as requests need them."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from search.addresses import identity, shown_address
from search.errors import FeedError

_SCHEMES = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")  # and not a host with its port
_SHOWN_LENGTH = 200
_MAX_LENGTH = 2_000  # characters: RFC 9110 wants 8,000 at least, no address of an article comes near
_HOST = re.compile(r"[a-z0-9_-](?:[a-z0-9._-]{0,251}[a-z0-9_-])?|[0-9a-f:.]+(?:%[\w.-]+)?")


def request_address(address: str, base: str = "") -> str:
    """Return an address as a request needs it: absolute, ASCII, without a fragment.

    base: the address of the document that names this one, which may be relative then

    A host without a scheme gets https; "feed:" is the scheme that it stands before. Raises FeedError for what
    is no address on the web, and for schemes other than http and https.
    """
    try:
        given = _absolute(address.strip(), base)
        parts = urlsplit(given)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise FeedError("no_address", address=_shortened(address)) from None
    if parts.scheme not in _SCHEMES:
        raise FeedError("no_web_address", address=_shortened(address), schemes=tuple(_SCHEMES))
    if not _HOST.fullmatch(name) or len(given) > _MAX_LENGTH:
        raise FeedError("no_address", address=_shortened(address))
    netloc = f"[{name}]" if ":" in name else name
    if port not in (None, _SCHEMES[parts.scheme]):
        netloc += f":{port}"
    if "@" in parts.netloc:
        netloc = f"{parts.netloc.rpartition('@')[0]}@{netloc}"
    path, query = (_quoted(part) for part in (parts.path or "/", parts.query))
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _shortened(address: str) -> str:
    shown = shown_address(address)
    return shown if len(shown) <= _SHOWN_LENGTH else f"{shown[:_SHOWN_LENGTH]}…"


def _absolute(given: str, base: str) -> str:
    if base:
        return urljoin(base, given)
    if given.lower().startswith("feed:"):
        return given[5:] if _SCHEME.match(given[5:]) else f"http:{given[5:]}"
    return given if _SCHEME.match(given) else f"https://{given}"


def _quoted(text: str) -> str:
    return quote(text, safe="%/:=&?~+!$,;'@()*[]", errors="surrogatepass")


def without_credentials(address: str) -> str:
    """Return an address without user name and password."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def credentials(address: str) -> str:
    """Return "USER:PASSWORD" as the address has it, or nothing."""
    return urlsplit(address).netloc.rpartition("@")[0]


def origin(address: str) -> str:
    """Return scheme, host and port of an address: ``https://contoh.example``."""
    parts = urlsplit(without_credentials(address))
    return f"{parts.scheme}://{parts.netloc}"


def host_of(address: str) -> str:
    """Return the host of an address, with its port where that is not the usual one."""
    return urlsplit(without_credentials(address)).netloc


def same_site(one: str, other: str) -> bool:
    """Return whether two addresses are of one site, which other devices may see under another name."""
    return identity(one).partition("/")[0] == identity(other).partition("/")[0]
