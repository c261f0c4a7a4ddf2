"""The module finds the stems of Indonesian words. A lexicon of roots decides which affixes are taken off.

Snowball takes off whatever looks like an affix, and so turns *perdana menteri* (prime minister) into *dana
teri*. Here a word is first looked up (words reviewed by hand, roots, names). If it is not found, it is taken
apart in every way that the spelling allows (`affixes`), and the most probable root wins:

    score = log P(root) + log P(pattern)

This is a unigram model with counts from a news archive. A root is probable if it occurs with many affix
patterns and often without affixes; a pattern is probable if many forms have it. *memakan* is *makan* (eat, in
many forms) and not *pakan* (feed, in few). A word without any known root is usually a name and stays as it
is; if it has affixes that names do not have, Snowball stems it.

Capitals make no difference: an index and its queries must agree, and people type *jokowi*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from search.indonesian.affixes import Analysis, possible_root, seeming
from search.indonesian.lexicon import Lexicon, shipped
from search.indonesian.snowball import SnowballStemmer
from search.indonesian.steps import readings

_SHORTEST = 4
#: what an occurrence of the bare root adds, in the logarithm; and the weight of a reviewed word that is not
#: attested as a root
_BARE, _REVIEWED = 0.3, 1.5
#: log probability of a pattern that the archive does not attest, less for each prefix and suffix in it
_UNSEEN, _UNSEEN_PREFIX, _UNSEEN_SUFFIX = -12.0, -2.0, -1.5
#: log probability of enclitics: -nya is on every tenth word, the others are rare in news
_ENCLITICS = {"": 0.0, "nya": -2.0}
_RARE_ENCLITIC = -5.2
#: what comes off a word of unknown root: of 61,008 forms that an archive has with a capital only, as names
#: are, one in two hundred bears any of these, and most of those are slips of the pen
_SAFE = frozenset(
    ("meN", "meN-kan", "meN-i", "meN+per", "meN+per-kan", "di-kan", "di-i", "peN-an", "per-an", "ke-an")
)
_SHORTEST_UNKNOWN = 5
#: So many times the scores of few roots are worked out in as much time as those of all roots once.
_FEW = 1000


@dataclass(frozen=True)
class Stem:
    """A stem, with a short reason why the word has it."""

    form: str
    rule: str


class MorphologicalStemmer:
    """The stemmer stems folded lower-case words without hyphens. Threads may share it."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon = lexicon or shipped()
        self._snowball = SnowballStemmer()
        self._reviewed = {*lexicon.reviewed, *(stem for stem, _ in lexicon.reviewed.values())}
        self._asked = 0
        self._roots: dict[str, float] | None = None
        forms = log(sum(lexicon.patterns.values()) or 1)
        self._patterns = {pattern: log(count) - forms for pattern, count in lexicon.patterns.items()}

    def stem(self, word: str) -> str:
        """Return the stem of a word. The stem of a word that must not be taken apart is the word."""
        reviewed = self.lexicon.reviewed.get(word)
        if reviewed:
            return reviewed[0]
        if (
            len(word) < _SHORTEST
            or word in (self._roots or self._scores((word,)))
            or word in self.lexicon.names
        ):
            return word
        found = readings(word)
        if len(found) == 1:  # the word itself
            return word
        analysis = self._likeliest(found)
        if analysis:
            return self._stem_of(analysis)
        unknown = _without_known_root(word, found)
        return word if unknown is None else self._stem_of_unknown(word, unknown)

    def explain(self, word: str) -> Stem:
        """Return the stem of a word with the reason for it."""
        if word in self.lexicon.reviewed:
            form, group = self.lexicon.reviewed[word]
            return Stem(form, group)
        for rule, known in (("name", self.lexicon.names), ("root", self._scores((word,)))):
            if word in known:
                return Stem(word, rule)
        if len(word) < _SHORTEST:
            return Stem(word, "short")
        analysis = self.analyse(word)
        if analysis:
            return Stem(self._stem_of(analysis), _describe(word, analysis))
        return self._unattested(word)

    def _unattested(self, word: str) -> Stem:
        analysis = _without_known_root(word, readings(word))
        if analysis is None:
            return Stem(word, "unknown")
        described = _describe(word, analysis)
        rule = f"Snowball, {described}" if analysis.pattern else f"{described}, unknown root"
        return Stem(self._stem_of_unknown(word, analysis), rule)

    def _stem_of_unknown(self, word: str, analysis: Analysis) -> str:
        """Stem a word without a known root by Snowball if it has affixes that names do not have."""
        if not analysis.pattern:
            return self.stem(analysis.root)
        form = self._snowball.stem(word)
        # What Snowball leaves may be known, or bear more: a stem has to be its own stem.
        return form if form == word else self.stem(form)

    def reduplicated(self, left: str, right: str) -> str | None:
        """Return the common stem of the halves of *left-right*, None where they are two words."""
        echo = self.lexicon.echoes.get((left, right))
        if echo:
            return echo
        stem = self.stem(left)
        return stem if stem == self.stem(right) else None

    def analyse(self, word: str) -> Analysis | None:
        """Return the most probable analysis of a word with a known root, or None if it has none."""
        return self._likeliest(readings(word))

    def _likeliest(self, found: list[tuple[str, str, str]]) -> Analysis | None:
        best, best_score = None, 0.0
        roots = self._roots or self._scores(root for root, _, _ in found)
        for root, pattern, enclitics in found:
            if root not in roots or seeming(root, pattern):
                continue
            score = roots[root] + (self._patterns.get(pattern) or _unseen(pattern))
            if enclitics:
                score += _ENCLITICS.get(enclitics, _RARE_ENCLITIC)
            if best is None or score > best_score:
                best, best_score = Analysis(root, pattern, enclitics), score
        return best

    def _scores(self, words: Iterable[str]) -> dict[str, float]:
        """Return log P(root) of the roots among these words, or of all roots.

        They are worked out for all roots at once when many were asked for: an added article has few words.
        """
        if self._roots is not None:
            return self._roots
        self._asked += 1
        if self._asked <= _FEW:
            return {word: score for word in words if (score := self._score(word)) is not None}
        roots = dict.fromkeys(self._reviewed, _REVIEWED)
        for root, numbers in self.lexicon.roots.items():
            roots[root] = _score_of(*numbers)
        self._roots = roots
        return roots

    def _score(self, word: str) -> float | None:
        numbers = self.lexicon.roots.get(word)
        if numbers:
            return _score_of(*numbers)
        return _REVIEWED if word in self._reviewed else None

    def _stem_of(self, analysis: Analysis) -> str:
        """Return the root, or the stem of a reviewed form that was found under affixes: *memperoleh-nya*."""
        reviewed = self.lexicon.reviewed.get(analysis.root)
        return reviewed[0] if reviewed else analysis.root


