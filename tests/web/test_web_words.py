"""A page speaks one language: no sentence of the other is on it, whatever there is to be said."""

import ast
import gettext
import re
from datetime import date
from pathlib import Path

import pytest
from archive_articles import ARTICLES
from html_document import Element, parsed

import search.index
import web
from search.article import Article
from search.request import FIELDS, SearchRequest
from search.wording.messages import MESSAGES
from web import WebSettings, create_app
from web.links import Links
from web.navigation import filters_of
from web.wording import WORDINGS

COPY = f"Sungai meluap sejak Senin malam. {' '.join(f'rumah{number} warga' for number in range(40))}"
MORE = (
    Article("luapan-1", (COPY,), "Sungai meluap", "Kabar Pasar", None, None),
    Article("luapan-2", (COPY,), "Sungai meluap", "Harian Contoh", None, None),
    Article("wapres", ("Wakil Presiden membuka pameran gabah.",), "Wakil Presiden membuka pameran"),
)
STATES = [
    "/",
    "/?q=harga+beras",
    "/?q=harga+beras&page=3",
    "/?q=harga+beras&page=900",
    "/?q=harga+beras&group=none&explain=true",
    "/?q=harga+gabah&explain=true&hits_per_article=1",
    "/?q=gabah+-beras+(panen+OR+padi)+sumber:%22Harian+Contoh%22",
    "/?q=judul:panen+isi:gabah+dari:2022+sampai:2023+kategori:Ekonomi",
    "/?q=-beras",
    "/?q=(gabah+%22panen+raya",
    "/?q=g*+gabah+dari:entah",
    "/?q=***",
    "/?q=beras+sejak+2022",
    "/?q=gabah+kemarin",
    "/?q=gabha",
    "/?q=gabah+gubernur+qqqq+panen",
    "/?q=gabah+di+mana",
    "/?q=gabah+panen&match=any",
    "/?q=Wapres",
    "/?q=sungai+meluap",
    "/?q=%22beras+gabah+qqqq%22&source=Kabar+Pasar&category=Ekonomi&from=2020&to=2021-06-30",
    "/?q=qqqq+wwww&exact=true&expand=false&dates=false&headlines=false&collapse=false&plain=true&from=2021&to=2021",
    "/?q=harga&from=2021-05-02&to=2021-05-02",
    "/?q=harga&to=2021-05-02",
    "/?q=harga&page=x&sort=foo&from=entah&to=entah&group=foo&q=b",
    "/?q=harga&from=2022&to=2021",
    "/?q=" + "a" * 2_000,
    "/?" + "&".join(["source=a"] * 300),
    "/artikel/panen-2023?q=harga+gabah",
    "/artikel/beras-03",
    "/artikel/tanpa-judul",
    "/artikel/tidak-ada",
    "/tidak-ada",
    "/?sort=newest",
    "/?sort=oldest&page=2",
    "/?category=Ekonomi&not_source=Kabar+Pasar&missing=date&missing=tag&present=source",
    "/?q=harga&facet_text=zzz",
    "/?q=harga&sort=arrived&indexed_since=2020",
    "/?q=panen&exact=true&group=none",
    "/bantuan",
    "/artikel/panen-2023?find=gabah",
    "/artikel/panen-2023?q=gabah&find=qqqq",
    "/artikel/panen-2023?paragraph=2",
    "/artikel/panen-2023?paragraph=99-abcdef",
    "/artikel/luapan-1?compare=luapan-2&q=sungai",
]
# What is called the same in both, or stands in the archive and in queries.
SHARED = {"Warta", "artikel", "paragraf"}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Return a client over an archive in which every state can be reached."""
    folder = tmp_path_factory.mktemp("words") / "index"
    search.index.build((*ARTICLES, *MORE), folder)
    return create_app(WebSettings(index_folder=folder)).test_client()


def texts_of_messages():
    """Return all texts there are as pairs, Indonesian and English, in which the values are left open."""
    pairs = [(message.indonesian, message.english) for message in MESSAGES.values()]
    path = Path(web.__file__).parent / "translations/en/LC_MESSAGES/messages.mo"
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    pairs += [(key if isinstance(key, str) else key[0], text) for key, text in catalogue.items() if key]
    return pairs


def pattern(text):
    """Return what a text looks like on a page; None where it is a word or a value."""
    fixed = re.split(r"%\(\w+\)s|\{\w+\}", text)
    if max(map(len, fixed)) < 6 or text in SHARED:
        return None
    return re.compile(r"(?<!\w)" + ".{1,80}?".join(map(re.escape, fixed)) + r"(?!\w)", re.DOTALL)


INDONESIAN, ENGLISH = (
    [made for text in texts if (made := pattern(text))] for texts in zip(*(
        (one, other) for one, other in texts_of_messages() if one != other
    ), strict=True)
)  # fmt: skip
# Words that no sentence of the language does without for long.
WORDS = {
    "id": re.compile(
        r"\b(tidak|yang|dan|kata|ada|dicari|dengan|semua|juga|dilepas|halaman|artikel|hasil|lagi|tanpa|atau|terbit"
        r"|judul|nilai|paragraf|sumber)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(the|of|and|was|is|not|no|with|all|also|page|articles|results|more|without|or|published|headline"
        r"|score|paragraph|source|coverage|recency)\b",
        re.IGNORECASE,
    ),
}


def said(root):
    """Return what a page says in its own words: not what was typed and what articles hold."""
    parts = []

    def walk(element):
        if element.tag in ("script", "style", "code", "kbd") or (element["lang"] and element.tag != "html"):
            return
        if set((element["class"] or "").split()) & {"metadata", "value", "understood", "permalink"}:
            return
        for name in ("title", "placeholder", "aria-label"):
            if element[name]:
                parts.append(element[name])
        for child in element.children:
            if isinstance(child, Element):
                walk(child)
            else:
                parts.append(child)

    walk(root.one("html"))
    typed = root.one("input", id="q")["value"]
    return " ".join(" ".join(parts).replace(typed or "\0", "").split())


def get(client, address, language):
    response = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
    return parsed(response.text)


@pytest.mark.parametrize("address", STATES, ids=lambda address: address[:40])
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_sentence_of_the_other_language_is_on_a_page(both, address, language):
    root = get(both, address, language)
    shown = said(root)
    foreign = INDONESIAN if language == "en" else ENGLISH
    assert [found.group() for text in foreign if (found := text.search(shown))] == []
    assert not WORDS["id" if language == "en" else "en"].search(shown)


def test_the_states_say_what_there_is_to_say(both):
    """Whatever of these were not shown could be in any language."""
    shown = " ".join(said(get(both, address, "id")) for address in STATES)
    for sentence in (
        "Tanda kurung tanpa pasangannya", "Tanda kutip penutup", "terlalu pendek", "kata yang dapat dicari",
        "bukan tanggal yang dikenali", "Cari tanpa tanggal", "Mungkin maksud Anda:", "dilepas:",
        "Kata umum, tidak dicari:", "Dicari juga:", "Tanggal terbit:", "salah satu kata", "Dipahami sebagai:",
        "kelengkapan", "kebaruan", "judul:", "juga di 1 media", "Yang dapat dicoba:", "ejaan lain:",
        "Halaman 900", "Tahun 2021", "Sampai 2 Mei 2021", "Nomor halaman itu", "Urutan yang diminta",
        "ditukar", "terlalu panjang", "Berita serupa", "Artikel tidak ditemukan", "Halaman tidak ditemukan",
        "Sebagian alamat", "terlalu banyak isian",
    ):  # fmt: skip
        assert sentence in shown, sentence


def test_a_query_is_told_in_the_language_of_the_page(both):
    address = "/?q=gabah+-beras+(panen+OR+padi)"
    told = {
        language: get(both, address, language).one("span", class_="understood").text
        for language in ("id", "en")
    }
    assert told == {
        "id": "gabah DAN (panen ATAU padi) TANPA beras",
        "en": "gabah AND (panen OR padi) WITHOUT beras",
    }


@pytest.mark.parametrize("module", ["navigation.py", "facets.py"])
def test_navigation_has_no_words(module):
    """It says which links there are; what they are called is the wording's."""
    tree = ast.parse((Path(web.__file__).parent / module).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name for name in modules if re.search("babel|wording|language", name)}


