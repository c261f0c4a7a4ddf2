"""The module adds other names to query words: abbreviations, long forms, spellings.

*PBB* is also searched as *Perserikatan Bangsa-Bangsa*, and the reverse. The lists are used when a query is
read, so an edited list needs no new index.

Other names only ever add articles: the words of a name need not be neighbours, and an article that contains
all of them needs no other name. A spelling that is made by rule is searched only if it is not another word:
*yatim* is not *jatim*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from whoosh import query

from search.cache import Cache
from search.dates.words import MONTHS, NAMES_OF_MONTHS
from search.indonesian import Analyzer
from search.indonesian.lexicon import is_living
from search.indonesian.normalise import fold
from search.indonesian.old_spellings import newer_spellings
from search.indonesian.units import MOST_INITIALS
from search.indonesian.variants import Expansion, Variants, old_spellings
from search.interpretation import Expanded
from search.query.archive import Archive
from search.query.asking import BEFORE_TIMES, introducing
from search.query.forms import sequence_form, word_forms
from search.query.numerals import clock_time_of, other_amount, other_numerals
from search.query.tree import Form, WordOfName, Words

#: What an expanded form counts beside the form that was typed.
EXPANDED_WEIGHT = 0.8
_SHORTEST_OLD_SPELLING = 5
# A word is an old spelling of one so many times as frequent, and else a living word. In 21,940 articles
# *sayang* is 381 times as frequent as *sajang*, *layang* 4 times as frequent as *lajang*.
_FAR_MORE_FREQUENT = 20
_REMEMBERED_NAMES = 100_000
_DIGITS_OF_A_DAY = 2
_IN_CAMEL_CASE = re.compile(r"[A-Z][a-z]+")
_LETTERS_AND_NUMBER = re.compile(r"([^\W\d_]{1,6})(\d{1,4})")


@dataclass
class _Memory:
    """The caches of an expander: the spellings of words, and the forms of other names."""

    spellings: Cache[str, tuple[tuple[str], ...]] = field(default_factory=lambda: Cache(_REMEMBERED_NAMES))
    forms: Cache[tuple[tuple[str, ...], str], Form | None] = field(
        default_factory=lambda: Cache(_REMEMBERED_NAMES)
    )


@dataclass(frozen=True)
class Expander:
    """An expander adds other names to query words.

    frequency: returns the number of paragraphs that contain a folded word; used for spellings made by rule
    archive:   answers the other questions about the archive, or None
    """

    analyzer: Analyzer
    variants: Variants
    frequency: Callable[[str], int]
    archive: Archive | None = None
    _memory: _Memory = field(default_factory=_Memory, init=False, repr=False, compare=False)

    def expand(
        self, parts: Sequence[query.Query], *, numerals: bool = True
    ) -> tuple[list[query.Query], list[Expanded]]:
        """Return the parts of a query with other names added, and what was added.

        numerals: whether numbers get other writings, for each of which the archive is asked
        """
        expanded: list[Expanded] = []
        result: list[query.Query] = []
        at = 0
        shouting = self._shouts(parts)
        while at < len(parts):
            run = _run(parts, at)
            if run:
                result.extend(self._expand_run(run, shouting, numerals, expanded))
                at += len(run)
            else:
                result.append(parts[at])
                at += 1
        return result, expanded

    def _shouts(self, parts: Sequence[query.Query]) -> bool:
        """Return whether all words are in capitals, so that capitals mean nothing.

        Function words are not counted.
        """
        words = [part.text for part in parts if isinstance(part, Words)]
        if not any(map(str.isupper, words)):
            return False
        return self.variants.shouts([word for word in words if not self.analyzer.is_function_word(word)])

    def _expand_run(
        self, run: list[Words], shouting: bool, numerals: bool, expanded: list[Expanded]
    ) -> list[query.Query]:
        found = {
            expansion.start: expansion
            for expansion in self.variants.expand([word.text for word in run], shouting=shouting)
        }
        introduced = introducing(run)
        result: list[query.Query] = []
        at = 0
        while at < len(run):
            if id(run[at]) in introduced:  # pkl 19.00
                result.append(run[at])
                at += 1
                continue
            for expansion in self._expansions(run, at, found.get(at), numerals):
                formed = expansion and self._with_forms(run, expansion, expanded)
                if expansion and formed:
                    result.extend(formed)
                    at = expansion.end
                    break
            else:
                result.append(run[at])
                at += 1
        return result

    def _expansions(
        self, run: list[Words], at: int, named: Expansion | None, numerals: bool
    ) -> Iterator[Expansion | None]:
        """Yield what may be added at an index; the archive is asked for none behind the one that is taken."""
        if named and named.end > at + 1:
            yield named
        yield self._joined(run, at, numerals)
        yield _month(run, at)
        yield named
        if numerals:
            yield self._numeral(run, at)
            yield self._hashtag(run[at], at)
        yield self._old_spelling(run[at], at)

    def _old_spelling(self, word: Words, at: int) -> Expansion | None:
        if len(word.text) < _SHORTEST_OLD_SPELLING:
            return None
        spellings = self._memory.spellings.get_or_make(word.text, self._other_spellings, word.text)
        return Expansion(at, at + 1, spellings, "spelling", "") if spellings else None

    def _other_spellings(self, text: str) -> tuple[tuple[str], ...]:
        """Return the spellings made by rule that occur in the archive and are not other words.

        Only roots and names had another spelling. A derived form or an abbreviation with such a spelling is
        another word.
        """
        typed = fold(text)
        if not typed.isalpha() or not self._may_be_respelt(typed):
            return ()
        others = [one for one in old_spellings(typed) if self.frequency(one) and self._may_be_respelt(one)]
        return tuple((one,) for one in others if not self._are_two_words(typed, one))

    def _may_be_respelt(self, word: str) -> bool:
        if self.analyzer.is_function_word(word) or self.variants.is_abbreviation(word):
            return False
        return self.analyzer.word(word).terms[0].stem == word

    def _are_two_words(self, typed: str, other: str) -> bool:
        """Return whether two spellings are two words in use.

        Spellings of a name are not: the lexicon has no names.
        """
        if is_living(other) and other not in newer_spellings(typed):
            return True  # an older spelling is no word of today: *wajah* is not *wayah*
        frequency, others = self.frequency(typed), self.frequency(other)
        lives = max(frequency, self.archive.stem_frequency(typed)) if self.archive else frequency
        if lives * _FAR_MORE_FREQUENT < others:
            return False
        return is_living(other) or (is_living(typed) and others * _FAR_MORE_FREQUENT >= frequency)

    def _joined(self, run: Sequence[Words], at: int, numerals: bool) -> Expansion | None:
        """Return the other writings of letters with a number (COP28, COP 28, COP-28) or of initials (W S)."""
        if initials := self._initials(run, at):
            return initials
        if not run[at].text.isalpha() and (apart := _LETTERS_AND_NUMBER.fullmatch(run[at].text)):
            return Expansion(at, at + 1, ((apart[1], apart[2]),), "joined", "")
        if len(run) < at + 2 or not run[at + 1].text.isdigit():
            return None
        if run[at].text.lower() in MONTHS or self.analyzer.is_function_word(run[at].text):
            return None
        pair = run[at].text + run[at + 1].text
        if not _LETTERS_AND_NUMBER.fullmatch(pair) or not self.frequency(fold(pair)):
            return None
        others = other_numerals(run, at + 1, self.analyzer, self.archive) if numerals else ()
        return Expansion(at, at + 2, ((pair,), *others), "joined", "")

    def _numeral(self, run: Sequence[Words], at: int) -> Expansion | None:
        """Return the other writings of a number: *fase 2* is *fase II*, *5 M* is *5 miliar*."""
        if at and len(run) > at + 1 and (time := clock_time_of(run[at].text, run[at + 1].text)):
            hour = run[at - 1].text.lower() in BEFORE_TIMES
            return Expansion(at, at + 2, ((time,),), "spelling", behind=True) if hour else None
        if amount := other_amount(run[at].text):
            return Expansion(at, at + 1, (tuple(amount.split()),), "spelling", "")
        numerals = other_numerals(run, at, self.analyzer, self.archive)
        return Expansion(at, at + 1, numerals, "spelling", behind=True) if numerals else None

    def _hashtag(self, word: Words, at: int) -> Expansion | None:
        """Return the words that are joined in a word, if the archive has them in a row: *#IndonesiaMaju*."""
        words = tuple(_IN_CAMEL_CASE.findall(word.text))
        if self.archive is None or len(words) < 2 or "".join(words) != word.text:
            return None
        there = self.archive.in_a_row(tuple(map(fold, words)))
        return Expansion(at, at + 1, (words,), "joined", "") if there else None

    def _initials(self, run: Sequence[Words], at: int) -> Expansion | None:
        """Return single letters as the initials that the archive has: *W S Rendra* is *W.S. Rendra*."""
        letters = "".join(takewhile(_is_letter, (word.text for word in run[at : at + MOST_INITIALS])))
        if len(letters) < 2 or not self.frequency(fold(letters)):
            return None
        return Expansion(at, at + len(letters), ((letters,),), "joined", "")

    def _with_forms(
        self, run: list[Words], expansion: Expansion, expanded: list[Expanded]
    ) -> list[query.Query]:
        """Return the expanded words with other forms: one word has them itself, several as alternatives.

        The result is empty where nothing is added.
        """
        words = run[expansion.start : expansion.end]
        expansion = _that_adds(expansion, words)
        if not expansion.alternatives:
            return []
        forms = self._forms(expansion)
        text = " ".join(word.text for word in words)
        alternatives = tuple(" ".join(alternative) for alternative in expansion.alternatives)
        what = Expanded(text, alternatives, expansion.kind)
        if len(words) == 1:
            expanded.append(what)
            known = {form.stems for form in words[0].forms}
            fresh = [form for form in forms if form.exact or form.stems not in known]
            more = Words(words[0].text, [*words[0].forms, *fresh], words[0].fields)
            more.behind = expansion.behind
            return [more]
        demanded = [word for word in words if not self.analyzer.is_function_word(word.text)]
        if not forms or len(demanded) < 2:
            return []
        row = sequence_form(self.analyzer, text)
        assert row is not None  # there are words in it
        fresh = [form for form in forms if form.stems != row.stems]
        if not fresh:
            return []
        expanded.append(what)
        names = Words(text, fresh, words[0].fields)
        whole = Words(text, [row, *fresh], words[0].fields)
        typed = run[expansion.start - expansion.behind : expansion.end]  # with *pukul*, which is left out
        return [
            word if self.analyzer.is_function_word(word.text) else WordOfName(word, names, typed, whole)
            for word in words
        ]

    def _forms(self, expansion: Expansion) -> list[Form]:
        forms = [self._form(alternative, expansion.kind) for alternative in expansion.alternatives]
        return [form for form in forms if form is not None]

    def _form(self, alternative: tuple[str, ...], kind: str) -> Form | None:
        return self._memory.forms.get_or_make((alternative, kind), self._new_form, alternative, kind)

    def _new_form(self, alternative: tuple[str, ...], kind: str) -> Form | None:
        """Return another name as a form. A synonym that is a derived word counts only as it is written.

        *wafat* also finds *meninggal*, but not *tinggal*, of which *meninggal* is a form.
        """
        text = " ".join(alternative)
        if text[0].isdigit() and self.analyzer.word(text).asked:  # a unit
            return word_forms(self.analyzer, text, EXPANDED_WEIGHT)[0]
        form = sequence_form(self.analyzer, text, weight=EXPANDED_WEIGHT)
        if form and kind == "synonym" and len(form.stems) == 1 and form.stems != form.exacts:
            return replace(form, exact=True)
        return form


