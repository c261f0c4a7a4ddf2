"""Which keys of a record become which field of an Article, in the shapes that archives have."""

import json
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_outcome import read_all, read_lines

from search.readers.article_maker import ArticleMaker
from search.readers.counts import FileCounts
from search.readers.mapping import FieldMapping
from search.readers.names import folded_name, known_names
from search.readers.records import Record


def article_of(record, **fields):
    outcome = read_all("-", stdin=json.dumps(record).encode() + b"\n", **fields)
    assert not outcome.rejects
    (article,) = outcome.articles
    return article


def counts_of(*records, **fields):
    (counts,) = read_all("-", stdin="\n".join(map(json.dumps, records)).encode(), **fields).counts
    return counts


def test_a_name_stands_for_one_field():
    names = [folded_name(name) for of_field in known_names().values() for name in of_field]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "name", ["published_at", "Published At", "publishedAt", "PUBLISHED-AT", "tgl_terbit"]
)
def test_capitals_and_marks_between_words_make_no_difference(name):
    assert article_of({"isi": "Panen.", name: "2019-09-10"}).published == date(2019, 9, 10)


def test_the_first_name_with_a_value_counts():
    record = {
        "title": " ",
        "headline": "Dua",
        "judul": "NULL",
        "text": None,
        "content": "Panen.",
        "body": "Lain.",
    }
    article = article_of(record)
    assert (article.title, article.paragraphs) == ("Dua", ("Panen.",))
    assert {key: noted.count for key, noted in counts_of(record, record).unused.items()} == {"body": 2}


def test_what_nobody_sees_is_nothing():
    """Characters of no width, alone in a value or a paragraph; beside letters they stay."""
    record = {
        "id": "\u200b",
        "title": " \u200b\ufeff ",
        "source": "\u2060",
        "tags": ["\u00ad", "cabai"],
        "paragraphs": ["\u200e", "Harga\u00adnya.\u200b", "\ufeff \u200d"],
    }
    article = article_of(record)
    assert (article.title, article.source, article.tags) == (None, None, ("cabai",))
    assert article.paragraphs == ("Harga\u00adnya.\u200b",)
    assert article.id.isalnum()
    (reject,) = read_all("-", stdin=b'{"isi": "\\u200b"}\n').rejects
    assert reject.code == "missing-text"


def test_chosen_names_count_alone_and_in_their_order():
    record = {"date": "2020-01-01", "meta": {"date": "2019-09-10"}, "a": "", "b": "Judul", "text": "Panen."}
    article = article_of(record, published=["meta.date"], title=["a", "B"], source=["tiada"])
    assert (article.published, article.title, article.source) == (date(2019, 9, 10), "Judul", None)
    counts = counts_of(record, published=["meta.date"])
    assert {key: noted.count for key, noted in counts.unused.items()} == {"date": 1, "b": 1}


def test_a_chosen_name_leads_through_lists():
    record = {"text": "Panen.", "_embedded": {"wp:term": [[{"name": "Ekonomi"}], [{"name": "beras"}]]}}
    assert article_of(record, category=["_embedded.wp:term.0.name"]).category == "Ekonomi"


@pytest.mark.parametrize(
    "record",
    [
        {"_id": "7", "_index": "b", "_source": {"title": "Judul", "content": "Panen."}},
        {"id": 7, "article": {"headline": "Judul", "body": "Panen."}},
        {"data": {"id": 7, "attributes": {"judul": "Judul", "isi": "Panen."}}},
        {
            "_id": {"$oid": "7"},
            "judul": {"rendered": "Judul"},
            "isi": {"rendered": "Panen.", "protected": False},
        },
    ],
)
def test_wrapped_records(record):
    article = article_of(record)
    assert (article.id, article.title, article.paragraphs) == ("7", "Judul", ("Panen.",))


