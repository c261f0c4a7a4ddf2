"""Of very many words the rarest are searched, and what was left out is said."""

from datetime import date

import pytest

from search import Article, EmbeddedIndex, SearchRequest
from search.index import build
from search.indonesian import Analyzer
from search.indonesian.variants import Variants
from search.phrasing import in_words
from search.query.bounds import MOST_WORDS, bounded, may_cost_much
from search.query.clauses import clause_of
from search.query.expand import Expander
from search.query.interpret import understand
from search.query.tree import AllWords, Form, Words, all_words

TODAY = date(2024, 3, 15)
RARE = [f"kata{n}" for n in range(60)]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bounds")
    articles = [Article(f"a{n}", (f"Banjir melanda kota {' '.join(RARE[: n + 1])}.",)) for n in range(60)]
    build(articles, folder)
    return EmbeddedIndex(folder, today=lambda: TODAY)


def notes(page):
    return [note for note in page.interpretation.notes if note.code == "words_left_out"]


def test_a_query_of_few_words_is_searched_whole(index):
    page = index.search(" ".join(RARE[:20]))
    assert not notes(page)
    assert page.total_articles == 41


def test_of_many_words_the_rarest_are_searched(index):
    page = index.search(" ".join(RARE))
    (note,) = notes(page)
    left_out = note.values["words"]
    assert set(left_out) == set(RARE[: len(left_out)])  # which the most articles hold
    assert 60 - len(left_out) >= 20
    assert page.total_articles == 1
    assert note.said("id").endswith(f"{RARE[len(left_out) - 1]}.")


def test_any_of_many_words(index):
    page = index.search(" ".join(RARE), match="any")
    (note,) = notes(page)
    assert page.total_articles == 60 - len(note.values["words"])


def test_a_word_that_is_repeated_counts_once(index):
    page = index.search(" OR ".join(["kata59", "kata58"] * 50))
    assert not notes(page)
    assert page.total_articles == 2


def test_many_exclusions_all_hold(index):
    """Of sixty-four and more the kernel has no bits."""
    excluded = [f"-kata{n}" for n in range(5, 60)] + [f"-lain{n}" for n in range(20)]
    page = index.search(f"banjir {' '.join(excluded)}")
    assert not notes(page)
    assert page.total_articles == 5


@pytest.mark.parametrize("count", [63, 64, 65, 66, 128])
def test_there_is_no_cliff_at_the_bits_of_an_integer(index, count):
    words = [f"kata{n}" if n < 60 else f"tiada{n}" for n in range(count)]
    for text in (" OR ".join(words), " ".join(words), f"banjir {' '.join(f'-{word}' for word in words)}"):
        assert index.search(text[:1000]).total_articles >= 0


def test_of_a_very_long_phrase_the_first_terms_are_compared(index):
    quoted = f"banjir melanda kota {' '.join(RARE)} {' '.join(RARE)}"
    assert index.search(f'"{quoted}"').total_articles > 0


def test_exclusions_that_are_left_out_are_said(index):
    page = index.search("banjir " + " ".join(f"-{a}{b}*" for a in "bcdfghjklm" for b in "aeiou"))
    (note,) = notes(page)
    assert all(word.startswith("-") for word in note.values["words"])
    assert len(note.values["words"]) == 50 - 15  # a beginning costs a little more than one


def test_what_is_said_is_what_is_searched(index):
    """Excluded words are searched as one, and said as typed."""
    page = index.search(f"{' '.join(RARE)} -lain1 -lain2")
    said = in_words(page.interpretation.query)
    assert said.endswith("TANPA lain1 TANPA lain2")
    (note,) = notes(page)
    assert not set(note.values["words"]) & set(said.split())
    assert index.search(said).interpretation.query == page.interpretation.query


@pytest.mark.parametrize("match", ["all", "any"])
def test_words_that_occur_nowhere_are_left_out_first(index, match):
    page = index.search(
        "banjir " + " ".join(f"{a}{b}xqz" for a in "bcdfghjklm" for b in "aeiou"), match=match
    )
    assert page.total_articles == index.search("banjir").total_articles > 0


def test_words_of_a_name_are_kept_or_left_out_together():
    name = "Perserikatan Bangsa-Bangsa"
    expander = Expander(Analyzer(), Variants.load(), lambda _word: 0)
    text = f"{name} {' '.join(f'tiada{letter}' for letter in 'abcdefghijklmnopqrstuvwxyzabcdefghijk')}"
    for frequency, is_kept in ((1, True), (100_000, False)):
        understood = understand(
            SearchRequest(text),
            expander.analyzer,
            expander,
            TODAY,
            lambda word, frequency=frequency: 2 if word.text.startswith("tiada") else frequency,
        )
        words = {word.text for word in understood.words}
        assert {name, "Perserikatan", "Bangsa-Bangsa"} & words == ({name} if is_kept else set())
        assert (name in in_words(clause_of(understood.said))) is is_kept
        left_out = [word for note in understood.notes for word in note.values["words"]]
        assert (name in left_out) is not is_kept


def test_words_that_only_ask_have_the_room_that_is_left(index):
    few = index.search(f"{' '.join(RARE[:4])} soal berita terkait bilang {'banjir ' * 5}")
    assert few.interpretation.asking == ("soal", "berita", "terkait", "bilang")
    many = index.search(f"{' '.join(RARE)} soal berita")
    (note,) = notes(many)
    kept = 60 + 2 - len(note.values["words"])
    assert kept == MOST_WORDS
    assert many.interpretation.asking == ("soal",)  # beside 31 others


def test_words_of_many_forms_count_as_several():
    words = [
        Words(f"rumah{word}~2", [Form((f"b{word}x{n}",), (f"b{word}x{n}",)) for n in range(64)])
        for word in range(8)
    ]
    few, many = AllWords(words[:6]), AllWords(words)
    assert may_cost_much("rumah0~2", few) and not may_cost_much("rumah~1", words[0].like(words[0].forms[:3]))
    assert bounded(few, lambda _word: 1) == (few, few, ())
    tree, _, left_out = bounded(many, lambda _word: 1)
    assert len(list(all_words(tree))) == 6 and left_out == ("rumah6~2", "rumah7~2")


@pytest.mark.parametrize("text", ["*banjirb*", "*banjirbb*", "*banjirbandang*", "?banjirbb?", "*bb*banjirbb"])
def test_a_pattern_may_be_longer_than_all_words(tmp_path, text):
    build([Article("a", ("banjir",), title="Banjir")], tmp_path / "index")
    archive = EmbeddedIndex(tmp_path / "index")
    assert archive.search(text).total_articles == 0
    assert archive.search("ban*ir").total_articles == 1
