"""Who asks, what they may do, and which sources they see: by a key, or by a user that a proxy has signed in.

Sources are hidden at the root: ``web.archive.current_index`` gives an index in which they are not, so
whatever a view does with it, it cannot show them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, current_app, g, request

from search.errors import WartaError
from search.keys import EVERY_SOURCE, Keys
from search.location import local_folder
from search.settings import SCOPES, Settings
from search.values import VALUE_FIELDS
from web.settings import WebSettings

#: What has nothing of the archive, and is for everybody.
FREE = frozenset(("health", "assets", "surroundings", "documentation", None))
#: What only some scopes may ask for; all else is a search.
_SCOPES = {"exports": "export", "metrics": "admin"}
_EVERY = frozenset(SCOPES)
_KEY_HEADERS = ("Authorization", "X-API-Key")
_BEARER = "bearer "
_LONGEST_WHO = 100


class RefusedError(WartaError):
    """Somebody may not do what they ask for; ``status`` says whether a key would help."""

    def __init__(self, code: str, status: HTTPStatus, **values: object) -> None:
        super().__init__(code, **values)
        self.status = status


@dataclass(frozen=True)
class Visitor:
    """Whoever asks.

    who:    "key:ID" or "user:NAME", empty for anybody
    scopes: what they may do
    shown:  the restricted sources that they see
    """

    who: str
    scopes: frozenset[str]
    shown: frozenset[str]

    @property
    def hidden(self) -> frozenset[str]:
        """The sources that they do not see."""
        restricted: frozenset[str] = current_app.extensions["warta_restricted"]
        if not restricted or EVERY_SOURCE in self.shown:
            return frozenset()
        shown = {_folded(one) for one in self.shown}
        return frozenset(one for one in restricted if _folded(one) not in shown)


def init_app(app: Flask, settings: WebSettings) -> None:
    """Find out of each request who asks, and refuse what they may not do."""
    folder = local_folder(settings.index_folder)
    app.extensions["warta_keys"] = Keys(Settings(keys=settings.keys).keys_file_of(folder))
    app.extensions["warta_restricted"] = names(settings.restricted_sources)
    anybody = app.extensions["warta_anybody"] = Visitor("", names(settings.anonymous), frozenset())
    app.before_request(_admit)
    if settings.restricted_sources or settings.user_header or anybody.scopes != _EVERY:
        app.after_request(_kept_apart)


def names(text: str) -> frozenset[str]:
    """Return the names in a setting, which have commas between them."""
    return frozenset(filter(None, map(str.strip, text.split(","))))


def current_visitor() -> Visitor | None:
    """Return who asks; None before that is known."""
    visitor: Visitor | None = g.get("visitor")
    return visitor


def _admit() -> None:
    """Find out who asks. Raises RefusedError."""
    if request.method == "OPTIONS":  # a browser asks what may be asked; it sends no key with that
        return
    visitor = g.visitor = _visitor()
    if request.blueprint in FREE:
        return
    if visitor.who:
        request.environ["warta.who"] = visitor.who[:_LONGEST_WHO]
    needed = _SCOPES.get(request.blueprint or "", "search")
    if needed not in visitor.scopes:
        if not visitor.who:
            raise RefusedError("key_required", HTTPStatus.UNAUTHORIZED, scope=needed)
        raise RefusedError(
            "scope_missing", HTTPStatus.FORBIDDEN, scope=needed, scopes=_sorted(visitor.scopes)
        )


def _visitor() -> Visitor:
    settings: WebSettings = current_app.config["WARTA"]
    if given := _given_key():
        keys: Keys = current_app.extensions["warta_keys"]
        key = keys.known(given)
        if key is None:
            raise RefusedError("key_unknown", HTTPStatus.UNAUTHORIZED)
        return Visitor(f"key:{key.id}", frozenset(key.scopes), frozenset(key.sources))
    if settings.user_header and (user := request.headers.get(settings.user_header, "").strip()):
        return Visitor(f"user:{user}", names(settings.user_scopes), names(settings.user_sources))
    anybody: Visitor = current_app.extensions["warta_anybody"]
    return anybody


def _given_key() -> str:
    """Return the key that came with the request, empty for none."""
    authorization = request.headers.get("Authorization", "")
    if authorization[: len(_BEARER)].lower() == _BEARER:
        return authorization[len(_BEARER) :].strip()
    return request.headers.get("X-API-Key", "").strip()


def _kept_apart(response: Response) -> Response:
    """Let no cache give the answer for one visitor to another."""
    if request.blueprint not in FREE:
        user_header = current_app.config["WARTA"].user_header
        response.vary.update(filter(None, (*_KEY_HEADERS, user_header)))
        if response.cache_control.public:
            response.cache_control.public = False
            response.cache_control.private = True
    return response


def _sorted(scopes: Collection[str]) -> tuple[str, ...]:
    return tuple(scope for scope in SCOPES if scope in scopes)


def _folded(source: str) -> str:
    return VALUE_FIELDS["source"].fold(source)
