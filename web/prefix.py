"""The application under a path, as a proxy shows it: other paths get the page for what is not found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, abort, request
from werkzeug.middleware.dispatcher import DispatcherMiddleware

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_OUTSIDE = "warta.outside"


def init_app(app: Flask, prefix: str) -> None:
    """Answer only what is asked for under the prefix; links lead there from the pages for other paths."""
    if not prefix:
        return
    inside: WSGIApplication = app.wsgi_app

    def outside(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
        environ[_OUTSIDE] = True
        return inside(environ, start_response)

    app.wsgi_app = DispatcherMiddleware(outside, {prefix: inside})  # type: ignore[method-assign]
    app.before_request(_refuse)


def _refuse() -> Any:
    if _OUTSIDE in request.environ:
        abort(404)
