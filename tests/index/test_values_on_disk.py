"""The optional fields of values on disk: nothing where no article has one, and segments without them."""

import numpy as np

from search import Article, EmbeddedIndex, open_index
from search.index import build, update
from search.index.format import doc_values
from search.index.format.doc_values import OPTIONAL_FIELDS
from search.index.format.names import ARTICLES_EXTENSION
from search.index.format.values import ArticleValues, ValuesBuilder
from search.index.reading.values import FieldValues
from search.index.verify import check


def sections_of(folder):
    index = EmbeddedIndex(folder)
    return [set(segment.files.file(ARTICLES_EXTENSION).names()) for segment in index.snapshot.segments]


def test_a_segment_has_sections_of_the_fields_that_are_used(tmp_path):
    build([Article("a", ("Banjir.",), source="Kabar")], tmp_path)
    (bare,) = sections_of(tmp_path)
    update([Article("b", ("Gempa.",), tags=("gempa",))], tmp_path)
    same, tagged = sections_of(tmp_path)
    assert same == bare
    assert tagged - bare == {"tag/starts", "tag/codes", "tag/names", "tag/name_starts"}


def test_a_field_that_came_later_needs_no_new_segments(tmp_path, monkeypatch):
    """Segments of a version without some of the fields are searched, grow and are merged with later ones."""
    old = {"articles": [Article(f"a{n}", ("Banjir besar.",), tags=(f"tag {n % 2}",)) for n in range(6)]}
    with monkeypatch.context() as earlier:
        earlier.setattr(doc_values, "OPTIONAL_FIELDS", ("tag",))
        build(old["articles"], tmp_path)
    (before,) = sections_of(tmp_path)
    assert not any(name.startswith("author") for name in before)
    for n in range(3):
        new = Article(f"b{n}", ("Banjir kecil.",), authors=("Redaksi",), tags=("tag 1",), place="Bogor")
        update([new], tmp_path)
        index = open_index(tmp_path)
        page = index.search("banjir", facets=("author", "tag", "place"))
        assert page.total_articles == 7 + n
        assert [(one.value, one.count) for one in page.facets["author"].values] == [("Redaksi", n + 1)]
        assert page.facets["author"].missing == 6
        assert {one.value: one.count for one in page.facets["tag"].values} == {"tag 0": 3, "tag 1": 4 + n}
        assert index.search("banjir", author="redaksi", place="bogor").total_articles == n + 1
        assert index.search("banjir", missing=("author",)).total_articles == 6
        assert check(EmbeddedIndex(tmp_path).snapshot) == []


def test_values_come_back(tmp_path):
    articles = [Article(f"a{n}", (f"kata{n}",), tags=tuple(f"t{m}" for m in range(n % 4))) for n in range(50)]
    build(articles, tmp_path)
    values = EmbeddedIndex(tmp_path).snapshot.values("tag")
    starts = values.starts.tolist()
    for number, article in enumerate(articles):
        ordinals = values.ordinals[starts[number] : starts[number + 1]]
        assert tuple(values.names[ordinals].tolist()) == article.tags


def of(field, *articles, live=None):
    builder = ValuesBuilder()
    for number, given in enumerate(articles):
        if given:
            builder.add(number, given)
    return FieldValues(field, builder.finish(len(articles)), live)


def test_the_most_frequent_spelling_is_shown_and_of_equal_ones_the_first():
    values = of("tag", ("b", "A"), ("B",), ("a",), ("B", "c"), ())
    assert values.names.tolist() == ["A", "B", "c"]
    assert values.frequencies.tolist() == [2, 3, 1]
    live = np.array([True, False, True, False, True])
    assert of("tag", ("b", "A"), ("B",), ("a",), ("B", "c"), (), live=live).names.tolist() == ["A", "b", "c"]


def test_beginnings_of_words_in_values():
    values = of(
        "source", ("news.detik.com",), ("detikcom",), ("Finance Detik",), ("Pendetik",), ("detikcom",)
    )

    def found(text):
        return values.names[values.beginning(text)].tolist()

    assert found("DETIK") == ["detikcom", "Finance Detik", "news.detik.com"]
    assert found("news.d") == ["news.detik.com"]
    assert found("etik") == found("") == found(" ") == found("(") == []
    assert values.names[values.containing("ETIK")].tolist() == values.names.tolist()
    assert not of("source").beginning("a") and not of("source").containing("a").any()


def test_no_values_at_all():
    none = FieldValues("tag", ArticleValues.none(3), None)
    assert len(none) == 0 and none.find("a") == -1 and not none.any.any()
    assert none.having(none.chosen(["a", "b"])).tolist() == [False] * 3


def test_the_table_of_fields_is_that_of_the_disk():
    assert OPTIONAL_FIELDS == ("author", "tag", "place", "language")
