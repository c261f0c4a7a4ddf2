"""The module removes what outlets add to their articles: place lines, bylines, *Baca juga*, *ADVERTISEMENT*.

The rules are data; the top of ``boilerplate.tsv`` explains them. The text that a rule matches is removed;
a place, author or outlet in it becomes a field of the article. An article that would be empty is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby

from search.later import Pattern
from search.texts.glance import ANYWHERE, KEY, KEY_LENGTH, LEAD, SIGNS, TAIL, has_dash
from search.texts.steps import Signs
from search.texts.tables import rows

PARTS = ("anywhere", "paragraph", "ending", "lead", "tail", "end")

_TAILS = (")", "]", "*")
_MAX_TAIL = 100  # characters
_BEFORE_TAIL = Pattern(r"[.!?\"”’'…\]]\s*[(\[*]")
_ENDING = 3  # the number of paragraphs at the end of an article for which the rules of an ending are tried
_MAX_LEADS = 3  # the number of leads in a row that are removed: first the outlet, then the place
_LET = Pattern(r"\{([A-Z]+)\}")
_KEPT_IN_CAPITALS = frozenset(("DKI", "DIY", "NTT", "NTB", "AS", "UEA", "USA", "UK"))


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of ``boilerplate.tsv``, whose top explains the columns.

    fields: field -> the value that the example gives it
    """

    name: str
    part: str
    signs: tuple[str, ...]
    pattern: re.Pattern[str]
    on: bool
    example: str
    result: str
    fields: Mapping[str, str]
    counterexample: str


@dataclass(slots=True)
class Cleared:
    """An article without boilerplate.

    paragraphs: its texts
    fields:     the author, place and source that the boilerplate had
    used:       name of a rule -> the first text that it matched, and the number of its matches
    """

    paragraphs: list[str]
    fields: dict[str, str] = field(default_factory=dict)
    used: dict[str, tuple[str, int]] = field(default_factory=dict)

    def note(self, rule: Rule, match: re.Match[str]) -> None:
        """Count a match of a rule, and take over the fields in it."""
        first, count = self.used.get(rule.name, (match[0].strip(), 0))
        self.used[rule.name] = (first, count + 1)
        for group, value in match.groupdict().items():
            name = group.partition("_")[0]
            if value and name not in self.fields:
                self.fields[name] = _place(value) if name == "place" else value.strip(" .")


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, in the order in which they are tried."""
    pieces: dict[str, str] = {}
    all_rules = []
    for name, part, sign, written, on, example, result, fields, counterexample in rows("boilerplate.tsv"):
        pattern = _LET.sub(lambda piece: f"(?:{pieces[piece[1]]})", written)
        if part == "let":
            pieces[name] = pattern
            continue
        flags = re.IGNORECASE if pattern.startswith("(?i)") else re.RegexFlag(0)
        pattern = pattern.removeprefix("(?i)")
        at_end = part in ("tail", "end")
        compiled = Pattern(rf"(?:{pattern})\s*\Z" if at_end else pattern, flags)
        signs = tuple(filter(None, sign.split("|")))
        given = dict(pair.split("=") for pair in re.split(r" (?=\w+=)", fields) if pair)
        all_rules.append(
            Rule(name, part, signs, compiled, on == "yes", example, result, given, counterexample)
        )
    return tuple(all_rules)


def names_of_rules() -> tuple[str, ...]:
    """Return the names of all rules."""
    return tuple(rule.name for rule in rules())


def rules_of(chosen: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the chosen rules; "usual" means those that are on by default, "all" means all.

    >>> rules_of(["none"]), "byline" in rules_of(["usual", "byline"])
    ((), True)
    """
    asked = set(chosen)
    return tuple(
        rule.name
        for rule in rules()
        if rule.name in asked or "all" in asked or (rule.on and "usual" in asked)
    )


@lru_cache(maxsize=16)
def boilerplate_of(chosen: tuple[str, ...] | None) -> Boilerplate:
    """Return the object that removes boilerplate by the chosen rules; all files of an archive share it."""
    return Boilerplate(chosen)


