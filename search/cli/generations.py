"""Commands on the generations of an index: ``warta check`` and ``warta rollback``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import click

from search.cli.command import command, option
from search.cli.language import say
from search.cli.options import index_location, index_option
from search.cli.usage import WrongValue
from search.cli.waiting import WritingCommand, leave_with, locking, wait_option
from search.errors import IndexDamagedError
from search.index import Generations
from search.index.examining import Pace, damage_of, examine, save_examined
from search.index.format.sections import read_on
from search.index.lock import Locking
from search.index.manifest import Manifest
from search.location import ClusterAddress
from search.remarks import Remark
from search.wording.catalogue import Coded

_LOWEST = 19  # priority of a process


@command("check")
@option("--online", is_flag=True, help="option_online")
@option("--rate", type=click.FloatRange(0.1, 10_000), default=20.0, metavar="MB", help="option_rate")
@index_option
def check_command(online: bool, rate: float, index: Path | None) -> None:
    """Look for damage: read every byte of all generations, and compare checksums and counts."""
    location = index_location(index)
    if isinstance(location, ClusterAddress):
        _check_cluster(location)
        return
    generations = Generations(location)
    wrong: dict[str, Sequence[Coded]] = {}
    if online and hasattr(os, "nice"):
        os.nice(_LOWEST)
    examined = []
    try:
        for one in examine(generations, Pace(rate * 1e6) if online else read_on):
            examined.append(one)
            if one.role != "log":
                _say_state(*one)
            if one.role != "unnamed":
                wrong[one.role] = one.wrong
        if online:
            save_examined(generations, examined)
    except IndexDamagedError as error:
        _name_the_sound(generations, error)
        raise
    if any(wrong.values()):
        mend = "mend_by_rollback" if wrong.get("previous") == [] else "mend_by_repair"
        if not wrong["current"]:
            mend = "log_is_damaged" if "log" in wrong else "current_is_sound"
        raise IndexDamagedError(mend, wrong=[*chain.from_iterable(wrong.values())])


def _check_cluster(address: ClusterAddress) -> None:
    """Say of each generation in a cluster whether it is sound. Raises IndexDamagedError where one is not."""
    from search.backends.opensearch.checking import check  # noqa: PLC0415 - an extra
    from search.backends.opensearch.cluster import Cluster  # noqa: PLC0415

    wrong: list[Coded] = []
    for role, name, found in check(Cluster(address)):
        _say_state(role, name, found)
        wrong += [] if role == "unnamed" else found
    if wrong:
        raise IndexDamagedError("several", reasons=wrong)


def _roll_back_cluster(address: ClusterAddress, name: str | None, lock: Locking) -> None:
    """Bring the previous generation in a cluster back."""
    from search.backends.opensearch.loading import roll_back  # noqa: PLC0415 - an extra
    from search.indexing.clusters import writing  # noqa: PLC0415

    with writing(address, lock) as cluster:
        current, previous = roll_back(cluster, name)
    click.echo(say("rolled_back" if previous else "pointed_to", current=current, previous=previous))


def _name_the_sound(generations: Generations, error: IndexDamagedError) -> None:
    """Print which generations are undamaged if CURRENT does not name one. Raises IndexDamagedError."""
    sound = []
    for name in generations.names():
        wrong = damage_of(generations, name)
        _say_state("unnamed", name, wrong)
        sound += [] if wrong else [name]
    if sound:
        raise IndexDamagedError("choose_a_generation", reason=error, sound=sound, newest=sound[-1]) from error


def _say_state(role: str, name: str, wrong: Sequence[Coded]) -> None:
    state = say("damaged" if wrong else "sound")
    click.echo(say(f"generation_{role}", generation=name, state=state))


def _generation(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Return the name of a generation, given with or without leading zeros (a callback of Click)."""
    if value is None:
        return None
    number = value.removeprefix("generation-")
    if not (number.isascii() and number.isdecimal()):
        raise WrongValue(Remark("no_generation", {"value": repr(value)}))
    return f"{int(number):06d}"


@command("rollback", WritingCommand)
@option("--to", "name", metavar="GENERATION", default=None, callback=_generation, help="option_generation")
@wait_option
@index_option
def rollback_command(name: str | None, wait: float, index: Path | None) -> None:
    """Make the previous generation, or the one that is named, the current one, unless it is damaged."""
    location = index_location(index)
    if isinstance(location, ClusterAddress):
        _roll_back_cluster(location, name, locking(wait))
        return
    generations = Generations(location)
    if not generations.names():
        generations.pointer()  # if there is no index, no folder must be made for its lock
    with generations.lock(locking(wait)):
        wanted, root = name or generations.pointer().previous, ""
        if wanted and wanted in (generations.names() if name else [wanted]):
            if wrong := damage_of(generations, wanted):
                raise IndexDamagedError("no_rollback_to_damage", generation=wanted, wrong=wrong)
            root = Manifest.load(generations.path(wanted)).digest
        pointer, remarks = generations.rollback(name, root)
    kept = "rolled_back" if pointer.previous else "pointed_to"
    click.echo(say(kept, current=pointer.current, previous=pointer.previous))
    leave_with(remarks)
