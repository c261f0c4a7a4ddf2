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
    """Return a field whose default is what the settings say of ``name``."""
    return field(default_factory=lambda: getattr(Settings.load(), name))


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What the web front end can be told.

    index_folder: where the index is. Default: ``WARTA_INDEX``, else ``./warta-index``, the same as for the
                  command line, so that ``warta reindex`` and the page agree without being told.
    clock:        gives today's date for words such as "kemarin" in ``from`` and ``to``. Default: the
                  day in Jakarta, the clock of the query box.
    proxies:      how many proxies in front are believed in what they say of client, host, scheme and
                  path prefix. Default: ``WARTA_PROXIES``, else none.
    path_prefix:  the path before all addresses. Default: ``WARTA_PATH_PREFIX``, else none.
    log_format:   a line for each request on standard error: "off", "text" or "json". Default:
                  ``WARTA_LOG_FORMAT``, else "off".
    log_queries:  whether a line names the query. Default: ``WARTA_LOG_QUERIES``, else not.
    cors_origins: the web origins whose scripts may read the API, with commas, "*" for all. Default:
                  ``WARTA_CORS_ORIGINS``, else none.
    secret:       what cursors are signed with. Default: ``WARTA_SECRET``, else nothing that is secret.
    threads:      how many searches go side by side in a process. Default: ``WARTA_THREADS``, else 4.
    waiting:      how many more wait for them; who comes then is told to come again. Default:
                  ``WARTA_WAITING``, else 128.
    anonymous, keys, restricted_sources, user_header, user_scopes, user_sources: who may do what and sees
                  which sources, see ``search.settings``.
    rate_limit, key_rate_limit, rate_limit_storage: how often somebody may ask, see there as well.
    query_ms, query_postings, query_clauses: what one search may cost, see ``search.budget``; 0 for no bound.
                  Default: ``WARTA_QUERY_MS`` and so on, else 250, 10,000,000 and 1,024.
    kept_answers_mb: how many megabytes of answers each process keeps, those that were asked for last, 0 for
                  none. Default: ``WARTA_KEPT_ANSWERS_MB``, else 16.
    """

    index_folder: Location = _set("index_folder")  # noqa: RUF009 - a field, made by a function
    clock: Callable[[], date] = today_in_jakarta
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
