"""The plot docs/speed.svg: p50 and p95 of each engine against the number of paragraphs, a panel a class.

All panels share their axes, both logarithmic, so that a glance from one to the next compares them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from bench.speed.results import Result

_PANELS = ("or", "or-total", "and", "phrase", "word", "five-or", "fields-or", "filter", "whole-or")
_COLUMNS = 3
_WIDTH, _HEIGHT = 270, 215  # of a panel's plot area
_LEFT, _TOP, _RIGHT = 58, 112, 18
_GAP_X, _GAP_Y = 28, 62
_COLOURS = {
    "warta": "#c8102e",
    "tantivy": "#0072b2",
    "lucene": "#009e73",
    "pisa": "#56b4e9",
    "bm25s": "#cc79a7",
    "xapian": "#e69f00",
    "fts5": "#8a6642",
    "whoosh": "#7d7d7d",
}
_INK, _FAINT, _GRID = "#222222", "#666666", "#e6e6e6"
_UNITS = ((1_000_000, "s"), (1_000, "ms"), (1, "µs"))


@dataclass(frozen=True)
class _Scale:
    """A logarithmic axis from ``low`` to ``high``, ``start`` and ``end`` in pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)

    def powers(self) -> list[float]:
        """Return the powers of ten on the axis."""
        first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
        return [10.0**power for power in range(first, last + 1)]


@dataclass(frozen=True)
class _Line:
    engine: str
    points: list[tuple[int, float]]


def drawn(results: Sequence[Result]) -> str:
    """Return the plot of all sizes as SVG. With one size there are points and no lines."""
    results = sorted(results, key=lambda result: int(result.facts["paragraphs"]))
    shown = [name for name in _PANELS if any(result.times.get(name) for result in results)]
    rows = math.ceil(len(shown) / _COLUMNS)
    width = _LEFT + _COLUMNS * _WIDTH + (_COLUMNS - 1) * _GAP_X + _RIGHT
    height = _TOP + rows * (_HEIGHT + _GAP_Y) - 8
    x, y = _axes(results, shown)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="{_INK}">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_heading(results),
    ]
    for number, name in enumerate(shown):
        left = _LEFT + number % _COLUMNS * (_WIDTH + _GAP_X)
        top = _TOP + number // _COLUMNS * (_HEIGHT + _GAP_Y)
        parts.append(f'<g transform="translate({left} {top})">')
        parts += _frame(results, name, x, y, labels_left=number % _COLUMNS == 0)
        for percent, is_median in ((95, False), (50, True)):
            for line in _lines(results, name, percent):
                parts += _curve(line, x, y, is_median=is_median)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>"]) + "\n"


def _axes(results: Sequence[Result], shown: Sequence[str]) -> tuple[_Scale, _Scale]:
    sizes = [int(result.facts["paragraphs"]) for result in results]
    values = [
        value
        for name in shown
        for percent in (50, 95)
        for line in _lines(results, name, percent)
        for _, value in line.points
    ]
    low, high = 10 ** math.floor(math.log10(min(values))), 10 ** math.ceil(math.log10(max(values)))
    return _Scale(min(sizes) / 1.5, max(sizes) * 1.5, 0, _WIDTH), _Scale(low, high, _HEIGHT, 0)


def _lines(results: Sequence[Result], query_class: str, percent: float) -> Iterator[_Line]:
    for engine in _COLOURS:
        points = [
            (int(result.facts["paragraphs"]), value)
            for result in results
            if (value := result.percentile(query_class, engine, percent)) is not None
        ]
        if points:
            yield _Line(engine, points)


def _heading(results: Sequence[Result]) -> Iterator[str]:
    titles = {name: facts["title"] for result in results for name, facts in result.engines.items()}
    timed = {name for result in results for times in result.times.values() for name in times}
    yield _text(_LEFT, 28, "Time of a search against the number of paragraphs", size=17, bold=True)
    yield _text(_LEFT, 47, "one core, ten best paragraphs; lower is better", colour=_FAINT)
    at = float(_LEFT)
    for name in (name for name in _COLOURS if name in timed):
        yield f'<line x1="{at}" y1="66" x2="{at + 20}" y2="66" stroke="{_COLOURS[name]}" stroke-width="3"/>'
        yield _text(at + 26, 70, titles[name])
        at += 44 + 6.6 * len(titles[name])
    at += 6
    for dashes, words in (("", "p50"), ("4 3", "p95")):
        yield (
            f'<line x1="{at}" y1="66" x2="{at + 26}" y2="66" stroke="{_FAINT}" stroke-width="2" '
            f'stroke-dasharray="{dashes}"/>'
        )
        yield _text(at + 32, 70, words, colour=_FAINT)
        at += 68


def _frame(results: Sequence[Result], name: str, x: _Scale, y: _Scale, *, labels_left: bool) -> Iterator[str]:
    title = next(result.titles[name] for result in results if name in result.titles)
    yield _text(0, -8, title[:1].upper() + title[1:], size=13, bold=True)
    for value in y.powers():
        at = y(value)
        yield f'<line x1="0" y1="{at:.1f}" x2="{_WIDTH}" y2="{at:.1f}" stroke="{_GRID}"/>'
        if labels_left:
            yield _text(-8, at + 4, _time_label(value), anchor="end", colour=_FAINT)
    for result in results:
        at = x(int(result.facts["paragraphs"]))
        yield f'<line x1="{at:.1f}" y1="0" x2="{at:.1f}" y2="{_HEIGHT}" stroke="{_GRID}"/>'
        yield _text(at, _HEIGHT + 17, result.label.upper().replace("K", "k"), anchor="middle", colour=_FAINT)
    yield f'<line x1="0" y1="{_HEIGHT}" x2="{_WIDTH}" y2="{_HEIGHT}" stroke="{_FAINT}"/>'


def _curve(line: _Line, x: _Scale, y: _Scale, *, is_median: bool) -> Iterator[str]:
    colour = _COLOURS[line.engine]
    width = (2.8 if line.engine == "warta" else 1.9) if is_median else 1.3
    dashes = "" if is_median else ' stroke-dasharray="4 3" opacity="0.75"'
    places = [(x(size), y(value)) for size, value in line.points]
    path = " ".join(f"{across:.1f},{down:.1f}" for across, down in places)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>'
    for across, down in places:
        fill = colour if is_median else "#ffffff"
        radius = 3.2 if is_median else 2.4
        yield (
            f'<circle cx="{across:.1f}" cy="{down:.1f}" r="{radius}" fill="{fill}" stroke="{colour}" '
            f'stroke-width="1.2"/>'
        )


def _time_label(microseconds: float) -> str:
    size, unit = next((size, unit) for size, unit in _UNITS if microseconds >= size or size == 1)
    return f"{microseconds / size:g} {unit}"


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 12,
    bold: bool = False,
    anchor: str = "start",
    colour: str = _INK,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{escape(words)}</text>"
    )
