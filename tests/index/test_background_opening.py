"""An index that opens newer generations in the background: nobody waits, and a bad one is not searched."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from builds import generation

import search
from search.backends.embedded import EmbeddedIndex
from search.backends.hiding import without
from search.index import build


def until(holds):
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, "waited 30 s"
        time.sleep(0.005)


@pytest.fixture
def index(tmp_path):
    build(generation(1), tmp_path / "i")
    return search.open_index(tmp_path / "i", background=True)


def test_the_newer_one_is_searched_once_it_is_open(tmp_path, index):
    build(generation(2, size=4), tmp_path / "i")
    until(lambda: index.search("penanda").generation == "000002")
    assert index.search("angka2").total_articles == 4


def test_searches_go_on_while_it_is_opened(tmp_path, index, monkeypatch):
    opening, go_on = threading.Event(), threading.Event()
    opened = EmbeddedIndex._open

    def slowly(self):
        opening.set()
        assert go_on.wait(30)
        return opened(self)

    monkeypatch.setattr(EmbeddedIndex, "_open", slowly)
    build(generation(2), tmp_path / "i")
    assert index.search("penanda").generation == "000001"
    assert opening.wait(30)
    assert [index.search("angka1").total_articles for _ in range(3)] == [3, 3, 3]
    assert sum(thread.name == "warta-opening" for thread in threading.enumerate()) == 1
    go_on.set()
    until(lambda: index.generation == "000002")


@pytest.mark.parametrize("background", [False, True])
@pytest.mark.parametrize("hidden", [(), ("Kabar Lain",)])
def test_what_is_pinned_reads_one_generation_and_others_the_newest(tmp_path, background, hidden):
    build(generation(1), tmp_path / "i")
    whole = search.open_index(tmp_path / "i", background=background)
    index, found = without(whole, hidden) if hidden else whole, []
    with index.pinned():
        digest = index.digest
        build(generation(2, size=4), tmp_path / "i")
        with ThreadPoolExecutor(1) as other:  # a thread of its own
            other.submit(until, lambda: index.search("angka2").total_articles == 4).result()
        found.append(index.search("angka2").total_articles)
        assert index.digest == digest
        assert (index.generation, index.stats().generation) == ("000001", "000001")
    assert found == [0] and index.search("angka2").total_articles == 4
    assert index.digest != digest


def test_one_that_cannot_be_opened_is_named_once_and_not_searched(tmp_path, index, caplog):
    build(generation(2), tmp_path / "i")
    (flat,) = (tmp_path / "i" / "generation-000002").glob("*.flat")
    flat.write_bytes(flat.read_bytes()[:100])
    until(lambda: (index.search("penanda"), "cannot be opened" in caplog.text)[1])
    for _ in range(5):
        assert index.search("angka1").total_articles == 3
    assert caplog.text.count("cannot be opened") == 1
    assert flat.name in caplog.text
    build(generation(3), tmp_path / "i")
    until(lambda: index.search("angka3").total_articles == 3)
