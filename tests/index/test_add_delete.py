"""Adding and deleting: the same answers as an index that was built of what is left."""

import threading
from datetime import date
from functools import partial
from itertools import product

import numpy as np
import pytest
from archive_changes import after, assert_holds, stored
from builds import current, generation
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.query import Term

from search import (
    Article,
    EmbeddedIndex,
    IndexDamagedError,
    IndexMissingError,
    NothingToIndexError,
    SearchRequest,
)
from search.index import Deletion, Generations, build, update
from search.index.verify import check
from search.indonesian import AnalysisSettings
from search.ranking.articles import RankedQuery
from search.ranking.choose import searchers
from search.ranking.exhaustive import ExhaustiveArticles
from search.ranking.settings import RankingSettings

TODAY = date(2024, 3, 15)
WORDS = ["banjir", "Jakarta", "mendukung", "dukungan", "Rusia", "hujan deras", "China-Rusia", "kota"]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
IDS = [f"a{n}" for n in range(6)]
ARTICLES = st.builds(
    partial(Article),
    st.sampled_from(IDS),
    st.lists(SENTENCES, min_size=1, max_size=3).map(tuple),
    st.none() | SENTENCES,
    st.sampled_from(["Harian Contoh", "Kabar Dunia", None]),
    st.sampled_from([date(2022, 3, 1), date(2023, 12, 31), None]),
    st.sampled_from(["Dunia", None]),
)
CHANGES = st.lists(ARTICLES | ARTICLES | st.sampled_from(IDS).map(Deletion), min_size=1, max_size=6)
QUERIES = [*WORDS, "banjir jakarta", '"hujan deras"', "banjir -rusia", "dukung*", "judul:kota", "id:a1", ""]
FIELDS = [
    {},
    {"match": "any"},
    {"source": "Harian Contoh"},
    {"date_from": date(2023, 1, 1)},
    {"category": "Dunia", "sort": "newest"},
]
ASKED = list(product(QUERIES, FIELDS))


def found(index, text, fields):
    """Return totals, and the ids and paragraph numbers that are found."""
    page = index.search(text, page_size=50, hits_per_article=20, collapse=False, **fields)
    hits = {(hit.article.id, paragraph.number) for hit in page.articles for paragraph in hit.paragraphs}
    return page.total_articles, page.total_paragraphs, hits


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    return tmp_path_factory.mktemp("changed")


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    return tmp_path_factory.mktemp("rebuilt")


@settings(max_examples=12, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=5))
def test_the_same_answers_as_of_a_rebuilt_index(changed, rebuilt, batches):
    there = [Article("anchor", ("penanda tetap", "banjir kota"))]
    build(there, changed)
    for batch in batches:
        there = after(there, batch)
        update(batch, changed)
        assert_holds(changed, there)
    build(there, rebuilt)
    ours, theirs = EmbeddedIndex(changed, today=lambda: TODAY), EmbeddedIndex(rebuilt, today=lambda: TODAY)
    for text, fields in ASKED:
        there_now, then = found(ours, text, fields), found(theirs, text, fields)
        if not (let_go(ours, text, fields) or let_go(theirs, text, fields)):
            assert there_now == then, (text, fields)
    assert_same_rankings(ours)


def let_go(index, text, fields):
    """Whether words were let go: which of them tells least, deleted articles have a say in, too."""
    return bool(index.search(text, **fields).interpretation.let_go)


def assert_same_rankings(index):
    """Kernel and NumPy agree on several segments, whatever is deleted."""
    for text in ("banjir", "banjir jakarta", '"hujan deras" kota', "rusia | kota", "dukungan -banjir"):
        articles, scores, counts = ranked(index, text, ExhaustiveArticles)
        by_kernel = ranked(index, text, lambda snapshot, weights: searchers(snapshot, weights).articles())
        assert articles.tolist() == by_kernel[0].tolist(), text
        assert counts.tolist() == by_kernel[2].tolist(), text
        np.testing.assert_allclose(scores, by_kernel[1], rtol=1e-9, err_msg=text)


def ranked(index, text, ranker):
    """Return the articles that match, their scores, and how many paragraphs of each match."""
    understood = index._opened.understand(SearchRequest(text), TODAY)
    asked = RankedQuery(understood.tree, understood.words, understood.concepts)
    return ranker(index.snapshot, RankingSettings()).articles(asked)


@settings(max_examples=8, deadline=None)
@given(CHANGES, CHANGES)
def test_whoosh_finds_the_same_documents(changed, first, second):
    build([Article("anchor", ("penanda tetap", "banjir kota"))], changed)
    update(first, changed)
    update(second, changed)
    snapshot = current(changed)
    live = np.ones(snapshot.doc_values.article_count, bool) if snapshot.live is None else snapshot.live
    with open_dir(str(snapshot.folder)).searcher() as searcher:
        for word in ("banjir", "jakarta", "dukung", "kota", "hujan", "tetap"):
            by_whoosh = sorted(hit["text"] for hit in searcher.search(Term("body", word), limit=None))
            docs = snapshot.postings("body", word).docs
            ours = sorted(snapshot.text(doc) for doc in docs[live[snapshot.article_of[docs]]].tolist())
            assert by_whoosh == ours, word


