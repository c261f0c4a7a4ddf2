"""HTML in texts: what goes, what stays, and that nothing costs without bound."""

from __future__ import annotations

import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from search.texts.lines import paragraphs_of
from search.texts.markup import is_marked_up, without_markup


def paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in paragraphs_of(without_markup(text)[0])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<p>Harga beras naik.</p><p>Pedagang&nbsp;menunggu.</p><script>var x</script>",
            ["Harga beras naik.", "Pedagang menunggu."],
        ),
        ("<P CLASS=x>Satu.</P>\n<DIV id='a>b'>Dua.</DIV>", ["Satu.", "Dua."]),
        ("satu<br>dua<br/>tiga<BR />empat", ["satu", "dua", "tiga", "empat"]),
        (
            "<div>\n  <p>\n Satu\n   dua.\n </p>\n <ul><li>a</li><li>b</li></ul></div>",
            ["Satu dua.", "a", "b"],
        ),
        (
            "<h3>Judul</h3>\nTeks lama\n\nWordPress <strong>dulu</strong>.",
            ["Judul", "Teks lama", "WordPress dulu."],
        ),
        ("ber<b>as</b> dari <a href='https://contoh.id/?a=1&b=2'>tautan ini</a>", ["beras dari tautan ini"]),
        ("satu\ndua <em>kata</em>\ntiga", ["satu", "dua kata", "tiga"]),
        (
            "<table><tr><td>Beras</td><td>12.000</td></tr><tr><td>Gula</td><td>9</td></tr></table>",
            ["Beras 12.000", "Gula 9"],
        ),
        ("<!-- <p>bukan</p> -->Teks<!-- > -->.", ["Teks."]),
        (
            "<style>p { color: red }</style><p>Teks.</p><noscript>x</noscript><iframe src=a></iframe>",
            ["Teks."],
        ),
        ("&lt;p&gt;Satu &amp;amp; dua&lt;/p&gt;&lt;p&gt;Tiga&lt;/p&gt;", ["Satu & dua", "Tiga"]),
        (
            "AT&amp;T dan R&D, &amp;quot;kutipan&amp;quot; &#8220;x&#8221; &#147;y&#148;",
            ['AT&T dan R&D, "kutipan" “x” “y”'],
        ),
        (
            "<figure><img src='a.jpg' alt='x > y'><figcaption>Foto: panen</figcaption></figure>Isi.",
            ["Foto: panen", "Isi."],
        ),
        ("<p>Satu.<p>Dua.", ["Satu.", "Dua."]),
        ("<o:p>Word</o:p><span style='a'>.</span>", ["Word."]),
        ("<![CDATA[<p>Satu.</p>]]>", ["Satu."]),
    ],
)
def test_what_stays_of_html(text, expected):
    assert paragraphs(text) == expected
    assert is_marked_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "Harga < 5.000 dan > 3.000, a<b, x < y > z",
        "Hubungi <redaksi@contoh.id> atau <nama> <3 <- <-- <!-- tanpa akhir",
        "jika a <b dan c> d, kata <i lalu u>",
        "R&D, S&P 500, ?a=1&copy=2&reg=3, &x; & & &;",
        "Tag <presiden> dan <paragraf> bukan HTML; 5 <p",
    ],
)
def test_what_is_only_a_sign_stays(text):
    assert without_markup(text) == (text, False, False)
    assert not is_marked_up(text)


def test_a_script_without_end_takes_nothing_with_it():
    assert paragraphs("Satu.<script src=a>Dua.<p>Tiga.") == ["Satu.Dua.", "Tiga."]


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<a ",
        '<a x="',
        "<a x='<b y=\"",
        "<script>",
        "&amp;",
        "<p",
        "<a x=",
        "<p / ",
        "<p b",
        "<div>",
        "<<<",
        "]]>",
    ],
)
def test_no_text_costs_more_than_its_length(piece):
    started = time.process_time()
    without_markup(piece * 100_000)
    assert time.process_time() - started < 5


words = st.text("abc <>&'\"\n", min_size=1, max_size=12)
BLOCKS, INLINE = ["p", "div", "li", "h2", "blockquote"], ["b", "em", "span", "a"]
trees = st.recursive(
    words.map(escape),
    lambda inner: st.tuples(st.sampled_from(BLOCKS + INLINE), st.lists(inner, max_size=3)).map(
        lambda pair: f'<{pair[0]} class="x">{"".join(pair[1])}</{pair[0]}>'
    ),
    max_leaves=8,
)


@given(trees)
def test_the_text_is_that_of_an_html_parser(text):
    """The oracle is lxml: the same letters in the same order, without white space."""
    by_parser = html.fragment_fromstring(text, create_parent="div").text_content()
    ours = without_markup(text)[0]
    if is_marked_up(by_parser):  # what was escaped twice is decoded twice
        return
    assert "".join(ours.split()) == "".join(by_parser.split())
