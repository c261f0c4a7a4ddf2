"""Which slices of an index in a cluster a search asks: those that its dates can reach, and no fewer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.backends.opensearch.clauses import (
    EVERYTHING,
    NOTHING,
    all_of,
    any_of,
    perhaps_published,
    published,
    where,
    without,
)
from search.backends.opensearch.names import Named
from search.backends.opensearch.scoring import scored
from search.backends.opensearch.slices import UNDATED, reached, slice_of

ALL = ("2019", "2020", "2021", "2022", UNDATED)
WORD = {"term": {"title": "banjir"}}


def of(first, last=None, **how):
    return published(first and date.fromisoformat(first), last and date.fromisoformat(last), **how)


@pytest.mark.parametrize(
    ("clause", "right"),
    [
        (EVERYTHING, "2019 2020 2021 2022 undated"),
        (WORD, "2019 2020 2021 2022 undated"),
        (NOTHING, ""),
        (of("2020-01-01", "2020-12-31"), "2020"),
        (of("2020-12-31", "2021-01-01"), "2020 2021"),
        (of("2021-06-01"), "2021 2022"),
        (of(None, "2019-12-31"), "2019"),
        (of("1945-08-17", "1998-05-21"), ""),
        (of("2022-01-01", missing=True), "2022 undated"),
        (without("date"), "undated"),
        (without("source"), "2019 2020 2021 2022 undated"),
        (perhaps_published(date(2020, 3, 1), date(2021, 2, 1)), "2020 2021"),
        (all_of([WORD, of("2020-01-01"), of(None, "2021-12-31")]), "2020 2021"),
        (any_of([of("2019-01-01", "2019-12-31"), of("2022-01-01")]), "2019 2022"),
        (any_of([of("2019-01-01", "2019-12-31"), WORD]), "2019 2020 2021 2022 undated"),
        (all_of([WORD], [of("2019-01-01", "2019-12-31")]), "2019 2020 2021 2022 undated"),
        (scored(all_of([WORD, of("2021-01-01", "2021-12-31")]), [WORD]), "2021"),
        (where(of("2021-01-01", "2021-12-31"), [of("2019-01-01")]), "2021"),
        ({"bool": {"must": [of("2021-01-01", "2021-12-31")], "must_not": [WORD]}}, "2021"),
        ({"bool": {"filter": [of("2020-01-01")], "should": [of("2019-01-01")], "minimum_should_match": 1}},
         "2020 2021 2022"),
    ],
)  # fmt: skip
def test_a_query_reaches_the_slices_of_its_years(clause, right):
    assert reached(ALL, clause) == set(right.split())


DAYS = st.dates(date(2018, 1, 1), date(2023, 12, 31))
RANGES = st.builds(
    lambda first, last, missing: published(first, last, missing=missing),
    DAYS,
    st.none() | DAYS,
    st.booleans(),
)
CLAUSES = st.recursive(
    RANGES | st.sampled_from([EVERYTHING, NOTHING, without("date"), WORD]),
    lambda inner: (
        st.builds(all_of, st.lists(inner, max_size=3), st.lists(inner, max_size=2))
        | st.builds(any_of, st.lists(inner, max_size=3))
    ),
    max_leaves=6,
)


def holds(clause, source):
    """Whether a document satisfies a clause; each document has the word."""
    [(kind, what)] = clause.items()
    if kind in ("match_all", "term"):
        return True
    if kind == "match_none":
        return False
    if kind == "exists":
        return what["field"] in source
    if kind == "range":
        [(field, limits)] = what.items()
        day = source.get(field)
        return day is not None and limits.get("gte", day) <= day <= limits.get("lte", day)
    within = all(holds(one, source) for one in what.get("filter", ()))
    some = not what.get("minimum_should_match") or any(holds(one, source) for one in what["should"])
    return within and some and not any(holds(one, source) for one in what.get("must_not", ()))


@given(CLAUSES, st.none() | DAYS)
def test_whatever_satisfies_a_query_is_in_a_slice_that_is_asked(clause, day):
    source = {"day": day.toordinal(), "last_day": day.toordinal()} if day else {}
    slices = {str(year) for year in range(2018, 2024)} | {UNDATED}
    if holds(clause, source):
        assert slice_of(source) in reached(slices, clause)


def test_a_search_is_asked_of_the_alias_or_of_some_slices():
    sliced = Named("arsip-000002", {"slices": {"2019": 2, "2020": 1, UNDATED: 1}})
    assert sliced.target() == sliced.target(WORD) == ("arsip-000002", 4)
    assert sliced.target(of("2019-01-01")) == ("arsip-000002-2019,arsip-000002-2020", 0)
    assert sliced.target(of("2021-01-01")) == ("arsip-000002-undated", 0)
    corrected = Named("arsip-000002", {**sliced.meta, "others": {"2019": ["2021", UNDATED]}})
    assert corrected.target(of("2021-01-01")) == ("arsip-000002-2019", 0)
    assert corrected.target(without("date")) == ("arsip-000002-2019,arsip-000002-undated", 0)
    assert corrected.target(of("2020-01-01", "2020-12-31")) == ("arsip-000002-2020", 0)
    assert sliced.head == "arsip-000002-undated"
    assert sliced.index_of({"day": date(2020, 2, 29).toordinal()}) == "arsip-000002-2020"
    many = Named("a" * 200, {"slices": {f"{year}": 1 for year in range(1945, 2027)} | {UNDATED: 1}})
    assert many.target(of("1950-01-01")) == ("a" * 200, 83)
    whole = Named("arsip-000002", {})
    assert whole.target(of("2019-01-01")) == ("arsip-000002", 0)
    assert (whole.head, whole.indexes, whole.index_of({})) == (
        "arsip-000002",
        ["arsip-000002"],
        "arsip-000002",
    )
