"""Derive the word lists of `search/indonesian/lexicon/` from the word counts of an archive.

    python bench/derive_lexicon.py ARCHIVE.jsonl.zst ... [--output FOLDER]

Reads the paragraphs of articles (JSONL, plain or .zst), counts forms in small letters and with a capital
inside a sentence, and writes

    roots.tsv     roots, with the number of affix patterns they are attested in and their bare occurrences
    patterns.tsv  affix patterns, with the number of forms that bear them
    names.txt     names that the affix rules would otherwise damage

Only counts of single words leave the archive, no text. The same archive gives the same files.

How a root is found. Forms are explained by a unigram model, P(form) = P(root) P(pattern): a root is worth as
much as the number of patterns it shows in, and one not met elsewhere costs its letters (a Chinese restaurant
process over roots with a base measure of letters: Goldwater, Griffiths and Johnson 2006). Each form keeps its
best explanation given those of all others, until few change. Where the first letter of a root is hidden by a
nasal, its passive shows it: *dikemas* says that *mengemas* is from *kemas*, not *emas*. Then each root with
another root inside (*miliki*: *milik* and -i) is given up to that one, if the whole family is described
more briefly so (minimum description length: Rissanen 1978, Goldsmith 2001). Thus *masalah* stays, for
*permasalahan* cannot come from *masa*, and *pemerintah* goes to *perintah*, which explains all of its forms.
`reviewed.tsv` has the last word.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import exp, log
from pathlib import Path

import zstandard

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from search.indonesian.affixes import SHORTEST_ROOT, Analysis, analyses, possible_root
from search.indonesian.lexicon import FOLDER, Lexicon, read_rows
from search.indonesian.morphology import MorphologicalStemmer

WORD = re.compile(r"[^\W\d_]+")
SENTENCE_END = re.compile(r'(?<=[.!?:”"])\s+')
PLAIN = re.compile(r"[a-z]{2,}")

#: a form counts as a word from this many occurrences in small letters, and from this share of them; the share
#: does not matter where they are many (barat is mostly Barat)
FEWEST, SMALL_SHARE, MANY = 3, 0.1, 30
#: share of small letters up to which a form is a name
NAME_SHARE = 0.02
#: words of titles (Kementerian Perhubungan) have a prefix and a suffix, as names hardly do
TITLE = re.compile(r"(ke|per|peN|pe|meN|ber|di|ter).*-(an|kan)")
#: a short form that is mostly capital is no root of other words: *Deng* is not in *dengan*
SHORT, ROOT_SHARE = 4, 0.4
#: weight of the base measure, and log probability of a letter in it
ALPHA, LETTER = 2000.0, log(0.12)
#: log probability of a pattern not seen, less for every prefix and suffix in it; and of an enclitic
UNSEEN, UNSEEN_PREFIX, UNSEEN_SUFFIX, ENCLITIC = -9.0, -2.0, -1.5, -5.2
#: a form this many times as frequent as the rest of its family is hardly derived: *merek* from *rek*
OUTWEIGHS = 20.0
#: what an occurrence of the bare root adds, in the logarithm
BARE = 0.1
#: a passive this many times as frequent as that of another reading decides
CLEARLY = 5
NASAL = re.compile(r"(me|pe)N[~e]?(-\w+)?")
VERBS_IN_I = ("meN-i", "meN~-i", "meNe-i", "di-i", "ter-i", "di+per-i", "meN+per-i")
ROUNDS, FEW_CHANGES, MERGES = 12, 20, 3

ROOTS = "Roots: root, affix patterns it is attested in (itself included), bare occurrences."
PATTERNS = "Affix patterns (see affixes.py): pattern, forms that bear it. (none) is the bare root."
NAMES = "Names that affix rules would damage: forms that have a capital nearly always."
ORIGIN = "Counted by bench/derive_lexicon.py in an archive of Indonesian news. CC0 1.0."


@dataclass
class Counts:
    """Occurrences of forms: in small letters, and with a capital inside a sentence."""

    small: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)

    def small_share(self, form: str) -> float:
        """Return the share of a form's occurrences that are in small letters, 0 to 1."""
        small = self.small[form]
        return small / (small + self.capital[form]) if small else 0.0


