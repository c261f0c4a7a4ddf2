"""Query words searched under their other names: abbreviations, long forms, spellings.

*PBB* is also searched as *Perserikatan Bangsa-Bangsa*, and the reverse. The lists are used here, at query
time, so that an edited list needs no new index.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from whoosh import query

from search.cache import Cache
from search.indonesian import Analyzer
from search.indonesian.normalise import fold
from search.indonesian.variants import Expansion, Variants, old_spellings
from search.query.parse import sequence_form
from search.query.tree import AllWords, Form, Words
from search.results import Expanded

#: What an expanded form counts beside the form that was typed.
EXPANDED_WEIGHT = 0.8
_SHORTEST_OLD_SPELLING = 5
_REMEMBERED_NAMES = 100_000
_LETTERS_AND_NUMBER = re.compile(r"([^\W\d_]{2,6})(\d{1,4})")


@dataclass
class _Memory:
    """What an expander has worked out: spellings of words, forms of other names."""

    of: tuple[Analyzer, Variants, Callable[[str], bool]]
    spellings: Cache[str, tuple[tuple[str], ...]] = field(default_factory=lambda: Cache(_REMEMBERED_NAMES))
    forms: Cache[tuple[str, ...], Form | None] = field(default_factory=lambda: Cache(_REMEMBERED_NAMES))


@dataclass(frozen=True)
class Expander:
    """Adds other names to query words.

    attested: whether a folded word occurs in the archive; asked for spellings that are made by rule
    names_apart: the words of a name of several words need not stand in a row
    memory: shared with copies that differ in ``names_apart`` only; None for a new one
    """

    analyzer: Analyzer
    variants: Variants
    attested: Callable[[str], bool]
    names_apart: bool = False
    memory: _Memory | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        of = (self.analyzer, self.variants, self.attested)
        if self.memory is None or self.memory.of != of:
            object.__setattr__(self, "memory", _Memory(of))

    def expand(self, parts: Sequence[query.Query]) -> tuple[list[query.Query], list[Expanded]]:
        """Return the parts of a query with other names added, and what was added."""
        expanded: list[Expanded] = []
        result: list[query.Query] = []
        at = 0
        while at < len(parts):
            run = _run(parts, at)
            if run:
                result.extend(self._expand_run(run, expanded))
                at += len(run)
            else:
                result.append(parts[at])
                at += 1
        return result, expanded

    def _expand_run(self, run: list[Words], expanded: list[Expanded]) -> list[query.Query]:
        found = {
            expansion.start: expansion for expansion in self.variants.expand([word.text for word in run])
        }
        result: list[query.Query] = []
        at = 0
        while at < len(run):
            expansion = self._joined(run, at) or found.get(at) or self._old_spelling(run[at], at)
            if expansion is None:
                result.append(run[at])
                at += 1
                continue
            words = run[at : expansion.end]
            forms = self._forms(expansion)
            result.append(self._with_forms(words, forms))
            text = " ".join(word.text for word in words)
            alternatives = tuple(" ".join(alternative) for alternative in expansion.alternatives)
            expanded.append(Expanded(text, alternatives, expansion.kind))
            at = expansion.end
        return result

    def _old_spelling(self, word: Words, at: int) -> Expansion | None:
        if len(word.text) < _SHORTEST_OLD_SPELLING:
            return None
        assert self.memory is not None
        spellings = self.memory.spellings.get_or_make(word.text, self._attested_spellings, word.text)
        return Expansion(at, at + 1, spellings, "spelling", "") if spellings else None

    def _attested_spellings(self, text: str) -> tuple[tuple[str], ...]:
        if self.analyzer.is_function_word(text):
            return ()
        return tuple((other,) for other in old_spellings(fold(text)) if self.attested(other))

    def _joined(self, run: Sequence[Words], at: int) -> Expansion | None:
        """Letters and a number, written joined, apart or with a hyphen: COP28, COP 28, COP-28."""
        if not run[at].text.isalpha() and (apart := _LETTERS_AND_NUMBER.fullmatch(run[at].text)):
            return Expansion(at, at + 1, ((apart[1], apart[2]),), "joined", "")
        if len(run) < at + 2 or not run[at + 1].text.isdigit():
            return None
        pair = run[at].text + run[at + 1].text
        if not _LETTERS_AND_NUMBER.fullmatch(pair):
            return None
        return Expansion(at, at + 2, ((pair,),), "joined", "") if self.attested(fold(pair)) else None

    def _with_forms(self, words: list[Words], forms: list[Form]) -> query.Query:
        """Return the words as one: several of them, being a name, in a row; and the forms beside them."""
        text = " ".join(word.text for word in words)
        if len(words) > 1 and self.names_apart:
            return query.Or([AllWords(words), Words(text, forms, words[0].fields)])
        in_a_row = sequence_form(self.analyzer, text) if len(words) > 1 else None
        typed = words[0].forms if len(words) == 1 or in_a_row is None else (in_a_row,)
        known = {form.stems for form in typed}
        fresh = [form for form in forms if form.stems not in known]
        return Words(text, [*typed, *fresh], words[0].fields)

    def _forms(self, expansion: Expansion) -> list[Form]:
        forms = map(self._form, expansion.alternatives)
        return [form for form in forms if form is not None]

    def _form(self, alternative: tuple[str, ...]) -> Form | None:
        assert self.memory is not None
        return self.memory.forms.get_or_make(alternative, self._new_form, alternative)

    def _new_form(self, alternative: tuple[str, ...]) -> Form | None:
        return sequence_form(self.analyzer, " ".join(alternative), weight=EXPANDED_WEIGHT)


def _run(parts: Sequence[query.Query], at: int) -> list[Words]:
    """Return the plain words from ``at`` on that stand side by side in the same fields."""
    run: list[Words] = []
    for part in parts[at:]:
        plain = isinstance(part, Words) and not (part.quoted or part.prefix or part.exact)
        if not plain or (run and part.fields != run[0].fields):
            break
        run.append(part)
    return run
