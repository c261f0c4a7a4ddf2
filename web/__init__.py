"""The web front end: a search page, article pages and a JSON API over one index.

``create_app`` is the application factory; any WSGI server can run what it returns.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import PathConverter

from web import (
    api,
    health,
    language,
    links,
    metrics,
    navigation,
    observing,
    pages,
    problems,
    security,
    wording,
)
from web.archive import Archive
from web.settings import WebSettings

__all__ = ["WebSettings", "create_app"]


class ArticleIdConverter(PathConverter):
    """An article id in a path: any text, also one that begins with a slash or has two in a row."""

    regex = r"[\s\S]+?"
    part_isolating = False


def create_app(settings: WebSettings | None = None) -> Flask:
    """Return the application.

    Without ``settings`` the index folder is ``WARTA_INDEX``, else ``./warta-index``. The folder need
    not hold an index yet: until it does, pages and API answer 503 and say what to run.
    """
    settings = settings or WebSettings()
    app = Flask(__name__)
    app.config["WARTA"] = settings
    app.extensions["warta"] = Archive(settings.index_folder)
    app.url_map.converters["article_id"] = ArticleIdConverter
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.json.sort_keys = False  # type: ignore[attr-defined]  # responses read in the documented order
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.globals.update(links=links, navigation=navigation, wording=wording)
    if n := settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, n, n, n, 0, n)  # type: ignore[method-assign]
    if prefix := settings.path_prefix:
        app.wsgi_app = DispatcherMiddleware(NotFound(), {prefix: app.wsgi_app})  # type: ignore[method-assign]
    language.init_app(app)
    problems.init_app(app)
    security.init_app(app)
    for blueprint in (pages.blueprint, api.blueprint, health.blueprint, metrics.blueprint):
        app.register_blueprint(blueprint)
    observing.init_app(app, settings)
    return app
