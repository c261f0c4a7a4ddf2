"""Whoosh over our codec says what it says over its own: terms, postings, documents, results."""

import pytest
from both import in_both, said_of_documents, said_of_terms
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.query import spans

WORDS = ["a", "b", "ba", "bab", "c", "é", "語"]
# Whoosh rounds lengths from 11 on; ours are exact, so that scores are compared on texts of ten words at most.
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=10)


@st.composite
def documents(draw, name):
    """Draw a document with some of the fields."""
    made = {"name": name}
    if draw(st.booleans()):
        made["body"] = [(word, place) for place, word in enumerate(draw(texts))]
    for field in ("text", "chars", "boosted"):
        if draw(st.booleans()):
            made[field] = " ".join(draw(texts))
    if draw(st.booleans()):
        made["tags"] = ",".join(draw(texts))
        made["_tags_boost"] = draw(st.sampled_from([1.0, 2.0, 0.5]))
    if draw(st.booleans()):
        made["number"] = draw(st.integers(-50, 50))
        made["extra"] = draw(st.sampled_from(["x", "\ud800", ("a", 1), {"k": None}, 7, False]))
    return made


@st.composite
def histories(draw):
    """Draw batches of documents, with some of the earlier ones deleted, merged or not."""
    batches, names = [], []
    for _ in range(draw(st.integers(1, 4))):
        fresh = [f"n{len(names) + n}" for n in range(draw(st.integers(0, 6)))]
        gone = draw(st.lists(st.sampled_from(names), max_size=3)) if names else []
        batches.append(([draw(documents(name)) for name in fresh], gone, draw(st.booleans())))
        names += fresh
    return batches


@settings(max_examples=60, deadline=None)
@given(histories())
def test_terms_and_postings(batches):
    whoosh, flat = in_both(batches)
    assert said_of_terms(flat) == said_of_terms(whoosh)


@settings(max_examples=40, deadline=None)
@given(histories())
def test_documents(batches):
    whoosh, flat = in_both(batches)
    assert said_of_documents(flat) == said_of_documents(whoosh)


QUERIES = [
    query.Every(),
    query.Every("text"),
    query.Term("body", "a"),
    query.And([query.Term("body", "a"), query.Term("text", "b")]),
    query.Or([query.Term("body", "a"), query.Term("text", "é"), query.Term("tags", "c")]),
    query.AndNot(query.Term("text", "a"), query.Term("body", "b")),
    query.AndMaybe(query.Term("text", "b"), query.Term("boosted", "ba")),
    query.Not(query.Term("body", "c")),
    query.Phrase("body", ["a", "b"]),
    query.Phrase("text", ["a", "b"], slop=2),
    query.Phrase("chars", ["ba", "a"]),
    query.Prefix("body", "b"),
    query.Prefix("text", ""),
    query.Wildcard("text", "*b"),
    query.FuzzyTerm("body", "bac", maxdist=1),
    query.TermRange("text", "b", "c"),
    query.NumericRange("number", -10, 20),
    spans.SpanNear(query.Term("text", "a"), query.Term("text", "b"), slop=3, ordered=False),
    spans.SpanFirst(query.Term("body", "a"), limit=2),
    query.ConstantScoreQuery(query.Term("body", "a")),
    query.DisjunctionMax([query.Term("body", "a"), query.Term("text", "a")]),
]


@settings(max_examples=25, deadline=None)
@given(histories())
def test_results(batches):
    whoosh, flat = in_both(batches)
    with whoosh.searcher() as ours, flat.searcher() as theirs:
        for asked in QUERIES:
            found = [[(hit.docnum, hit.score) for hit in s.search(asked, limit=None)] for s in (ours, theirs)]
            assert [doc for doc, _ in found[0]] == [doc for doc, _ in found[1]], asked
            assert [score for _, score in found[0]] == pytest.approx([score for _, score in found[1]]), asked
        for sort in ("number", "name"):
            sorted_by = [
                [hit.docnum for hit in s.search(query.Every(), sortedby=sort)] for s in (ours, theirs)
            ]
            assert sorted_by[0] == sorted_by[1]


@settings(max_examples=25, deadline=None)
@given(histories(), st.sampled_from(WORDS), st.text("abcé語z", max_size=3))
def test_cursors_and_lexicon(batches, word, sought):
    said = []
    for index in in_both(batches):
        with index.reader() as reader:
            walks = []
            for leaf, _ in reader.leaf_readers():
                for field in leaf.indexed_field_names():
                    if field == "number":
                        continue
                    cursor = leaf.cursor(field)
                    walks.append((field, cursor.first(), cursor.next(), cursor.next(), cursor.text()))
                    walks.append((cursor.find(sought), cursor.text(), cursor.is_valid()))
                    walks.append((cursor.find(word.encode()), cursor.next(), cursor.is_valid()))
            expanded = [list(reader.expand_prefix(f, sought)) for f in ("body", "text")] if walks else []
            lexicons = [list(reader.lexicon(field)) for field in ("body", "text", "tags", "number")]
            within = [sorted(reader.terms_within("text", word, 1)) for _ in walks[:1]]
            said.append((walks, expanded, lexicons, within, sorted(map(str, reader.indexed_field_names()))))
    assert said[0] == said[1]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=600), st.data())
def test_matchers_skip_alike(held, data):
    documents = [
        {"name": f"n{n}", "body": [("a", 0)] * (1 + n % 3) if has else []} for n, has in enumerate(held)
    ]
    matchers = []
    for index in in_both([(documents, [], False)]):
        reader = index.reader()
        if ("body", "a") not in reader:
            return
        matchers.append(reader.postings("body", "a"))
    whoosh, flat = matchers
    while whoosh.is_active():
        assert flat.is_active()
        assert (flat.id(), flat.weight(), flat.value()) == (whoosh.id(), whoosh.weight(), whoosh.value())
        twin = flat.copy()
        if data.draw(st.booleans()):
            target = data.draw(st.integers(0, len(held) + 5))
            whoosh.skip_to(target)
            flat.skip_to(target)
        else:
            whoosh.next()
            flat.next()
        assert twin.is_active()
    assert not flat.is_active()
    flat.reset()
    assert list(flat.all_ids()) == [n for n, has in enumerate(held) if has]
