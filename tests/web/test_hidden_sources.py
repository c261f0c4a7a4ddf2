"""What hidden articles have decides nothing that is shown: names, spellings, copies, parts of the sitemap."""

from datetime import date

import pytest

import search
from search import Article, NotFoundError
from search.backends.hiding import without
from search.index import Deletion, build, update
from search.index.reading.partial import PartialSnapshot
from search.searcher.beginnings import MOST_TERMS
from tests import leaks
from web import WebSettings, create_app, sitemap

HIDDEN = "Arsip Tertutup"
HEARD = "Sri Mulyani hadir di Jakarta. Harga beras naik."


def seen(folder, shown, hidden):
    """Return an index of some texts without others, which are hidden."""
    articles = [Article(f"a{number}", (text,), source="Radar") for number, text in enumerate(shown)]
    articles += [Article(f"x{number}", (text,), source=HIDDEN) for number, text in enumerate(hidden)]
    build(articles, folder)
    return without(search.open_index(folder), [HIDDEN])


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_random_archives_show_nothing_of_hidden_articles(seed, tmp_path):
    assert list(leaks.leaks(seed, 100, tmp_path)) == []


def test_a_form_of_a_name_that_only_hidden_articles_have_is_not_shown(tmp_path):
    longer = "Sri Mulyani Indrawati hadir. Sri Mulyani pulang."
    index = seen(tmp_path, [HEARD] * 2, [longer] * 9)
    profile = index.name("Sri Mulyani")
    assert (profile.name, profile.forms, profile.articles) == ("Sri Mulyani", (), 2)
    with pytest.raises(NotFoundError):
        index.name("Sri Mulyani Indrawati")


def test_a_name_of_one_visible_article_is_in_no_facet_because_hidden_ones_have_it(tmp_path):
    index = seen(tmp_path, [HEARD, "Harga beras naik."], [HEARD] * 3)
    assert index.search("beras", facets=("name",)).facets["name"].values == ()
    assert [one.text for one in index.suggest("Sri Mul") if one.kind == "name"] == []


def test_a_suggested_name_has_the_role_that_it_has_in_visible_articles(tmp_path):
    shown = ["Gubernur Sri Mulyani hadir.", "Gubernur Sri Mulyani pulang."]
    index = seen(tmp_path, shown, ["Menteri Keuangan Sri Mulyani hadir."] * 5)
    assert [one.role for one in index.suggest("Sri Mul") if one.kind == "name"] == ["Gubernur"]


def test_names_of_deleted_articles_are_nowhere(tmp_path):
    articles = [Article("a", (HEARD,)), Article("b", (HEARD,))]
    gone = [Article(f"c{n}", ("Sri Mulyani Indrawati hadir. Sri Mulyani pulang.",)) for n in range(9)]
    build([*articles, *gone], tmp_path)
    update([Deletion(one.id) for one in gone], tmp_path)
    index = search.open_index(tmp_path)
    assert index.name("Sri Mulyani").forms == ()
    with pytest.raises(NotFoundError):
        index.name("Sri Mulyani Indrawati")


def test_a_word_that_occurs_once_and_hidden_is_no_near_spelling(tmp_path):
    index = seen(tmp_path, ["Harga beras naik.", "Harga beras turun."], ["Rahasia berasa."])
    assert index.search("berass~2").interpretation.notes[0].values["words"] == ("beras",)


def test_a_word_is_as_frequent_as_it_is_in_visible_articles(tmp_path):
    """One that occurs once there may be a slip, and is offered for none, whatever hidden articles have."""
    index = seen(tmp_path, ["banyak nelayan", "harga beras"], ["banyak nelayan"] * 9)
    assert index.search("nelayn").interpretation.correction is None
    assert index.snapshot.near_words("nelayn") == []


def test_words_of_deleted_articles_are_no_near_spellings(tmp_path):
    build(
        [Article("a", ("harga beras",)), Article("b", ("harga beras",)), Article("c", ("berasa",))], tmp_path
    )
    update([Deletion("c")], tmp_path)
    found = search.open_index(tmp_path).search("berass~2")
    assert found.interpretation.notes[0].values["words"] == ("beras",)


def test_completions_are_the_most_frequent_of_what_is_visible(tmp_path):
    """Hidden articles have more words that begin so than are looked at, each of them more frequent."""
    crowd = " ".join(f"ber{chr(97 + n)}a" for n in range(MOST_TERMS + 2))
    index = seen(tmp_path, ["beras naik", "beras turun", "berani"], [crowd] * 5)
    words = [(one.text, one.count) for one in index.suggest("ber") if one.kind == "word"]
    assert words == [("beras", 2)]


def test_two_copies_of_a_hidden_article_are_no_copies_of_each_other(tmp_path):
    words = [f"kata{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(400)]
    middle, others = words[:300], words[300:]
    one, other = [*middle[:250], *others[:50]], [*others[50:], *middle[50:]]
    index = seen(tmp_path, map(" ".join, [one, other]), [" ".join(middle)])
    assert [len(index._whole.copies(article)) for article in ("a0", "a1")] == [2, 2]
    assert index.copies("a0") == index.copies("a1") == ()
    assert [hit.article.id for hit in index.search("katadz").articles] == ["a0", "a1"]
    assert isinstance(index.snapshot, PartialSnapshot)


def test_years_are_those_of_visible_articles(tmp_path):
    articles = [Article("a", ("satu",), published=date(2020, 1, 1), source="Radar")]
    articles += [Article("x", ("dua",), published=date(2031, 1, 1), source=HIDDEN)]
    build(articles, tmp_path)
    index = without(search.open_index(tmp_path), [HIDDEN])
    assert index._opened.archive.years() == (2020, 2020)


def test_parts_of_the_sitemap_count_visible_articles(tmp_path, monkeypatch):
    monkeypatch.setattr(sitemap, "PART", 2)
    index = seen(tmp_path, ["satu", "dua", "tiga"], ["rahasia"] * 9)
    assert (index.numbers, [about.id for about, _ in index.listed(1, 9)]) == (3, ["a1", "a2"])
    client = create_app(WebSettings(index_folder=tmp_path, restricted_sources=HIDDEN)).test_client()
    assert client.get("/sitemap.xml").text.count("<loc>") == 2
    assert [client.get(f"/sitemap-{part}.xml").text.count("<loc>") for part in (1, 2)] == [2, 1]
    assert client.get("/sitemap-3.xml").status_code == 404
