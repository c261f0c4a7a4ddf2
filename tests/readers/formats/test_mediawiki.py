"""The text of a wiki page, whatever its marks."""

import pytest

from search.readers.formats.mediawiki import plain_of


@pytest.mark.parametrize(
    ("wikitext", "expected"),
    [
        ("<!-- a -->Padi<!-- b", "Padi<!-- b"),
        ("Padi<ref name='a'/> dipanen<ref>B {{c|d}}</ref>.", "Padi dipanen."),
        ('Satu\n{| class="wikitable"\n| a || b\n|}\nDua', "Satu\n\nDua"),
        ("{{a|{{b|{{c}}}}}}Padi __TOC__", "Padi"),
        ("[[Berkas:Sawah.jpg|jmpl|Sawah di [[Demak]]]]Padi", "Padi"),
        ("Padi [[Kategori:Ekonomi]][[Category: Jawa|*]]", "Padi"),
        ("[https://contoh.example/a Laporan] dan [//contoh.example/b].", "Laporan dan ."),
        ("== Panen == \n* '''Padi'''\n# ''jagung''\n----", "Panen\nPadi\njagung"),
        ("<gallery>\nA.jpg|a\n</gallery>Padi", "Padi"),
        ("1 < 2 = 2", "1 < 2 = 2"),
    ],
)
def test_marks_are_left_out(wikitext, expected):
    assert plain_of(wikitext) == expected


@pytest.mark.parametrize(
    "mark",
    [
        *("<!--", "<ref>", "<ref a", "<ref ", "<gallery>", "\n{|", "{{", "{{a|", "[[", "[[a|"),
        *("[[Berkas:", "[[Berkas:a [[b]] ", "[[Kategori:", "[[Kategori:a ", "[//a", "[//a ", "[https://"),
        *("=", "= ", " ", "\t", "''", "\n*", "__A"),
    ],
)
def test_marks_that_are_not_closed_cost_no_more_than_others(mark):
    """One quadratic pattern would take minutes here."""
    text = plain_of(mark * (500_000 // len(mark)))
    assert isinstance(text, str)
    for prefix in ("[//", "[[Kategori:", "{{", "[[Berkas:"):
        plain_of(prefix + mark * (200_000 // len(mark)))
