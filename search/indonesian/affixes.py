"""The module takes the affixes off an Indonesian word, in every way that its spelling allows.

`analyses("penembakan")` proposes *tembak* and *nembak* under the pattern `peN-an`, *penembak* under `-an`,
and so on. It knows spelling only: which proposal is right is for `morphology` to say, which weighs the roots.

A pattern is written prefixes first, then the suffix: `meN+per-kan` is meN-, per- and -kan together. The nasal
of meN- and peN- follows the first letter of the root, and k, p, s, t make way for it (Sneddon et al.,
*Indonesian Reference Grammar*, 2010):

    meng- before vowels, g, h and for k-    mengambil, menggali, mengirim (kirim)
    men-  before c, d, j, z and for t-      mencari, menulis (tulis)
    mem-  before b, f, v and for p-         membaca, memilih (pilih)
    meny- for s-                            menyapu (sapu)
    me-   before l, m, n, ny, ng, r, w, y   melihat, memakan, menyanyi
    menge- before one syllable              mengecat, mengebom

Before one syllable the prefix is written `meNe`. A loan often keeps its letter (mengkritik, memproduksi,
mentransfer); that is the prefix `meN~`, as is the colloquial ny- for c- (menyontek).
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from search.later import Pattern

VOWELS = frozenset("aeiou")
SHORTEST_ROOT = 3
_MOST_PREFIXES = 3
_PARTICLES = ("lah", "kah", "pun", "tah")
_POSSESSIVES = ("nya", "ku", "mu")
_ENDINGS = (*_PARTICLES, *_POSSESSIVES, "i", "an")
#: prefixes that may stand behind another prefix (memper-, keber-, diper-, kepem-, berke-, menye-)
_INNER = frozenset(("per", "ber", "ter", "se", "ke", "peN", "pe"))
_BEGINNINGS = frozenset(("me", "pe", "be", "te", "di", "ke", "se", "ku", "ka", "ng", "ny"))
#: what a root may begin with: a vowel, a consonant, two (prakarsa, swasta, khusus, ngeri); a beginning like
#: rl- or mb- is that of a prefix wrongly cut
_ONSETS = Pattern("[bcdfghjklmnpqrstvwxyz]?[aeiou]|[bcdfgkpstv][lrwyh]|s[ckmnpqt]|[gn][hy]|ng[aeiou]|ps")
_NO_FINALS = frozenset("cjqvw")
#: a root of three letters that ends in a consonant shows under these only in seeming: sedan is not se-dan,
#: kapan not kap-an
_WEAK = frozenset(
    ("meN", "meN~", "peN", "peN~", "N", "se", "ku", "per", "pe", "Ce", "ter", "-i", "-an", "-kan")
)


class Analysis(NamedTuple):
    """One way to take a word apart: a root, the pattern of affixes around it, and the enclitics behind it."""

    root: str
    pattern: str
    enclitics: str


def readings(word: str) -> list[tuple[str, str, str]]:
    """Return every (root, pattern, enclitics) that the spelling of a folded lower-case word shows.

    The word itself comes first; the same root may come back under several patterns. Which roots are
    possible is not asked: see ``analyses``.
    """
    has_prefix = word[:2] in _BEGINNINGS or (word[1:2] == "e" and word[:1] == word[2:3])
    if not has_prefix and not word.endswith(_ENDINGS):
        return [(word, "", "")] if len(word) >= SHORTEST_ROOT else []  # most words
    found = []
    for base, suffix, enclitics in _endings(word):
        tail = f"-{suffix}" if suffix else ""
        found.append((base, tail, enclitics))
        if has_prefix:
            found.extend((rest, prefixes + tail, enclitics) for prefixes, rest in _all_prefixes(base))
    return found


def analyses(word: str, roots: Container[str] | None = None) -> list[Analysis]:
    """Return every analysis of a folded lower-case word that spelling allows.

    With `roots`, only those whose root is one of them; without, every root that is possible by its sounds,
    and the word itself. The same root may come back under several patterns.
    """
    return [
        Analysis(root, pattern, enclitics)
        for root, pattern, enclitics in readings(word)
        if (root in roots if roots is not None else root == word or possible_root(root))
        and not seeming(root, pattern)
    ]


def possible_root(form: str) -> bool:
    """Return whether a form can be an Indonesian root by its sounds: not *rlaku*, *mbangun*, *bangsaw*."""
    return _ONSETS.match(form) is not None and form[-1] not in _NO_FINALS


def seeming(root: str, pattern: str) -> bool:
    """Return whether a pattern does not prove a root. Few words have ke- alone; `reviewed.tsv` has them."""
    return pattern == "ke" or (len(root) == SHORTEST_ROOT and root[-1] not in VOWELS and pattern in _WEAK)


def _endings(word: str) -> Iterator[tuple[str, str, str]]:
    """Yield base, suffix ("" for none) and enclitics for every way to read the end of a word."""
    bare = [(word, "")]
    if word[-3:] in _PARTICLES and len(word) > len("lah") + SHORTEST_ROOT - 1:
        bare.append((word[:-3], word[-3:]))
    if word[-1:] in "au" or len(bare) > 1:
        for base, particle in tuple(bare):
            for possessive in _POSSESSIVES:
                if base.endswith(possessive) and len(base) >= len(possessive) + SHORTEST_ROOT:
                    bare.append((base[: -len(possessive)], possessive + particle))
    for base, enclitics in bare:
        if len(base) < SHORTEST_ROOT:
            continue
        yield base, "", enclitics
        if base[-1] in "in":
            for suffix in _suffixes(base):
                if len(base) >= len(suffix) + SHORTEST_ROOT:
                    yield base[: -len(suffix)], suffix, enclitics


def _suffixes(base: str) -> tuple[str, ...]:
    """Return the suffixes that a base may end in; -wan and -wati follow a vowel (ilmuwan, karyawati)."""
    if base[-1:] == "i":
        return ("i", "wati") if base[-4:] == "wati" and base[-5:-4] in VOWELS else ("i",)
    if base[-2:] != "an":
        return ()
    if base[-3:-2] == "k":
        return ("an", "kan")
    return ("an", "wan") if base[-3:-2] == "w" and base[-4:-3] in VOWELS else ("an",)


def _all_prefixes(base: str, outer: str = "") -> list[tuple[str, str]]:
    """Return (prefixes, rest) for every way to read the beginning of a base, outermost prefix first."""
    found = []
    for prefix, rest in _prefixes(base):
        if len(rest) < SHORTEST_ROOT or (outer and prefix not in _INNER):
            continue
        prefixes = f"{outer}+{prefix}" if outer else prefix
        found.append((prefixes, rest))
        if rest[:2] in _BEGINNINGS and prefixes.count("+") < _MOST_PREFIXES - 1:
            found.extend(_all_prefixes(rest, prefixes))
    return found


def _prefixes(base: str) -> list[tuple[str, str]]:
    """Return (prefix, rest) for every outermost prefix that a base may begin with."""
    first = base[:2]
    if base[1:2] == "e" and base[:1] == base[2:3]:
        return [("Ce", base[2:]), *_regular(base, first)]  # pe-pohon-an, le-luhur
    return _regular(base, first) if first in _BEGINNINGS else []


def _regular(base: str, first: str) -> list[tuple[str, str]]:
    rest = base[2:]
    match first:
        case "me":
            found = _nasal("meN", rest)
        case "pe":
            found = _pe(rest)
        case "be" | "te":
            found = _ber_ter(first + "r", rest)
        case "ng" | "ny":
            found = _colloquial(first, rest)
        case "ke" if rest.startswith("tidak"):
            found = [("ke", rest), ("ke+tidak", rest[5:])]  # ke-tidak-mampu-an
        case "di" | "ke" | "se" | "ku":
            found = [(first, rest)]
        case _:
            found = [("kau", rest[1:])] if base.startswith("kau") else []
    return found


def _ber_ter(prefix: str, rest: str) -> list[tuple[str, str]]:
    if rest[:1] == "r":
        return [(prefix, rest[1:]), (prefix, rest)]  # ber-jalan, be-renang
    if rest[1:3] == "er":
        return [(prefix, rest)]  # be-kerja, te-percaya
    return [(prefix, rest[1:])] if prefix == "ber" and rest.startswith("lajar") else []


def _pe(rest: str) -> list[tuple[str, str]]:
    found = _nasal("peN", rest)
    if rest[:1] == "r" or rest.startswith("lajar"):
        found.append(("per", rest[1:]))  # per-besar, pel-ajar
    elif rest[:1] not in VOWELS and rest[:1] not in ("l", "w", "y"):
        found.append(("pe", rest))  # pe-tinju, pe-dagang
    return found


def _colloquial(first: str, after: str) -> list[tuple[str, str]]:
    """Return the readings of a verb whose me- is dropped in speech: ngobrol, ngopi (kopi), nyari (cari)."""
    if first == "ny":
        return [("N", "s" + after), ("N", "c" + after)]
    found = [("N", after), ("N", "k" + after)]
    return [*found, ("N", after[1:])] if after[:1] == "e" else found  # nge-bantu


def _nasal(prefix: str, rest: str) -> list[tuple[str, str]]:
    """Return what may stand behind meN- or peN-, where `rest` is what follows me- or pe-."""
    first, after = rest[:1], rest[1:]
    if len(rest) <= SHORTEST_ROOT:
        return [(prefix, rest)] if first and first in "lmnrwy" else []
    if first and first in "lrwy":
        found = [(prefix, rest)]
    elif rest[:2] == "ng":
        found = _velar(prefix, rest)
    elif rest[:2] == "ny":
        found = [(prefix, "s" + rest[2:]), (prefix, rest), (prefix + "~", "c" + rest[2:])]
    elif first in ("m", "n") and after[0] in VOWELS:
        found = [(prefix, ("p" if first == "m" else "t") + after), (prefix, rest)]
    elif (first == "m" and (after[0] in "bfv" or after[:2] == "pe")) or (first == "n" and after[0] in "cdjz"):
        found = [(prefix, after)]  # also mem-per-besar
    elif (first == "m" and after[0] == "p") or (first == "n" and after[0] in "st"):
        found = [(prefix + "~", after)]
    else:
        found = []
    return found


def _velar(prefix: str, rest: str) -> list[tuple[str, str]]:
    after = rest[2:]
    if after[0] in VOWELS:
        found = [(prefix, after), (prefix, "k" + after), (prefix, rest)]
        if after[0] == "e" and after[1] not in VOWELS and sum(letter in VOWELS for letter in after) == 2:
            found.append((prefix + "e", after[1:]))  # menge-bom
        return found
    if after[0] in "ghq" or after[:2] == "kh":
        return [(prefix, after)]
    return [(prefix + "~", after)] if after[0] == "k" else []
