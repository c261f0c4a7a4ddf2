# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The module does the same as `search.texts.glance`, in loops over the characters in memory."""

from cpython.ref cimport PyObject
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint8_t, uint16_t, uint32_t

from search.texts import glance as oracle

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    bint PyUnicode_IS_ASCII(object text)
    void* PyUnicode_DATA(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t at)
    Py_UCS4 PyUnicode_READ_CHAR(object text, Py_ssize_t at)
    PyObject* PyDict_GetItem(object mapping, object key)

cdef enum:
    MARKUP = 1
    FOREIGN = 2
    CONTROL = 4
    LONG = 8
    ANYWHERE = 16
    KEY = 32
    LEAD = 64
    TAIL = 128
    DOUBT = 256
    MAX_SIGNS = 32
    LONGEST_SIGN = 32
    MAX_RARE = 4
    PAIRS = 128 * 128

assert (MARKUP, FOREIGN, CONTROL, LONG) == (oracle.MARKUP, oracle.FOREIGN, oracle.CONTROL, oracle.LONG)
assert (ANYWHERE, KEY, LEAD, TAIL) == (oracle.ANYWHERE, oracle.KEY, oracle.LEAD, oracle.TAIL)
assert DOUBT == oracle.DOUBT

cdef Py_ssize_t MAX_WORDS = oracle.MAX_WORDS
cdef Py_ssize_t MAY_BE_LONG = oracle.MAY_BE_LONG
cdef Py_ssize_t MAX_CHARACTERS = oracle.MAX_CHARACTERS
cdef Py_ssize_t KEY_LENGTH = oracle.KEY_LENGTH
cdef Py_ssize_t HEAD_LENGTH = oracle.HEAD_LENGTH

ctypedef fused Character:
    uint8_t
    uint16_t
    uint32_t

# The search for a sign begins with its rarest character: the first one of this list that the sign contains.
RARE = "[]#(){}:;/!?*=+0123456789QXVZFYCWJOLRHESGNPTDBIMAK"


cdef struct Sign:
    # An ASCII text, its length, and the index of its rarest character.
    uint8_t[LONGEST_SIGN] letters
    int size, rarest


cdef class Signs:
    """The signs of boilerplate, as in ``search.texts.glance.Signs``."""

    cdef frozenset keys
    cdef bint lead, tail
    cdef Sign[MAX_SIGNS] anywhere
    cdef int anywhere_n
    cdef uint8_t[MAX_RARE] rare  # the rarest characters of all signs; the last one may be repeated
    cdef bint is_rare_enough  # whether they are all
    cdef uint8_t[PAIRS] begins  # for two ASCII characters, whether a key begins with them
    cdef bint any_begins  # whether a key begins in another way

    def __init__(self, keys=(), anywhere=(), lead=False, tail=False):
        self.keys, self.lead, self.tail = frozenset(keys), lead, tail
        cdef int code, at
        if len(anywhere) > MAX_SIGNS or any(len(sign) > LONGEST_SIGN for sign in anywhere):
            raise ValueError("too many signs, or too long ones")
        self.anywhere_n = len(anywhere)
        for code, sign in enumerate(anywhere):
            for at, letter in enumerate(sign):
                self.anywhere[code].letters[at] = ord(letter)
            self.anywhere[code].size = len(sign)
            self.anywhere[code].rarest = min(range(len(sign)), key=lambda at: (RARE + sign).index(sign[at]))
        rare = [*{ord(sign[self.anywhere[code].rarest]): 0 for code, sign in enumerate(anywhere)}]
        self.is_rare_enough = 0 < len(rare) <= MAX_RARE
        if self.is_rare_enough:
            for at in range(MAX_RARE):
                self.rare[at] = rare[min(at, len(rare) - 1)]
        self.any_begins = any(len(key) < 2 or not key[:2].isascii() for key in self.keys)
        for at in range(PAIRS):
            self.begins[at] = self.any_begins
        if not self.any_begins:
            for key in self.keys:
                self.begins[ord(key[0]) * 128 + ord(key[1])] = True


cdef inline int of_other(uint32_t character) noexcept nogil:
    """Return the bit for a character outside of ASCII: CONTROL, FOREIGN, or 0."""
    if character < 0xa0 or 0xd800 <= character <= 0xdfff:
        return CONTROL
    if character in (0x2028, 0x2029, 0xfffe, 0xffff):
        return CONTROL
    if character in (0xa0, 0xad, 0x200b, 0x200e, 0x200f, 0x2013, 0x2014, 0x2018, 0x2019, 0x201c, 0x201d):
        return 0
    return 0 if character in (0x2022, 0x2026, 0x2060, 0xfeff, 0xfffd) else FOREIGN


cdef bint shows(const Sign* sign, const Character* text, Py_ssize_t length) noexcept nogil:
    """Return whether a text contains a sign."""
    cdef uint8_t rarest = sign.letters[sign.rarest]
    cdef Py_ssize_t at, start, i
    cdef Character there = 0
    for at in range(length):  # the compiler makes it compare many characters at once
        there |= <Character>(text[at] == rarest)
    if not there:
        return False
    for start in range(length - sign.size + 1):
        if text[start + sign.rarest] == rarest:
            i = 0
            while i < sign.size and text[start + i] == sign.letters[i]:
                i += 1
            if i == sign.size:
                return True
    return False


