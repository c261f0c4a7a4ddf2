"""Similar articles: what is found, what is left out."""

import threading

import pytest

from search import Article, IndexDamagedError, NotFoundError, RequestError
from search.ranking import RankingSettings
from search.ranking.compiled_paragraphs import CompiledParagraphs
from search.ranking.exhaustive_paragraphs import ExhaustiveParagraphs
from search.ranking.weight import Weight
from search.searcher.similar import SimilarArticles

FILLING = [
    "Pertandingan sepak bola berakhir imbang di stadion utama.",
    "Harga cabai turun di pasar induk menjelang hari raya.",
    "Kapal penyeberangan kembali berlayar setelah ombak mereda.",
    "Pameran lukisan dibuka untuk umum mulai Ahad.",
    "Petani kopi di lereng gunung menunggu musim panen.",
    "Perpustakaan kota menambah jam buka pada akhir pekan.",
]
LONG = (
    "Gunung berapi itu meletus pada dini hari dan menyemburkan abu vulkanik empat kilometer ke udara. "
    "Warga di lereng diungsikan ke balai desa, sekolah diliburkan, dan bandar udara ditutup sementara. "
    "Petugas membagikan masker serta meminta warga menjauhi aliran sungai yang berhulu di puncak."
)
ARTICLES = [
    Article("letusan", ("Letusan gunung berapi memaksa warga mengungsi.", "Abu vulkanik menutup bandara."),
            "Gunung berapi meletus, warga mengungsi", "Harian Contoh"),
    Article("abu", ("Abu vulkanik letusan gunung berapi mengganggu penerbangan.",), "Abu menutup bandara"),
    Article("salinan-1", (LONG,), "Gunung berapi meletus pada dini hari", "Kabar Satu"),
    Article("salinan-2", (LONG,), "Gunung berapi meletus pada dini hari", "Kabar Dua"),
    Article("salinan-3", (LONG,), "Gunung berapi meletus pada dini hari", "Kabar Tiga"),
    *(Article(f"lain-{number}", (text,)) for number, text in enumerate(FILLING)),
    Article("tanpa-kata", ("***",)),
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(make_index):
    return make_index(ARTICLES)


def ids(similar):
    return [one.article.id for one in similar]


def test_articles_on_the_same_subject(archive):
    found = archive.similar("letusan")
    assert set(ids(found)) == {"abu", "salinan-1"} or set(ids(found)) == {"abu", "salinan-2"}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(isinstance(one.score, float) and one.score > 0 for one in found)
    assert found[0].article == archive.article(found[0].article.id).metadata


def test_copies_are_not_similar_but_the_same(archive):
    """Of the copies of another text one is shown, of the article's own none."""
    found = ids(archive.similar("salinan-2"))
    assert "letusan" in found
    assert not [one for one in found if "salinan" in one]
    assert len([one for one in ids(archive.similar("abu")) if "salinan" in one]) == 1


def test_an_article_is_not_similar_to_itself(archive):
    for article in ARTICLES:
        assert article.id not in ids(archive.similar(article.id, 20))


def test_nothing_is_similar_to_what_stands_alone(archive):
    assert archive.similar("lain-3") == ()
    assert archive.similar("tanpa-kata") == ()


def test_no_more_than_were_asked_for(make_index):
    words = ["banjir", "rob", "pesisir", "tanggul", "gelombang", "pasang", "nelayan", "dermaga"]
    articles = [
        Article(f"a{n:02}", (f"Laporan {n}: " + " ".join(words[n % 4 :]), f"angka {n}")) for n in range(30)
    ]
    index = make_index([*articles, *ARTICLES])
    for count in (1, 5, 20):
        found = ids(index.similar("a04", count))
        assert 0 < len(found) == len(set(found)) <= count
        assert found == ids(index.similar("a04", 20))[:count]


@pytest.mark.parametrize("count", [0, -1, 21, 2.5, "5", None, True])
def test_an_impossible_count(archive, count):
    with pytest.raises(RequestError, match="count: must be a whole number from 1 to 20"):
        archive.similar("letusan", count)


def test_an_unknown_article(archive):
    with pytest.raises(NotFoundError, match="'tidak-ada'"):
        archive.similar("tidak-ada")


def test_without_the_kernel_the_same(archive):
    snapshot, analyzer = archive.snapshot, archive._opened.analyzer
    settings = RankingSettings()
    searchers = (
        CompiledParagraphs(Weight(snapshot, settings)),
        ExhaustiveParagraphs(snapshot, settings),
    )
    for article in range(len(ARTICLES)):
        found = [SimilarArticles(snapshot, analyzer, searcher).of(article, 20) for searcher in searchers]
        assert found[0] == found[1]


def test_damage_is_said(make_index):
    index = make_index(ARTICLES)
    (flat,) = index.snapshot.folder.glob("*.flat")
    sound = flat.read_bytes()
    flat.write_bytes(
        bytes(byte ^ 0xFF if 2000 < at < len(sound) - 9000 else byte for at, byte in enumerate(sound))
    )
    try:
        with pytest.raises(IndexDamagedError):
            type(index)(index.snapshot.folder.parent).similar("letusan")
    finally:
        flat.write_bytes(sound)


def test_threads_find_what_one_finds(archive):
    wanted = {article.id: archive.similar(article.id) for article in ARTICLES}
    wrong = []

    def ask(start):
        for turn in range(40):
            article = ARTICLES[(start + 5 * turn) % len(ARTICLES)].id
            if archive.similar(article) != wanted[article]:
                wrong.append(article)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
