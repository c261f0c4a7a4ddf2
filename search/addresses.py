"""The module has identities of addresses on the web, and addresses without secrets for messages."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TypeGuard
from urllib.parse import parse_qsl, urlencode, urlsplit

_HIDDEN = "***"
#: Parameters whose values are secrets.
_SECRET = re.compile(
    r"(?:^|[_-])(?:api_?key|key|token|secret|pass(?:word|wd)?|pwd|auth|sig(?:nature)?|session)$"
)
#: Parameters that say how a reader came to an address, and do not change what is shown there.
_CAMPAIGN = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|yclid|_ga|at_(?:medium|campaign)"
)
#: Labels in front of the label of a country that are no name of a site: contoh.co.id.
_SECOND_LEVEL = frozenset(
    (
        "co",
        "com",
        "go",
        "gov",
        "or",
        "org",
        "ac",
        "edu",
        "net",
        "web",
        "sch",
        "mil",
        "my",
        "biz",
        "desa",
        "ponpes",
    )
)
#: Labels of hosts for other devices; the article is the same.
_DEVICE = re.compile(r"\A(?:www\d?|m|mobile|amp|wap)\.")


def is_address(text: str | None) -> TypeGuard[str]:
    """Return whether ``text`` is an address on the web, with http or https and a host."""
    if not text or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def site_of(address: str) -> str | None:
    """Return the site of an address on the web, without subdomains; None for other addresses.

    >>> site_of("https://www.contoh.co.id/ekonomi/1"), site_of("http://bola.contoh.com/1")
    ('contoh.co.id', 'contoh.com')
    """
    if not is_address(address):
        return None
    host = (urlsplit(address).hostname or "").strip(".")
    names = host.split(".")
    if names[-1].isdecimal() or ":" in host:  # an IP address
        return host
    of_country = len(names) > 2 and len(names[-1]) == 2 and names[-2] in _SECOND_LEVEL
    return ".".join(names[-3 if of_country else -2 :]) or None


def identity(address: str) -> str:
    """Return the identity of an article: the part of its address that does not change.

    It is the address without scheme, credentials, label of a device, parameters of campaigns, fragment and
    final slash. Feeds, sitemaps and pages name one article by addresses with the same identity.

    >>> identity("http://www.contoh.example/a/?utm_source=rss") == identity("https://m.contoh.example/a#isi")
    True
    """
    parts = urlsplit(address)
    pairs = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _CAMPAIGN.fullmatch(name)
    ]
    host = _DEVICE.sub("", parts.netloc.rpartition("@")[2].lower())
    return f"{host}{parts.path.rstrip('/')}{'?' if pairs else ''}{urlencode(sorted(pairs))}"


def id_of_address(address: str) -> str:
    """Return the id that is derived from the address of an article: 16 hexadecimal digits of its identity.

    So an article that is fetched again, or in another way, replaces the earlier version.
    """
    known = identity(address).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(known, digest_size=8).hexdigest()


def page_of(address: str) -> str:
    """Return host and path of an address in lower case, which decide which page it is.

    >>> page_of("https://www.contoh.example/A/?utm_source=rss"), page_of("contoh.example/a")
    ('contoh.example/a', 'contoh.example/a')
    """
    _, slashes, rest = address.partition("//")
    page = (rest if slashes else address).partition("#")[0].partition("?")[0]
    return _DEVICE.sub("", page.lower()).rstrip("/")


def page_hash(address: str | None) -> int:
    """Return the hash of the page at an address, a signed 64-bit integer; 0 for no address."""
    if not address:
        return 0
    page = page_of(address).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(page, digest_size=8).digest(), "little", signed=True)


def shown_address(address: str) -> str:
    """Return an address for messages and logs, in which secrets are replaced.

    >>> shown_address("https://budi:rahasia@contoh.example/feed?token=abc&p=2")
    'https://***@contoh.example/feed?token=***&p=2'
    """
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in address)
    head, slashes, rest = text.partition("//")
    netloc, slash, path = rest.partition("/")
    if "@" in netloc:
        netloc = f"{_HIDDEN}@{netloc.rpartition('@')[2]}"
    text = f"{head}{slashes}{netloc}{slash}{path}" if slashes else text
    before, mark, query = text.partition("?")
    pairs = [pair.partition("=") for pair in query.split("&")]
    hidden = [
        f"{name}={_HIDDEN}" if value and _SECRET.search(name.lower()) else f"{name}{sign}{value}"
        for name, sign, value in pairs
    ]
    return before + mark + "&".join(hidden)
