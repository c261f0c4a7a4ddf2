"""The chain of steps turns Indonesian text into index terms. Articles and queries go through the same chain.

::

    text -> tokenise -> units -> fold -> compounds, reduplication -> stem -> terms at positions
            tokens.py   units.py normalise.py   words.py             morphology.py

Each step can be switched off in ``AnalysisSettings``. Whatever a step does with a surface form, which may be
a unit of several tokens, depends on that form alone, so the chain runs once per distinct form and a token
costs one look-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from search.cache import Cache
from search.errors import SettingsError
from search.indonesian.morphology import MorphologicalStemmer
from search.indonesian.normalise import fold
from search.indonesian.places import Place, places_of
from search.indonesian.snowball import SnowballStemmer
from search.indonesian.stopwords import function_words
from search.indonesian.terms import Word
from search.indonesian.tokens import Token
from search.indonesian.traces import Traces
from search.indonesian.units import forms_and_units, tokens_and_units
from search.indonesian.words import WordStemmer, analyse_word

STEMMERS = ("morphology", "snowball", "none")
_REMEMBERED_FORMS = 500_000
_REMEMBERED_PIECES = 100_000


@dataclass(frozen=True)
class AnalysisSettings:
    """The settings say which steps of the chain run. An index keeps them, because its terms depend on them.

    stemmer:       "morphology" (attested roots, affixes and names, Snowball where they know nothing),
                   "snowball" alone, or "none"
    compounds:     join *COVID-19* as *covid19* too, clear *di-PHK* of its prefix
    reduplication: *kota-kotanya* and *buku2* are one word
    units:         *10 km*, *Rp1,5 T*, *UU No. 11 Tahun 2020*, *H & M* are one thing in all their writings
    """

    stemmer: str = "morphology"
    compounds: bool = True
    reduplication: bool = True
    units: bool = True

    def __post_init__(self) -> None:
        if self.stemmer not in STEMMERS:
            shown = repr(self.stemmer)
            raise SettingsError("no_such_setting", setting="stemmer", value=shown, choices=STEMMERS)

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain values, for the manifest of an index."""
        return asdict(self)


class Unstemmed:
    """The stemmer changes nothing: each word is its own stem."""

    def stem(self, word: str) -> str:
        """Return the word."""
        return word

    def reduplicated(self, left: str, right: str) -> str | None:
        """Return the half of an exact repetition, else None."""
        return left if left == right else None


@cache
def _stemmer(name: str) -> WordStemmer:
    if name == "morphology":
        return MorphologicalStemmer()
    return SnowballStemmer() if name == "snowball" else Unstemmed()


class Step(NamedTuple):
    """A step is a token with the results of all steps of the chain, for ``warta analyze``.

    ``function_word`` is the reason why queries leave the word out; it is empty for other words.
    """

    surface: str
    start: int
    end: int
    position: int
    folded: str
    rule: str
    exact: tuple[str, ...]
    stems: tuple[str, ...]
    stem_rule: str
    function_word: str


class Analyzer:
    """An analyzer turns Indonesian text into terms.

    Threads may share it. It remembers the surface forms it has met.

    known_words:  the results for recent surface forms, to be read only; ``word`` finds all others
    known_pieces: the same for pieces of texts, see ``places_in_piece``
    """

    def __init__(self, settings: AnalysisSettings | None = None) -> None:
        self.settings = settings or AnalysisSettings()
        self.stemmer = _stemmer(self.settings.stemmer)
        self._words: Cache[str, Word] = Cache(_REMEMBERED_FORMS)
        self.known_words = self._words.recent
        by_hand = self.stemmer.lexicon if isinstance(self.stemmer, MorphologicalStemmer) else None
        self.traces = Traces(by_hand)
        self._pieces: Cache[str, list[Place]] = Cache(_REMEMBERED_PIECES)
        self.known_pieces = self._pieces.recent

    def word(self, surface: str) -> Word:
        """Return the index terms of one surface form as the tokeniser yields it."""
        return self._words.get_or_make(surface, self._analysed, surface)

    def _analysed(self, surface: str) -> Word:
        return analyse_word(
            surface,
            self.stemmer,
            compounds=self.settings.compounds,
            reduplication=self.settings.reduplication,
            units=self.settings.units,
        )

    def words(self, text: str) -> Iterator[tuple[Token, Word, int]]:
        """Yield every token and every unit of ``text`` with its terms and the position of its first term."""
        position = 0
        for token in tokens_and_units(text):
            word = self.word(token.surface)
            if not (word.width or word.rule):
                continue  # tokens that make no unit together
            yield token, word, position
            position += word.width

    def places(self, text: str) -> list[Place]:
        """Return every term of ``text`` with its position and character range, in the order of the tokens."""
        found: list[Place] = []
        for token, word, position in self.words(text):
            found += places_of(token, word, position)
        return found

    def places_in_piece(self, piece: str) -> list[Place]:
        """Return the same as ``places`` for a piece of text without blanks.

        The list is cached: do not change it.

        A unit that the surrounding text may continue is left out: *US$* is not a unit in *US$ 1 juta*.
        """
        return self._pieces.get_or_make(piece, self._places_in_piece, piece)

    def _places_in_piece(self, piece: str) -> list[Place]:
        found: list[Place] = []
        for token, word, position in self.words(piece):
            if word.width or word.rule in ("hashtag", "initials"):
                found += places_of(token, word, position)
        return found

    def terms(self, text: str) -> list[str]:
        """Return the index terms (stems) of ``text`` in order.

        >>> Analyzer().terms("Kota-kota mendukung COVID-19")
        ['kota', 'dukung', 'covid', '19', 'covid19']
        """
        return [term.stem for surface in forms_and_units(text) for term in self.word(surface).terms]

    def asked(self, text: str, *, measures: bool = False) -> list[Token]:
        """Return the tokens that a query for ``text`` searches for: units, and all tokens outside units.

        measures: whether tokens inside measures are returned too; *gram* is useful without its number

        >>> [token.surface for token in Analyzer().asked("beras 10 kg naik")]
        ['beras', '10 kg', 'naik']
        """
        found: list[Token] = []
        end = 0
        for token in tokens_and_units(text):
            word = self.word(token.surface)
            if token.start < end or not (word.width or word.asked):
                continue
            if not (word.width or (measures and word.rule == "measure")):
                end = token.end
            found.append(token)
        return found

    def is_function_word(self, surface: str) -> bool:
        """Return whether a query leaves this word out if it has other words."""
        return fold(surface) in function_words().reasons

    def steps(self, text: str) -> Iterator[Step]:
        """Yield each token with the results of all steps of the chain."""
        for token, word, position in self.words(text):
            folded = fold(token.surface) if word.width else token.surface.lower()
            yield Step(
                token.surface,
                token.start,
                token.end,
                position,
                folded,
                word.rule,
                tuple(term.exact for term in word.terms),
                tuple(term.stem for term in word.terms),
                self._stem_rule(folded) if not word.rule else "",
                function_words().reasons.get(folded, ""),
            )

    def _stem_rule(self, folded: str) -> str:
        if isinstance(self.stemmer, MorphologicalStemmer):
            return self.stemmer.explain(folded).rule
        return self.settings.stemmer


@lru_cache(maxsize=4)
def shared_analyzer(settings: AnalysisSettings) -> Analyzer:
    """Return the analyzer with these settings that all searches share, so that they share its caches."""
    return Analyzer(settings)
