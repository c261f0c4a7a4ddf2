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


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What the web front end can be told.

    index_folder: where the index is. Default: ``WARTA_INDEX``, else ``./warta-index``, the same as for the
                  command line, so that ``warta reindex`` and the page agree without being told.
    kept_answers_mb: how many megabytes of answers each process keeps, those that were asked for last. Default:
                  16, about 3,000 compressed pages; 0 keeps none.
    clock:        gives today's date for words such as "kemarin" in ``from`` and ``to``. Default: the
                  day in Jakarta, the clock of the query box.
    """

    index_folder: Path = field(default_factory=_index_folder)
    kept_answers_mb: int = 16
    clock: Callable[[], date] = today_in_jakarta
