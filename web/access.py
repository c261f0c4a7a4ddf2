"""The visitor of each request: a key or a signed-in user, with scopes and with the sources that they may see.

``web.archive.current_index`` returns an index without the hidden sources, so no view can show them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, current_app, g, request

from search.errors import WartaError
from search.keys import EVERY_SOURCE, Keys
from search.location import local_folder
from search.setting_values import SCOPES, names_in
from search.settings import Settings
from search.values import VALUE_FIELDS
from web.settings import WebSettings

#: The blueprints that everybody may use, because they show nothing of the archive.
FREE = frozenset(("health", "assets", "surroundings", "documentation", None))
#: The scopes that some blueprints require; all others require the scope of searches.
_SCOPES = {"exports": "export", "metrics": "admin"}
_EVERY = frozenset(SCOPES)
_KEY_HEADERS = ("Authorization", "X-API-Key")
_BEARER = "bearer "
_LONGEST_WHO = 100


class RefusedError(WartaError):
    """A visitor may not make this request. The status is 401 if a key could help, otherwise 403."""

    def __init__(self, code: str, status: HTTPStatus, **values: object) -> None:
        super().__init__(code, **values)
        self.status = status


@dataclass(frozen=True)
class Visitor:
    """The client that sends a request.

    who:    "key:ID" or "user:NAME"; empty for an anonymous visitor
    scopes: the names of what the visitor may do
    shown:  the restricted sources that the visitor may see
    """

    who: str
    scopes: frozenset[str]
    shown: frozenset[str]

    @property
    def hidden(self) -> frozenset[str]:
        """The sources that the visitor may not see."""
        restricted: frozenset[str] = current_app.extensions["warta_restricted"]
        if not restricted or EVERY_SOURCE in self.shown:
            return frozenset()
        shown = {_folded(one) for one in self.shown}
        return frozenset(one for one in restricted if _folded(one) not in shown)


def init_app(app: Flask, settings: WebSettings) -> None:
    """Determine the visitor of each request, and whether the visitor may make it; see ``init_refusing``."""
    folder = local_folder(settings.index_folder)
    app.extensions["warta_keys"] = Keys(Settings(keys=settings.keys).keys_file_of(folder))
    app.extensions["warta_restricted"] = names(settings.restricted_sources)
    anybody = app.extensions["warta_anybody"] = Visitor("", names(settings.anonymous), frozenset())
    app.before_request(_determine)
    if settings.restricted_sources or settings.user_header or anybody.scopes != _EVERY:
        app.after_request(_kept_apart)


def init_refusing(app: Flask) -> None:
    """Refuse requests that their visitors may not make. They are counted before, as other requests are."""
    app.before_request(_refuse)


def names(text: str) -> frozenset[str]:
    """Return the names in a setting, which commas separate."""
    return frozenset(names_in(text))


def current_visitor() -> Visitor | None:
    """Return the visitor of the current request; None before it is determined."""
    visitor: Visitor | None = g.get("visitor")
    return visitor


def is_refused() -> bool:
    """Return whether the current request will be refused."""
    return "refused" in g


def _determine() -> None:
    """Determine the visitor of the current request, and whether the request is refused."""
    if request.method == "OPTIONS":  # a preflight request of a browser has no key
        return
    try:
        visitor = g.visitor = _visitor()
        _ensure_allowed(visitor)
    except RefusedError as error:
        g.refused = error


def _refuse() -> None:
    """Raise RefusedError if the current request is refused."""
    error: RefusedError | None = g.get("refused")
    if error is not None:
        raise error


def _ensure_allowed(visitor: Visitor) -> None:
    """Raise RefusedError if a visitor may not make the current request."""
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
    """Return the key of the current request; empty if there is none."""
    authorization = request.headers.get("Authorization", "")
    if authorization[: len(_BEARER)].lower() == _BEARER:
        return authorization[len(_BEARER) :].strip()
    return request.headers.get("X-API-Key", "").strip()


def _kept_apart(response: Response) -> Response:
    """Set headers so that no cache answers one visitor with the response for another."""
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
