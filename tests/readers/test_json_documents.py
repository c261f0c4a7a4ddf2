"""The records in one JSON document, by what they have in it."""

import json

import pytest
from reading_outcome import read_all

from search.readers.json_documents import records_in
from search.readers.kinds import kind_by_content

NEWS = [{"judul": f"Panen {n}", "isi": f"Padi dipanen di desa {n}."} for n in (1, 2)]
BY_KEY = {f"-Lg{n}": one for n, one in enumerate(NEWS)}


def read(tmp_path, document):
    file = tmp_path / "arsip.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    outcome = read_all(file)
    assert not outcome.rejects
    return outcome.articles


@pytest.mark.parametrize(
    "document",
    [
        {"jumlah": 2, "berita": NEWS},
        {"jumlah": 2, "data": {"berita": NEWS}},
        {"berita": BY_KEY, "pengguna": {"u1": {"nama": "Redaksi"}}, "versi": 2},
        {"__collections__": {"berita": BY_KEY}},
        {"judul": [one["judul"] for one in NEWS], "isi": [one["isi"] for one in NEWS]},
        {name: {f"a{n}": one[name] for n, one in enumerate(NEWS)} for name in ("judul", "isi")},
        {"ekonomi": NEWS[:1], "olahraga": NEWS[1:]},
    ],
    ids=["text-key", "nested", "by-key", "firestore", "lists", "columns-by-name", "several-lists"],
)
def test_each_article_of_a_document_is_one(tmp_path, document):
    articles = read(tmp_path, document)
    assert [(one.title, one.paragraphs) for one in articles] == [
        (one["judul"], (one["isi"],)) for one in NEWS
    ]


def test_a_line_with_several_articles_is_a_page_of_them(tmp_path):
    file = tmp_path / "arsip.jsonl"
    file.write_text("".join(json.dumps({"halaman": n, "berita": [one]}) + "\n" for n, one in enumerate(NEWS)))
    assert [one.title for one in read_all(file).articles] == ["Panen 1", "Panen 2"]


def test_records_have_the_source_of_the_document(tmp_path):
    other = {**NEWS[1], "media": "Kabar Lain"}
    document = {"media": "Harian Contoh", "rubrik": "Ekonomi", "bahasa": "id", "berita": [NEWS[0], other]}
    found = [(one.source, one.category, one.language) for one in read(tmp_path, document)]
    assert found == [("Harian Contoh", "Ekonomi", "id"), ("Kabar Lain", "Ekonomi", "id")]


def test_the_title_of_a_json_feed_is_the_source_of_its_items(tmp_path):
    items = [
        {"id": "1", "url": "https://contoh.id/1", "title": "Panen", "content_html": "<p>Padi dipanen.</p>"}
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Harian Contoh", "items": items}
    (article,) = read(tmp_path, feed)
    assert (article.source, article.title, article.paragraphs) == (
        "Harian Contoh",
        "Panen",
        ("Padi dipanen.",),
    )


@pytest.mark.parametrize(
    "article",
    [
        {"judul": "Panen", "isi": ["Satu.", "Dua."], "tags": ["a", "b"]},
        {
            "judul": "Panen",
            "tanggal": "2019-09-05",
            "isi": [{"title": "Satu", "text": "Padi."}, {"text": "Dua."}],
        },
        {"title": {"rendered": "Panen"}, "content": {"rendered": "Padi."}},
    ],
)
def test_one_article_remains_one(article):
    assert not records_in(article)


def test_comments_are_no_articles_beside_the_articles(tmp_path):
    document = {
        "posts": NEWS,
        "comments": [{"content": "Bagus."}, {"content": "Ya."}, {"content": "Mantap."}],
    }
    assert [one.title for one in read(tmp_path, document)] == ["Panen 1", "Panen 2"]


@pytest.mark.parametrize(
    ("beside", "left"),
    [
        ({}, []),
        (
            {"tags": [{"id": "t1"}, {"id": "t2"}], "posts_tags": [{"tag_id": "t1"}]},
            ["db.data.tags (2)", "db.data.posts_tags (1)"],
        ),
        ({"settings": {"menu": [{"label": "Beranda"}]}, "words": ["padi"]}, ["db.data.settings.menu (1)"]),
    ],
)
def test_other_lists_of_a_document_are_named(tmp_path, beside, left):
    (tmp_path / "a.json").write_text(json.dumps({"db": [{"data": {"posts": NEWS, **beside}}]}))
    outcome = read_all(tmp_path / "a.json")
    assert [one.title for one in outcome.articles] == ["Panen 1", "Panen 2"]
    told = [one.told for one in outcome.notices if one.told.code == "lists_left"]
    assert [one.values["lists"] for one in told] == ([left] if left else [])


@pytest.mark.parametrize(
    "before", ["var data = ", "\ufeffvar data = ", '\ufeff\n window.YTD.berita["bagian-0"] = ', "cb("]
)
def test_json_in_a_script_is_found_and_read_by_one_pattern(tmp_path, before):
    file = tmp_path / "arsip.txt"
    file.write_text(before + json.dumps(NEWS) + (");" if before == "cb(" else ";"), encoding="utf-8")
    assert [one.title for one in read_all(file).articles] == ["Panen 1", "Panen 2"]


def test_a_list_of_words_in_a_script_is_no_json_of_articles():
    assert kind_by_content(b'kata = ["padi", "beras"]') is None
