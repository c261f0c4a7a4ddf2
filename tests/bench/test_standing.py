"""What the page says of the figures, on figures made up: who is ahead, who is not, and by how much."""

import pytest

from bench.speed import page, plot, table
from bench.speed.measure import Times
from bench.speed.results import Result, load, save
from bench.speed.standing import Nearest, family, nearest, peers, rows, sentences, times

ENGINES = {
    "warta": {"title": "Warta (from words)", "version": "1", "builds": {}, "clock": "from words"},
    "warta_prepared": {"title": "Warta (prepared)", "version": "1", "builds": {}, "same_index_as": "warta"},
    "tantivy": {"title": "tantivy", "version": "2", "builds": {}, "clock": "look-ups within"},
    "pisa": {
        "title": "PISA",
        "version": "3",
        "builds": {},
        "chosen": {"or": "maxscore", "and": "ranked_and"},
    },
    "whoosh": {"title": "Whoosh", "unavailable": "not asked"},
}
TITLES = {"or": "OR", "and": "AND", "word": "one word", "page": "search page"}
#: Microseconds of a hundred queries, all alike but for the five slowest and the slowest.
TIMES = {
    "or": {"warta": (100, 200, 300), "warta_prepared": (90, 200, 300), "tantivy": (300, 700, 900),
           "pisa": (210, 800, 850)},
    "and": {"warta": (25, 120, 160), "warta_prepared": (14, 100, 140), "tantivy": (60, 200, 500),
            "pisa": (20, 300, 700)},
    "word": {"warta": (20, 50, 80), "warta_prepared": (10, 40, 70), "tantivy": (20.4, 60, 100)},
    "page": {"warta": (900, 1000, 1100)},
}  # fmt: skip


def made(label: str = "1m", paragraphs: int = 1_000_002, factor: float = 1.0) -> Result:
    return Result(
        label=label,
        made="2026-01-01",
        machine="a machine",
        load=(1.0, 1.0),
        command="python -m bench.speed",
        facts={"paragraphs": paragraphs, "tokens": 30, "terms": 20},
        engines=ENGINES,
        titles=TITLES,
        times={
            name: {
                engine: Times([factor * one for one in spread(*each)], True) for engine, each in of.items()
            }
            for name, of in TIMES.items()
        },
        agreements=[],
    )


def spread(p50: float, p95: float, p99: float) -> list[float]:
    """Return a hundred times with these percentiles, in no order."""
    return [p99, p99, *[p50] * 94, *[p95] * 4]


def test_percentiles_are_nearest_ranks() -> None:
    result = made()
    assert [result.percentile("or", "pisa", percent) for percent in (50, 95, 99)] == [210, 800, 850]
    assert [result.percentile("or", "warta", percent) for percent in (50, 95, 99)] == [100, 200, 300]
    assert result.percentile("word", "pisa", 50) is None


def test_the_nearest_is_the_fastest_of_the_others_at_each_percentile() -> None:
    result = made()
    assert family(result, "warta") == family(result, "warta_prepared") == ["warta", "warta_prepared"]
    assert peers(result, "warta_prepared") == ["tantivy", "pisa"]
    others = peers(result, "warta")
    assert nearest(result, "and", "warta", others) == [
        Nearest(50, "pisa", 20 / 25),
        Nearest(95, "tantivy", 200 / 120),
        Nearest(99, "tantivy", 500 / 160),
    ]
    assert nearest(result, "page", "warta", others) == []
    assert nearest(result, "page", "warta_prepared", others) == []


def test_sentences_name_what_is_level_and_what_is_behind() -> None:
    assert sentences(made(), "warta").splitlines() == [
        "- **Warta (from words)**: ahead of every other engine at p50, p95 and p99 in 1 of 3 classes. "
        "Level in 1: one word (1.02, tantivy at p50). Behind in 1: AND (0.80, PISA at p50). "
        "No other engine is asked 1 more.",
        "- **Warta (prepared)**: ahead of every other engine at p50, p95 and p99 in 3 of 3 classes.",
    ]


def test_slower_figures_turn_the_sentences_round() -> None:
    result = made()
    result.times["or"]["warta"] = Times(spread(600, 900, 1000), True)
    said = sentences(result, "warta")
    assert "in 0 of 3 classes" in said
    assert "Behind in 2: OR (0.35, PISA at p50); AND (0.80, PISA at p50)." in said


def test_rows_mark_where_the_subject_is_not_ahead() -> None:
    assert rows(made(), "warta") == [
        ["OR", "2.1 (PISA)", "3.5 (tantivy)", "2.8 (PISA)"],
        ["AND", "**0.80 (PISA)**", "1.67 (tantivy)", "3.1 (tantivy)"],
        ["one word", "**1.02 (tantivy)**", "1.20 (tantivy)", "1.25 (tantivy)"],
    ]


@pytest.mark.parametrize(
    ("ratio", "shown"), [(0.456, "0.46"), (1.04, "1.04"), (2.04, "2.0"), (1234.5, "1,234")]
)
def test_ratios_are_finer_near_one(ratio: float, shown: str) -> None:
    assert times(ratio) == shown


def test_the_fastest_is_bold_among_those_that_start_alike() -> None:
    of_and = next(
        line for line in table.section(made(), "warta").splitlines() if line.startswith("| AND (100)")
    )
    assert of_and == "| AND (100) | 25 / 120 / 160 | 14 / 100 / 140 | 60 / 200 / 500 | **20 / 300 / 700** |"


def test_a_page_of_two_sizes(tmp_path) -> None:
    for each in (made("100k", 100_005, 0.1), made()):
        save(tmp_path, each)
    written = page.page(
        [each for label in ("100k", "1m") if (each := load(tmp_path, label))], "warta", "Kept.\n"
    )
    assert page.remarks(written) == "Kept.\n"
    assert written.index("At 1,000,002 paragraphs, beside tantivy, PISA:") < written.index(
        "At 100,005 paragraphs"
    )
    assert "## Growth: p95 at 1M over p95 at 100k, which is 10 times the paragraphs" in written
    assert "| OR | 10.0 | 10.0 | 10.0 | 10.0 |" in written
    assert "The fastest exact algorithm of PISA: `maxscore` for OR; `ranked_and` for AND." in written
    assert "| tantivy | look-ups within |" in written
    assert "| Whoosh | not run: not asked |" in written
    assert "| Warta, 1 | " in written
    assert "| Warta (prepared), 1: the index of Warta | " in written


def test_the_plot_shows_the_engines_that_start_alike() -> None:
    shown = plot.drawn([made("100k", 100_005, 0.1), made()])
    assert all(f">{title}</text>" in shown for title in ("Warta (from words)", "tantivy", "PISA", "OR", "1M"))
    assert "Warta (prepared)" not in shown
    # A panel each for OR, AND and one word; p50 and p95 of three engines, PISA not in the last.
    assert shown.count("<polyline") == 2 * (3 + 3 + 2)
