"""The progress of a build: a bar with rate and remaining time on a terminal, and plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

import click

from search.indexing import Progress
from search.wording.catalogue import say

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_SECONDS_BETWEEN_LINES = 10.0
_SECONDS_BETWEEN_UPDATES = 0.1
_SECONDS_UNSAID = 3.0  # seconds; a shorter build prints no lines of progress


class ProgressDisplay:
    """A context in which the progress of a build is shown on standard error."""

    def __init__(self, quiet: bool, language: str) -> None:
        self._quiet = quiet
        self._language = language
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._started = self._shown = time.monotonic()
        self._stage = ""

    def __enter__(self) -> ProgressDisplay:
        if sys.stderr.isatty() and not self._quiet:
            self._begin_bar()
        return self

    def _begin_bar(self) -> None:
        """Show a bar, if standard error is a terminal that can show one."""
        from rich.console import Console  # noqa: PLC0415 - a tenth of what adding one article takes
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415

        console = Console(stderr=True)
        if not console.is_terminal:
            return
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task(self._said("stage_read"), total=None, rate="")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def update(self, progress: Progress) -> None:
        """Show the progress. A call is so cheap that it may follow every article."""
        if self._quiet:
            return
        now = time.monotonic()
        new_stage = progress.stage != self._stage and (self._bar or now - self._started > _SECONDS_UNSAID)
        wait = _SECONDS_BETWEEN_UPDATES if self._bar else _SECONDS_BETWEEN_LINES
        if not new_stage and now - self._shown < wait:
            return
        self._shown, self._stage = now, progress.stage
        reading = progress.stage == "read"  # the rate of reading is no estimate for writing
        rate = ""
        if reading:
            rate = self._said("rate", paragraphs=round(progress.paragraphs / max(now - self._started, 0.001)))
        stage = self._said(f"stage_{progress.stage}")
        if self._bar and self._task is not None:
            self._bar.update(
                self._task,
                description=stage,
                total=progress.total_bytes,
                completed=progress.bytes_read,
                rate=rate,
                refresh=True,  # the build takes most of the time of the thread that draws
            )
        else:
            counts = self._said("counted", articles=progress.articles, paragraphs=progress.paragraphs)
            part = _percent(progress) if reading else ""
            click.echo(f"{stage}{part}: {counts}{rate and ', '}{rate}", err=True)

    def _said(self, code: str, **values: object) -> str:
        return say(self._language, code, **values)

    def say(self, text: str) -> None:
        """Print a line above the bar, unless the command is quiet."""
        if not self._quiet:
            self.warn(text)

    def warn(self, text: str) -> None:
        """Print a line above the bar, even if the command is quiet."""
        if self._bar:
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(text, err=True)


def _percent(progress: Progress) -> str:
    return f" {100 * progress.bytes_read // progress.total_bytes} %" if progress.total_bytes else ""
