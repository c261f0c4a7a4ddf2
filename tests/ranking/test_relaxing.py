"""Letting go of words: only where no article has them all, and then as little as possible."""

from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.article import Article

LETTERS = "abcdefgh"
WORD = {letter: f"kata{letter}" for letter in LETTERS}


def article(name, letters):
    return Article(name, (" ".join(WORD[letter] for letter in letters) or "kosong",))


def searched(index, letters, **fields):
    page = index.search(" ".join(WORD[letter] for letter in letters), **fields)
    found = {hit.article.id for hit in page.articles}
    return found, {word[-1] for word in page.interpretation.let_go}, page.interpretation.mode


@pytest.fixture(scope="module")
def held(make_index):
    """Build an archive where *a* is common, *b* less so, *c* and *d* are rare; none has all four."""
    kept = ["a", "a", "a", "ab", "ab", "bc", "ad"]
    return make_index([article(f"{n}-{letters}", letters) for n, letters in enumerate(kept)])


def test_nothing_is_let_go_where_an_article_has_all(held):
    assert searched(held, "ab") == ({"3-ab", "4-ab"}, set(), "all")


def test_the_rarest_of_the_most_words_decide(held):
    """*ad* and *bc* have two of three words each; *bc* has the rarer ones."""
    assert searched(held, "bcd") == ({"5-bc"}, {"d"}, "most")


def test_one_telling_word_beats_two_common_ones(make_index):
    """The rare *c* says more than *a* and *b* together, which nearly every article has."""
    index = make_index([article(f"{n}", letters) for n, letters in enumerate(["ab", "ab", "ab", "ab", "c"])])
    assert searched(index, "abc") == ({"4"}, {"a", "b"}, "most")


def test_among_as_many_words_the_rarer_ones_count(held):
    assert searched(held, "abd") == ({"6-ad"}, {"b"}, "most")  # two words each, and d is rarer than b


def test_words_that_nowhere_occur_are_let_go(held):
    assert searched(held, "abh") == ({"3-ab", "4-ab"}, {"h"}, "most")


def test_where_no_word_occurs_nothing_is_found(held):
    assert searched(held, "gh") == (set(), set(), "all")


def test_any_never_steps_down(held):
    found, let_go, mode = searched(held, "cdh", match="any")
    assert (found, let_go, mode) == ({"5-bc", "6-ad"}, set(), "any")


def test_exclusions_and_filters_are_never_let_go(held):
    page = held.search("katab katac katad -kataa")
    assert {hit.article.id for hit in page.articles} == {"5-bc"}
    assert page.interpretation.let_go == ("katad",)
    assert held.search("kataa katah sumber:lain").total_articles == 0
    assert held.search("kataa katah sumber:lain").interpretation.let_go == ()


def test_a_phrase_alone_is_not_taken_apart(held):
    page = held.search('"kataa katad katab"')
    assert (page.total_articles, page.interpretation.let_go) == (0, ())


def test_a_group_is_let_go_as_a_whole(held):
    page = held.search("kataa (katag | katah)")
    assert (page.total_articles, page.interpretation.let_go) == (6, ("katag katah",))


def test_every_word_that_is_not_searched_is_named_in_a_long_query(make_index):
    """Of very many words some are left out before any is let go (``search.query.bounds``), and said to be."""
    words = [f"kata{chr(97 + n // 10)}{chr(97 + n % 10)}" for n in range(70)]
    index = make_index([Article("a", (" ".join(words[:60]),)), Article("b", (" ".join(words[60:]),))])
    page = index.search(" ".join(words))
    assert {hit.article.id for hit in page.articles} == {"a"}
    assert page.interpretation.mode == "most"
    (note,) = page.interpretation.notes
    assert list(note.values["words"]) == words[31:]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.sets(st.sampled_from(LETTERS), max_size=5), min_size=1, max_size=6),
    st.lists(
        st.lists(st.sampled_from(LETTERS), min_size=2, max_size=5, unique=True), min_size=10, max_size=10
    ),
)
def test_the_most_telling_words_are_kept(make_index, archive, queries):
    index = make_index([article(f"{n}", sorted(letters)) for n, letters in enumerate(archive)])
    for query in queries:
        found, let_go, mode = searched(index, query, page_size=50)
        holding = {letter: sum(letter in letters for letters in archive) for letter in query}
        rarity = {
            letter: log(1 + (len(archive) - n + 0.5) / (n + 0.5)) if n else 0 for letter, n in holding.items()
        }
        most = max(sum(rarity[letter] for letter in letters & set(query)) for letters in archive)
        kept = set(query) - let_go
        assert sum(rarity[letter] for letter in kept) == pytest.approx(most)
        assert mode == ("most" if let_go else "all")
        expected = {f"{n}" for n, letters in enumerate(archive) if kept <= letters} if most else set()
        assert found == expected