@pytest.fixture
def archive(tmp_path):
    build(generation(1), tmp_path)
    return tmp_path


def one(number, *texts, **fields):
    return Article(f"a{number}", texts, **fields)


def test_what_an_update_says_of_itself(archive):
    done = update([one(1, "baru"), one(9, "satu", "dua"), Deletion("a0"), Deletion("tiada")], archive)
    assert (done.generation, done.articles, done.paragraphs) == ("000002", 3, 5)
    assert (done.added, done.replaced, done.deleted, done.unknown) == (1, 1, 1, ("tiada",))
    assert_holds(archive, [generation(1)[2], one(1, "baru"), one(9, "satu", "dua")])


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ([one(1, "satu"), one(1, "dua"), one(1, "tiga")], (0, 1, 0)),
        ([one(9, "satu"), one(9, "dua")], (1, 0, 0)),
        ([one(9, "satu"), Deletion("a9")], (0, 0, 0)),
        ([one(1, "satu"), Deletion("a1")], (0, 0, 1)),
        ([Deletion("a1"), one(1, "satu")], (0, 1, 0)),
        ([Deletion("a1"), one(1, "satu"), Deletion("a1"), one(1, "dua")], (0, 1, 0)),
        ([one(9, "satu"), Deletion("a9"), one(9, "dua")], (1, 0, 0)),
    ],
)
def test_changes_of_one_batch_count_in_order(archive, changes, counts):
    done = update(changes, archive)
    assert (done.added, done.replaced, done.deleted) == counts
    assert done.unknown == ()
    assert_holds(archive, after(generation(1), changes))


def test_what_was_deleted_once_is_unknown_the_second_time(archive):
    assert update([Deletion("a1"), Deletion("a1")], archive).unknown == ("a1",)
    assert update([Deletion("a1")], archive).unknown == ("a1",)


def test_where_nothing_changes_there_is_no_new_generation(archive):
    before = sorted(archive.rglob("*"))
    done = update([Deletion("tiada"), Deletion("")], archive)
    assert (done.generation, done.unknown, done.articles) == ("000001", ("tiada", ""), 3)
    assert sorted(archive.rglob("*")) == before
    with pytest.raises(NothingToIndexError):
        update([], archive)
    assert sorted(archive.rglob("*")) == before


def test_an_article_that_is_there_just_so_is_not_analysed(archive, monkeypatch):
    fields = {"title": "Judul", "published": date(2024, 1, 5), "tags": ("a", "b"), "place": "Bogor"}
    update([one(5, "satu", "dua", **fields)], archive)
    same = [*generation(1), one(5, "satu", "dua", **fields)]
    before = sorted(archive.rglob("*"))
    with monkeypatch.context() as patch:
        patch.setattr("search.index.inversion.writer.ArticleWriter.add_article", None)
        done = update(same, archive)
    assert (done.generation, done.articles, done.unchanged) == ("000002", 4, 4)
    assert (done.added, done.replaced, done.deleted) == (0, 0, 0)
    assert sorted(archive.rglob("*")) == before


@pytest.mark.parametrize(
    "changed",
    [{"title": "Lain"}, {"tags": ("b", "a")}, {"published": date(2024, 1, 6)}, {"category": "Dunia"},
     {"url": "https://contoh.id/1"}, {"paragraphs": ("satu", "dua", "tiga")}, {"paragraphs": ("satu dua",)}],
)  # fmt: skip
def test_whatever_differs_is_a_new_version(archive, changed):
    before = one(5, "satu", "dua", title="Judul", published=date(2024, 1, 5), tags=("a", "b"))
    update([before], archive)
    after_it = before._replace(**changed)
    done = update([after_it, *generation(1)], archive)
    assert (done.added, done.replaced, done.unchanged) == (0, 1, 3)
    assert_holds(archive, [*generation(1), after_it])


def test_an_unchanged_version_after_another_one_counts(archive):
    done = update([one(1, "lain"), generation(1)[1]], archive)
    assert (done.replaced, done.unchanged) == (1, 0)
    assert_holds(archive, [generation(1)[0], generation(1)[2], generation(1)[1]])


def test_everything_may_be_deleted_and_more_added(archive):
    update([Deletion(f"a{n}") for n in range(3)], archive)
    assert_holds(archive, [])
    index = EmbeddedIndex(archive)
    assert index.search("penanda").total_articles == index.search("").total_articles == 0
    assert index.stats().articles == 0
    update([one(5, "penanda")], archive)
    assert_holds(archive, [one(5, "penanda")])
    assert len(current(archive).segments) == 1


