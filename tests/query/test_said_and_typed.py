"""What is said of a query is the same query when it is typed, in both languages."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from whoosh import query

from search import SearchRequest
from search.indonesian import Analyzer
from search.indonesian.variants import Variants
from search.parameters import LANGUAGES
from search.phrasing import in_words
from search.query.clauses import clause_of
from search.query.expand import Expander
from search.query.interpret import understand
from search.query.parse import QueryParser
from search.query.tree import AllWords
from tests.query.test_parse import ANY_TEXT

TODAY = date(2024, 3, 15)
ANALYZER = Analyzer()


class SmallArchive:
    """An archive of a few words and names."""

    words = ("banjir", "banjar", "bandar", "longsor", "kota")

    def frequency(self, word):
        return 3

    def stem_frequency(self, word):
        return 3

    def years(self):
        return 2019, 2020

    def matching(self, pattern):
        return self.words[:2] if pattern.startswith("ban") else ()

    def near(self, word, edits):
        return self.words[:edits]

    def named(self, field, beginning, *, squeezed=False):
        names = {
            "source": ("Harian Contoh", "Kabar", "Kabar Pagi"),
            "category": ("Dunia",),
            "author": ("Tim Liputan", "Tim Foto"),
            "tag": ("sumber: daya", "Tanggal", "a) b"),
        }.get(field, ())
        exact = [name for name in names if name.casefold() == beginning.casefold()]
        begun = [name for name in names if beginning and name.casefold().startswith(beginning.casefold())]
        return tuple(exact or begun)

    def called(self, field, text):
        names = ("Joko Widodo", "Budi Santoso", "Budi Raharjo")
        return tuple(name for name in names if text and text.casefold() in name.casefold())

    def nearly_named(self, field, name):
        return ()

    def at_address(self, address):
        return ("a-1",) if address.endswith("contoh.example/a") else ()

    def in_a_row(self, words):
        return True


ARCHIVE = SmallArchive()
EXPANDER = Expander(ANALYZER, Variants.load(), ARCHIVE.frequency, ARCHIVE)


def parsed(text, expander=None):
    return QueryParser(ANALYZER, TODAY, archive=ARCHIVE, expander=expander).parse(text).tree


def understood(text, **fields):
    return understand(SearchRequest(text, **fields), ANALYZER, EXPANDER, TODAY)


def assert_same(tree, again):
    assert again == tree
    assert clause_of(again) == clause_of(tree)


WORD = st.sampled_from(
    [
        "banjir",
        "Jakarta",
        "PBB",
        "Perserikatan",
        "Bangsa-Bangsa",
        "dan",
        "COVID-19",
        "1,5",
        "2019",
        "24",
        "Maret",
        "kemarin",
        "hari",
        "ini",
        "minggu",
        "lalu",
        "antara",
        "terbit",
        "published",
        "semua",
        "artikel",
        "soal",
        "A.S.",
        "Jum'at",
        "tahun2019",
        "COP",
        "28",
        "or",
        "NOT,",
        "judul",
        "ban?ir",
        "banj*",
        "perundang-und*",
        "longsor~1",
        "10 km",
        "Rp1,5 T",
        "UU No. 11 Tahun 2020",
        "H & M",
        "3 – 0",
        "20 %",
        "XI",
        "ke 74",
        "#PrayForCianjur",
        "laba-laba",
        "fase",
        "II",
        "pukul",
        "7",
        "malam",
        "11",
        "sep",
    ]
)
PHRASE = st.tuples(
    st.sampled_from(
        [
            "hujan deras",
            "kemarin",
            "OR",
            "judul: x",
            "(a",
            "terbit 2019-01-01",
            " Bank Indonesia ",
            "hujan * deras",
        ]
    ),
    st.sampled_from(["", "~2", "~5000"]),
).map(lambda made: f'"{made[0]}"{made[1]}')
FILTER = st.sampled_from(
    [
        'sumber:"Harian Contoh"',
        "sumber:kab",
        "sumber:tidakada",
        "penulis:tim",
        'author:"Tim Liputan"',
        'tag:"sumber: daya"',
        "tag:tanggal",
        'tag:"a) b"',
        "tempat:tidakada",
        "bahasa:id",
        "tanpa:tanggal",
        "without:author",
        "tanpa: sumber",
        "missing:language",
        "tanpa:gula",
        "kategori: Dunia",
        "dari:2019",
        "tanggal:2019-09-10",
        "bulan: Maret 2019",
        "bulan:mei",
        "tahun:2018..2019",
        "tahun:>2018",
        "tanggal:<=2019-09-10",
        "tanggal:[2019-01-01 TO *]",
        "foo:bar",
        "sampai:kemarin",
        'id:"a (1) OR b"',
        "id:2019-x#1",
        "url:https://contoh.example/a",
        "terbit sejak 2019-01-01 sampai 2019-02-01",
        "published until 2019-01-01",
        "tanggal:31/2/2023",
    ]
)
QUERY = st.recursive(
    WORD
    | PHRASE
    | FILTER
    | st.tuples(st.sampled_from(["judul:", "isi: ", "headline:", "text:"]), WORD).map("".join),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map(" ".join)
        | st.lists(inner, min_size=1, max_size=3).map(" ATAU ".join)
        | inner.map(lambda one: f"({one})")
        | inner.map(lambda one: f"judul:({one})")
        | inner.map(lambda one: f"TANPA ({one})")
        | inner.map(lambda one: f"-{one}")
        | inner.map(lambda one: f"({one}) WITHOUT banjir")
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=500)
@given(QUERY | ANY_TEXT, st.sampled_from(LANGUAGES), st.sampled_from([None, EXPANDER]))
@example("\u02bb* \u02bb-\u02bb* \u02bb~1", "id", None)  # a letter of which folding leaves nothing
@example("COVID-19 XI", "id", None)  # said with DAN, which is no word in capitals
@example("tentang:0 oleh:joko tentang:budi", "id", None)  # of nobody, of one, of several
@example('tentang:"=Budi Santoso" oleh:=budi', "id", None)  # by the whole name
def test_a_tree_said_is_typed_back(text, language, expander):
    tree = parsed(text, expander)
    assert_same(tree, parsed(in_words(clause_of(tree), language), expander))


@settings(deadline=None, max_examples=500)
@given(QUERY | ANY_TEXT, st.sampled_from(LANGUAGES), st.sampled_from(["all", "any"]))
@example("aaaça 0", "id", "all")  # two words that are read apart when written as one
@example("0.a&a", "id", "all")  # a name with & in a longer piece
@example("banjir fase II pukul 7 malam 11 sep", "id", "all")  # each is known by the word before it
def test_a_whole_query_said_is_typed_back_with_its_dates(text, language, match):
    first = understood(text, match=match)
    again = understood(in_words(clause_of(first.said), language), match=match)
    assert_same(first.said, again.said)
    assert again.tree == first.tree


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tree", [query.Every(), query.NullQuery])
def test_everything_and_nothing_are_typed_back(tree, language):
    assert parsed(in_words(clause_of(tree), language)) == tree


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("banjir TANPA melati", "banjir TANPA melati"),
        ("banjir WITHOUT melati", "banjir TANPA melati"),
        ("banjir BUKAN melati", "banjir TANPA melati"),
        ("banjir EXCEPT melati", "banjir TANPA melati"),
        ("banjir !melati !(a b)", "banjir TANPA melati TANPA (a DAN b)"),
        ("banjir NEAR/3 melati", "banjir DAN melati"),
        ("banjir AROUND(5) melati", "banjir DAN melati"),
        ("tahun:2018..2019", "terbit sejak 2018-01-01 sampai 2019-12-31"),
        ("tanggal:[2019-01-05 TO 2019-02-03]", "terbit sejak 2019-01-05 sampai 2019-02-03"),
        ("published:[2019 TO *]", "terbit sejak 2019-01-01"),
        ("foo:bar", "foo DAN bar"),
        ("Undang-Undang (UU) Nomor 5 Tahun 2019", "Undang-Undang (UU) Nomor 5 Tahun 2019"),
        ("contoh.example/a", "id: a-1"),
        ("<https://contoh.example/a>.", "id: a-1"),
        ('"https://contoh.example/a"', "id: a-1"),
        (
            "bulan:Mei",
            "terbit sejak 2019-05-01 sampai 2019-05-31 ATAU terbit sejak 2020-05-01 sampai 2020-05-31",
        ),
        (
            "bulan:9 banjir",
            "(terbit sejak 2019-09-01 sampai 2019-09-30 ATAU terbit sejak 2020-09-01 sampai 2020-09-30) "
            "DAN banjir",
        ),
        ("banjir KECUALI (melati mawar)", "banjir TANPA (melati DAN mawar)"),
        ("INI BUKAN MIMPI", "bukan DAN MIMPI"),
        ("judul: banjir", "judul: banjir"),
        ("isi:  (banjir | longsor)", "isi: banjir ATAU isi: longsor"),
        ("headline: banjir", "judul: banjir"),
        ("text: banjir", "isi: banjir"),
        ('"hujan deras"~2', '"hujan deras"~2'),
        ("banjir | -kota", "banjir ATAU (semua artikel TANPA kota)"),
        ("semua artikel TANPA banjir", "semua artikel TANPA banjir"),
        ("all articles WITHOUT banjir", "semua artikel TANPA banjir"),
        ("semua artikel tanpa banjir", "semua DAN tanpa DAN banjir"),
        ("baca semua artikel", "baca DAN semua"),
        ("gempa terbit 2019-09-10", "gempa DAN terbit 2019-09-10"),
        ("gempa published since 2019-09-10", "gempa DAN terbit sejak 2019-09-10"),
        ("buku terbit 2019", "buku DAN terbit DAN 2019"),
        ("NOT, banjir", "not DAN banjir"),
        ("judul:ATAU", "judul: atau"),
        ("suhu -5 derajat", "suhu DAN 5 derajat"),
        ("suhu -5derajat", "suhu DAN 5derajat"),
        ("kota -mawar", "kota TANPA mawar"),
        ("'kota mawar' banjir", '"kota mawar" DAN banjir'),
        ("‘kota mawar’", '"kota mawar"'),
        ("-'kota mawar' banjir", 'banjir TANPA "kota mawar"'),
        ("Jum'at Qur'an", "Jum'at DAN Qur'an"),
        ("tahun '45", "tahun DAN 45"),
        ("'jum'at kliwon'", '"jum\'at kliwon"'),
        ("dari: Jakarta", "Jakarta"),
        ("tanggal:24 Februari 2023 gempa", "terbit 2023-02-24 DAN gempa"),
        ("tahun:2019 gempa", "terbit sejak 2019-01-01 sampai 2019-12-31 DAN gempa"),
        ("bulan:September 2019", "terbit sejak 2019-09-01 sampai 2019-09-30"),
        (
            "bulan:9 tahun:2019",
            "terbit sejak 2019-09-01 sampai 2019-09-30 DAN terbit sejak 2019-01-01 sampai 2019-12-31",
        ),
        (
            "tahun:2019 bulan:Mei",
            "terbit sejak 2019-01-01 sampai 2019-12-31 DAN terbit sejak 2019-05-01 sampai 2019-05-31",
        ),
        ("bulan:2019-09", "terbit sejak 2019-09-01 sampai 2019-09-30"),
        ("sumber:harian", 'sumber: "Harian Contoh"'),
        ("sumber:kabar", "sumber: kabar"),
        ("sumber:kab", 'sumber: Kabar ATAU sumber: "Kabar Pagi"'),
        ("site:https://www.kabar.example", "sumber: kabar"),
        ("banjir^2 kota", "banjir DAN kota"),
        ("longsor~1 kota", "longsor~1 DAN kota"),
        ("ban?ir kota", "ban?ir DAN kota"),
        ("*xq", "xq"),
        ("siapa presiden?", "presiden"),
        ("https://contoh.example/a", "id: a-1"),
        ("https://contoh.example/b", "b"),
    ],
)
def test_other_notations_are_read(text, said):
    assert in_words(clause_of(parsed(text))) == said


def test_what_excludes_stands_last():
    assert parsed("-kota banjir") == parsed("banjir -kota")
    assert isinstance(parsed("-kota banjir"), AllWords)


@pytest.mark.parametrize("text", ["judul:(24 Februari 2023)", "gempa TANPA (hari ini)", "gempa NOT kemarin"])
def test_dates_are_not_read_where_words_have_their_meaning_already(text):
    assert "terbit" not in in_words(clause_of(understood(text).said))
