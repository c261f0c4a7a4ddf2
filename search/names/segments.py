"""The module finds the names in a run of capitals, given its text.

Only the shapes of the words are read (``run_reader``), so each sequence of shapes is read once. Results are
also cached by the text of the run, because names repeat. The words beside a run are read in ``mentions``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from search.names.capitals import TOKENS, word_kinds
from search.names.lists import CACHE_ENTRIES, Word, lists
from search.names.records import PERSON, PLACE
from search.names.run_reader import Run, RunReader, Segment
from search.names.shapes import are_places, shapes_of

__all__ = [
    "MAX_CACHED_WORDS",
    "Run",
    "Segment",
    "divided",
    "located",
    "read_once",
    "read_shapes",
    "run_names",
]

_MAX_CACHED_LENGTH = 160
#: Of *Yoon Eun-Hye* each part is a name of the lists, but no name by itself.
_LONGEST_SYLLABLE = 3
#: Names that go on behind a hyphen: *Abdul-Mahdi*, *Jean-Pierre*.
_NEVER_LAST = frozenset(
    ("Abdul", "Abdel", "Abu", "Jean", "Anne", "Marie", "Karl", "Hans", "Mary", "Siti", "Nur")
)
MAX_CACHED_WORDS = 12


def run_names(text: str, announced: str) -> Run:
    """Return the names of a run, with their ranges of characters.

    announced: the kind of name that a word such as *penyanyi* or *desa* announces in front of the run, or ""
    """
    return _cached(text, announced) if len(text) <= _MAX_CACHED_LENGTH else located(text, announced)


def located(text: str, announced: str) -> Run:
    """Do the same without remembering the run; only its sequence of shapes is remembered."""
    words = TOKENS.findall(text)
    shapes = shapes_of(words)
    read = read_once(shapes, announced) if len(words) <= MAX_CACHED_WORDS else read_shapes(shapes, announced)
    if read == _NOTHING:
        return read
    places = [match.span() for match in TOKENS.finditer(text)]
    starts = [place[0] for place in places]
    starts.append(-1)  # of no role
    segments = [
        Segment(starts[start], places[end - 1][1], kind, sure, starts[role], tokens)
        for start, end, kind, sure, role, tokens in read.segments
    ]
    return Run(tuple(divided(text, segments)) if "-" in text else tuple(segments), starts[read.open_role])


def divided(text: str, segments: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the names of a run; of two with a hyphen between them both: *Jakarta-Bandung*, *Joko-Jusuf*."""
    for one in segments:
        start, end, kind, sure, role, tokens = one
        if kind in (PERSON, "") and tokens and (hyphen := _between_people(text, start, end)):
            yield Segment(start, hyphen, PERSON, True, role, text.count(" ", start, hyphen) + 1)
            yield Segment(hyphen + 1, end, PERSON, True, -1, text.count(" ", hyphen, end) + 1)
            continue
        if kind == PLACE and tokens == 1 and "-" in text[start:end] and are_places(text[start:end]):
            for part in text[start:end].split("-"):
                yield Segment(start, start + len(part), kind, sure, role, tokens)
                start += len(part) + 1
        else:
            yield one


def _between_people(text: str, start: int, end: int) -> int:
    """Return the offset of a hyphen between two people, else 0; it stands between names that people have."""
    hyphen = text.find("-", start, end)
    if hyphen < 0 or text.find("-", hyphen + 1, end) > 0:
        return 0
    first = text[start:hyphen].rpartition(" ")[2]
    second = text[hyphen + 1 : end].partition(" ")[0]
    named = _may_be_alone(first) and _may_be_alone(second)
    return hyphen if named and first not in _NEVER_LAST else 0


def _may_be_alone(word: str) -> bool:
    return (len(word) > _LONGEST_SYLLABLE and bool(word_kinds(word) & Word.GIVEN)) or word in lists().aliases


_cached = lru_cache(CACHE_ENTRIES)(located)
_NOTHING = Run((), -1)


def read_shapes(shapes: Sequence[int], announced: str) -> Run:
    """Return the names in a sequence of shapes (``search.names.shapes``), with their ranges of words."""
    return RunReader(shapes, announced).read()


read_once = lru_cache(CACHE_ENTRIES)(read_shapes)
