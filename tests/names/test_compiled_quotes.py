"""The compiled reading of quotations agrees with its oracle, whatever the text is."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from texts_of_pieces import texts_of

from search.compiled import COMPILED
from search.names import quotes, resolving

if not COMPILED:
    pytest.skip("nothing is compiled here", allow_module_level=True)

from search.names.compiled_clues import names_and_clues
from search.names.compiled_quotes import quotations_of, spoken_in

_WORDS = """
kata katanya Menurut menurutnya ujar ujarnya tanya tanyanya mengatakan mengaku menyebut melaporkan
dikatakan bahwa bahwa, juga pula tegas berkali-kali ia dia İa ıa Ia beliau pihaknya mereka Rabu Jum'at
Jum’at Senin A. (A. dr. Dr. Drs. Prof. KH. H. No. drg. Moh. St. yakni Ketua Umum Presiden KPK pemain itu
tersebut kepada lewat pada di ke-2 hal (10/9) 3/4/2019 (31/9) ſaya ٣ 中 😀 \0 x"Y a.B .” ?" !”) ..." kami
sudah siap saja bilang kalau demikian keterangan resmi pedagang Slot Mgr. Pdt. dari
"""
_PIECES = (
    *"\"“”„‟«»'’‘()[],.:;!?…-–—\n\u00a0\u2003 ",
    *_WORDS.split(),
    "Joko Widodo",
    "Menteri Keuangan Budi Santoso",
    ", bos Padi",
    ", dr. ",
    "secara tegas",
    "(ketua umum)",
    "Hal senada dikatakan Budi Santoso. ",
    "kata pengacara Budi Santoso, Joko Widodo",
    '"Kami siap," kata Budi Santoso. ',
    '"Semua beres."',
    '"Harga beras tidak akan naik tahun ini," kata Budi Santoso, Rabu (10/9).',
    '"Kami sudah siap menghadapi musim hujan tahun ini.',
    "Budi Santoso mengatakan bahwa harga akan turun.",
    "Menurut Joko Widodo, harga akan turun, kata dia.",
    ", S.H., M.Si.",
    " (Persero) Tbk",
    ", demikian keterangan resmi KPK",
    "kata pedagang di Pasar Wanasari, Budi Santoso (50)",
    'Budi Santoso: "Kami siap."',
    "Menurut Joko Widodo, Ketua Umum KPK, harga akan turun.",
    "Kami siap, kata Budi Santoso di Jakarta.",
    "Joko Widodo: Kami tidak akan pulang.",
    "istri Budi Santoso mengatakan",
    "Budi Santoso lewat surat itu meminta warga agar pulang, ",
    "mengatakan, Senin (3/4), bahwa ",
    "meminta izin agar ",
    "Dikatakan oleh Budi Santoso bahwa ",
    "Dijelaskan Joko Widodo, Ketua Umum KPK, harga naik. ",
    "Joko Widodo, yang akrab disapa Budi",
    "kata politikus Golkar itu",
    "Joko Widodo menolak. ",
    "Presiden Joko Widodo menemuinya. ",
    "Hal itu disampaikan Budi Santoso. ",
    ", yang menurutnya salah. ",
    "kata adik Joko Widodo",
    "Budi Santoso (45), warga desa itu, mengaku",
    "Demikian dikatakan Joko Widodo.",
    "Hal itu disampaikan oleh Budi Santoso di Solo.",
    "Wiranto",
    "Budi Santoso(45), warga desa itu",
    "Budi Santoso \u00a0(45), petani, mengaku",
)
_TEXTS = texts_of(_PIECES)


@settings(max_examples=250, deadline=None)
@given(st.lists(_TEXTS | st.text(max_size=60), max_size=4))
@example(['"Satu dua tiga empat lima enam. "Tujuh delapan," kata Budi. "Sembilan."', "“A” “", "”", '"'])
@example(["Budi Santoso, bos Padi (50) juga, secara tegas mengatakan pada Senin bahwa ia siap."])
@example(["Harga naik, Budi Santoso mengatakan pada Senin.", "katanya kami siap", "tanya Budi, Siapa itu?"])
def test_both_read_the_same(paragraphs):
    names, clues = names_and_clues(paragraphs)
    published = date(2019, 9, 20)
    expected = resolving.quotations_of(paragraphs, names, quotes.spoken_in(paragraphs, clues), published)
    assert quotations_of(paragraphs, names, spoken_in(paragraphs, clues), published) == expected


def test_paragraphs_have_to_be_texts():
    with pytest.raises(TypeError):
        spoken_in([None], [([], [])])
    with pytest.raises(TypeError):
        spoken_in([b"Joko"], [([], [(0, 4)])])
