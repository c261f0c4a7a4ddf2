"""Adding an alert: its search and its target are checked first."""

from __future__ import annotations

import re
import secrets
import time
from base64 import b64encode
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Any

from search.alerts.state import Alert, AlertState
from search.backends.opening import open_index
from search.errors import AlertError, IndexDamagedError, IndexMissingError
from search.location import Location, local_folder
from search.network.addresses import request_address
from search.request import SearchRequest, fields_of
from search.settings import Settings

#: The fields of a request that say what matches; the others say how results are laid out.
_LAYOUT = frozenset(
    ("page", "page_size", "hits_per_article", "facets", "facet_limit", "facet_text", "timeline", "hit_fields",
     "highlight", "explain", "group", "sort", "indexed_since")
)  # fmt: skip
_NAME = re.compile(r"[^\W_][\w.-]{0,59}")
_NO_NAME = re.compile(r"[^\w.]+")
_SECRET_BYTES = 24


def add_alert(
    folder: Location,
    request: SearchRequest,
    *,
    webhook: str = "",
    mail: str = "",
    name: str = "",
    allow_private: bool = False,
    language: str = "id",
    settings: Settings | None = None,
) -> Alert:
    """Add an alert to those of the index in ``folder``, and return it.

    request: what matches; how it would be shown does not count
    webhook, mail: whom to tell, one of them
    name:    without one it is made of the query

    It tells of articles that come after this moment. Raises AlertError where the target or the name cannot
    be used, FeedError for what is no address on the web.
    """
    if bool(webhook) == bool(mail):
        raise AlertError("one_target")
    if mail:
        target = checked_mail(mail)
        if not (settings or Settings.load()).smtp_host:
            raise AlertError("no_mail_server")
    else:
        target = request_address(webhook)
    if name and not _NAME.fullmatch(name):
        raise AlertError("no_alert_name", name=repr(name[:80]))
    alert = Alert(
        name, saved(request), "mail" if mail else "webhook", target,
        "" if mail else f"whsec_{b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}",
        allow_private, language, _last_arrival(folder),
    )  # fmt: skip
    with closing(AlertState(local_folder(folder))) as state:
        if not alert.name:
            alert = replace(alert, name=_free_name(request, {one.name for one in state.alerts()}))
        state.add(alert)
    return alert


def checked_mail(address: str) -> str:
    """Return an address of mail. Raises AlertError for what is none."""
    text = address.strip()
    with suppress(HeaderParseError, ValueError, IndexError):
        parsed = Address(addr_spec=text)
        if parsed.username and "." in f"{parsed.domain}." and parsed.domain and text.isprintable():
            return text
    raise AlertError("no_mail_address", address=repr(text[:80]))


def saved(request: SearchRequest) -> dict[str, Any]:
    """Return what an alert remembers of a request."""
    return {name: _plain(value) for name, value in fields_of(request).items() if name not in _LAYOUT}


def _plain(value: Any) -> Any:
    """Return a value of a request as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def loaded(request: dict[str, Any]) -> SearchRequest:
    """Return the request that an alert remembers. Raises RequestError where this version cannot read it."""
    return SearchRequest(request.get("text", ""), **{k: v for k, v in request.items() if k != "text"})


def _last_arrival(folder: Location) -> int:
    """Return the arrival of the last article in an index, the time of day where there is none yet."""
    with suppress(IndexMissingError, IndexDamagedError):
        return open_index(folder).last_arrival
    return int(time.time())


def _free_name(request: SearchRequest, taken: set[str]) -> str:
    plain = _NO_NAME.sub("-", request.text.lower()).strip("-._")[:40].strip("-._") or "semua"
    number, name = 1, plain
    while name in taken:
        number += 1
        name = f"{plain}-{number}"
    return name
