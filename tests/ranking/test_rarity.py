"""The rarity of what a query asks for, from counts of single words."""

import pytest
from whoosh import query

from search.bm25 import inverse_document_frequency
from search.query.tree import AllWords, Form, Words
from search.ranking.rarity import rarity

ARTICLES = 100
HOLDING = {"banjir": 40, "rob": 5, "kota": 70, "lahar": 0}


def word(text):
    return Words(text, (Form((text,), (text,)),))


BANJIR, ROB, KOTA, LAHAR = map(word, HOLDING)
SOURCE = query.Term("source", "Harian Contoh")


@pytest.mark.parametrize(
    ("concept", "counts_as"),
    [
        (ROB, 5),
        (LAHAR, 0),
        (query.Or([BANJIR, ROB]), 45),
        (query.Or([BANJIR, KOTA]), ARTICLES),
        (AllWords([BANJIR, ROB, KOTA]), 5),
        (query.Or([AllWords([BANJIR, ROB]), BANJIR]), 45),
        (AllWords([query.Or([KOTA, BANJIR]), KOTA]), 70),
        (AllWords([BANJIR, query.Not(ROB), SOURCE]), 40),
        (query.Or([ROB, SOURCE]), 5),
    ],
)
def test_a_group_counts_by_its_words(concept, counts_as):
    found = rarity(concept, lambda asked: HOLDING[asked.text], ARTICLES)
    assert found == inverse_document_frequency(counts_as, ARTICLES)


def test_what_asks_for_no_word_has_no_rarity():
    with pytest.raises(TypeError, match="cannot tell how rare Term is"):
        rarity(SOURCE, lambda asked: 1, ARTICLES)
