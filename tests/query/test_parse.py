"""What the search box understands: every piece of syntax, and any text at all."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query

from search import Article, phrasing
from search.indonesian import Analyzer
from search.query.clauses import clause_of
from search.query.parse import QueryParser
from search.query.tree import AllWords, Words, positive_words
from search.remarks import Remark
from search.request import MAX_TEXT_LENGTH, SearchRequest

TODAY = date(2024, 3, 15)
ANALYZER = Analyzer()


def parsed(text, **options):
    return QueryParser(ANALYZER, TODAY, **options).parse(text)


def in_words(tree):
    return phrasing.in_words(clause_of(tree))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("banjir", "banjir"),
        ("banjir jakarta", "banjir DAN jakarta"),
        ("banjir DAN jakarta", "banjir DAN jakarta"),
        ("banjir OR longsor", "banjir ATAU longsor"),
        ("banjir ATAU longsor | gempa", "banjir ATAU longsor ATAU gempa"),
        ("jakarta banjir | longsor", "jakarta DAN (banjir ATAU longsor)"),
        ("(banjir | longsor) jakarta", "(banjir ATAU longsor) DAN jakarta"),
        ("(banjir jakarta) | longsor", "(banjir DAN jakarta) ATAU longsor"),
        ("((banjir))", "banjir"),
        ("banjir -jakarta", "banjir TANPA jakarta"),
        ("-jakarta banjir", "banjir TANPA jakarta"),
        ("banjir NOT jakarta", "banjir TANPA jakarta"),
        ("banjir -(jakarta bekasi)", "banjir TANPA (jakarta DAN bekasi)"),
        ('banjir -"hujan deras"', 'banjir TANPA "hujan deras"'),
        ("-jakarta", "semua artikel TANPA jakarta"),
        ('"hujan deras"', '"hujan deras"'),
        ('"  hujan deras "', '"hujan deras"'),
        ("banj*", "banj*"),
        ("judul:banjir", "judul: banjir"),
        ("isi:banjir", "isi: banjir"),
        ("judul:(banjir -longsor) gempa", "(judul: banjir TANPA judul: longsor) DAN gempa"),
        ("judul:(banjir isi:longsor)", "judul: banjir DAN isi: longsor"),
        ("banjir sumber:Kabar", "banjir DAN sumber: Kabar"),
        ('banjir sumber:"Harian Contoh"', 'banjir DAN sumber: "Harian Contoh"'),
        ("kategori:Dunia", "kategori: Dunia"),
        ("banjir tanggal:2019-09-10", "banjir DAN terbit 2019-09-10"),
        ("banjir dari:2022", "banjir DAN terbit sejak 2022-01-01"),
        ("banjir sampai:2022", "banjir DAN terbit sampai 2022-12-31"),
        ("rusia/china", "rusia DAN china"),
        ("", "semua artikel"),
        ("   ", "semua artikel"),
        ("banjir OR", "banjir"),
        ("OR banjir", "banjir"),
        ("banjir OR OR longsor", "banjir ATAU longsor"),
        ("banjir NOT", "banjir"),
        ("banjir ()", "banjir"),
        ("banjir -", "banjir"),
    ],
)
def test_understood_as(text, said):
    assert in_words(parsed(text).tree) == said


def only(text, **options):
    """Return the one group of words that a query makes."""
    tree = parsed(text, **options).tree
    assert isinstance(tree, Words), tree
    return tree


def test_a_word_is_searched_by_its_stem_in_text_and_headline():
    word = only("Mendukung")
    assert word.text == "Mendukung"
    assert (word.forms[0].stems, word.forms[0].exacts) == (("dukung",), ("mendukung",))
    assert word.fields == ("body", "title")
    assert not (word.exact or word.quoted or word.prefix)


def test_words_are_queries_of_whoosh():
    word = only("COVID-19")
    assert word.subqueries == [
        query.Phrase("body", ["covid", "19"]),
        query.Term("body", "covid19"),
        query.Phrase("title", ["covid", "19"]),
        query.Term("title", "covid19"),
    ]
    assert word == only("COVID-19") != only("COVID-20")
    assert len({word, only("COVID-19")}) == 1
    assert word.boost == 1.0
    assert only("banj*").subqueries == [
        query.Prefix("body_exact", "banj"),
        query.Prefix("title_exact", "banj"),
    ]


def test_exact_and_headlines():
    assert only("mendukung", exact=True).exact
    assert only("mendukung", headlines=False).fields == ("body",)
    assert only("judul:mendukung", headlines=False).fields == ("title",)
    assert only("isi:mendukung").fields == ("body",)


def test_a_phrase_is_exact_and_may_have_a_gap():
    phrase = only('"hujan yang deras"~3')
    assert phrase.exact and phrase.quoted
    assert phrase.forms[0].exacts == ("hujan", "yang", "deras")
    assert phrase.forms[0].gap == 3


def test_a_compound_is_its_parts_in_a_row_or_joined():
    forms = only("COVID-19").forms
    assert [form.exacts for form in forms] == [("covid", "19"), ("covid19",)]
    assert [form.exacts for form in only("China-Rusia").forms] == [("china", "rusia")]


@pytest.mark.parametrize(
    ("text", "beginning"), [("banj*", "banj"), ("Kementeri*", "kementeri"), ("ba*", "ba")]
)
def test_a_prefix(text, beginning):
    word = only(text)
    assert word.prefix and word.forms[0].exacts == (beginning,)


def test_a_short_prefix_is_a_whole_word_and_noted():
    assert not only("b*").prefix
    assert parsed("b*").notes == (Remark("short_prefix", {"text": "b*"}),)


@pytest.mark.parametrize(("text", "field"), [("title", "title"), ("intitle", "title"), ("teks", "body")])
def test_fields_that_are_searched(text, field):
    assert only(f"{text}:banjir").fields == (field,)


def test_function_words_are_left_out_beside_others():
    found = parsed("kapan banjir di jakarta")
    assert in_words(found.tree) == "banjir DAN jakarta"
    assert found.ignored == ("kapan", "di")


def test_only_function_words_are_searched():
    found = parsed("yang di")
    assert in_words(found.tree) == "yang DAN di"
    assert found.ignored == ()


@pytest.mark.parametrize("beside", ["-jakarta", "sumber:Kabar", "dari:2022"])
def test_function_words_beside_filters_only_are_searched(beside):
    words = [word.text for word in positive_words(parsed(f"yang {beside}").tree)]
    assert words == ["yang"]


def test_function_words_stay_in_phrases_and_beside_or():
    assert in_words(parsed('banjir "yang di"').tree) == 'banjir DAN "yang di"'
    assert in_words(parsed("banjir | yang").tree) == "banjir ATAU yang"


def test_function_words_left_out_of_brackets_are_told():
    found = parsed("jakarta (banjir yang besar)")
    assert "yang" not in in_words(found.tree)
    assert found.ignored == ("yang",)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ('banjir "hujan deras', Remark("unclosed_quotation")),
        ("(banjir jakarta", Remark("unpaired_bracket")),
        ("banjir) jakarta", Remark("unpaired_bracket")),
        (")))(((", Remark("unpaired_bracket")),
        ("dari:kapankapan banjir", Remark("unknown_date", {"text": "kapankapan"})),
        ("***", Remark("no_word")),
        ("()", Remark("no_word")),
        ('""', Remark("no_word")),
    ],
)
def test_what_was_tolerated_is_noted(text, note):
    assert note in parsed(text).notes


@pytest.mark.parametrize("text", ["banjir jakarta", '"hujan deras"', "(banjir | longsor) -gempa", ""])
def test_good_queries_have_no_notes(text):
    assert parsed(text).notes == ()


def test_unclosed_brackets_and_quotes_keep_their_words():
    assert in_words(parsed("banjir (jakarta bekasi").tree) == "banjir DAN (jakarta DAN bekasi)"
    assert in_words(parsed("banjir) jakarta").tree) == "banjir DAN jakarta"
    assert in_words(parsed('banjir "hujan deras').tree) == 'banjir DAN "hujan deras"'


@pytest.mark.parametrize("text", ["***", "()", "“”", ". , ;", "-", "OR"])
def test_a_text_without_words_finds_nothing(text):
    assert parsed(text).tree == query.NullQuery
    assert in_words(parsed(text).tree) == "tidak satu artikel pun"


def test_a_blank_text_finds_everything():
    assert isinstance(parsed(" ").tree, query.Every)


def test_each_word_excluded_by_itself():
    tree = parsed("banjir -jakarta -bekasi").tree
    assert isinstance(tree, AllWords)
    assert [type(part) for part in tree.subqueries] == [Words, query.Not, query.Not]


@pytest.mark.parametrize("opening", ["(", "(a ", "-(", "judul:(", ")", '"(', "(a OR "])
def test_any_number_of_brackets_is_tolerated(index, opening):
    text = (opening * MAX_TEXT_LENGTH)[: MAX_TEXT_LENGTH - 7] + " banjir"
    assert phrasing.in_words(index.search(text).interpretation.query)


def test_deep_brackets_keep_their_words():
    depth = 200
    tree = parsed("(banjir " * depth + "jakarta" + ")" * depth + " gempa").tree
    assert {word.text for word in positive_words(tree)} == {"banjir", "jakarta", "gempa"}


SYNTAX = st.lists(
    st.sampled_from(
        [
            "banjir",
            "jakarta",
            "dukungan",
            "yang",
            "di",
            "PBB",
            '"hujan',
            'deras"',
            '"perundingan',
            '"~3',
            "(",
            ")",
            "-(",
            "-putin",
            "NOT",
            "OR",
            "ATAU",
            "|",
            "DAN",
            "&&",
            "*",
            "ba*",
            "judul:",
            "judul:banjir",
            "isi:(",
            "sumber:Kabar",
            "kategori:Dunia",
            "dari:2022",
            "sampai:kemarin",
            "tanggal:",
            "id:vaksinasi",
            "-",
            "COVID-19",
            "1,5",
            "a:b",
            "kemarin",
            "2019-2024",
            "“",
            "”",
            "ʼ",
            "é",
            "sejak",
            "2023",
        ]
    ),
    max_size=14,
).flatmap(lambda words: st.sampled_from([" ", ""]).map(lambda blank: blank.join(words)))
ANY_TEXT = st.text(max_size=80) | st.text(st.characters(), max_size=20) | SYNTAX


@settings(deadline=None, max_examples=300)
@given(ANY_TEXT)
def test_any_text_parses(text):
    found = parsed(text)
    assert in_words(found.tree)
    assert all(word.forms for word in positive_words(found.tree))


@settings(deadline=None, max_examples=300)
@given(
    ANY_TEXT,
    st.fixed_dictionaries(
        {},
        optional={
            "match": st.sampled_from(["all", "any"]),
            "group": st.sampled_from(["article", "none"]),
            "sort": st.sampled_from(["relevance", "newest", "oldest"]),
            "exact": st.booleans(),
            "expand": st.booleans(),
            "dates": st.booleans(),
            "headlines": st.booleans(),
            "source": st.sampled_from(["Harian Contoh", "kabar dunia", "tidak ada"]),
            "date_from": st.just(date(2022, 1, 1)),
            "explain": st.booleans(),
            "facets": st.just(("source", "category", "year", "month")),
        },
    ),
)
def test_any_search_adds_up(index, text, fields):
    page = index.search(text, page_size=100, hits_per_article=20, **fields)
    shown = sum(len(hit.paragraphs) for hit in page.articles)
    assert page.total_paragraphs == shown + sum(hit.more for hit in page.articles)
    assert page.total_articles == len({hit.article.id for hit in page.articles})
    assert (page.total_articles == 0) == (page.total_paragraphs == 0)
    assert page.request == SearchRequest(text, page_size=100, hits_per_article=20, **fields)
    for hit in page.articles:
        numbers = [paragraph.number for paragraph in hit.paragraphs]
        assert len(set(numbers)) == len(numbers)
        assert all(0 <= number < hit.article.paragraph_count for number in numbers)
    years = sum(value.count for value in page.facets["year"].values) if "year" in page.facets else 0
    if "date_from" not in fields:
        dated = {hit.article.id for hit in page.articles if hit.article.published}
        assert years == len(dated)


@pytest.mark.parametrize("text", ["1.500*", "perundang-und*", "COVID-1*"])
def test_beginnings_of_numbers_and_compounds(make_index, text):
    """The index holds 1500000, and perundang and undangan; covid19 it holds as well."""
    index = make_index([Article("a", ("Biaya 1.500.000 untuk perundang-undangan dan COVID-19.",))])
    assert index.search(text).total_articles == 1


@pytest.mark.parametrize("text", ["PBB", "(PBB)", "PBB | gempa", "(PBB rusia)", "judul:PBB"])
def test_other_names_are_searched_wherever_a_word_stands(index, text):
    assert [found.text for found in index.search(text).interpretation.expanded][:1] == ["PBB"]


def test_undecodable_bytes_of_a_command_line_find_nothing(index):
    assert index.search("id:\udcff").total_articles == 0
    assert index.search("\udcff").total_articles == 0
