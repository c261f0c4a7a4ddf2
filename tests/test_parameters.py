"""One table of parameters: held against requests, and what Python may pass and what it may not."""

from dataclasses import fields
from datetime import date, datetime, timezone

import numpy as np
import pytest

from search import RequestError
from search.article import ArticleMetadata
from search.as_json import article_as_json
from search.parameters import PARAMETERS, SEARCH, parameters_of
from search.request import FIELDS, SearchRequest

OTHERS = ("fields", "cursor", "links", "lang")


def test_every_field_of_a_request_has_its_record_with_its_default():
    named = {one.field: one for one in SEARCH.values() if one.name not in OTHERS}
    assert set(named) == {field.name for field in fields(SearchRequest)}
    assert [one.field for one in FIELDS] == [field.name for field in fields(SearchRequest)]
    for field in fields(SearchRequest):
        if field.name != "text":
            assert named[field.name].default == field.default


def test_a_name_means_one_thing_in_a_resource():
    for resource in {resource for one in PARAMETERS for resource in one.of}:
        names = [one.name for one in PARAMETERS if resource in one.of]
        assert len(names) == len(set(names)) > 0
        foreign = [other for one in parameters_of(resource).values() for other in one.foreign]
        assert len(foreign) == len(set(foreign))
        assert not set(foreign) & set(names)


def test_the_fields_of_an_article_are_those_of_its_json():
    about = ArticleMetadata("a", None, None, None, None, None, 1)
    assert SEARCH["fields"].choices == tuple(article_as_json(about))


WRONG = [
    ("text", "q", [None, 3, b"banjir", ["banjir"]]),
    ("page", "page", ["2", 1.0, 1.5, True, None, "", [1]]),
    ("page_size", "page_size", ["10", 2.5, False, None]),
    ("hits_per_article", "hits_per_article", ["3", None]),
    ("exact", "exact", ["false", "true", 0, 1, None, "", np.True_]),
    ("expand", "expand", ["false", None]),
    ("sort", "sort", [None, 1, ["newest"], {}, "size"]),
    ("group", "group", [None, "Article"]),
    ("match", "match", [True, ""]),
    ("date_from", "from", ["2022-13-01", "nanti", 2022, 0, "", False]),
    ("date_to", "to", ["31/2/2022", "sejak 2022", 1.5]),
    ("source", "source", [3, [3], ("Kabar", None), b"Kabar"]),
    ("category", "category", [True]),
    ("facets", "facets", [1, [b"year"], ("year", 3), "tahun"]),
]


@pytest.mark.parametrize(
    ("field", "name", "value"), [(field, name, value) for field, name, values in WRONG for value in values]
)
def test_a_value_of_the_wrong_type_is_refused_and_its_parameter_named(field, name, value):
    with pytest.raises(RequestError) as caught:
        SearchRequest(**{"text": "banjir", field: value})
    assert [problem.parameter for problem in caught.value.problems] == [name]
    assert str(caught.value).startswith(f"{name}: ")


def test_every_wrong_value_is_named_at_once():
    with pytest.raises(RequestError) as caught:
        SearchRequest("a", page="2", exact="false", date_from=3, page_size=0)
    assert {problem.parameter: problem.code for problem in caught.value.problems} == {
        "page": "not_a_number",
        "page_size": "outside",
        "from": "not_day",
        "exact": "not_flag",
    }


def test_what_is_natural_to_pass_is_taken():
    noon = datetime(2022, 8, 17, 12, tzinfo=timezone.utc)
    asked = SearchRequest(
        "a", page=np.int64(2), source="Kabar", category=["A", "B"], facets=None, date_from=noon, date_to=noon
    )
    assert (asked.page, type(asked.page)) == (2, int)
    assert (asked.source, asked.category, asked.facets) == (("Kabar",), ("A", "B"), ())
    assert asked.date_from == asked.date_to == date(2022, 8, 17)
    assert type(asked.date_from) is date


def test_days_as_text_are_read_as_in_the_box():
    asked = SearchRequest("a", date_from="Maret 2021", date_to="2021-05")
    assert (asked.date_from, asked.date_to) == (date(2021, 3, 1), date(2021, 5, 31))


@pytest.mark.parametrize(("field", "value"), [("page", "2"), ("exact", "false"), ("date_from", 2022)])
def test_a_search_refuses_them_too(index, field, value):
    with pytest.raises(RequestError, match=r"^(page|exact|from): must be "):
        index.search("banjir", **{field: value})


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"text": None}, "q"),
        ({"date_to": 2022}, "to"),
        ({"source": 3}, "source"),
        ({"match": ["any"]}, "match"),
    ],
)
def test_so_does_a_search_for_paragraphs(index, arguments, name):
    with pytest.raises(RequestError, match=f"^{name}: "):
        index.paragraphs(**{"text": "banjir", **arguments})
