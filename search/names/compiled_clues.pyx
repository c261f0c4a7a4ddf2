# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The module does the same as `search.names.clues`, in loops over the characters in memory.

``runs.pxi`` finds the runs of capitals, ``mentions.pxi`` the names in a paragraph by them and by the words beside
them; here are the names of an article. What is rare is left to the functions of the oracles.
"""

cimport cython
from cpython.ref cimport PyObject
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t

from search.names.characters cimport Text, at, is_word, text_of
from search.names.known cimport MAX_CACHED, PyDict_GetItem

from search.names import records
from search.names import joining
from search.names.joining import BETWEEN_NAMES, is_other_name, is_plain
from search.names.lists import lists
from search.names.labels import LONGEST_LABEL as _LONGEST_LABEL, label_in

cdef extern from "Python.h":
    ctypedef struct PyTypeObject:
        object (*tp_alloc)(PyTypeObject* kind, Py_ssize_t size)
    void PyTuple_SET_ITEM(object made, Py_ssize_t at, PyObject* item)
    void Py_INCREF(PyObject* item)

@cython.no_gc
cdef class Mention:
    pass


include "runs.pxi"
include "words_beside.pxi"
include "named_together.pxi"
include "mentions.pxi"
include "verbs.pxi"

cdef Py_ssize_t BEHIND_ALIAS, IN_BRACKETS
BEHIND_ALIAS, IN_BRACKETS = map(len, BETWEEN_NAMES)
cdef enum:
    SHORTEST_CALLED = 14
    LONGEST_CALLED = 80
cdef frozenset CALLED_ENDS = joining.CALLED_ENDS
cdef Py_ssize_t LONGEST_LABEL = _LONGEST_LABEL
cdef object Name = records.Name
cdef dict aliases = dict(lists().aliases)
cdef dict _plain = {}


def names_and_clues(paragraphs):
    """Return the names of each paragraph of an article, and its clues to quotations."""
    cdef list mentioned = [], clues = [], here, verbs
    cdef Text text
    cdef Py_ssize_t i
    cdef uint32_t c
    cdef bint titled, marked
    cdef str whole
    for whole in paragraphs:
        if whole is None:
            raise TypeError("a paragraph has to be a text")
        text = text_of(whole)
        titled = marked = False
        for i in range(text.size):
            c = at(&text, i)
            if c == 34 or 0x2018 <= c <= 0x201E or c == 0xAB:
                titled = titled or c in (34, 0x201C, 0x2018)
                marked = marked or c in (34, 0x201C, 0x201D, 0xAB, 0x201E)
        here = mentions_in(whole, &text, titled)
        mentioned.append(here)
        verbs = verbs_in(whole, &text)
        clues.append((here, verbs) if verbs or marked or is_labelled(whole, &text, here) else None)
    people = People(list(paragraphs), mentioned)
    return [names_of(here, people) for here in mentioned], clues


cdef bint is_labelled(str whole, Text* text, list here) except -1:
    """Return whether what a person says stands behind his name and a colon: ``labels.label_in``."""
    cdef Mention one
    for one in here:
        if one.end >= LONGEST_LABEL:
            return False
        if at(text, one.end) == 58 and is_upper(at(text, one.end + 2)):  # :
            return label_in(whole, here) is not None
    return False


cdef list verbs_in(str whole, Text* text):
    """Return the ranges of the verbs of saying: ``quotes.verbs_in``."""
    cdef list found = []
    cdef Py_ssize_t i = 0, start, size
    cdef uint32_t first, last
    while i < text.size:
        last = at(text, i)
        if not (is_word(last) or last == 45):
            i += 1
            continue
        start, first = i, last
        while is_word(at(text, i)) or at(text, i) == 45:
            last = at(text, i)
            i += 1
        size = i - start
        if may_say(size, first, last) and PyUnicode_Substring(whole, start, i) in verbs_of_saying:
            found.append((start, i))
    return found


cdef class People:
    """The compiled `search.names.joining._People`."""

    cdef dict longer, kinds, full_names
    cdef dict others
    cdef set inside, places

    def __init__(self, list texts, list paragraphs):
        self.longer, self.kinds, self.full_names, self.inside, self.places = {}, {}, {}, set(), set()
        self.others = {}
        cdef Mention one, before
        cdef list here
        cdef set several = set(), names
        cdef Py_ssize_t i, gap
        for i in range(len(paragraphs)):
            here = paragraphs[i]
            before = None
            for one in here:
                if before is not None and (before.kind is PERSON or before.kind is ORGANISATION):
                    gap = one.start - before.end
                    if gap == IN_BRACKETS or gap == BEHIND_ALIAS or (
                        SHORTEST_CALLED <= gap <= LONGEST_CALLED and (<str> texts[i])[one.start - 3:one.start] in CALLED_ENDS
                    ):
                        if one.written not in self.others and is_other_name(texts[i], before, one):
                            self.others[one.written] = before.written
                before = one
                if one.sure and one.written not in self.kinds:
                    self.kinds[one.written] = one.kind
                if one.kind is PERSON and " " in one.written:
                    several.add(one.written)
                elif one.kind is PLACE and one.sure and " " in one.written:
                    self.places.add(one.written.partition(" ")[2])
                elif one.inside:
                    self.inside.add(one.written)
        for name in several:
            for word in (<str> name).split(" "):
                if word in self.longer:
                    (<set> self.longer[word]).add(name)
                else:
                    self.longer[word] = {name}

    cdef str kind(self, Mention one):
        cdef PyObject* known = PyDict_GetItem(self.kinds, one.written)
        cdef str kind = <str> <object> known if known else one.kind
        if kind is not NONE:
            return kind
        if one.written in self.longer:
            return PERSON
        kind = PLACE if one.written in self.places else PERSON
        if kind is PERSON and one.written not in self.inside:
            return NONE
        known = PyDict_GetItem(_plain, one.written)
        if known:
            return NONE if <object> known else kind
        if len(_plain) >= MAX_CACHED:
            _plain.clear()
        plain = _plain[one.written] = is_plain(one.written)
        return NONE if plain else kind

    cdef str full(self, str written):
        cdef PyObject* known = PyDict_GetItem(self.full_names, written)
        if known:
            return <str> <object> known
        full = self.full_names[written] = self.longest(written)
        return full

    cdef str longest(self, str written):
        cdef str name = self.others.get(written)
        if name is None:
            name = written if written in self.longer else aliases.get(written, written)
        cdef list words = name.split(" ")
        cdef PyObject* named = PyDict_GetItem(self.longer, words[0])
        if not named or (len(words) > 1 and len(<set> <object> named) == 1):
            return name
        longer = <set> <object> named - {name}
        for word in words[1:]:
            longer &= self.longer.get(word, _NOBODY)
        if not longer:
            return name
        best = max(longer, key=_by_words)
        parts = set(best.split(" "))
        for other in longer:
            if not parts.issuperset((<str> other).split(" ")):
                return name
        return best


cdef frozenset _NOBODY = frozenset()


def _by_words(str name):
    return name.count(" "), name


cdef tuple names_of(list mentions, People people):
    """Return the names of a paragraph: ``joining.names_of``."""
    cdef list names = []
    cdef Mention one
    cdef str kind
    for one in mentions:
        kind = one.kind if one.sure else people.kind(one)
        if kind is PERSON:
            names.append(name_of(one, kind, one.role, people.full(one.written)))
        elif kind is ORGANISATION and people.others:
            names.append(name_of(one, kind, None, people.others.get(one.written, one.written)))
        elif kind is not NONE:
            names.append(name_of(one, kind, None, one.written))
    return tuple(names)


cdef object name_of(Mention one, str kind, object role, str full):
    made = (<PyTypeObject*> Name).tp_alloc(<PyTypeObject*> Name, 5)
    cdef object start = one.start, end = one.end
    _put(made, 0, <PyObject*> start)
    _put(made, 1, <PyObject*> end)
    _put(made, 2, <PyObject*> kind)
    _put(made, 3, <PyObject*> role)
    _put(made, 4, <PyObject*> full)
    return made


cdef inline void _put(object made, Py_ssize_t i, PyObject* item) noexcept:
    Py_INCREF(item)
    PyTuple_SET_ITEM(made, i, item)
