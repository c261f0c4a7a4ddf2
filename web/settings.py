"""Settings of the web front end, each with its default and the reason for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from search.clock import today_in_jakarta
from search.location import Location
from search.settings import Settings


def _set(name: str) -> Any:
    """Return a field whose default is the value of the setting ``name``."""
    return field(default_factory=lambda: getattr(Settings.load(), name))


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The settings of the web front end. The default of most of them is a setting of ``search.settings``.

    index_folder: the folder of the index. Default: ``WARTA_INDEX``, or else ``./warta-index``, as for the
                  command line, so that ``warta reindex`` and the page use the same folder.
    name_pages:   which names have pages: "all", "organisations" or "none". Default: ``WARTA_NAME_PAGES``, or
                  else "all".
    clock:        returns today's date, for words such as "kemarin". Default: the day in Jakarta.
    proxies:      the number of proxies in front whose headers on client, host, scheme and path prefix are
                  trusted. Default: ``WARTA_PROXIES``, or else none.
    path_prefix:  the path before all addresses. Default: ``WARTA_PATH_PREFIX``, or else none.
    log_format:   the format of the line that each request writes on standard error: "off", "text" or "json".
                  Default: ``WARTA_LOG_FORMAT``, or else "off".
    log_queries:  whether a line contains the query. Default: ``WARTA_LOG_QUERIES``, or else not.
    cors_origins: the web origins whose scripts may read the API, separated by commas, "*" for all. Default:
                  ``WARTA_CORS_ORIGINS``, or else none.
    secret:       the key by which cursors are signed. Default: ``WARTA_SECRET``, or else a public constant.
    threads:      the number of searches that run at a time in a process. Default: ``WARTA_THREADS``, or else
                  4.
    waiting:      the number of searches that may wait; further ones are refused. Default: ``WARTA_WAITING``,
                  or else 128.
    anonymous, keys, restricted_sources, user_header, user_scopes, user_sources: the rights of visitors, and
                  the sources that they may see; see ``search.settings``.
    rate_limit, key_rate_limit, rate_limit_storage: the rate limits; see ``search.settings``.
    query_ms, query_postings, query_clauses: the bounds of one search, see ``search.budget``; 0 for no bound.
                  Default: ``WARTA_QUERY_MS`` and so on, or else 250, 10,000,000 and 1,024.
    kept_answers_mb: the size of the cache of answers in each process, in megabytes; 0 switches it off.
                     Default:
                  ``WARTA_KEPT_ANSWERS_MB``, or else 64.
    """

    index_folder: Location = _set("index_folder")  # noqa: RUF009 - a field, made by a function
    clock: Callable[[], date] = today_in_jakarta
    name_pages: str = _set("name_pages")
    proxies: int = _set("proxies")
    path_prefix: str = _set("path_prefix")
    log_format: str = _set("log_format")
    log_queries: bool = _set("log_queries")
    cors_origins: str = _set("cors_origins")
    secret: str = _set("secret")
    threads: int = _set("threads")
    waiting: int = _set("waiting")
    anonymous: str = _set("anonymous")
    keys: Path | None = _set("keys")  # noqa: RUF009 - a field, made by a function
    restricted_sources: str = _set("restricted_sources")
    user_header: str = _set("user_header")
    user_scopes: str = _set("user_scopes")
    user_sources: str = _set("user_sources")
    rate_limit: str = _set("rate_limit")
    key_rate_limit: str = _set("key_rate_limit")
    rate_limit_storage: str = _set("rate_limit_storage")
    query_ms: int = _set("query_ms")
    query_postings: int = _set("query_postings")
    query_clauses: int = _set("query_clauses")
    kept_answers_mb: int = _set("kept_answers_mb")
