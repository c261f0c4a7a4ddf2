"""Arrivals: when an article first came, kept by its id through changes, merges and rebuilds."""

from datetime import datetime, timezone

import numpy as np
import pytest

from search import Article, RequestError, SearchRequest, open_index
from search.index import Deletion, build, update
from search.index.purge import purge
from search.index.reading import arrivals as module


def article(name, text="Banjir di kota."):
    return Article(name, (text,), f"Banjir {name}")


@pytest.fixture
def clock(monkeypatch):
    """Set the clock by hand."""
    now = [1_000_000]
    monkeypatch.setattr(module.time, "time", lambda: now[0])
    return now


def arrived(folder):
    index = open_index(folder)
    snapshot = index.snapshot
    return {
        about.id: int(snapshot.arrived[number])
        for number, about in enumerate(snapshot.metadata_of(np.flatnonzero(live(snapshot)).tolist()))
        for number in [snapshot.find(about.id)]
    }


def live(snapshot):
    return np.ones(snapshot.doc_values.article_count, bool) if snapshot.live is None else snapshot.live


def test_a_new_version_keeps_the_arrival_and_a_deleted_article_arrives_again(tmp_path, clock):
    build([article("a"), article("b")], tmp_path)
    assert arrived(tmp_path) == {"a": 1_000_000, "b": 1_000_000}
    clock[0] = 2_000_000
    update([article("a", "Banjir surut."), article("c")], tmp_path)
    assert arrived(tmp_path) == {"a": 1_000_000, "b": 1_000_000, "c": 2_000_000}
    clock[0] = 3_000_000
    update([Deletion("b")], tmp_path)
    update([article("b"), article("d"), article("d", "Banjir lagi.")], tmp_path)
    assert arrived(tmp_path) == {"a": 1_000_000, "b": 3_000_000, "c": 2_000_000, "d": 3_000_000}


def test_a_clock_that_goes_back_does_not_make_arrivals_earlier(tmp_path, clock):
    build([article("a")], tmp_path)
    clock[0] = 10
    update([article("b")], tmp_path)
    update([article("c")], tmp_path)
    assert arrived(tmp_path) == {"a": 1_000_000, "b": 1_000_001, "c": 1_000_002}


def test_a_rebuilt_index_keeps_them_by_id(tmp_path, clock):
    build([article("a"), article("b"), article("c")], tmp_path)
    clock[0] = 2_000_000
    update([article("d")], tmp_path)
    clock[0] = 3_000_000
    build([article("e"), article("d"), article("b")], tmp_path, jobs=2)
    assert arrived(tmp_path) == {"b": 1_000_000, "d": 2_000_000, "e": 3_000_000}


def test_merges_move_them_along(tmp_path, clock):
    build([article("a")], tmp_path)
    expected = {"a": 1_000_000}
    for number in range(14):
        clock[0] += 100
        update([article(f"n{number}"), *([Deletion(f"n{number - 2}")] if number % 3 == 2 else [])], tmp_path)
        expected[f"n{number}"] = clock[0]
        if number % 3 == 2:
            del expected[f"n{number - 2}"]
    assert len(open_index(tmp_path).snapshot.segments) < 14
    assert arrived(tmp_path) == expected


def test_searches_filter_and_sort_by_arrival(tmp_path, clock):
    build([article("a"), article("b")], tmp_path)
    clock[0] = 2_000_000
    update([article("c")], tmp_path)
    index = open_index(tmp_path)
    since = datetime.fromtimestamp(2_000_000, timezone.utc)
    for text in ("banjir", "", 'banjir OR "kota"'):
        for group in ("article", "none"):
            found = index.search(text, indexed_since=since, group=group)
            assert [hit.article.id for hit in found.articles] == ["c"]
            found = index.search(text, sort="arrived", group=group)
            assert [hit.article.id for hit in found.articles] == ["c", "a", "b"]
    assert [hit.article.id for hit in index.hits(SearchRequest("banjir", sort="arrived"))] == ["c", "a", "b"]
    assert index.search("banjir", indexed_since="1970-01-20").total_articles == 1
    assert index.search("banjir", indexed_since="1970-01-12T13:46:40Z").total_articles == 3
    assert index.search("banjir", indexed_since="1970-01-12T20:46:41").total_articles == 1


@pytest.mark.parametrize("wrong", ["2024-13-01T00:00:00Z", "T", "1:2", "entah", 5])
def test_what_is_no_moment_is_refused(wrong):
    with pytest.raises(RequestError, match="indexed_since: "):
        SearchRequest("banjir", indexed_since=wrong)


def test_a_generation_of_an_older_version_arrived_when_it_was_built(tmp_path, clock):
    build([article("a")], tmp_path)
    snapshot = open_index(tmp_path).snapshot
    old = dict(snapshot.manifest.files)
    del old["arrivals"]
    manifest = module.Manifest(**{**vars(snapshot.manifest), "files": old})
    times = module.load_arrivals(snapshot.folder, manifest, 1)
    assert times.tolist() == [int(manifest.built.timestamp())]


def test_a_purge_moves_them_along(tmp_path, clock):
    build([article("a"), article("b")], tmp_path)
    clock[0] = 2_000_000
    update([article("c"), Deletion("a")], tmp_path)
    purge(tmp_path)
    assert arrived(tmp_path) == {"b": 1_000_000, "c": 2_000_000}
