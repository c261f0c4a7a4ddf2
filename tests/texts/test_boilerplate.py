"""Boilerplate of outlets: every rule does what its example says, and leaves its counterexample alone."""

from __future__ import annotations

import pytest

from search.texts.boilerplate import PARTS, Boilerplate, Rule, names_of_rules, rules
from search.texts.glance import SIGNS
from search.texts.steps import glance

OTHER = "Warga menunggu di pasar sejak pagi."


def around(rule: Rule, text: str) -> list[str]:
    """Return an article that has a text where a rule looks for it."""
    return [text, OTHER] if rule.part == "lead" else [OTHER, text]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_examples(rule):
    alone = Boilerplate([rule.name])
    article = around(rule, rule.example)
    done = alone.cleared(article)
    assert done.paragraphs == [text for text in around(rule, rule.result) if text]
    assert done.fields == dict(rule.fields)
    assert list(done.used) == [rule.name]
    assert glance(article, alone.signs)[1] & SIGNS, "glance does not see it"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_counterexamples(rule):
    for article in ([rule.counterexample], around(rule, rule.counterexample), [rule.counterexample, OTHER]):
        assert Boilerplate([rule.name]).cleared(article).paragraphs == article


def test_the_table_is_well_formed():
    assert len(set(names_of_rules())) == len(rules())
    assert {rule.part for rule in rules()} <= set(PARTS)
    assert all(rule.signs for rule in rules() if rule.part in ("anywhere", "paragraph", "end"))
    assert all(rule.counterexample for rule in rules())


def test_several_at_once():
    article = [
        "Laporan Wartawan Harian Contoh, Nama Wartawan",
        "CONTOH.COM, TANGERANG SELATAN - Harga beras naik.",
        "Baca juga: Panen Raya di Lereng Gunung",
        "Pedagang menunggu. ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT Warga cemas."
        "[Gambas:Video 20detik] (abc/def)",
        "Simak Video 'Panen Raya':",
    ]
    done = Boilerplate().cleared(article)
    assert done.paragraphs == ["Harga beras naik.", "Pedagang menunggu. Warga cemas."]
    assert done.fields == {"author": "Nama Wartawan", "source": "CONTOH.COM", "place": "Tangerang Selatan"}
    assert {name: times for name, (_, times) in done.used.items()} == {
        "scroll": 1,
        "video-tag": 1,
        "see-also": 1,
        "see-video": 1,
        "report-by": 1,
        "outlet-place": 1,
        "signoff": 1,
    }


def test_an_article_that_would_be_empty_stays():
    article = ["Baca juga: Panen Raya di Lereng Gunung"]
    assert Boilerplate().cleared(article).paragraphs == article
    assert not Boilerplate().cleared(article).used


def test_rules_can_be_chosen():
    article = ["JAKARTA, CONTOH.com - Harga naik. (abc)"]
    assert Boilerplate([]).cleared(article).paragraphs == article
    assert Boilerplate(["signoff"]).cleared(article).paragraphs == ["JAKARTA, CONTOH.com - Harga naik."]
