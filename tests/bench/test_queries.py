"""The queries of the speed bench that are drawn from a corpus."""

from pathlib import Path

from bench.speed.corpus import prepared
from bench.speed.queries import classes
from search.request import MAX_TEXT_LENGTH

ROOT = Path(__file__).resolve().parents[2]


def test_the_costly_searches_are_drawn_alike_and_no_longer_than_a_query_may_be(tmp_path: Path) -> None:
    articles = "".join(path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.jsonl")))
    (tmp_path / "big10k.jsonl").write_text(articles, encoding="utf-8")
    corpus = prepared("10k", tmp_path, None, print)
    drawn = {each.name: [query.text for query in each.queries] for each in classes([], corpus)}
    assert drawn == {each.name: [query.text for query in each.queries] for each in classes([], corpus)}
    sizes = {
        name: (len(drawn[f"product-{name}"]), {len(text.split()) for text in drawn[f"product-{name}"]})
        for name in ("beginnings", "66-beginnings")
    }
    assert sizes == {"beginnings": (100, {2}), "66-beginnings": (100, {66})}
    assert {len(text) for text in drawn["product-1000"]} == {MAX_TEXT_LENGTH}
    assert len(drawn["product-pasted"]) > 50
    assert all(50 < len(text.split()) <= 150 and len(text) <= 1_000 for text in drawn["product-pasted"])
