"""The module gives each short name of an article its full form, if only one full form is possible."""

from __future__ import annotations

from collections.abc import Sequence

from search.later import Pattern
from search.names.capitals import initials_of, word_kinds
from search.names.lists import Word, lists, may_be_ordinary
from search.names.mentions import Mention
from search.names.records import ORGANISATION, PERSON, PLACE, Name

#: What stands between two names of one person or organisation: *X alias Y*, *X Y Z (XYZ)*,
#: *X, yang akrab disapa Y*.
BETWEEN_NAMES = ALIAS, BRACKET = " alias ", " ("
CALLED_ENDS = frozenset(("pa ", "il ", "ut ", "ma ", "an "))
CALLED = Pattern(
    r",? (?:(?:atau|yang) )*(?:(?:lebih|akrab|biasa|kerap|sering|karib) )+(?:disapa|dipanggil|disebut) "
    r"(?:dengan (?:nama|sapaan|panggilan) )?"
)


def names_of(texts: Sequence[str], paragraphs: Sequence[Sequence[Mention]]) -> list[tuple[Name, ...]]:
    """Return the names of each paragraph, given the mentions of each paragraph.

    A name of one word with an unknown kind is a person if a longer name of a person has this word. It is also
    a person if it is inside a sentence somewhere in the article, because ordinary words have no capital
    there. A word that is only at the start of sentences is no name.
    """
    people = _People(texts, paragraphs)
    names = []
    for mentions in paragraphs:
        here = []
        for start, end, guessed, sure, role, _, written in mentions:
            kind = guessed if sure else people.kind(written, guessed)
            if kind == PERSON:
                here.append(Name(start, end, kind, role, people.full(written)))
            elif kind:
                full = people.others.get(written, written) if kind == ORGANISATION else written
                here.append(Name(start, end, kind, None, full))
        names.append(tuple(here))
    return names


def is_plain(written: str) -> bool:
    """Return whether a name of which only the capitals tell may be an ordinary word, or words of English."""
    if any(word_kinds(word) & Word.FOREIGN for word in written.split(" ")):
        return True
    return bool(word_kinds(written) & Word.WORK) or may_be_ordinary(written.lower())


def is_other_name(text: str, before: Mention, one: Mention) -> bool:
    """Return whether a mention is another name of the one in front of it: *X alias Y*, *X Y Z (XYZ)*."""
    between = text[before.end : one.start]
    if before.kind == ORGANISATION:
        return between == BRACKET and one.written == initials_of(before.written)
    if before.kind != PERSON or one.kind not in (PERSON, ""):
        return False
    if CALLED.fullmatch(between):
        return True
    if between not in BETWEEN_NAMES:
        return False
    return between == ALIAS or (one.kind == PERSON and one.written.isupper())


class _People:
    """The kinds and full forms of names, from all mentions of an article."""

    def __init__(self, texts: Sequence[str], paragraphs: Sequence[Sequence[Mention]]) -> None:
        self._longer: dict[str, set[str]] = {}
        self._kinds: dict[str, str] = {}
        self._inside: set[str] = set()
        self._places: set[str] = set()  # Rempang, of Pulau Rempang
        self._full: dict[str, str] = {}
        self.others: dict[str, str] = {}  # SYL, of Syahrul Yasin Limpo (SYL)
        several: set[str] = set()
        for text, mentions in zip(texts, paragraphs, strict=True):
            before = None
            for one in mentions:
                if before and is_other_name(text, before, one):
                    self.others.setdefault(one.written, before.written)
                before = one
                _, _, kind, sure, _, inside, written = one
                if sure:
                    self._kinds.setdefault(written, kind)
                if kind == PERSON and " " in written:
                    several.add(written)
                elif kind == PLACE and sure and " " in written:
                    self._places.add(written.partition(" ")[2])
                elif inside:
                    self._inside.add(written)
        for name in several:
            for word in name.split(" "):
                self._longer.setdefault(word, set()).add(name)

    def kind(self, written: str, guessed: str) -> str:
        """Return the kind of a name whose kind is not sure in its paragraph; "" if it is no name."""
        kind = self._kinds.get(written) or guessed
        if kind:
            return kind
        if written in self._longer:
            return PERSON
        if (written not in self._inside and written not in self._places) or is_plain(written):
            return ""
        return PLACE if written in self._places else PERSON

    def full(self, written: str) -> str:
        """Return the longest form of a person's name in the article, if it is certain.

        Else the name itself.
        """
        full = self._full.get(written)
        if full is None:
            full = self._full[written] = self._longest(written)
        return full

    def _longest(self, written: str) -> str:
        name = self.others.get(written)
        if name is None:
            name = written if written in self._longer else lists().aliases.get(written, written)
        words = name.split(" ")
        if words[0] not in self._longer or (len(words) > 1 and len(self._longer[words[0]]) == 1):
            return name
        longer = set.intersection(*(self._longer.get(word, set()) for word in words)) - {name}
        # The forms of one name contain each other: Anies Baswedan, Anies Rasyid Baswedan.
        best = max(longer, key=lambda other: (other.count(" "), other), default=name)
        parts = set(best.split(" "))
        return best if all(parts.issuperset(other.split(" ")) for other in longer) else name