def paragraphs(archive: Path) -> Iterator[str]:
    """Read the paragraphs of an archive.

    Raises:
        ValueError: a line is no article; the message names the file and the line.
    """
    opened = zstandard.open if archive.suffix == ".zst" else open
    with opened(archive, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                article = json.loads(line)
                texts = article["paragraphs"] if "paragraphs" in article else article["text"].split("\n")
            except (ValueError, KeyError, TypeError, AttributeError):
                problem = "expected a JSON object with paragraphs or text"
                raise ValueError(f"{archive}:{number}: {problem}") from None
            yield from texts


def count(texts: Iterable[str]) -> Counts:
    """Count forms; a capital on the first word of a sentence says nothing, so that word is left out."""
    counts = Counts()
    for text in texts:
        for sentence in SENTENCE_END.split(text):
            for place, word in enumerate(WORD.findall(sentence)):
                if word.islower():
                    counts.small[word] += 1
                elif place and word[1:].islower():
                    counts.capital[word.lower()] += 1
    return counts


def vocabulary(counts: Counts) -> dict[str, int]:
    """Return the forms that are words, with their occurrences; X-nya and se-X-nya are left out beside X."""
    words = {
        form: n
        for form, n in counts.small.items()
        if n >= FEWEST and PLAIN.fullmatch(form) and (n >= MANY or counts.small_share(form) >= SMALL_SHARE)
    }
    bare = {form: form.removesuffix("nya") for form in words if form.endswith("nya")}
    inflected = {form for form, base in bare.items() if base in words or base.removeprefix("se") in words}
    return {form: n for form, n in words.items() if form not in inflected}


class Families:
    """Forms by their roots, under the model of the module's docstring."""

    def __init__(self, words: dict[str, int], barred: set[str], fixed: dict[str, str]) -> None:
        self.words, self.fixed = words, fixed
        options = {form: _by_passive(_options(form, words, barred, fixed), words) for form in words}
        verbs = {(option.root, option.pattern) for found in options.values() for option in found}
        self.options = {form: [o for o in found if _confirmed(o, verbs)] for form, found in options.items()}
        self.best: dict[str, Analysis] = {}
        self.members: dict[str, set[str]] = defaultdict(set)
        self.breadth: Counter[tuple[str, str]] = Counter()
        self.worth: dict[str, float] = defaultdict(float)
        self.patterns: Counter[str] = Counter()
        self.tokens: Counter[str] = Counter()
        self._start()

    def _start(self) -> None:
        """Share each form among the roots that it may have."""
        for found in self.options.values():
            for root in {option.root for option in found}:
                self.worth[root] += _share(found)
        for form, found in self.options.items():
            for option in found:
                self.tokens[option.root] += self.words[form]
                self.patterns[option.pattern] += self.worth[option.root] >= 2

    def explain(self) -> None:
        """Give each form its best explanation, until few change."""
        for _ in range(ROUNDS):
            chosen = {form: self._choose(form) for form in sorted(self.options)}
            changes = sum(self.best.get(form) != option for form, option in chosen.items())
            self.best = chosen
            self._recount()
            if changes < FEW_CHANGES:
                break

    def _recount(self) -> None:
        self.members, self.worth = defaultdict(set), defaultdict(float)
        self.breadth, self.tokens = Counter(), Counter()
        for form, option in self.best.items():
            self.members[option.root].add(form)
            self.breadth[option.root, option.pattern] += 1
            self.tokens[option.root] += self.words[form]
        for root, _ in self.breadth:
            self.worth[root] += 1
        self.patterns = Counter(option.pattern for option in self.best.values())

    def _choose(self, form: str) -> Analysis:
        """Return the best explanation of a form, given those of all other forms."""
        current, occurrences = self.best.get(form), self.words[form]
        share = _share(self.options[form])

        def score(option: Analysis) -> float:
            worth, rest = self.worth[option.root], self.tokens[option.root]
            if current is None:
                worth, rest = worth - share, rest - occurrences
            elif current.root == option.root:
                worth -= self.breadth[option.root, current.pattern] == 1
                rest -= occurrences
            total = log(max(worth, 0.0) + ALPHA * exp(LETTER * len(option.root)))
            total += BARE * log(1 + self.words.get(option.root, 0))
            if option.root != form:
                total -= _outweighs(occurrences, rest)
            return total + self._affixes(option)

        return max(self.options[form], key=lambda option: (score(option), option))

    def _affixes(self, option: Analysis) -> float:
        """Return the log probability of the affixes of an analysis."""
        pattern, known = option.pattern, self.patterns.get(option.pattern)
        if known:
            likely = log(known / self.patterns.total())
        else:
            likely = UNSEEN + UNSEEN_PREFIX * pattern.count("+") + UNSEEN_SUFFIX * pattern.count("-")
        return likely + (ENCLITIC if option.enclitics else 0.0)

    def merge(self) -> None:
        """Remove every root that a root inside it explains with a shorter description."""
        for root in sorted(self.members, key=lambda form: (-len(form), form)):
            if not self.members[root] or self.fixed.get(root) == root:
                continue
            bare = _without_suffix(root)
            if bare and root not in self.words:
                self._move(root, bare)
                continue
            inner = {a.root for a in analyses(root) if a.root != root and self.members.get(a.root)}
            gain, other = max(((self._gain(root, other), other) for other in inner), default=(0.0, ""))
            if gain > 0:
                self._move(root, other)
        self._recount()

    def _gain(self, root: str, other: str) -> float:
        """Return by how many nats the description becomes shorter if two families of roots are joined."""
        family, hosts = self.members[root], self.members[other]
        gain = -LETTER * len(root)
        if root in self.words:
            gain -= _outweighs(self.words[root], sum(self.words[form] for form in hosts))
        for form in sorted(family):
            before, after = self._under(form, root), self._under(form, other)
            gain -= before + log(len(family)) if before is not None else 0.0
            gain += LETTER * len(form) if after is None else after + log(len(family) + len(hosts))
        return gain

    def _under(self, form: str, root: str) -> float | None:
        return max((self._affixes(o) for o in self.options[form] if o.root == root), default=None)

    def _move(self, root: str, other: str) -> None:
        for form in sorted(self.members.pop(root)):
            under = [option for option in self.options[form] if option.root == other]
            option = max(under, key=lambda o: (self._affixes(o), o)) if under else Analysis(form, "", "")
            self.best[form] = option
            self.members[option.root].add(form)
        self.members[root] = set()


def _share(options: list[Analysis]) -> float:
    return float(len({option.root for option in options}) ** -0.5)


def _outweighs(occurrences: int, rest: int) -> float:
    return max(0.0, log(occurrences / (OUTWEIGHS * (max(rest, 0) + 1))))


def _options(form: str, words: dict[str, int], barred: set[str], fixed: dict[str, str]) -> list[Analysis]:
    """Return the analyses of a form that may explain it; a form reviewed by hand has its own only."""
    itself = Analysis(form, "", "")
    found = [itself]
    for option in dict.fromkeys(analyses(form)):
        stands_alone = not option.enclitics or form.removesuffix(option.enclitics) in words
        if option.root != form and option.root not in barred and stands_alone:
            found.append(option)
    stem = fixed.get(form)
    return [option for option in found if option.root == stem] or [itself] if stem else found


def _by_passive(options: list[Analysis], words: dict[str, int]) -> list[Analysis]:
    """Remove the analyses of a nasal that a passive contradicts."""
    seen = {option: _passives(option, words) for option in options if NASAL.fullmatch(option.pattern)}
    most = max(seen.values(), default=0)
    if most < FEWEST:
        return options
    return [option for option in options if seen.get(option, most) * CLEARLY >= most]


def _passives(option: Analysis, words: dict[str, int]) -> int:
    """Return the occurrences of the passives that show the first letter of a root behind meN- or peN-."""
    suffix = option.pattern.partition("-")[2]
    endings = (suffix,) if option.pattern.startswith("me") else ("", "kan", "i")
    return sum(words.get(f"di{option.root}{ending}", 0) for ending in endings)


def _confirmed(option: Analysis, attested: set[tuple[str, str]]) -> bool:
    """Return whether a bare -i has a verb beside it: *hindari* has *menghindari*, *ekonomi* has none."""
    return option.pattern != "-i" or any((option.root, pattern) in attested for pattern in VERBS_IN_I)


def _without_suffix(root: str) -> str | None:
    """Return a root without what must be a suffix if it is never met bare: *hirau* for *hiraukan*."""
    for suffix in ("kan", "i"):
        bare = root.removesuffix(suffix)
        if bare != root and len(bare) > SHORTEST_ROOT and possible_root(bare):
            return bare
    return None


def names(counts: Counts, stemmer: MorphologicalStemmer) -> list[str]:
    """Return the names that the stemmer would change: forms with a capital nearly always, few affixes."""
    found = []
    for form, capital in counts.capital.items():
        named = capital >= FEWEST and counts.small[form] <= NAME_SHARE * capital and PLAIN.fullmatch(form)
        if named and stemmer.stem(form) != form and form not in stemmer.lexicon.reviewed:
            analysis = stemmer.analyse(form)
            if not (analysis and (analysis.enclitics == "nya" or TITLE.fullmatch(analysis.pattern))):
                found.append(form)
    return sorted(found)


def write(path: Path, header: str, rows: Iterable[str]) -> None:
    """Write a word list after its header."""
    path.write_text("\n".join([f"# {header}", f"# {ORIGIN}", *rows]) + "\n", encoding="utf-8")


def derive(counts: Counts, folder: Path) -> None:
    """Derive the word lists from counts and write them to a folder, which must hold `reviewed.tsv`."""
    fixed = {form: stem for form, stem, _ in read_rows(folder / "reviewed.tsv", 3)}
    words = vocabulary(counts)
    barred = {form for form in words if len(form) <= SHORT and counts.small_share(form) < ROOT_SHARE}
    families = Families(words, barred, fixed)
    families.explain()
    for _ in range(MERGES):
        families.merge()
    roots = sorted(root for root in families.worth if len(root) >= SHORTEST_ROOT)
    attested = (f"{root}\t{int(families.worth[root])}\t{words.get(root, 0)}" for root in roots)
    write(folder / "roots.tsv", ROOTS, attested)
    patterns = sorted(families.patterns.items(), key=lambda item: (-item[1], item[0]))
    write(folder / "patterns.tsv", PATTERNS, (f"{pattern or '(none)'}\t{n}" for pattern, n in patterns))
    write(folder / "names.txt", NAMES, ())
    write(folder / "names.txt", NAMES, names(counts, MorphologicalStemmer(Lexicon.load(folder))))


def main(arguments: list[str] | None = None) -> int:
    """Derive the word lists. Returns 2 if an archive or a list cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("archives", type=Path, nargs="+", metavar="ARCHIVE")
    parser.add_argument("--output", type=Path, default=FOLDER, metavar="FOLDER")
    options = parser.parse_args(arguments)
    try:
        derive(count(text for archive in options.archives for text in paragraphs(archive)), options.output)
    except (OSError, ValueError, zstandard.ZstdError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