def test_what_is_not_used_is_counted_where_it_has_a_value():
    counts = counts_of(
        {"text": "a", "skor": 1, "meta": {"x": 1}},
        {"text": "b", "skor": None, "meta": {}},
        {"text": "c", "skor": 2},
    )
    assert {key: (noted.count, noted.line) for key, noted in counts.unused.items()} == {
        "skor": (2, 1),
        "meta": (1, 1),
    }
    assert counts.accepted == 3


def test_what_an_object_of_metadata_says_counts_after_what_the_record_says():
    about = {"source": "Harian Contoh", "date": "2022-03-04", "Title": "Beras", "text": "bukan", "lang": "id"}
    article = article_of({"text": "Panen.", "metadata": about, "title": "Judul"})
    assert (article.title, article.source) == ("Judul", "Harian Contoh")
    assert (article.published, article.language) == (date(2022, 3, 4), "id")
    assert article.paragraphs == ("Panen.",)
    wrapped = article_of({"_id": 1, "_source": {"body": "Panen.", "meta": about}})
    assert (wrapped.title, wrapped.source) == ("Beras", "Harian Contoh")


def test_metadata_that_cannot_be_read_is_left_empty_and_counted():
    records = [
        {"text": "a", "published": "entah"},
        {"text": "b", "title": {"x": 1}},
        {"text": "c", "published": "?"},
    ]
    counts = counts_of(*records)
    assert {key: (noted.count, noted.line) for key, noted in counts.empty.items()} == {
        ("published", "bad-date"): (2, 1),
        ("title", "wrong-type"): (1, 2),
    }
    assert [remark.code for remark in counts.remarks()] == ["left_empty", "left_empty"]
    strict = read_all("-", stdin="\n".join(map(json.dumps, records)).encode(), strict=True)
    assert strict.codes == ["bad-date", "wrong-type", "bad-date"]


@pytest.mark.parametrize(
    "nothing", [None, "", " ", "NULL", "\\N", "nan", "NaT", "None", float("nan"), [], {}]
)
@pytest.mark.parametrize("key", ["title", "published", "source", "id"])
def test_what_programs_write_for_nothing_is_nothing(key, nothing):
    outcome = read_lines(json.dumps({"text": "Panen.", key: nothing}))
    assert outcome.articles == read_lines('{"text": "Panen."}').articles
    assert not outcome.counts[0].empty


def test_control_characters_are_mended_or_dropped_and_counted():
    outcome = read_lines(json.dumps({"title": "Kata \x93presiden\x94", "text": "Panen\x00 raya\ud83d."}))
    (article,) = outcome.articles
    assert (article.title, article.paragraphs) == ("Kata “presiden”", ("Panen raya.",))
    (counts,) = outcome.counts
    assert {code: noted.count for code, noted in counts.mended.items()} == {
        "encoding_mended": 2,
        "characters_dropped": 2,
    }


def test_moments_of_databases():
    article = article_of(
        {"text": "a", "published": {"$date": "2019-09-10T14:05:00Z"}, "_id": {"$numberLong": "12"}}
    )
    assert article.published.isoformat() == "2019-09-10T21:05:00+07:00"
    assert article.id == "12"
    assert isinstance(article.published, datetime)


def test_objects_that_have_a_value_in_several_languages_or_parts():
    article = article_of(
        {
            "title": {"en-US": "Rice", "id-ID": "Harga Beras Naik"},
            "body": {"id": "Panen raya tiba.", "en": "The harvest has come."},
            "section": {"id": "a17"},
            "byline": {"main": "Nama Wartawan", "kicker": None},
            "date": {"iso": "2019-09-10"},
        }
    )
    assert (article.title, article.paragraphs) == ("Harga Beras Naik", ("Panen raya tiba.",))
    assert (article.category, article.authors) == (None, ("Nama Wartawan",))
    assert article.published == date(2019, 9, 10)