def test_every_filter_can_be_named_and_taken_back():
    others = {"flag": lambda one: not one.default, "choice": lambda one: one.choices[-1]}
    for one in FIELDS:
        if one.kind in others:
            asked = SearchRequest("a", **{one.field: others[one.kind](one)})
            for used in filters_of(asked, Links(asked)):
                assert all(wording.filter_title(used) for wording in WORDINGS.values())
                assert used.url == "/?q=a"
    assert {used.name for used in filters_of_all()} == {
        "source", "category", "author", "not_tag", "missing", "present",
        "days", "match", "exact", "expand", "dates", "headlines", "plain", "collapse",
    }  # fmt: skip


def test_filters_by_values_are_named_in_both_languages():
    asked = SearchRequest("a", author="C", not_tag="D", missing=("date",), present=("source",))
    used = filters_of(asked, Links(asked))
    assert list(map(WORDINGS["id"].filter_title, used)) == [
        "Penulis: C", "bukan Tag: D", "tanpa tanggal", "dengan nilai: Sumber"
    ]  # fmt: skip
    assert list(map(WORDINGS["en"].filter_title, used)) == [
        "Author: C", "not Tag: D", "without date", "with a value: Source"
    ]  # fmt: skip


def filters_of_all():
    asked = SearchRequest(
        "a", source="A", category="B", date_from=date(2022, 1, 1), match="any", exact=True, expand=False,
        dates=False, headlines=False, plain=True, collapse=False, author="C", not_tag="D", missing="date",
        present="source",
    )  # fmt: skip
    return filters_of(asked, Links(asked))


