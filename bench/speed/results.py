"""The results of one size, kept as JSON in the bench's folder, so that a page is made of several runs."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.speed.agreement import Agreement
from bench.speed.measure import Times


@dataclass(frozen=True)
class Result:
    """Everything that was measured at one size.

    engines: by name: title, version, builds ``{form: {cpu_s, wall_s, peak_kb, bytes}}``, open_ms, memory, or
             ``unavailable`` with the reason
    load:    load averages before and after the queries; the bench itself makes 1
    times:   ``{class: {engine: Times}}``; titles: what tables call a class
    """

    label: str
    made: str
    machine: str
    load: tuple[float, float]
    command: str
    facts: dict[str, Any]
    engines: dict[str, dict[str, Any]]
    titles: dict[str, str]
    times: dict[str, dict[str, Times]]
    agreements: list[Agreement]

    def percentile(self, query_class: str, engine: str, percent: float) -> float | None:
        """Return a percentile (nearest rank) of an engine's times in microseconds; None if it has none."""
        times = self.times.get(query_class, {}).get(engine)
        if times is None or not times.best_us:
            return None
        ordered = sorted(times.best_us)
        return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def save(folder: Path, result: Result) -> None:
    """Write a result to disk."""
    _path(folder, result.label).write_text(json.dumps(asdict(result)), encoding="utf-8")


def load(folder: Path, label: str) -> Result | None:
    """Return the result that ``save`` has written for a size; None if there is none."""
    path = _path(folder, label)
    if not path.is_file():
        return None
    values = json.loads(path.read_text(encoding="utf-8"))
    values["times"] = {
        name: {engine: Times(**times) for engine, times in engines.items()}
        for name, engines in values["times"].items()
    }
    values["agreements"] = [
        Agreement(**{**each, "engines": tuple(each["engines"])}) for each in values["agreements"]
    ]
    return Result(**values)


def _path(folder: Path, label: str) -> Path:
    return folder / f"result-{label}.json"