@pytest.mark.parametrize(
    ("author", "tags"),
    [
        ({"node": {"name": "Sari"}}, {"nodes": [{"name": "beras"}, {"name": "pangan"}]}),
        ({"node": {"name": "Sari"}}, {"edges": [{"node": {"name": "beras"}}, {"node": {"name": "pangan"}}]}),
        (
            {"data": {"id": 3, "attributes": {"name": "Sari"}}},
            {
                "data": [
                    {"id": 1, "attributes": {"name": "beras"}},
                    {"id": 2, "attributes": {"name": "pangan"}},
                ]
            },
        ),
    ],
)
def test_what_interfaces_put_between_a_field_and_its_values(author, tags):
    article = article_of({"judul": "Beras", "isi": "Panen.", "author": author, "tags": tags})
    assert (article.authors, article.tags) == (("Sari",), ("beras", "pangan"))


def test_words_around_the_name_of_an_author_are_taken_away_and_counted():
    record = {"isi": "Panen.", "penulis": ["Pewarta: Nama Wartawan", "Nama Lain"]}
    assert article_of(record).authors == ("Nama Wartawan", "Nama Lain")
    assert counts_of(record, record).mended["author_labels"].count == 2


def test_tokens_become_sentences():
    tokens = [[["Panen", "raya", "(", "4", "/", "8", ")", "."], ["Harga", "turun", ",", "kata", "dia", "."]]]
    assert article_of({"paragraphs": tokens}).paragraphs == ("Panen raya (4/8). Harga turun, kata dia.",)


def test_shapes_are_remembered_within_bounds():
    mapping = FieldMapping()
    for number in range(3_000):
        mapping.assignment({f"kunci{number}": 1, "text": ""})
    assert len(mapping._known) <= 1_000


def test_short_paragraphs_beside_lists_of_tokens_are_tokens():
    long = [
        "Harga",
        "beras",
        "naik",
        ",",
        "kata",
        "pedagang",
        "di",
        "pasar",
        "itu",
        "sejak",
        "Senin",
        "pagi",
        ".",
    ]
    outcome = read_lines(
        json.dumps({"paragraphs": [[long], [["Warga", "cemas", "."]], [["Selesai", "."], long]]})
    )
    (article,) = outcome.articles
    assert article.paragraphs[1] == "Warga cemas."
    assert article.paragraphs[2].startswith("Selesai. Harga beras naik,")


class Slow(ArticleMaker):
    """Reads every value in the way that is there for all of them."""

    def _as_it_is(self, field, value):
        return None


pieces = st.sampled_from(
    [
        "2019-09-10",
        "2019-02-31",
        "Antara",
        " ",
        "&amp;",
        "<b>",
        "Ã©",
        "é",
        "https://a.example/x",
        "#",
        "nan",
        "\x93",
        "\n",
        "12",
        "Jakarta",
        "-",
    ]
)
metadata = st.dictionaries(
    st.sampled_from(["id", "title", "source", "published", "category", "url", "place", "updated", "lang"]),
    st.lists(pieces, max_size=3).map("".join) | st.none() | st.integers(0, 99),
)


@given(st.lists(metadata, max_size=8))
@settings(deadline=None)
def test_the_quick_way_for_plain_values_says_what_the_slow_one_says(records):
    said = []
    for maker_of in (ArticleMaker, Slow):
        counts = FileCounts("a", "jsonl")
        maker = maker_of(counts, FieldMapping())
        articles = [maker.article(Record({"text": "Panen raya.", **one}, n)) for n, one in enumerate(records)]
        said.append((articles, counts))
    assert said[0] == said[1]


def test_keys_in_messages_are_bounded_and_printable():
    outcome = read_lines(
        json.dumps({"isi": "Panen.", "x" * 100_000: 1, "a\nb": 1}), json.dumps({"y" * 100_000: "\n"})
    )
    said = [told.said("en") for counts in outcome.counts for told in counts.remarks()]
    for one in (*said, outcome.rejects[0].message):
        assert len(one) < 600
        assert one.isprintable()
    assert "'a\\nb' (1)" in said[0]