cdef int look(Signs signs, const Character* text, Py_ssize_t length) noexcept nogil:
    """Return the bits of a paragraph, except KEY and DOUBT."""
    cdef Py_ssize_t at, blanks = 0
    cdef int seen = 0, one
    cdef Character character, control = 0, markup = 0, other = 0, rare = 0
    cdef Character r0 = signs.rare[0], r1 = signs.rare[1], r2 = signs.rare[2], r3 = signs.rare[3]
    for at in range(length):  # there are no branches, so the compiler makes it compare many at once
        character = text[at]
        control |= <Character>(character < 0x20)
        markup |= <Character>(character == 0x3c) | <Character>(character == 0x26)
        other |= <Character>(character >= 0x7f)
        rare |= <Character>(character == r0) | <Character>(character == r1)
        rare |= <Character>(character == r2) | <Character>(character == r3)
    if control:
        seen |= CONTROL
    if markup:
        seen |= MARKUP
    if other:
        for at in range(length):
            if text[at] >= 0x7f:
                seen |= of_other(text[at])
    for one in range(signs.anywhere_n if rare or not signs.is_rare_enough else 0):
        if shows(&signs.anywhere[one], text, length):
            seen |= ANYWHERE
            break
    if length > MAY_BE_LONG:
        for at in range(length):
            blanks += text[at] == 0x20
        if blanks >= MAX_WORDS or length > MAX_CHARACTERS:
            seen |= LONG
    return seen


cdef int look_at(Signs signs, str text):
    cdef void* data = PyUnicode_DATA(text)
    cdef int kind = PyUnicode_KIND(text)
    if kind == 1:
        return look(signs, <const uint8_t*>data, len(text))
    if kind == 2:
        return look(signs, <const uint16_t*>data, len(text))
    return look(signs, <const uint32_t*>data, len(text))


cdef inline bint is_stripped(str text):
    """Return whether a text begins and ends with printable ASCII characters other than the blank."""
    cdef Py_ssize_t length = len(text)
    if not length:
        return False
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    return 0x20 < PyUnicode_READ(kind, data, 0) < 0x7f and 0x20 < PyUnicode_READ(kind, data, length - 1) < 0x7f


cdef inline bint may_have_key(Signs signs, str text):
    """Return whether the first two characters of a text are those of a key."""
    if len(text) < 2 or signs.any_begins:
        return signs.any_begins
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 first = PyUnicode_READ(kind, data, 0), second = PyUnicode_READ(kind, data, 1)
    return first < 128 and second < 128 and signs.begins[<int> first * 128 + <int> second]


cdef bint has_dash(str text):
    """Return whether the first characters contain a dash: –, —, or - beside a blank or another one."""
    cdef Py_ssize_t length = min(len(text), HEAD_LENGTH), at
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 character, before = 0
    for at in range(length):
        character = PyUnicode_READ(kind, data, at)
        if character == 0x2013 or character == 0x2014:
            return True
        if before == u"-" and (character == u" " or character == u"-"):
            return True
        if before == u" " and character == u"-":
            return True
        before = character
    return False


def glance(texts, Signs signs not None, dict known=None, ask=None):
    """Return the same as ``search.texts.glance.glance``."""
    cdef list paragraphs = []
    cdef Runs runs = None if known is None else Runs(known, ask)
    cdef int seen = 0
    cdef str text
    cdef Py_UCS4 last
    for item in texts:
        # The result is a plain str, even if a library has a subclass of str.
        text = <str> item if type(item) is str and is_stripped(<str> item) else str.strip(item)
        if not text:
            continue
        if runs is not None and not PyUnicode_IS_ASCII(text):
            text = runs.replaced(text).strip()
        seen |= look_at(signs, text)
        if not seen & KEY and may_have_key(signs, text) and PyUnicode_Substring(text, 0, KEY_LENGTH) in signs.keys:
            seen |= KEY
        if text and (PyUnicode_READ_CHAR(text, 0) < 128 or not oracle.is_unseen(text)):
            paragraphs.append(text)
    if paragraphs:
        if signs.lead and has_dash(paragraphs[0]):
            seen |= LEAD
        if signs.tail:
            text = paragraphs[len(paragraphs) - 1]
            last = text[len(text) - 1]
            if last == u")" or last == u"]" or last == u"*":
                seen |= TAIL
    if runs is None or not (runs.count or runs.doubtful):
        return paragraphs, seen, 0, ""
    return paragraphs, seen | DOUBT if runs.doubtful else seen, runs.count, runs.first


cdef class Runs:
    """The object replaces runs of characters that are not ASCII, and counts them."""

    cdef dict known
    cdef object ask
    cdef Py_ssize_t count
    cdef str first
    cdef bint doubtful

    def __init__(self, known, ask):
        self.known, self.ask = known, ask
        self.count, self.first, self.doubtful = 0, "", False

    cdef str replaced(self, str text):
        cdef Py_ssize_t length = len(text), at = 0, start, copied = 0
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef PyObject* entry
        cdef list pieces = []
        cdef str run
        while at < length:
            if PyUnicode_READ(kind, data, at) < 128:
                at += 1
                continue
            start = at
            while at < length and PyUnicode_READ(kind, data, at) >= 128:
                at += 1
            run = PyUnicode_Substring(text, start, at)
            entry = PyDict_GetItem(self.known, run)
            meant = self.ask(run) if entry is NULL else <object>entry
            if meant is None:
                continue
            if not meant:
                self.doubtful = True
                continue
            if not self.count:
                self.first = run
            self.count += 1
            pieces.append(PyUnicode_Substring(text, copied, start))
            pieces.append(meant)
            copied = at
        if not pieces:
            return text
        pieces.append(PyUnicode_Substring(text, copied, length))
        return "".join(pieces)
