"""The module has the shapes of the words of a run: all that the reading of runs looks at.

A shape is a number whose bits tell what the lists (``Word``) and the letters (``Form``) say of a word, and
which name of the lists begins with it. Most words are in no list, so the many runs of an archive have few
different sequences of shapes, and each sequence is read once (``segments.read_shapes``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from search.later import Pattern
from search.names.capitals import ARTICLES, word_kinds
from search.names.lists import CACHE_ENTRIES, Word, lists
from search.names.records import ORGANISATION, PERSON, PLACE

_LOUD = 4  # a word of at least this many letters, all capitals, counts as shouted
_LONGEST_ACRONYM = 8
_INITIALS = Pattern(r"(?:[A-Z]\.){2,4}")
_LATIN_NUMBER = Pattern(r"[IVX]{1,5}|Jr\.?|Sr\.?")
#: Many football clubs have such a name, with their town behind it: Persiba Balikpapan.
_CLUB = Pattern(r"Pers(?!ia\b|ada\b|ero|epsi)[a-z]{2,6}")


class Form:
    """What the letters of a word tell: bits beside those of ``Word``.

    CAPITAL, DIGIT, LETTER: the first character is a capital, a digit, or any letter
    UPPER:         all letters are capitals
    LOUD:          the same, of a word of at least four characters
    ACRONYM:       2 to 8 letters or digits, and the letters are capitals
    PAIR, SINGLE:  it has two characters; it is one character, perhaps with a period, or such initials: W.S.
    LATIN_NUMBER:  a number of Latin letters, or *Jr.* and *Sr.*
    CLUB:          the name of a football club
    TOWN:          a town of the lists, whose name may be a surname
    BEGINS_KNOWN:  the first word of a name of the lists
    COMPASS:       a direction, with which the name of a place ends: Pamulang Timur
    PLACE_START:   a foreign word with which the name of a place begins: North Carolina
    SHIP:          what stands in front of the name of a ship: KRI Dewaruci
    CHINESE:       a family name; what follows may be a word of the language: Kwik Kian Gie
    WITH_ARTICLE:  a part of a name with its Arabic article: al-Assad
    PEOPLE:        a people or belief after which places are called: Selat Sunda
    """

    CAPITAL = 1 << 24
    DIGIT = 1 << 25
    LETTER = 1 << 26
    UPPER = 1 << 27
    LOUD = 1 << 28
    ACRONYM = 1 << 29
    PAIR = 1 << 30
    SINGLE = 1 << 31
    LATIN_NUMBER = 1 << 32
    CLUB = 1 << 33
    TOWN = 1 << 34
    BEGINS_KNOWN = 1 << 35
    # These three have the bits of kinds of ``Word`` that runs are read without.
    SHIP = Word.WORK
    CHINESE = Word.NOMINAL
    WITH_ARTICLE = Word.ROLE
    # Single words that the reading of runs knows, and small sets of them.
    RI = 1 << 36
    AND = 1 << 37
    AMPERSAND = 1 << 38
    OF = 1 << 39
    DOCTOR = 1 << 40
    COUNTRY = 1 << 41
    OF_STATE = 1 << 42
    LAW_BY_NUMBER = 1 << 43
    IN_PERSONS = 1 << 44
    IN_TITLES = 1 << 45
    OF_WHAT = 1 << 46
    NO_PLACE = 1 << 47
    COMPASS = 1 << 48
    PLACE_START = 1 << 49
    PEOPLE = 1 << 50
    THE = 1 << 51
    BALINESE = 1 << 52
    I_OR_NI = 1 << 53
    INDONESIA = 1 << 54
    COMMA = 1 << 55
    NO_OFFICE = 1 << 59
    TROPHY = 1 << 60


#: The bit of ``Form`` that the scan asks for.
BEGINS_KNOWN = Form.BEGINS_KNOWN
#: Where a shape has the kind and the number of words of the longest name of the lists that begins here.
KNOWN_KIND, KNOWN_LENGTH, KNOWN_BITS = 56, 61, 7
#: The kinds by their numbers in a shape.
KNOWN_KINDS = ("", PLACE, ORGANISATION, PERSON, "place head", "company head", "title phrase")
NAMES = 3  # the last of them that is the kind of a name
#: Countries that are also names of people.
_ALSO_PEOPLE = frozenset(("Georgia", "Chad", "Israel", "Kenya", "India", "Malta", "Jordan"))

#: A word with an Arabic article, which begins with a small letter: Bashar al-Assad.
_WITH_ARTICLE = Pattern(rf"(?:{'|'.join(ARTICLES)})-")

_WRITTEN = {
    Form.SHIP: ("KRI", "KM", "KMP", "MV", "HMAS", "HMS", "USS"),
    Form.CHINESE: (
        *("Kwik", "Tan", "Lim", "Liem", "Oei", "Oey", "Thee", "Tjoa", "Ong", "Gan", "Njoo", "Siauw", "Yap"),
        *("Kho", "Khouw", "Tjan", "Tjia", "Tio", "Kwee", "Pouw", "Auw", "Souw", "Lauw", "Nio", "Soe", "Xi"),
        *("Wang", "Zhang", "Chen", "Zhao", "Liu", "Yang", "Kim", "Lee", "Choi", "Jung", "Li", "Zhu", "Hu"),
    ),
    Form.RI: ("RI",),
    Form.AND: ("dan", "serta"),
    Form.COMMA: (",",),
    Form.AMPERSAND: ("&",),
    Form.OF: ("of",),
    Form.DOCTOR: ("dr", "dr.", "Dr", "Dr."),
    Form.COUNTRY: ("Asia", "Eropa", "Afrika"),
    # The short name of such an organisation may have another one behind it: TNI AL.
    Form.OF_STATE: ("TNI", "DPP", "DPW", "DPC"),
    # Such a word begins a law only with a number.
    Form.LAW_BY_NUMBER: ("Keputusan", "Putusan", "Instruksi", "PP", "PMK", "Pasal", "TAP"),
    Form.IN_PERSONS: (
        *("bin", "binti", "br", "ibn", "van", "von", "de", "der", "den", "ten", "da", "dos", "del", "al"),
        *("Bin", "Binti", "Br", "Van", "Von", "De", "Der", "Den", "Da", "Dos", "Del"),
    ),
    # Balinese names begin so behind "I", "Ni" or "Anak".
    Form.BALINESE: (
        *(
            "Gusti",
            "Made",
            "Wayan",
            "Nyoman",
            "Ketut",
            "Gede",
            "Putu",
            "Komang",
            "Kadek",
            "Nengah",
            "Dewa",
            "Luh",
        ),
        *("Ngurah", "Ayu", "Agung"),
    ),
    Form.I_OR_NI: ("I", "Ni", "Anak"),
    Form.IN_TITLES: ("of", "and", "for", "on", "the", "&"),
    Form.THE: ("The",),
    Form.INDONESIA: ("Indonesia",),
    # The name of a place begins so in English, French or Spanish: New Orleans, San Diego.
    Form.PLACE_START: (
        *(
            "New",
            "North",
            "South",
            "East",
            "West",
            "Northern",
            "Southern",
            "Eastern",
            "Western",
            "Upper",
            "Lower",
        ),
        *("San", "Los", "Las", "Saint", "Port", "Mount", "Fort", "Lake", "Cape", "Monte", "Ciudad"),
    ),
}
_IN_ANY_CASE = {
    # In a role, the word behind one of these is still part of the role: Ketua Bidang Hikmah.
    Form.OF_WHAT: (
        "bidang",
        "divisi",
        "deputi",
        "bagian",
        "urusan",
        "komisi",
        "departemen",
        "ilmu",
        "program",
    ),
    Form.COMPASS: (
        *("barat", "timur", "utara", "selatan", "tengah", "tenggara", "hulu", "hilir"),
        *("kulon", "wetan", "lor", "kidul"),
    ),
    # Peoples and beliefs, after which places and organisations are called: Selat Sunda, Partai Komunis.
    Form.PEOPLE: (
        *("sunda", "melayu", "batak", "bugis", "betawi", "arab", "dayak", "minang", "belanda", "tionghoa"),
        *("islam", "kristen", "katolik", "katholik", "protestan", "buddha", "hindu", "muslim", "muslimah"),
        *("komunis", "pancasila"),
    ),
    # These begin a role, but may be a part of an organisation's name: Komisi Perlindungan Anak Indonesia.
    Form.NO_OFFICE: (
        "anak",
        "korban",
        "saksi",
        "warga",
        "ibu",
        "bintang",
        "media",
        "guru",
        "wartawan",
        "pemuda",
    ),
    # An event that may be called after an office: Piala Presiden.
    Form.TROPHY: ("piala", "trofi", "turnamen", "kejuaraan", "festival"),
    Form.NO_PLACE: (
        *(
            "ini",
            "itu",
            "lain",
            "lainnya",
            "tersebut",
            "udara",
            "kami",
            "kita",
            "pada",
            "yang",
            "untuk",
            "dengan",
        ),
        *(
            "dari",
            "dalam",
            "adalah",
            "akan",
            "telah",
            "tidak",
            "juga",
            "oleh",
            "karena",
            "setelah",
            "dan",
            "di",
            "ke",
        ),
    ),
}
#: Runs are read without these kinds, which concern words beside a run.
_BESIDE_RUNS = Word.WORK | Word.NOMINAL | Word.ROLE | Word.BETWEEN


def _by_word(words: dict[int, tuple[str, ...]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for bit, some in words.items():
        for word in some:
            found[word] = found.get(word, 0) | bit
    return found


_BITS_WRITTEN, _BITS_IN_ANY_CASE = _by_word(_WRITTEN), _by_word(_IN_ANY_CASE)


@lru_cache(CACHE_ENTRIES)
def shape(word: str) -> int:
    """Return the shape of a word without what follows it."""
    upper, size = word.isupper() and not _INITIALS.fullmatch(word), len(word)
    bits = word_kinds(word) & ~_BESIDE_RUNS
    bits |= _BITS_WRITTEN.get(word, 0) | _BITS_IN_ANY_CASE.get(word.lower(), 0) | _of_first(word[0])
    if upper:
        joined = word.replace("-", "").replace("/", "")
        acronym = 1 < len(joined) <= _LONGEST_ACRONYM and joined.isupper() and joined.isalnum()
        bits |= Form.UPPER | Form.LOUD * (size >= _LOUD) | Form.ACRONYM * acronym
    bits |= Form.PAIR * (size == 2)
    if len(word.rstrip(".")) == 1 or (not upper and _INITIALS.fullmatch(word)):
        bits |= Form.SINGLE
    if _LATIN_NUMBER.fullmatch(word):
        bits |= Form.LATIN_NUMBER
    if _CLUB.fullmatch(word):
        bits |= Form.CLUB
    if word in lists().towns:
        bits |= Form.TOWN
    if word in lists().countries and word not in _ALSO_PEOPLE:
        bits |= Form.COUNTRY
    if _WITH_ARTICLE.match(word):
        bits |= Form.CAPITAL | Form.WITH_ARTICLE
    if word in lists().known:
        bits |= Form.BEGINS_KNOWN
    elif (bits & Form.LOUD and is_place(word.capitalize())) or ("-" in word and are_places(word)):
        bits |= 1 << KNOWN_LENGTH | KNOWN_KINDS.index(PLACE) << KNOWN_KIND
    return bits


def are_places(word: str) -> bool:
    """Return whether a word is several places of the lists with hyphens between them: *Jakarta-Bandung*."""
    return all(map(is_place, word.split("-")))


def is_place(word: str) -> bool:
    """Return whether a word is the name of a place of the lists."""
    return ((word,), PLACE) in lists().known.get(word, ())


def _of_first(first: str) -> int:
    if first.isalpha():
        return Form.LETTER | Form.CAPITAL * first.isupper()
    return Form.CAPITAL * first.isupper() | Form.DIGIT * first.isdigit()


def shapes_of(words: Sequence[str]) -> tuple[int, ...]:
    """Return the shapes of the words of a run."""
    found = [*map(shape, words)]
    for i, bits in enumerate(found):
        if bits & Form.BEGINS_KNOWN:
            found[i] |= longest_known(words, i)
    return tuple(found)


def longest_known(words: Sequence[str], i: int) -> int:
    """Return the bits of the longest name of the lists that begins at word i; 0 if there is none."""
    for parts, kind in lists().known[words[i]]:
        if tuple(words[i : i + len(parts)]) == parts:
            return len(parts) << KNOWN_LENGTH | KNOWN_KINDS.index(kind) << KNOWN_KIND
    return 0
