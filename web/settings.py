"""Settings of the web front end, each with its default and the reason for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from search.clock import today_in_jakarta
from search.settings import Settings


def _index_folder() -> Path:
    return Settings.load().index_folder


def _proxies() -> int:
    return Settings.load().proxies


def _path_prefix() -> str:
    return Settings.load().path_prefix


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
    """

    index_folder: Path = field(default_factory=_index_folder)
    clock: Callable[[], date] = today_in_jakarta
    proxies: int = field(default_factory=_proxies)
    path_prefix: str = field(default_factory=_path_prefix)