def _score_of(patterns: int, bare: int) -> float:
    return log(patterns) + _BARE * log(1 + bare)


def _unseen(pattern: str) -> float:
    return _UNSEEN + _UNSEEN_PREFIX * pattern.count("+") + _UNSEEN_SUFFIX * pattern.count("-")


def _without_known_root(word: str, found: list[tuple[str, str, str]]) -> Analysis | None:
    """Return the reading that removes most letters, among those that do not damage names."""
    least = None
    for root, pattern, enclitics in found:
        if enclitics == "pun":  # what a name bears as it stands: Ridwanpun, but not Saipun
            safe = not pattern and len(root) >= _SHORTEST_UNKNOWN
        elif enclitics not in _ENCLITICS:
            continue
        elif pattern:
            safe = pattern in _SAFE and len(root) >= _SHORTEST_UNKNOWN
        else:
            safe = _SHORTEST <= len(root) < len(word)
        fewer = safe and (least is None or len(root) < len(least.root))
        if fewer and possible_root(root) and not seeming(root, pattern):
            least = Analysis(root, pattern, enclitics)
    return least


def _describe(word: str, analysis: Analysis) -> str:
    """Return the affixes of an analysis in words: "meN-, -kan, t restored"."""
    prefixes, _, suffix = analysis.pattern.partition("-")
    parts = [prefix.replace("N~", "N").replace("Ne", "N") + "-" for prefix in prefixes.split("+") if prefix]
    particle = analysis.enclitics[-3:]
    endings = (suffix, analysis.enclitics.removesuffix(particle), particle)
    parts += [f"-{ending}" for ending in endings if ending]
    if "N" in prefixes and analysis.root[0] in "kstp" and analysis.root not in word:
        parts.append(f"{analysis.root[0]} restored")
    return ", ".join(parts)