def test_rollback_brings_back_what_was_deleted(archive):
    update([Deletion("a0"), one(1, "baru")], archive)
    Generations(archive).rollback()
    assert_holds(archive, generation(1))
    update([one(7, "lain")], archive)
    assert_holds(archive, [*generation(1), one(7, "lain")])


def test_segments_are_linked_not_copied(archive):
    before = {path.name: path.stat().st_ino for path in archive.glob("generation-000001/*.flat")}
    update([one(9, "satu")], archive)
    now = {path.name: path.stat().st_ino for path in archive.glob("generation-000002/*.flat")}
    assert before.items() <= now.items()
    assert len(now) == 2


def test_where_files_cannot_be_linked_they_are_copied(archive, monkeypatch):
    def refuse(*_):
        raise PermissionError("no links here")

    monkeypatch.setattr("os.link", refuse)
    update([one(9, "satu"), Deletion("a0")], archive)
    assert_holds(archive, [*generation(1)[1:], one(9, "satu")])
    Generations(archive).rollback()
    assert_holds(archive, generation(1))


def test_segments_stay_few_and_articles_in_order(archive):
    there = generation(1)
    for number in range(40):
        batch = [Article(f"b{number}", (f"berita {number}",)), one(number % 3, f"versi {number}")]
        there = after(there, batch)
        update(batch, archive)
        assert len(current(archive).segments) <= 8
    assert_holds(archive, there)


def test_copies_are_found_across_segments(archive):
    text = " ".join(f"kata{n} dari berita" for n in range(60))
    update([one(5, f"Jakarta - {text}")], archive)
    update([one(6, "lain sama sekali"), one(7, f"Medan - {text}")], archive)
    index = EmbeddedIndex(archive)
    (hit,) = index.search("berita").articles
    assert [copy.id for copy in hit.duplicates] == ["a7"]
    update([Deletion("a5")], archive)
    assert [hit.article.id for hit in index.search("berita").articles] == ["a7"]
    assert not index.snapshot.has_copies.any()


def test_new_words_can_be_suggested(archive):
    update([one(n, "perundingan damai") for n in range(5, 9)], archive)
    assert [near.word for near in current(archive).near_words("perundigan")] == ["perundingan"]


def test_the_analysis_is_that_of_the_index(tmp_path):
    analysis = AnalysisSettings(stemmer="none")
    build([one(1, "mendukung")], tmp_path, analysis=analysis)
    update([one(2, "mendukung")], tmp_path)
    snapshot = current(tmp_path)
    assert snapshot.analysis == analysis
    assert len(snapshot.postings("body", "mendukung").docs) == 2


def test_without_an_index_there_is_nothing_to_update(tmp_path):
    with pytest.raises(IndexMissingError, match="warta reindex"):
        update([one(1, "satu")], tmp_path / "tiada")
    assert not (tmp_path / "tiada").exists()


def test_a_source_that_fails_halfway_leaves_the_old_one(archive):
    def failing():
        yield one(8, "satu")
        raise OSError("the network is gone")

    with pytest.raises(OSError, match="network"):
        update(failing(), archive)
    assert_holds(archive, generation(1))
    assert not list(archive.glob("building-*"))


def test_a_damaged_segment_is_not_merged(archive):
    for number in range(7):
        update([Article(f"b{number}", (f"berita {number}",))], archive)
    path = next(archive.glob("generation-000008/*.docs"))
    content = bytearray(path.read_bytes())
    content[70] ^= 1
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match="changed"):
        update([Article("b8", ("berita 8",))], archive)
    assert Generations(archive).pointer().current == "000008"
    assert not list(archive.glob("building-*"))


def test_readers_go_on_while_articles_are_added(archive):
    """Each generation answers as a whole: n additions, each with a word of its own and one of all."""
    update([Article("tambahan0", ("berita angka0",))], archive)
    index, done, problems, pages, seen = EmbeddedIndex(archive), threading.Event(), [], [], set()

    def read():
        while not done.is_set():
            try:
                page = index.search("berita", page_size=50)
                pages.append(page.total_articles)
                numbers = sorted(int(hit.article.id.removeprefix("tambahan")) for hit in page.articles)
                if numbers != list(range(int(page.generation) - 1)) or page.total_articles != len(numbers):
                    problems.append((page.generation, numbers))
                seen.add(page.generation)
            except Exception as error:
                problems.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 21):
            update([Article(f"tambahan{number}", (f"berita angka{number}",))], archive)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert problems == []
    assert len(seen) > 5
    assert index.search("berita").total_articles == 21
    assert len(pages) > 20 * 3 * 3, "searches waited for builds"


def test_old_snapshots_outlive_merges(archive):
    snapshot = current(archive)
    for number in range(12):
        update([Article(f"b{number}", (f"berita {number}",)), one(0, f"versi {number}")], archive)
    assert stored(snapshot) == generation(1)
    assert check(current(archive)) == []