SEARCH = "/api/v1/search"


def test_the_api_says_things_in_the_language_asked_for(api, client):
    asked = f"{SEARCH}?q=(gabah+-beras&explain=true&page_size=1"
    indonesian, english = api(asked), api(f"{asked}&lang=en")
    assert api(f"{asked}&lang=id")["query"] == indonesian["query"]
    assert indonesian["query"]["interpreted"] == "gabah TANPA beras"
    assert english["query"]["interpreted"] == "gabah WITHOUT beras"
    assert indonesian["query"]["notes"] == ["Tanda kurung tanpa pasangannya diabaikan."]
    assert english["query"]["notes"] == ["A bracket without its pair was ignored."]
    assert indonesian["query"]["note_codes"] == english["query"]["note_codes"] == ["unpaired_bracket"]
    assert "lang=en" in english["links"]["self"]
    assert "lang" not in indonesian["links"]["self"]
    explained = [answer["results"][0]["hits"][0]["explanation"] for answer in (indonesian, english)]
    assert [(part["code"], part["label"]) for part in explained] == [("score", "nilai"), ("score", "score")]
    tags = {client.get(address).headers["ETag"] for address in (asked, f"{asked}&lang=en")}
    assert len(tags) == 2


def test_problems_are_english_unless_indonesian_is_asked_for(api):
    (error,) = api(f"{SEARCH}?q=a&page_size=101", 400)["errors"]
    assert (error["code"], error["message"]) == ("outside", "must be a whole number from 1 to 100")
    problem = api(f"{SEARCH}?q=a&page_size=101&lang=id", 400)
    assert problem["errors"][0]["message"] == "harus bilangan bulat dari 1 sampai 100"
    assert problem["detail"] == "page_size: harus bilangan bulat dari 1 sampai 100"
    (error,) = api(f"{SEARCH}?q=a&lang=fr", 400)["errors"]
    assert (error["parameter"], error["message"]) == ("lang", "must be one of id, en")
