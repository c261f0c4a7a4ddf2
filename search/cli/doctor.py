"""``warta doctor``: it checks an installation and an index, and says what to do about each problem."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from search import disk
from search.cli.command import command
from search.cli.language import language, say
from search.cli.options import index_location, index_option, json_option
from search.cli.terminal import print_json
from search.compiled import STATE
from search.errors import IndexLockedError, IndexMissingError, SettingsError, WartaError
from search.index.generations import Generations
from search.index.lock import locked
from search.index.manifest import Manifest, check_files
from search.index.mounts import shared_file_system_of
from search.keys import Keys
from search.location import local_folder
from search.readers.formats.needed import EXTRAS
from search.remarks import Remark
from search.setting_values import names_in
from search.settings import Settings, unknown_variables
from search.values import VALUE_FIELDS
from search.wording import catalogue

_LEVELS = {"ok": "doctor_ok", "look": "doctor_look", "broken": "doctor_broken"}
_NOT_COMPILED = {
    "absent": "doctor_compiled_absent",
    "stale": "doctor_compiled_stale",
    "refused": "doctor_compiled_refused",
}
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_OTHERS_MAY_WRITE = 0o022
_OTHERS_MAY_READ = 0o044


class Finding(NamedTuple):
    """The result of one check.

    level: "ok", "look" for what a person should look at, or "broken"
    """

    level: str
    remark: Remark

    def said(self) -> str:
        """Return the result in words, and what to do."""
        return catalogue.say(language(), self.remark.code, **self.remark.values)


@command("doctor")
@index_option
@json_option
def doctor_command(index: Path | None, as_json: bool) -> None:
    """Check the installation, the settings and the index. Exit code: 0, 1 (look at it) or 2 (broken)."""
    try:
        folder = local_folder(index_location(index))
    except SettingsError:  # said below
        folder = index or Path("warta-index")
    findings = list(findings_of(folder))
    levels = {one.level for one in findings}
    if as_json:
        rows = [{"level": one.level, "code": one.remark.code, "said": one.said()} for one in findings]
        print_json({"findings": rows})
    else:
        for one in findings:
            click.echo(f"{say(_LEVELS[one.level]):>7}  {one.said()}")
    sys.exit(2 if "broken" in levels else 1 if "look" in levels else 0)


def findings_of(folder: Path) -> Iterator[Finding]:
    """Yield the results of all checks of this installation and of the index in a folder."""
    yield from _program()
    settings = None
    try:
        settings = Settings.load()
    except SettingsError as error:
        yield _found("broken", "doctor_settings_unusable", reason=error)
    for variable in unknown_variables():
        yield _found("look", "unknown_variable", variable=variable)
    yield from _index(folder, settings)
    if settings is not None:
        yield from _serving(settings, folder)


def _found(level: str, code: str, **values: object) -> Finding:
    return Finding(level, Remark(code, values))


def _program() -> Iterator[Finding]:
    """Check whether everything is compiled, and whether the libraries for optional formats are installed."""
    if STATE == "compiled":
        yield _found("ok", "doctor_compiled")
    else:
        yield _found("look", _NOT_COMPILED[STATE])
    missing = {extra for library, extra in EXTRAS.items() if importlib.util.find_spec(library) is None}
    if missing:
        yield _found("ok", "doctor_extras_missing", extras=tuple(sorted(missing)))


def _index(folder: Path, settings: Settings | None) -> Iterator[Finding]:
    """Check the folder, the disk, the lock and the generations, without reading every byte."""
    generations = Generations(folder)
    try:
        pointer = generations.pointer()
        manifest = Manifest.load(generations.path(pointer.current), pointer.root)
    except IndexMissingError as error:
        yield _found("look", "doctor_said", reason=error)
        return
    except WartaError as error:
        yield _found("broken", "doctor_said", reason=error)
        return
    wrong = check_files(generations.path(pointer.current), manifest, contents=False)
    if wrong:
        yield _found("broken", "doctor_files_wrong", wrong=tuple(wrong))
    else:
        yield _found("ok", "doctor_index", generation=pointer.current, articles=manifest.articles)
    strange = [name for name in generations.names() if name not in (*pointer.named, *pointer.superseded)]
    if strange or any(folder.glob("building-*")):
        yield _found("ok", "doctor_left_overs")
    yield from _place(folder)
    yield from _room(folder, manifest)
    yield from _restricted(folder, settings)


def _place(folder: Path) -> Iterator[Finding]:
    """Check the file system, the permissions and the lock."""
    if kind := shared_file_system_of(folder):
        yield _found("look", "doctor_shared_file_system", folder=folder, kind=kind)
    mode = folder.stat().st_mode
    if os.name == "posix" and mode & _OTHERS_MAY_WRITE:
        yield _found("look", "doctor_others_may_write", folder=folder)
    if not os.access(folder, os.W_OK):
        yield _found("ok", "doctor_read_only", folder=folder)
        return
    try:
        with locked(folder / "LOCK"):
            yield _found("ok", "doctor_lock_free")
    except IndexLockedError as error:
        yield _found("ok", "doctor_said", reason=error)
    except WartaError as error:
        yield _found("broken", "doctor_said", reason=error)


def _room(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Compare the free disk space with the space that the next build needs."""
    free, files = disk.free_space(folder)
    wanted = manifest.bytes_on_disk
    if free < 2 * wanted or files == 0:
        yield _found("look", "doctor_disk_nearly_full", free=free >> 20, wanted=max(1, 2 * wanted >> 20))


def _restricted(folder: Path, settings: Settings | None) -> Iterator[Finding]:
    """Check for restricted sources that no article has: if the name is misspelled, nothing is hidden."""
    named = names_in(settings.restricted_sources) if settings else ()
    if not named:
        return
    from search.backends.embedded import EmbeddedIndex  # noqa: PLC0415 - it takes its time

    fold = VALUE_FIELDS["source"].fold
    known = {fold(source) for source in EmbeddedIndex(folder).stats().sources}
    for name in named:
        if fold(name) not in known:
            yield _found("look", "doctor_no_such_source", name=name)


def _serving(settings: Settings, folder: Path) -> Iterator[Finding]:
    """Check what a stranger could do to a server with these settings."""
    outside = settings.unix_socket is None and settings.host not in _LOOPBACK
    if settings.user_header and outside:
        yield _found(
            "look", "doctor_user_header_from_anybody", header=settings.user_header, host=settings.host
        )
    keys = Keys(settings.keys_file_of(folder))
    try:
        count = len(keys.all())
    except WartaError as error:
        yield _found("broken", "doctor_said", reason=error)
        return
    if count and os.name == "posix" and keys.file.stat().st_mode & _OTHERS_MAY_READ:
        yield _found("look", "doctor_keys_readable", file=keys.file)
    if settings.restricted_sources and not count and not settings.user_header:
        yield _found("look", "doctor_nobody_sees_restricted")
    if settings.workers > 1 and settings.rate_limit and settings.rate_limit_storage == "memory://":
        yield _found("look", "doctor_rates_by_worker", workers=settings.workers)
    if settings.unix_socket and settings.rate_limit and not settings.proxies:
        yield _found("look", "doctor_clients_unknown", socket=settings.unix_socket)
