"""Links: round trips of requests, safe addresses of sources, marks in HTML."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from search.request import SearchRequest
from web import links, paths
from web.compiling import escaped
from web.marking import marked
from web.parameters import strict_search
from web.source_links import source_url

TODAY = date(2026, 3, 4)


EVERYTHING = {
    "text": "harga & beras=#?é",
    "page": 3,
    "page_size": 20,
    "sort": "newest",
    "source": ("A&B", "C"),
    "category": ("D",),
    "date_from": date(2020, 2, 29),
    "date_to": date(2021, 1, 1),
    "indexed_since": datetime(2024, 3, 15, 8, 30, tzinfo=timezone(timedelta(hours=7))),
    "group": "none",
    "hits_per_article": 5,
    "facets": ("year", "month"),
    "facet_limit": 7,
    "facet_text": "a&b",
    "timeline": "month",
    "hit_fields": ("score", "marks"),
    "missing": ("date", "tag"),
    "present": ("author",),
    **dict.fromkeys(("author", "tag", "place", "language", "speaker"), ("E F",)),
    **{f"not_{name}": ("G", "h#i") for name in ("source", "category", "author", "tag", "place", "language")},
    "match": "any",
    **{field.name: not field.default for field in fields(SearchRequest) if isinstance(field.default, bool)},
}


def test_a_request_survives_its_own_link():
    """Every field there is can be asked for in an address."""
    assert set(EVERYTHING) == {field.name for field in fields(SearchRequest)}
    asked = SearchRequest(**EVERYTHING)
    _, _, query_string = links.Links(asked).search().partition("?")
    repeated = sum(
        len(value) - 1 for name, value in EVERYTHING.items() if name.startswith(("source", "not_"))
    )
    assert len(links.query_items(asked)) == len(EVERYTHING) + repeated
    assert strict_search(query_string.encode(), TODAY).request == asked


def test_a_change_leads_to_the_first_page_and_a_page_keeps_the_rest():
    to = links.Links(SearchRequest("a", page=3, sort="newest"))
    assert to.search() == "/?q=a&page=3&sort=newest"
    assert to.search(sort="oldest") == "/?q=a&sort=oldest"
    assert to.search(page=4) == "/?q=a&page=4&sort=newest"


@given(st.text(max_size=12), st.text(max_size=12), st.sampled_from(["", "/arsip"]))
def test_an_address_with_a_change_is_that_of_the_changed_request(text, source, root):
    asked = SearchRequest("kata", source=("A", "B&C"), page=2, exact=True)
    changed = replace(asked, text=text, source=(source,), page=1)
    to = links.Links(asked, root, "en")
    assert to.search(text=text, source=(source,)) == links.Links(changed, root, "en").search()
    assert to.adding("source")(source) == to.search(source=("A", "B&C", source))
    assert to.other_search(changed) == links.Links(changed, root, "en").search()


@given(st.text(alphabet="ab./~%2F7E#? é\\", min_size=1, max_size=8))
def test_any_id_is_one_segment_and_comes_back(article_id):
    segment = paths.encoded_id(article_id)
    assert "/" not in segment
    assert segment not in (".", "..")
    assert urlsplit(f"http://a/artikel/{segment}").path == f"/artikel/{segment}"
    assert paths.decoded_id(unquote(segment)) == article_id


@pytest.mark.parametrize(
    "address",
    [
        None, "", "javascript:alert(1)", " javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "ftp://a/b",
        "//contoh.example/", "/lokal", "https:", "http://[x", "https://contoh.example/a b", "https://a\n.example/",
        "java\tscript:alert(1)", "file:///etc/hosts",
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(address):
    assert source_url(address) is None
    assert source_url(address, "kata") is None


def test_a_source_link_scrolls_to_the_words_of_a_short_paragraph():
    url = source_url("https://contoh.example/a?b=c", "Anak-anak, guru & warga.")
    assert url == "https://contoh.example/a?b=c#:~:text=Anak%2Danak%2C%20guru%20%26%20warga."


def test_a_source_link_names_first_and_last_words_of_a_long_paragraph():
    paragraph = " ".join(f"kata{number}" for number in range(40))
    url = source_url("https://contoh.example/#bagian", paragraph)
    first, last = url.removeprefix("https://contoh.example/#bagian:~:text=").split(",")
    assert first == "%20".join(f"kata{number}" for number in range(6))
    assert last == "%20".join(f"kata{number}" for number in range(34, 40))


@given(st.text(alphabet='<>&"ab ', max_size=20), st.lists(st.tuples(st.integers(0, 22), st.integers(0, 22))))
def test_marking_adds_marks_and_nothing_else(text, ranges):
    html = str(marked(text, sorted(ranges)))
    assert html.count("<mark>") == html.count("</mark>")
    plain = html.replace("<mark>", "").replace("</mark>", "")
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, character)
    assert plain == text


def test_marking_marks_the_ranges():
    assert str(marked("a & b", [(0, 3), (2, 5)])) == "<mark>a &amp;</mark><mark> b</mark>"
    assert str(marked("ab", [(1, 9)])) == "a<mark>b</mark>"


@given(st.text(st.sampled_from("a &<>\"'+é\0"), max_size=12))
def test_values_of_a_page_are_escaped_as_by_markupsafe(text):
    assert escaped(text) == escape(text) and escaped(Markup(text)) == text


@given(st.text(st.sampled_from("a &+ %é"), max_size=8), st.sampled_from([None, "en"]))
def test_a_name_is_mentioned_behind_the_text_of_a_search(text, language):
    asked = SearchRequest(text, sort="newest", source=("A&B",))
    to = links.Links(asked, "/arsip", language)
    expected = " ".join([*text.split(), 'tentang:"=Ridwan & Kamil"'])
    assert to.about("Ridwan & Kamil") == to.search(text=expected)
    assert links.Links(SearchRequest(text)).about("B") == links.Links(asked).search(
        text=" ".join([*text.split(), 'tentang:"=B"']), sort="relevance", source=()
    )
