"""The web front end: a search page, article pages and a JSON API over one index.

``create_app`` is the application factory; any WSGI server can run the application that it returns.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import PathConverter

from search.settings import Settings
from web import (
    access,
    api,
    assets,
    cors,
    documentation,
    exports,
    feeds,
    health,
    metrics,
    observing,
    pages,
    prefix,
    problems,
    rates,
    security,
    sitemap,
    surroundings,
    turns,
)
from web.answers import Answers
from web.archive import Archive
from web.cursors import Cursors
from web.posted import MAX_BYTES
from web.program import program_digest
from web.rendering import Templates
from web.settings import WebSettings

__all__ = ["WebSettings", "create_app"]


class ArticleIdConverter(PathConverter):
    """An article id in a path: any text, even one that begins with a slash or contains two in a row."""

    regex = r"[\s\S]+?"
    part_isolating = False


class _Application(Flask):
    """The application. None of its functions is a coroutine, so Flask need not look whether one is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function itself."""
        return func


def create_app(settings: WebSettings | None = None) -> Flask:
    """Return the application.

    Without ``settings``, the index folder is that of ``WARTA_INDEX``, or else ``./warta-index``. As long as
    there is no index in the folder, pages and API answer 503 and name the command that builds one.
    """
    settings = settings or WebSettings()
    app = _Application(__name__, static_folder=None)
    app.config.update(WARTA=settings, MAX_CONTENT_LENGTH=MAX_BYTES)
    files = assets.Assets()
    app.extensions.update(
        warta=Archive(settings.index_folder),
        warta_answers=Answers(_shown_by(settings), settings.kept_answers_mb << 20),
        warta_assets=files,
        warta_cursors=Cursors(settings.secret),
        warta_templates=Templates(files, settings.name_pages),
    )
    app.url_map.converters["article_id"] = ArticleIdConverter
    app.url_map.merge_slashes = False
    if n := settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, n, n, n, 0, n)  # type: ignore[method-assign]
    prefix.init_app(app, settings.path_prefix)
    problems.init_app(app)
    security.init_app(app)
    cors.init_app(app, settings.cors_origins)
    access.init_app(app, settings)
    rates.init_app(app, settings)
    access.init_refusing(app)
    turns.init_app(app, settings)
    for blueprint in (
        pages.blueprint,
        api.blueprint,
        documentation.blueprint,
        exports.blueprint,
        feeds.blueprint,
        health.blueprint,
        assets.blueprint,
        sitemap.blueprint,
        surroundings.blueprint,
        metrics.blueprint,
    ):
        app.register_blueprint(blueprint)
    observing.init_app(app, settings)
    return app


def _shown_by(settings: WebSettings) -> str:
    """Return what all answers depend on: the program, and the settings that say which names may be shown."""
    return "\0".join((program_digest(), settings.name_pages, Settings.load().suppressed_names))
