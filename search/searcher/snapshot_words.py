"""The words and names of one generation, which the parser of queries asks for.

It implements ``search.query.archive.Archive``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from search.addresses import identity, page_hash, page_of
from search.budget import checkpoint
from search.cache import Cache
from search.index import Snapshot
from search.index.format.doc_values import NO_DAY
from search.index.format.field import FieldLists
from search.index.reading.snapshot_terms import EXACT_FIELDS
from search.query.tree import Form
from search.spelling.edits import PLAIN, as_letters, edit_costs
from search.spelling.words import LONGEST, is_spelt

#: A pattern is replaced by at most so many words that it matches, the most frequent ones.
MOST_MATCHING = 64
#: A pattern is compared with at most so many words. If more of them contain its letters, it matches nothing.
MOST_LOOKED_AT = 4_000
#: Words that occur once are compared with a near spelling only in an archive with at most so many words.
FEW_WORDS = 20_000
_REMEMBERED_PATTERNS = 1_000
# At most _NEAREST_NAMES names are returned, for a name of at most _LONGEST_NAME letters, among the
# _MOST_NAMES most frequent names.
_NEAREST_NAMES, _LONGEST_NAME, _MOST_NAMES = 3, 60, 4_000
# A name of more letters than _SHORT_NAME may have _EDITS edits, a shorter one a single edit.
_EDITS, _SHORT_NAME = 2, 5
_WORDS = re.compile(r"[^\W_]+")


class SnapshotWords:
    """The words and names of a snapshot. Threads may share it, because it does not change.

    frequency_of: returns how many paragraphs contain a form as it is written
    """

    def __init__(self, snapshot: Snapshot, frequency_of: Callable[[Form], int]) -> None:
        self._snapshot = snapshot
        self._frequency_of = frequency_of
        self._matching: Cache[str, tuple[str, ...]] = Cache(_REMEMBERED_PATTERNS)

    def frequency(self, word: str) -> int:
        """Return how many paragraphs contain the exact form ``word``, which is folded."""
        return self._snapshot.visible_frequency(word, ("body_exact",))

    def _without_deleted(self, counts: Counter[str], most: int) -> list[str]:
        """Return the ``most`` most frequent words that occur in a live article, the most frequent first.

        counts: for each word, the number of paragraphs and headlines that contain it, deleted ones included
        """
        in_order = sorted(sorted(counts), key=counts.__getitem__, reverse=True)  # equal ones keep their order
        if not self._snapshot.deleted:
            return in_order[:most]
        kept: list[str] = []
        for term in in_order:
            gone = sum(self._snapshot.deleted.of(name, term) for name in EXACT_FIELDS)
            if gone < counts[term]:
                kept.append(term)
                if len(kept) == most:
                    break
        return kept

    def stem_frequency(self, word: str) -> int:
        """Return how many paragraphs contain any form of the stem ``word``, which is folded."""
        return self._snapshot.document_frequency("body", word)

    def matching(self, pattern: str) -> tuple[str, ...]:
        """Return at most MOST_MATCHING words that a pattern matches, the most frequent first.

        It returns no words if too many words contain the letters of the pattern.

        pattern: folded letters and digits, ``?`` for any one character and ``*`` for any number of them
        """
        return self._matching.get_or_make(pattern, self._new_matching, pattern)

    def _new_matching(self, pattern: str) -> tuple[str, ...]:
        checkpoint()
        literals = re.split(r"[*?]+", pattern)
        written = re.compile(f"^{pattern_of(pattern)}$", re.MULTILINE)
        counts: Counter[str] = Counter()
        for name in EXACT_FIELDS:
            for _, lists in self._snapshot.fields(name):
                checkpoint()
                ordinals = _with_letters(lists, [literal.encode() for literal in literals])
                if len(ordinals) > MOST_LOOKED_AT:
                    return ()
                terms = b"\n".join(lists.some_terms(ordinals)).decode()  # one text, so that no term is a step
                matching = set(written.findall(terms))
                of_terms = zip(terms.split("\n"), lists.df[ordinals].tolist(), strict=False)
                counts.update({term: frequency for term, frequency in of_terms if term in matching})
        if self._snapshot.partial:  # a word that only hidden articles contain must not be returned
            counts = +Counter({term: self._snapshot.visible_frequency(term) for term in counts})
        return tuple(self._without_deleted(counts, MOST_MATCHING))

    def near(self, word: str, edits: int) -> tuple[str, ...]:
        """Return the other words that are at most ``edits`` edits from a word, the most frequent first.

        Words that occur only once are returned only in a small archive.
        """
        checkpoint()
        if not is_spelt(word):
            return ()
        frequencies = {one.word: one.frequency for one in self._snapshot.near_words(word)}
        near = _within(word, edits, [*frequencies, *self._unique_words(word, edits)])
        in_order = sorted(near, key=lambda one: (-frequencies.get(one, 1), one))
        return tuple(in_order[:MOST_MATCHING])

    def _unique_words(self, word: str, edits: int) -> list[str]:
        """Return the words that occur once and whose lengths differ by at most ``edits`` from that of a word.

        It returns none if the archive has many words.
        """
        parts = [segment.files.spelling for segment in self._snapshot.segments]
        if sum(len(part.words) for part in parts) > FEW_WORDS:
            return []
        every = self._snapshot.lacks_some  # others may occur once without what must not be shown
        kept = (part.words[every | (part.frequency == 1)] for part in parts)
        unique = [one.decode() for words in kept for one in words.tolist()]
        unique = [one for one in unique if abs(len(one) - len(word)) <= edits]
        if not every:
            return unique
        return [one for one in _within(word, edits, unique) if self._snapshot.visible_frequency(one) == 1]

    def years(self) -> tuple[int, int] | None:
        """Return the first and the last year of publication; None if no live article has a date."""
        days, live = self._snapshot.doc_values.day, self._snapshot.live
        days = days[days != NO_DAY if live is None else live & (days != NO_DAY)]
        if not len(days):
            return None
        return date.fromordinal(int(days.min())).year, date.fromordinal(int(days.max())).year

    def named(self, field: str, beginning: str, *, squeezed: bool = False) -> tuple[str, ...]:
        """Return the value of a field that equals ``beginning``.

        If there is none, return the values that have ``beginning`` as a prefix of one of their words. Letter
        case makes no difference.

        field:    one of ``VALUE_FIELDS``
        squeezed: whether blanks and periods make no difference either
        """
        checkpoint()
        values = self._snapshot.values(field)
        exact = values.find(beginning)
        if exact >= 0 and values.frequencies[exact]:
            return (values.names[exact],)
        found = values.beginning(beginning)
        if squeezed and not found and (wanted := _squeezed(beginning)):
            found = [
                number
                for number, name in enumerate(values.names.tolist())
                if _squeezed(name).startswith(wanted) and values.frequencies[number]
            ]
        return tuple(values.names[found].tolist())

    def called(self, field: str, text: str) -> tuple[str, ...]:
        """Return the names that have the words of a text, the most frequent first, without those of nobody.

        field: "speaker" for the people and organisations that are quoted, "name" for all that are mentioned
        """
        checkpoint()
        mentions = self._snapshot.mentions
        codes = np.unique(mentions.joined[mentions.called(text, speaking=field == "speaker")])
        if not len(codes):
            return ()
        of_each = mentions.codes if field == "name" else mentions.speakers
        chosen = np.zeros(len(mentions.names) + 1, bool)
        chosen[codes] = True
        found, counts = np.unique(of_each[chosen[of_each]], return_counts=True)
        in_order = found[np.argsort(-counts, kind="stable")].tolist()
        return tuple(dict.fromkeys(mentions.names[code] for code in in_order))

    def nearly_named(self, field: str, name: str) -> tuple[str, ...]:
        """Return up to three values of a field whose spelling is near to a name, the nearest first.

        A word of a value counts as the value: *kompass* is near to *regional.kompas.com*. Only the most
        frequent values are compared.

        field: one of ``VALUE_FIELDS``
        """
        checkpoint()
        values, wanted = self._snapshot.values(field), _letters(name)
        frequent = np.argsort(-values.frequencies, kind="stable")[:_MOST_NAMES]
        spelled = [
            (form, one)
            for one in values.names[frequent].tolist()
            for form in _spellings(one)
            if abs(len(form) - len(wanted)) <= _EDITS
        ]
        if not spelled or not 3 <= len(wanted) <= _LONGEST_NAME:
            return ()
        letters = as_letters(np.array([form for form, _ in spelled], f"S{_LONGEST_NAME + _EDITS}"))
        costs = edit_costs(wanted.encode(), letters, PLAIN)
        most = _EDITS if len(wanted) > _SHORT_NAME else 1
        nearest = [spelled[one][1] for one in np.argsort(costs, kind="stable").tolist() if costs[one] <= most]
        return tuple(dict.fromkeys(nearest))[:_NEAREST_NAMES]

    def at_address(self, address: str) -> tuple[str, ...]:
        """Return the ids of the live articles with an address on the web.

        The scheme and the parameters of the address are ignored, unless several articles differ only in their
        parameters.
        """
        checkpoint()
        articles = np.flatnonzero(self._snapshot.doc_values.page == page_hash(address)).tolist()
        live, wanted = self._snapshot.live, page_of(address)
        abouts = self._snapshot.metadata_of([one for one in articles if live is None or live[one]])
        there = [about for about in abouts if about.url and page_of(about.url) == wanted]
        same = [about for about in there if about.url and same_address(about.url, address)]
        return tuple(about.id for about in same or there)

    def in_a_row(self, words: tuple[str, ...]) -> bool:
        """Return whether some paragraph contains these exact forms side by side."""
        return self.frequency_in_a_row(words) > 0

    def frequency_in_a_row(self, words: tuple[str, ...]) -> int:
        """Return how many paragraphs contain these exact forms side by side."""
        checkpoint()
        return self._frequency_of(Form(words, words))


_WILDCARDS = {"?": r"\w", "*": r"[\w-]*"}


def pattern_of(pattern: str) -> str:
    """Return the regular expression for a pattern of letters, digits, ``?`` and ``*``."""
    return "".join(_WILDCARDS.get(one, re.escape(one)) for one in pattern)


def same_address(one: str, other: str) -> bool:
    """Tell whether two addresses are the same, with what they are asked with."""
    return _identity(one) == _identity(other)


def _with_letters(lists: FieldLists, literals: list[bytes]) -> npt.NDArray[np.int64]:
    """Return the ordinals, ascending, of the terms that a pattern with these letters may match.

    Such a term has the first literal as its prefix and the last one as its suffix, and contains the longest.

    literals: the parts of the pattern between wildcards, in order; the first and the last may be empty
    """
    lists.ensure_dictionary_sound()
    first, longest, last = literals[0], max(literals, key=len), literals[-1]
    starts, ends, terms = lists.term_starts[:-1], lists.term_starts[1:], lists.terms
    if first:
        begin = lists.first_from(first)
        ordinals = np.arange(begin, lists.first_from(first + b"\xff"))
    else:
        ordinals = np.arange(len(lists))
    if last:
        sizes = (ends - starts)[ordinals]
        ordinals = ordinals[sizes >= len(last)]
        ordinals = ordinals[_those_with(last, terms, ends[ordinals].astype(np.int64) - len(last))]
    if longest not in (first, last):
        # An occurrence may begin in one term and end in the next; then the pattern does not match the term.
        contains = np.zeros(len(lists) + 1, bool)
        contains[np.searchsorted(lists.term_starts, _offsets(terms, longest), "right") - 1] = True
        ordinals = ordinals[contains[ordinals]]
    return ordinals


def _offsets(terms: npt.NDArray[np.uint8], letters: bytes) -> npt.NDArray[np.int64]:
    """Return the offsets, ascending, at which the letters occur in the bytes of the terms."""
    offsets = np.flatnonzero(terms[: max(0, len(terms) - len(letters) + 1)] == letters[0])
    return offsets[_those_with(letters, terms, offsets)]


def _those_with(
    letters: bytes, terms: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return the indices of the offsets at which the letters occur."""
    those = np.arange(len(offsets))
    for i, letter in enumerate(letters):
        those = those[terms[offsets[those] + i] == letter]
    return those


def _within(word: str, edits: int, others: Sequence[str]) -> set[str]:
    """Return those of some words that are at most so many edits from a word, without the word itself."""
    if not others:
        return set()
    costs = edit_costs(word.encode(), as_letters(np.array(others, f"S{LONGEST}")), PLAIN).tolist()
    return {one for one, cost in zip(others, costs, strict=True) if 0 < cost <= edits}


def _squeezed(name: str) -> str:
    return re.sub(r"[\s.]+", "", name.casefold())


def _identity(address: str) -> str:
    try:
        return identity(address if "//" in address else f"//{address}")
    except ValueError:  # a bracket in the host
        return address


def _spellings(name: str) -> list[str]:
    """Return the letters of a name and of each of its words that is not short."""
    words = [_letters(word) for word in _WORDS.findall(name)]
    return list(dict.fromkeys((_letters(name), *(word for word in words if len(word) >= _SHORT_NAME))))


def _letters(name: str) -> str:
    """Return the letters and digits of a name, without marks."""
    return re.sub("[^a-z0-9]+", "", normalize("NFKD", name).casefold())