def _month(run: Sequence[Words], at: int) -> Expansion | None:
    """Return the name of a month for its short form behind a day: *11 sep* is *11 September*."""
    month = MONTHS.get(run[at].text.lower())
    if not (month and at and len(run[at - 1].text) <= _DIGITS_OF_A_DAY and run[at - 1].text.isdigit()):
        return None
    return Expansion(at, at + 1, ((NAMES_OF_MONTHS[month - 1],),), "abbreviation", behind=True)


def _run(parts: Sequence[query.Query], at: int) -> list[Words]:
    """Return the plain words from index ``at`` on that are neighbours and are searched in the same fields."""
    run: list[Words] = []
    for part in parts[at:]:
        plain = isinstance(part, Words) and not (part.quoted or part.prefix or part.exact)
        if not plain or (run and part.fields != run[0].fields):
            break
        run.append(part)
        if part.stands_alone:
            break
    return run


def _that_adds(expansion: Expansion, words: Sequence[Words]) -> Expansion:
    """Leave out other names that contain the typed one: *gempa* finds every *gempa bumi* by itself."""
    typed = f" {fold(' '.join(word.text for word in words))} "
    others = tuple(one for one in expansion.alternatives if typed not in f" {fold(' '.join(one))} ")
    return replace(expansion, alternatives=others)


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha()
