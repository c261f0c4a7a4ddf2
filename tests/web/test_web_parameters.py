"""Query string -> SearchRequest, strictly and tolerantly."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import RequestError
from search.request import SearchRequest
from web.parameters import SWAPPED, TOO_LONG, strict_search, strict_values, tolerant_search

TODAY = date(2026, 3, 4)


def strict(query_string):
    return strict_search(query_string.encode(), TODAY).request


def problems_of(query_string):
    with pytest.raises(RequestError) as raised:
        strict_search(query_string, TODAY)
    return {problem.parameter: problem for problem in raised.value.problems}


def test_every_parameter_is_read():
    asked = strict(
        "q=harga+beras&from=2022&to=2023-06-30&source=A&source=B&category=C&sort=newest&group=none&match=any&page=2"
        "&page_size=5&hits_per_article=4&facets=year,month&exact=true&expand=false&dates=false&headlines=false"
        "&highlight=false&explain=true"
    )
    assert asked == SearchRequest(
        text="harga beras",
        date_from=date(2022, 1, 1),
        date_to=date(2023, 6, 30),
        source=("A", "B"),
        category=("C",),
        sort="newest",
        group="none",
        match="any",
        page=2,
        page_size=5,
        hits_per_article=4,
        facets=("year", "month"),
        exact=True,
        expand=False,
        dates=False,
        headlines=False,
        highlight=False,
        explain=True,
    )


def test_from_takes_the_first_day_and_to_the_last():
    asked = strict("q=a&from=2022&to=2022")
    assert (asked.date_from, asked.date_to) == (date(2022, 1, 1), date(2022, 12, 31))


def test_relative_days_count_from_the_clock():
    assert strict("q=a&from=kemarin").date_from == date(2026, 3, 3)


def test_no_words_are_all_articles():
    assert strict("") == strict("q=") == SearchRequest("")


@pytest.mark.parametrize("name", ["utm_source", "utm_id", "fbclid", "gclid", "mc_eid", "igshid"])
def test_what_advertisements_add_is_no_mistake(name):
    assert strict(f"q=a&{name}=x&{name}=y") == SearchRequest("a")
    assert strict_values("stats", f"{name}=1".encode(), TODAY) == {}
    assert name not in problems_of(f"q=a&x{name}=1".encode())


def test_facets_may_be_none():
    assert strict("q=a&facets=").facets == ()


def test_article_fields_always_hold_the_id():
    assert strict_search(b"q=a&fields=title,source", TODAY).others["fields"] == ("id", "title", "source")


@pytest.mark.parametrize(
    ("query_string", "parameter", "message"),
    [
        (b"q=a&q=b", "q", "more than once"),
        (b"q=" + b"a" * 10_000, "q", "at most 1,000"),
        (b"q=a&page=0", "page", "1 or more"),
        (b"q=a&page=-1", "page", "1 or more"),
        (b"q=a&page=1.5", "page", "whole number"),
        (b"q=a&page=%D9%A3", "page", "whole number"),
        (b"q=a&page=99999999999999999999", "page", "cannot be paged to"),
        (b"q=a&page=" + b"9" * 5_000, "page", "whole number"),
        (b"q=a&page_size=101", "page_size", "1 to 100"),
        (b"q=a&hits_per_article=0", "hits_per_article", "1 to 20"),
        (b"q=a&sort=foo", "sort", "relevance, newest, oldest"),
        (b"q=a&group=foo", "group", "article, none"),
        (b"q=a&facets=source,foo", "facets", "'foo'"),
        (b"q=a&fields=text", "fields", "'text'"),
        (b"q=a&exact=yes", "exact", "true or false"),
        (b"q=a&source=", "source", "leave the parameter out"),
        (b"q=a&from=2024&to=2023", "from", "later than 'to'"),
        (b"q=a&from=31/2/2023", "from", "31"),
        (b"q=a&to=entahlah", "to", "entahlah"),
        (b"q=a&to=sejak+2022", "to", "open on that side"),
        (b"q=a&source=%00x", "source", "U+0000"),
        (b"q=a&source=x%FFy", "source", "UTF-8"),
        (b"q=a&pgae=2", "pgae", "'page'"),
        (b"q=a&limit=2", "limit", "'page_size'"),
        (b"q=a&from-date=2022", "from-date", "'from'"),
        (b"q=a&zzzzzz=2", "zzzzzz", "known are q, from, to"),
        (b"&".join([b"source=a"] * 300), "", "more than 200"),
        (b"q=a&=2", "", "no parameter's name"),
    ],
)
def test_strict_names_the_parameter_and_what_is_right(query_string, parameter, message):
    found = problems_of(query_string)
    assert message in found[parameter].message


def test_strict_names_everything_that_is_wrong_at_once():
    assert set(problems_of(b"q=%00&page=0&sort=foo&pgae=1")) == {"q", "page", "sort", "pgae"}


def test_strict_gives_the_position_of_an_unusable_character():
    assert problems_of(b"q=beras%00")["q"].position == 5
    assert problems_of(b"q=be%FFras")["q"].position == 2


def test_article_text_is_the_only_parameter_of_an_article():
    assert strict_values("article", b"q=harga+beras", TODAY) == {"text": "harga beras"}
    assert strict_values("article", b"", TODAY) == {}
    with pytest.raises(RequestError, match="page"):
        strict_values("article", b"q=a&page=2", TODAY)


def tolerant(query_string):
    return tolerant_search(query_string, TODAY)[:2]


def test_tolerant_ignores_what_it_does_not_know():
    assert tolerant(b"q=a&utm_source=x&lang=en") == (SearchRequest("a"), ())


def test_tolerant_takes_blank_form_fields_as_not_given():
    assert tolerant(b"q=a&from=&to=&source=+") == (SearchRequest("a"), ())


def test_tolerant_falls_back_and_says_so():
    asked, problems = tolerant(b"q=a&page=99999999999999999999&sort=foo&from=entahlah&category=C")
    assert asked == SearchRequest("a", category=("C",))
    assert {problem.parameter for problem in problems} == {"from", "page", "sort"}


def test_tolerant_swaps_dates_that_are_the_wrong_way_round():
    asked, problems = tolerant(b"q=a&from=2024-02-01&to=2023-01-01")
    assert (asked.date_from, asked.date_to) == (date(2023, 1, 1), date(2024, 2, 1))
    assert problems == (SWAPPED,)


def test_tolerant_cuts_a_long_query():
    asked, problems = tolerant(b"q=" + b"a" * 10_000)
    assert len(asked.text) == 1_000
    assert problems == (TOO_LONG,)


def test_tolerant_blanks_unusable_characters():
    asked, problems = tolerant(b"q=be%00ras+%FFmurah")
    assert asked.text == "be ras  murah"
    assert [problem.parameter for problem in problems] == ["q"]


@given(st.binary(max_size=80))
def test_no_query_string_breaks_either_reading(query_string):
    asked, *_ = tolerant_search(query_string, TODAY)
    assert isinstance(asked, SearchRequest)
    try:
        strict_search(query_string, TODAY)
    except RequestError as error:
        assert error.problems


NAMES = st.sampled_from(
    ["q", "page", "page_size", "sort", "from", "to", "source", "facets", "exact", "fields", "x"]
)
VALUES = st.one_of(
    st.sampled_from(
        ["", "0", "2", "-1", "99999999999999", "true", "newest", "2023", "kemarin", "%00", "%FF", "a"]
    ),
    st.text(alphabet="abc019-,%/ ", max_size=8),
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_what_is_read_strictly_is_read_alike_tolerantly(pairs):
    query_string = "&".join(f"{name}={value}" for name, value in pairs).encode()
    try:
        asked = strict_search(query_string, TODAY).request
    except RequestError:
        return
    if b"facets=&" not in query_string + b"&":  # blank means none to a program, "not given" to a form
        assert tolerant_search(query_string, TODAY) == (asked, (), None)
