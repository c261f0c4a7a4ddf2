"""Shapes of records that are recognised, and the profile beside an archive."""

import json
from datetime import date

import pytest
from reading_outcome import read_all

from search.errors import SourceError
from search.readers.names import FIELDS
from search.readers.profiles import shipped_profiles

TOKENS = [["Liputan6", ".", "com", ",", "Ambon", ":", "Panen", "raya", "."], ["Warga", "senang", "."]]


def read_records(tmp_path, *records, name="arsip.jsonl", **settings):
    file = tmp_path / name
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    return read_all(file, **settings)


@pytest.mark.parametrize("name", shipped_profiles())
def test_profiles_name_fields_that_there_are(name):
    profile = shipped_profiles()[name]
    assert set(profile.fields) | set(profile.values) <= set(FIELDS)
    assert profile.about
    assert profile.recognise


def test_indosum(tmp_path):
    sentences = [[["Panen", "raya", "(", "4", "/", "8", ")", "."], ["Warga", "senang", "."]]]
    record = {
        "id": "7",
        "category": "ekonomi",
        "paragraphs": sentences,
        "source": "kabar",
        "gold_labels": [[True]],
        "source_url": "https://contoh.example/7",
        "summary": [["Panen", "."]],
    }
    outcome = read_records(tmp_path, record)
    (article,) = outcome.articles
    assert article.paragraphs == ("Panen raya (4/8). Warga senang.",)
    assert (article.url, article.source) == ("https://contoh.example/7", "kabar")
    assert not outcome.counts[0].unused


def test_liputan6(tmp_path):
    record = {
        "id": 7,
        "url": "https://www.liputan6.com/7",
        "clean_article": TOKENS,
        "clean_summary": TOKENS,
        "extractive_summary": [0],
    }
    (article,) = read_records(tmp_path, record).articles
    assert article.paragraphs == ("Liputan6.com, Ambon: Panen raya. Warga senang.",)
    assert (article.source, article.language) == ("Liputan6.com", "id")


def test_wordpress_with_what_is_embedded(tmp_path):
    record = {
        "id": 7,
        "date": "2019-09-10T10:00:00",
        "date_gmt": "2019-09-10T03:00:00",
        "link": "https://contoh.example/7",
        "title": {"rendered": "Judul"},
        "content": {"rendered": "Panen.", "protected": False},
        "categories": [5],
        "_embedded": {
            "author": [{"name": "Redaksi"}],
            "wp:term": [[{"name": "Ekonomi"}], [{"name": "beras"}]],
        },
    }
    outcome = read_records(tmp_path, record)
    (article,) = outcome.articles
    assert (article.title, article.paragraphs, article.category) == ("Judul", ("Panen.",), "Ekonomi")
    assert (article.authors, article.tags, article.source) == (("Redaksi",), ("beras",), "contoh.example")
    assert not outcome.counts[0].unused


def test_the_profile_beside_an_archive(tmp_path):
    folder = tmp_path / "arsip" / "2019"
    folder.mkdir(parents=True)
    (tmp_path / "arsip" / "warta.toml").write_text(
        'ignore = ["skor"]\n[fields]\npublished = ["meta.kapan", "tanggal"]\n'
        '[values]\nsource = "Harian Contoh"\n'
    )
    record = {"isi": "Panen.", "meta": {"kapan": "2019-09-10"}, "skor": 1, "lain": 2}
    (folder / "a.jsonl").write_text(json.dumps(record))
    outcome = read_all(tmp_path / "arsip")
    (article,) = outcome.articles
    assert (article.published, article.source) == (date(2019, 9, 10), "Harian Contoh")
    assert list(outcome.counts[0].unused) == ["lain"]
    assert read_all(folder).articles[0].source is None  # the profile stands above the folder that is named


@pytest.mark.parametrize(
    "content", ["[fields", "lain = 1", "[fields]\njudul = 'x'", "[fields]\ntitle = 1", "[values]\ntext = 'x'"]
)
def test_profiles_that_cannot_be_used(tmp_path, content):
    (tmp_path / "warta.toml").write_text(content)
    (tmp_path / "a.jsonl").write_text('{"text": "Panen."}')
    with pytest.raises(SourceError):
        read_all(tmp_path)
