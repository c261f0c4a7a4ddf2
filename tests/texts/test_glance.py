"""The compiled look at paragraphs finds what its oracle finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.texts import glance as oracle
from search.texts.compiled_glance import Signs, glance

KEYS, ANYWHERE = ("Baca j", "BACA J", "Simak "), ("[Gambas", "uga:", "SCROLL TO", "#Grow", "x")
KNOWN = {"â€œ": "“", "Ã": oracle.DOUBTFUL, "é": None}

pieces = st.lists(
    st.sampled_from(
        [
            *(
                "kata ",
                "a",
                "<",
                "&",
                "\t",
                "\n",
                "\x00",
                "\x93",
                "\x7f",
                "é",
                "“",
                "—",
                " - ",
                "-",
                "--",
                "\u00a0",
            ),
            *(
                "\u2028",
                "\ud800",
                "\uffff",
                "\ufffd",
                "日本",
                "👍",
                "Baca juga: x",
                "[Gambas:Video]",
                "SCROLL TO",
            ),
            *("SCROLL T", "uga", ":", "#Grow", ")", "*", " ", "", "â€œ", "Ã©", "x" * 50, "kata " * 151),
            *("\u200b", "\u00ad", "\u202a", "\ufeff"),
        ]
    ),
    max_size=12,
).map("".join)
articles = st.lists(pieces | st.text(max_size=20), max_size=5)


def ask(run: str) -> str | None:
    return "!" if "日" in run else None


@given(articles, st.booleans(), st.booleans(), st.booleans())
def test_the_compiled_look_is_that_of_the_oracle(texts, lead, tail, mending):
    arguments = (KNOWN, ask) if mending else ()
    compiled = glance(texts, Signs(frozenset(KEYS), ANYWHERE, lead, tail), *arguments)
    assert compiled == oracle.glance(texts, oracle.Signs(KEYS, ANYWHERE, lead, tail), *arguments)


def test_paragraphs_of_which_nothing_is_seen_are_left_out():
    texts = ["Panen.", "\u200b", "\ufeff \u00ad", "\u200bHarga naik."]
    for look, signs in ((glance, Signs()), (oracle.glance, oracle.Signs())):
        assert look(texts, signs)[0] == ["Panen.", "\u200bHarga naik."]


@pytest.mark.parametrize("words", [149, 150, 151, 300])
def test_long_paragraphs(words):
    text = " ".join(["kata"] * words)
    found = glance([text], Signs())[1]
    assert bool(found & oracle.LONG) == (words > 150)
    assert found == oracle.glance([text], oracle.Signs())[1]


def test_other_values_are_no_texts():
    for look, signs in ((glance, Signs()), (oracle.glance, oracle.Signs())):
        with pytest.raises(TypeError):
            look(["a", 7], signs)
