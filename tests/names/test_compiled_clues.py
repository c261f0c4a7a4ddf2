"""The compiled reading of names agrees with its oracle, whatever the text is."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from texts_of_pieces import texts_of

from search.compiled import COMPILED
from search.names import clues

if not COMPILED:
    pytest.skip("nothing is compiled here", allow_module_level=True)

from search.names.compiled_clues import names_and_clues

_WORDS = """
Presiden Joko Widodo Jokowi Budi Sri Menteri Keuangan RI KPK PT TNI Jakarta Barat Kabupaten Garut Persiba UU
Nomor Piala Dunia Senin JAKARTA Dr Prof H A B St Xo Ir KH Éa ĀB Ñ ß İ ı Jr XI AH di ke dari dan dr bin of &
film desa grup penyanyi Pak juga pun kata ujarnya mengatakan Menurut menurutnya mewanti-wanti kata-kata ſaya
Badan Meteorologi Klimatologi Geofisika Pendidikan Riset serta Jakarta-Bandung Kulon-Progo Rumah Sakit Selat
Sunda Kapolsek Cisauk warga kader seperti klub sepak bola adalah merupakan sebuah terletak lahir The New
Awards Taman Puncak Wayan Ni Love Story Indonesia Kopassus Pasukan Khusus BMKG F1-nya Tanjung Rizal Van br
. . . , , - - ’ ' " “ ” ‘ « » ( ) / # @ : % 7 2017 12345 3.5 ٣ • … .com .co _ 😀 中 (ketua) AL
S.H. M.Si Sp.P(K) MBA Slot Fajar/Rian Sukarno Paris LP Bin Anak Agung Peraturan (50) (Persero) Tbk "Danny"
SYL (SYL) alias berinisial al-Assad el-Sisi al- Kwik Kian Hari Pahlawan KRI KM Jokowi-Amin BAN PT
Sri-Joko-Budi sebuahkatayangpanjangsekalidantidakberhenti
"""
_PIECES = (
    *_WORDS.split(),
    " ",
    " ",
    " ",
    "\n",
    "\u00a0",
    "\u2028",
    "X" * 41,
    "(" + "a" * 45 + ")",
    "(ketua umum)",
    ", ",
    ", dan ",
    " dan sekitarnya",
    "Badan Meteorologi, Klimatologi, dan Geofisika",
    "Komando Pasukan Khusus (Kopassus)",
    "Menteri Syahrul Yasin Limpo (SYL)",
    "Joko Widodo: Kami tidak akan pulang",
    "Rumah Sakit Umum Daerah Dr Moewardi",
    " alias Codet",
    "tersangka AS (24)",
)
_TEXTS = texts_of(_PIECES)


def plain(found):
    """Return names and clues as tuples; a mention is an object here and a tuple there."""
    names, here = found
    return names, [
        clue and ([(m.start, m.end, m.kind, m.sure, m.role, m.inside, m.written) for m in clue[0]], clue[1])
        for clue in here
    ]


@settings(max_examples=400, deadline=None)
@given(st.lists(_TEXTS | st.text(max_size=60), max_size=4))
@example(["A. B. dan", "A.B.C. D", "Dr. Ir. H. Joko", "Dr. dan", "Xo. Budi", "St.", "A", "A.", "A.B"])
@example(
    ["Yayasan Budi (YB) di Solo, Gemolong dan Sragen.", "X " + "dan " * 3 + "Y", "A & B of the C & D & E"]
)
@example(
    [
        "Menteri Riset, Pendidikan, dan Geofisika Joko, Budi",
        "Solo, Xo dan Sragen, Xo, dan Yo",
        "Badan A, B, dan",
    ]
)
@example(
    [
        "Kota lain seperti Xo, Yo, dan sekitarnya. Xo (Xo). Pasukan Khusus (Kopassus)",
        "Xo, Yo dan Jakarta-Bandung.",
    ]
)
@example(["PIALA DUNIA JAKARTA BARAT RAYA", "di" * 30 + " Joko", '"Api" kata Budi, "Air."'])
def test_both_read_the_same(paragraphs):
    assert plain(names_and_clues(paragraphs)) == plain(clues.names_and_clues(paragraphs))


def test_paragraphs_have_to_be_texts():
    with pytest.raises(TypeError):
        names_and_clues([b"Joko"])
    with pytest.raises(TypeError):
        names_and_clues([None])