class Boilerplate:
    """The object removes boilerplate from articles, by some of the rules.

    chosen: the names of these rules; by default those that are on
    """

    def __init__(self, chosen: Collection[str] | None = None) -> None:
        used = [rule for rule in rules() if (rule.on if chosen is None else rule.name in chosen)]
        of = {part: [rule for rule in used if rule.part == part] for part in PARTS}
        self._anywhere, self._end = of["anywhere"], of["end"]
        self._lead, self._tail = of["lead"], of["tail"]
        #: The others need a dash.
        self._lead_of_words = [rule for rule in self._lead if rule.signs]
        whole = [*of["paragraph"], *of["ending"]]
        keyed = sorted((key, number) for number, rule in enumerate(whole) for key in _keys(rule))
        self._by_key = {
            key: [whole[number] for _, number in group]
            for key, group in groupby(keyed, key=lambda pair: pair[0])
        }
        #: The signs by which ``glance`` sees that a rule could match.
        self.signs = Signs(
            keys=frozenset((*self._by_key, *(key for rule in self._lead for key in _keys(rule)))),
            anywhere=tuple({sign for rule in (*self._anywhere, *self._end) for sign in rule.signs}),
            lead=bool(self._lead),
            tail=bool(self._tail),
        )

    def cleared(self, paragraphs: Sequence[str], seen: int = SIGNS) -> Cleared:
        """Return an article without boilerplate.

        paragraphs: its texts, without white space around them; none is empty
        seen:       the bits that ``glance`` returned for these paragraphs and ``signs``
        """
        done = Cleared(list(paragraphs))
        if seen & ANYWHERE:
            self._take_out(self._anywhere, done)
        if done.used or seen & KEY:
            ending = len(done.paragraphs) - _ENDING
            done.paragraphs = [
                text
                for number, text in enumerate(done.paragraphs)
                if not self._is_boilerplate(text, done, number >= ending)
            ]
        if done.used or seen & (LEAD | KEY):
            self._take_lead(done)
        if seen & ANYWHERE:
            self._take_out(self._end, done)
        if done.used or seen & TAIL:
            self._take_tail(done)
        if not done.used:
            return done
        done.paragraphs = list(filter(None, done.paragraphs))
        return done if done.paragraphs else Cleared(list(paragraphs))

    def _take_out(self, rules: Iterable[Rule], done: Cleared) -> None:
        """Remove the matches of rules inside paragraphs."""
        whole = "\n".join(done.paragraphs)  # most rules have no sign in it
        for rule in rules:
            if any(sign in whole for sign in rule.signs):
                self._take_matches(rule, done)

    @staticmethod
    def _take_matches(rule: Rule, done: Cleared) -> None:
        def replacement(match: re.Match[str]) -> str:
            done.note(rule, match)
            return "" if rule.part == "end" else " "

        for number, text in enumerate(done.paragraphs):
            if any(sign in text for sign in rule.signs) and (
                (rest := rule.pattern.sub(replacement, text)) != text
            ):
                done.paragraphs[number] = " ".join(filter(None, rest.split(" ")))

    def _is_boilerplate(self, text: str, done: Cleared, at_end: bool) -> bool:
        """Return whether a whole paragraph is boilerplate, or empty."""
        for rule in self._by_key.get(text[:KEY_LENGTH], ()):
            if (at_end or rule.part != "ending") and (match := rule.pattern.fullmatch(text)):
                done.note(rule, match)
                return True
        return not text

    def _take_lead(self, done: Cleared) -> None:
        for _ in range(_MAX_LEADS):
            first = done.paragraphs[0] if done.paragraphs else ""
            rules = self._lead if has_dash(first) else self._lead_of_words
            for rule in rules:
                if match := rule.pattern.match(first):
                    done.note(rule, match)
                    rest = first[match.end() :].strip()
                    done.paragraphs[:1] = [rest] if rest else []
                    break
            else:
                return

    def _take_tail(self, done: Cleared) -> None:
        while done.paragraphs:
            last = done.paragraphs[-1]
            match, rule = next(self._tails(last), (None, None))
            if match is None or rule is None:
                return
            done.note(rule, match)
            done.paragraphs[-1] = last[: match.start()].rstrip()

    def _tails(self, text: str) -> Iterator[tuple[re.Match[str], Rule]]:
        if text[-1:] not in _TAILS or not _BEFORE_TAIL.search(text, max(0, len(text) - _MAX_TAIL)):
            return
        for rule in self._tail:
            if (match := rule.pattern.search(text, max(0, len(text) - _MAX_TAIL))) and match.start():
                yield match, rule


def _keys(rule: Rule) -> Iterator[str]:
    """Yield the first characters that the paragraphs of a rule can have, in lower and upper case."""
    for sign in rule.signs:
        for written in {sign, sign.upper(), sign.capitalize(), sign.title()}:
            yield written[:KEY_LENGTH]


def _place(written: str) -> str:
    """Return the name of a place with small letters inside its words: "LOS ANGELES" is "Los Angeles"."""
    if not written.isupper():
        return written
    words = [
        word if word in _KEPT_IN_CAPITALS else word.capitalize() for word in re.split(r"([ /-])", written)
    ]
    return "".join(words)
