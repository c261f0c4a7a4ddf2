"""Builds that tell which one they are, and what an index folder holds."""

from search import Article, EmbeddedIndex
from search.index import Generations, Snapshot
from search.index.verify import check


def generation(number, size=3):
    """Articles that tell which build they are from; ``size`` articles, two paragraphs each."""
    return [Article(f"a{n}", ("penanda di sini", f"angka{number}")) for n in range(size)]


def current(folder):
    generations = Generations(folder)
    name = generations.pointer().current
    return Snapshot(generations.path(name), name)


def holds(folder, number, size=3):
    """Whether the index in ``folder`` is the complete one that ``generation(number)`` makes."""
    index = EmbeddedIndex(folder)
    assert check(index.snapshot) == []
    return index.search(f"angka{number}").total_articles == index.search("penanda").total_articles == size
