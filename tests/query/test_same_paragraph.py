"""All words in one paragraph: against texts that are looked at one by one, and beside everything else."""

import pytest

from search import Article, SearchRequest

TEXTS = {
    "bersama": ("Menteri membahas harga beras di pasar.", "Panen raya tiba.", "Warga lega."),
    "terpisah": ("Menteri tiba di Solo.", "Harga beras naik.", "Menteri pulang."),
    "kalimat": ("Harga naik.", "Beras langka, kata menteri pertanian, maka harga beras dipantau menteri."),
}


@pytest.fixture(scope="module")
def held(make_index):
    titles = {"terpisah": "Menteri bicara harga beras"}
    return make_index([Article(one, texts, titles.get(one)) for one, texts in TEXTS.items()])


def found(index, text, **fields):
    page = index.search(text, match="paragraph", sort="oldest", **fields)
    shown = {hit.article.id: sorted(one.number for one in hit.paragraphs) for hit in page.articles}
    assert page.total_articles == len(shown)
    assert page.total_paragraphs == sum(map(len, shown.values()))
    return shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("menteri harga beras", {"bersama": [0], "kalimat": [1]}),
        ("beras", {"bersama": [0], "terpisah": [1], "kalimat": [1]}),
        ('"harga beras" menteri', {"bersama": [0], "kalimat": [1]}),
        ("menteri solo OR pasar", {"bersama": [0], "terpisah": [0]}),
        ("(menteri solo) OR (panen raya)", {"bersama": [1], "terpisah": [0]}),
        ("menteri beras -panen", {"kalimat": [1]}),
        ("judul:menteri harga beras", {"terpisah": [1]}),
        ("judul:menteri harga solo", {}),
        ("menteri beras traktor", {}),
    ],
)
def test_only_paragraphs_with_all_words_are_found(held, text, expected):
    assert found(held, text) == expected


def test_single_paragraphs_are_the_same_ones(held):
    page = held.search("menteri harga beras", match="paragraph", group="none")
    assert {(hit.article.id, hit.paragraphs[0].number) for hit in page.articles} == {
        ("bersama", 0), ("kalimat", 1)
    }  # fmt: skip
    assert page.total_paragraphs == 2


def test_nothing_is_let_go(held):
    page = held.search("menteri beras traktor", match="paragraph")
    assert (page.total_articles, page.interpretation.let_go) == (0, ())
    assert held.search("menteri beras traktor").interpretation.let_go == ("traktor",)


def test_it_is_a_part_of_walks_and_files(held):
    request = SearchRequest("menteri harga beras", match="paragraph")
    assert {hit.article.id for hit in held.hits(request)} == {"bersama", "kalimat"}
    assert len(held.walk(request).articles) == 2
