# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The module does the same as `search.names.clues`, in loops over the characters in memory.

Runs are found by a scan, and what their words say is worked out once for each text of a run. What is rare is
left to the functions of the oracle.
"""

cimport cython
from cpython.ref cimport PyObject
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint8_t, uint32_t, uint64_t

from search.names import capitals, mentions as oracle, records
from search.names.joining import is_plain
from search.names.lists import lists
from search.names.quotes import saying
from search.names.segments import MAX_CACHED_WORDS, located, read_once
from search.names.shapes import BEGINS_KNOWN, longest_known, shape

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t at)
    bint Py_UNICODE_ISALNUM(Py_UCS4 character)
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 character)
    bint Py_UNICODE_ISALPHA(Py_UCS4 character)
    bint Py_UNICODE_ISSPACE(Py_UCS4 character)
    PyObject* PyDict_GetItem(object mapping, object key)
    ctypedef struct PyTypeObject:
        object (*tp_alloc)(PyTypeObject* kind, Py_ssize_t size)
    void PyTuple_SET_ITEM(object made, Py_ssize_t at, PyObject* item)
    void Py_INCREF(PyObject* item)

cdef enum:
    MAX_CACHED = 1 << 16
    MAX_CACHED_LENGTH = 160
    MAX_WORDS = 12
    # Bits of ASCII characters.
    UPPER = 1
    WORD = 2
    NO_START = 4  # a capital behind it begins no run
    ENDS_SENTENCE = 8
    AROUND = 16
    # ``Beside``
    TITLE = 1
    DI = 2
    PLACE_WORD = 4
    CERTAIN = 8
    SAYS = 16
    PLACE_HEAD = 32
    ORGANISATION_HEAD = 64
    WORK = 128
    TELLS_KIND = 256

cdef object _beside = oracle.Beside
assert (TITLE, DI, PLACE_WORD, CERTAIN, SAYS) == (_beside.TITLE, _beside.DI, _beside.PLACE, _beside.CERTAIN, _beside.SAYS)
assert (PLACE_HEAD, ORGANISATION_HEAD, WORK) == (_beside.PLACE_HEAD, _beside.ORGANISATION_HEAD, _beside.WORK)
assert TELLS_KIND == _beside.TELLS_KIND

cdef str PERSON = records.PERSON, ORGANISATION = records.ORGANISATION, PLACE = records.PLACE, NONE = ""
cdef dict KINDS = {kind: kind for kind in ("", *records.KINDS)}
cdef object Name = records.Name
cdef Py_ssize_t LONGEST_WORD = oracle.LONGEST_WORD
cdef int LONGEST_BRACKETS = 40, LONGEST_APPOSITION = 66
cdef object apposition = oracle.APPOSITION, address_on_web = oracle.ADDRESS_ON_WEB
cdef object trimmed = oracle.trimmed, titles_of = oracle.titles_in, beside = oracle.beside
cdef object is_short_for = oracle.is_short_for, follows = frozenset(oracle.ALIKE)
cdef tuple ADVERBS = oracle.ADVERBS
cdef tuple JOINING = capitals.JOINING
cdef frozenset SHORTENED = frozenset(capitals.SHORTENED)
cdef frozenset ABBREVIATED = frozenset(capitals.ABBREVIATED)
cdef Py_ssize_t LONGEST_ABBREVIATION = max(map(len, ABBREVIATED))

cdef uint8_t[128] of_ascii
cdef uint8_t[0x220] is_further_capital
cdef uint8_t[128] begins_joining
# By the first letter, the last letter and the length, whether there is such a verb of saying.
cdef uint8_t[26 * 26 * 32] may_be_verb
cdef uint64_t KNOWN = BEGINS_KNOWN
assert MAX_WORDS == MAX_CACHED_WORDS
cdef frozenset verbs_of_saying = saying()
cdef object verbs = lists().verbs
cdef dict aliases = dict(lists().aliases)
cdef Py_ssize_t LONGEST_VERB = max(map(len, verbs))


cdef void _fill() except *:
    cdef int code
    for code in range(128):
        letter = chr(code)
        of_ascii[code] = (
            UPPER * (65 <= code <= 90)
            | WORD * (letter.isalnum() or letter == "_")
            | NO_START * (letter.isalnum() or letter in "_@#/.-")
            | ENDS_SENTENCE * (letter in oracle.ENDS_SENTENCE)
            | AROUND * (letter in oracle.AROUND)
        )
    for letter in capitals.FURTHER_CAPITALS:
        is_further_capital[ord(letter)] = 1
    for word in JOINING:
        begins_joining[ord(word[0])] = 1
    for verb in verbs_of_saying:
        if not (len(verb) < 32 and verb[0].isalpha() and verb.isascii()):
            raise ValueError(verb)
        may_be_verb[_verb_place(ord(verb[0]), ord(verb[len(verb) - 1]), len(verb))] = 1


cdef inline Py_ssize_t _verb_place(uint32_t first, uint32_t last, Py_ssize_t size) noexcept:
    return (((first | 32) - 97) * 26 + ((last | 32) - 97)) * 32 + size


_fill()


cdef struct Text:
    int kind
    void* data
    Py_ssize_t size


cdef inline uint32_t at(Text* text, Py_ssize_t i) noexcept:
    """Return the character at an offset, or 0 outside of the text."""
    return PyUnicode_READ(text.kind, text.data, i) if 0 <= i < text.size else 0


cdef inline bint is_upper(uint32_t c) noexcept:
    """Return whether a character is a capital that begins a name."""
    if c < 128:
        return of_ascii[c] & UPPER
    return 0xC0 <= c <= 0xDE and c != 0xD7 or (0xFF < c < 0x220 and is_further_capital[c])


cdef inline bint is_word(uint32_t c) noexcept:
    return of_ascii[c] & WORD if c < 128 else Py_UNICODE_ISALNUM(c)


cdef inline bint is_letter(uint32_t c) noexcept:
    """Return whether a character is inside a word of a run."""
    return is_word(c) or c == 39 or c == 0x2019  # ' ’


cdef Py_ssize_t word_end(Text* text, Py_ssize_t i) noexcept:
    """Return the end of the word with a capital that begins at ``i``."""
    i += 1
    while is_letter(at(text, i)):
        i += 1
    while at(text, i) == 45 and is_letter(at(text, i + 1)):
        i += 1
        while is_letter(at(text, i)):
            i += 1
    return i


cdef Py_ssize_t abbreviation_end(str whole, Text* text, Py_ssize_t i, bint first):
    """Return the end of an initial or an abbreviation with its period; 0 if there is none at ``i``.

    first: whether it begins the run, where any capital with the letters of an abbreviation is one
    """
    cdef Py_ssize_t end = i + 1
    if at(text, end) == 46:
        return end + 1
    while end - i <= LONGEST_ABBREVIATION and at(text, end) < 128 and is_word(at(text, end)):
        end += 1
    if at(text, end) != 46:
        return 0
    if first:
        return end + 1 if PyUnicode_Substring(whole, i + 1, end) in SHORTENED else 0
    return end + 1 if PyUnicode_Substring(whole, i, end) in ABBREVIATED else 0


cdef Py_ssize_t chain_end(str whole, Text* text, Py_ssize_t start, Py_ssize_t end):
    """Return the end of abbreviations and the word behind them; without a word, the last one has no period.

    start, end: the range of the first abbreviation
    """
    cdef Py_ssize_t following, further
    while True:
        following = end + (at(text, end) == 32)
        if not is_upper(at(text, following)):
            return word_end(text, start)
        further = abbreviation_end(whole, text, following, False)
        if not further:
            return word_end(text, following)
        start, end = following, further


cdef Py_ssize_t joining_end(Text* text, Py_ssize_t i):
    """Return the offset behind a small word that joins the words of names and its blank, or ``i``."""
    cdef Py_ssize_t j
    cdef uint32_t first = at(text, i)
    if first >= 128 or not begins_joining[first]:
        return i
    for word in JOINING:
        for j in range(len(<str> word)):
            if at(text, i + j) != <uint32_t> (<str> word)[j]:
                break
        else:
            if at(text, i + len(<str> word)) == 32:
                return i + len(<str> word) + 1
    return i


cdef Py_ssize_t run_end(str whole, Text* text, Py_ssize_t i):
    """Return the end of the run that begins at ``i``; the pattern is ``capitals.RUN``."""
    cdef Py_ssize_t further = abbreviation_end(whole, text, i, True), end, begin
    end = chain_end(whole, text, i, further) if further else word_end(text, i)
    while at(text, end) == 32:
        begin = joining_end(text, end + 1)
        if begin > end + 1:
            begin = joining_end(text, begin)
        if is_upper(at(text, begin)):
            further = abbreviation_end(whole, text, begin, False)
            end = chain_end(whole, text, begin, further) if further else word_end(text, begin)
            continue
        begin = end + 1
        while begin < end + 6 and Py_UNICODE_ISDECIMAL(at(text, begin)):
            begin += 1
        if not end + 1 < begin < end + 6 or is_word(at(text, begin)) or at(text, begin) in (37, 47, 58):  # %/:
            break
        if at(text, begin) in (44, 46) and Py_UNICODE_ISDECIMAL(at(text, begin + 1)):  # ,.
            break
        end = begin
    return end


@cython.no_gc
cdef class Mention:
    """The compiled `search.names.mentions.Mention`."""

    cdef readonly Py_ssize_t start, end
    cdef readonly str kind
    cdef readonly bint sure, inside
    cdef readonly object role
    cdef readonly str written


@cython.no_gc
cdef class Segment:
    """A name in a run: the fields of ``segments.Segment``, and the name as it is written."""

    cdef Py_ssize_t start, end, role, tokens
    cdef str kind, written
    cdef bint sure


@cython.no_gc
cdef class Run:
    """The names of a run, and the start of a role without a person behind it."""

    cdef list segments
    cdef Py_ssize_t open_role


cdef Run read_run(str whole, bint after_title):
    """Return the names of a run: ``segments.located``."""
    cdef Py_ssize_t[MAX_WORDS] starts, ends
    cdef Py_ssize_t count = 0, i = 0, end
    cdef Text text
    cdef list words = [], bits = []
    text.kind, text.data, text.size = PyUnicode_KIND(whole), PyUnicode_DATA(whole), len(whole)
    while i < text.size and count < MAX_WORDS:
        if at(&text, i) == 32:
            i += 1
            continue
        end = token_end(whole, &text, i)
        starts[count], ends[count] = i, end
        word = PyUnicode_Substring(whole, i, end)
        words.append(word)
        bits.append(shape_of(word))
        count += 1
        i = end
    cdef Run run = Run.__new__(Run)
    cdef Segment one
    if i < text.size:  # a list of names without end
        segments, run.open_role = located(whole, after_title)
        run.segments = [
            segment(whole, first, last, kind, sure, its_role, tokens)
            for first, last, kind, sure, its_role, tokens in segments
        ]
        return run
    for i in range(count):
        if <uint64_t> bits[i] & KNOWN:
            bits[i] |= longest_known(words, i)
    read, role = read_once(tuple(bits), after_title)
    run.segments = []
    for first, last, kind, sure, its_role, tokens in read:
        run.segments.append(
            segment(
                whole, starts[<Py_ssize_t> first], ends[<Py_ssize_t> last - 1], kind, sure,
                starts[<Py_ssize_t> its_role] if its_role >= 0 else -1, tokens,
            )
        )
    run.open_role = starts[<Py_ssize_t> role] if role >= 0 else -1
    return run


cdef Segment segment(
    str whole, Py_ssize_t start, Py_ssize_t end, str kind, bint sure, Py_ssize_t role, Py_ssize_t tokens
):
    cdef Segment made = Segment.__new__(Segment)
    made.start, made.end, made.role, made.tokens = start, end, role, tokens
    made.kind, made.sure, made.written = KINDS[kind], sure, PyUnicode_Substring(whole, start, end)
    return made


cdef Py_ssize_t token_end(str whole, Text* text, Py_ssize_t i):
    """Return the end of the word that begins at ``i`` in a run; the pattern is ``capitals.TOKENS``."""
    cdef Py_ssize_t end
    if not is_upper(at(text, i)):
        while i < text.size and at(text, i) != 32:
            i += 1
        return i
    end = abbreviation_end(whole, text, i, False)
    if not end:
        return word_end(text, i)
    if end == i + 2:  # initials
        while is_upper(at(text, end)) and at(text, end + 1) == 46:
            end += 2
    return end


cdef object shape_of(str word):
    cdef PyObject* known = PyDict_GetItem(_shapes, word)
    if known:
        return <object> known
    if len(_shapes) >= MAX_CACHED:
        _shapes.clear()
    bits = _shapes[word] = shape(word)
    return bits


# By whether a title is in front of them: the runs that were read.
cdef dict _runs = {}, _titled_runs = {}
cdef dict _beside_words = {}
cdef dict _plain = {}
cdef dict _shapes = {}


cdef Run run_of(str text, bint after_title):
    cdef dict known = _titled_runs if after_title else _runs
    cdef PyObject* found = PyDict_GetItem(known, text)
    if found:
        return <Run> found
    made = read_run(text, after_title)
    if len(text) <= MAX_CACHED_LENGTH:
        if len(known) >= MAX_CACHED:
            known.clear()
        known[text] = made
    return made


cdef int beside_of(str whole, Text* text, Py_ssize_t end) except -1:
    """Return what the word in front of the offset ``end`` tells, + 1; 0 at the start of a sentence."""
    cdef Py_ssize_t last = end - 1, first
    cdef uint32_t c
    while last >= 0 and at(text, last) in (32, 0xA0):
        last -= 1
    if last < 0:
        return 0
    c = at(text, last)
    if (of_ascii[c] & ENDS_SENTENCE) if c < 128 else c in (0x201C, 0x201D, 0x2022):  # “”•
        return 0
    first = last
    while first > 0 and last - first < LONGEST_WORD and at(text, first - 1) != 32:
        first -= 1
    if first > 0 and at(text, first - 1) != 32:
        return 1 + CERTAIN
    while first <= last and is_around(at(text, last)):
        last -= 1
    while first <= last and is_around(at(text, first)):
        first += 1
    if first > last:
        return 1 + CERTAIN
    word = PyUnicode_Substring(whole, first, last + 1)
    cdef PyObject* found = PyDict_GetItem(_beside_words, word)
    if found:
        return 1 + <int> <object> found
    if len(_beside_words) >= MAX_CACHED:
        _beside_words.clear()
    bits = _beside_words[word] = beside(word)
    return 1 + <int> bits


cdef inline bint is_around(uint32_t c) noexcept:
    return of_ascii[c] & AROUND if c < 128 else c in (0x201C, 0x201D, 0x2018)  # “”‘


cdef bint is_verb_behind(str whole, Text* text, Py_ssize_t i) except -1:
    """Return whether a verb of saying is behind the offset ``i``, as ``mentions.NEXT_WORD`` finds it."""
    cdef Py_ssize_t end, j
    while at(text, i) in (32, 44):
        i += 1
    if at(text, i) == 40:  # (
        end = i + 1
        while end < text.size and end - i <= LONGEST_BRACKETS and at(text, end) != 41:
            end += 1
        if end == i + 1 or at(text, end) != 41:
            return False
        i = end + 1
        while at(text, i) in (32, 44):
            i += 1
    for adverb in ADVERBS:
        for j in range(len(<str> adverb)):
            if at(text, i + j) != <uint32_t> (<str> adverb)[j]:
                break
        else:
            if is_word(at(text, i + len(<str> adverb))) or at(text, i + len(<str> adverb)) == 45:
                i += len(<str> adverb)
                break
    end = i
    while end - i <= LONGEST_VERB and (is_word(at(text, end)) or at(text, end) == 45):
        end += 1
    return i < end <= i + LONGEST_VERB and PyUnicode_Substring(whole, i, end) in verbs


cdef list mentions_in(str whole, Text* text, bint marked):
    """Return the mentions of a paragraph: ``mentions.mentions``."""
    cdef list found = []
    cdef tuple titles = titles_of(whole) if marked else ()
    cdef Py_ssize_t open_role = -1, open_end = -1, i = 0, end, carried, first, last
    cdef int near
    cdef bint after_title, leads, sure
    cdef Run run
    cdef Segment segment
    cdef Mention made
    cdef str kind, written
    cdef uint32_t before
    while i < text.size:
        if not is_upper(at(text, i)):
            i += 1
            continue
        before = at(text, i - 1)
        if i and ((of_ascii[before] & NO_START) if before < 128 else Py_UNICODE_ISALNUM(before)):
            i += 1
            continue
        end = run_end(whole, text, i)
        near = beside_of(whole, text, i)
        after_title = near and (near - 1) & TITLE
        written = PyUnicode_Substring(whole, i, end)
        run = run_of(written, after_title)
        if not run.segments:
            if found and at(text, end) == 41 and is_short_for(whole, i, end, found[len(found) - 1]):
                found.append(mention(i, end, ORGANISATION, True, None, True, written))
        else:
            carried = -1
            if open_end >= 0 and i - open_end <= LONGEST_APPOSITION and apposition.fullmatch(whole, open_end, i):
                carried = open_role
            for segment in run.segments:
                first, last, sure = i + segment.start, i + segment.end, segment.sure
                if titles and _is_in(titles, first, last):
                    continue
                leads = segment.start == 0
                kind, role = segment.kind, None
                if not sure or kind is PERSON:
                    if segment.role >= 0:
                        role = trimmed(whole, i + segment.role, first)
                    elif carried >= 0 and leads:
                        role = trimmed(whole, carried, first)
                    if (
                        not (sure or kind or leads or role is not None or after_title)
                        and at(text, first - 1) == 32
                        and Py_UNICODE_ISALPHA(at(text, first - 2))
                    ):
                        continue
                    if not sure:
                        made = by_words(
                            whole, text, segment, first, last, near - 1 if leads and near else 0, after_title or role is not None
                        )
                        if made is None:
                            continue
                        kind, sure = made.kind, made.sure
                found.append(mention(first, last, kind, sure, role, not leads or near, segment.written))
        if run.open_role >= 0:
            open_role, open_end = i + run.open_role, end
        elif not i or at(text, i - 1) != 40:
            open_role, open_end = -1, -1
        i = end
    if len(found) > 1:
        mark_places(whole, found)
    return found


cdef Mention mention(Py_ssize_t start, Py_ssize_t end, str kind, bint sure, object role, bint inside, str written):
    cdef Mention made = Mention.__new__(Mention)
    made.start, made.end, made.kind, made.sure, made.role = start, end, kind, sure, role
    made.inside, made.written = inside, written
    return made


cdef bint _is_in(tuple ranges, Py_ssize_t start, Py_ssize_t end) except -1:
    for first, last in ranges:
        if <Py_ssize_t> first <= start and end <= <Py_ssize_t> last:
            return True
    return False


cdef Mention by_words(
    str whole, Text* text, Segment segment, Py_ssize_t start, Py_ssize_t end, int near, bint titled
):
    """Return kind and ``sure`` by the words beside a name, as ``mentions._kind_by_words`` does."""
    cdef str kind = segment.kind
    cdef bint sure = False
    if at(text, end) == 46 and is_word(at(text, end + 1)) and address_on_web.match(whole, end):
        return None
    if near & PLACE_WORD and kind is not ORGANISATION and (segment.tokens == 1 or near & DI):
        kind, sure = PLACE, near & CERTAIN
    elif titled:
        kind, sure = kind or PERSON, True
    elif near & PLACE_HEAD:
        kind, sure = PLACE, True
    elif near & ORGANISATION_HEAD:
        kind, sure = ORGANISATION, True
    elif near & TELLS_KIND:
        if near & WORK:
            return None
    elif kind is NONE or kind is PERSON:
        if near & SAYS or is_verb_behind(whole, text, end):
            kind, sure = PERSON, True
    return mention(start, end, kind, sure, None, False, None)


cdef void mark_places(str whole, list found) except *:
    """Set the kind of names beside a place: ``mentions.mark_places``."""
    cdef Py_ssize_t i
    cdef Mention one, other
    for i in range(len(found) - 2, -1, -1):
        one, other = found[i], found[i + 1]
        if other.kind is PLACE and not one.sure and one.role is None and (one.kind is NONE or one.kind is PERSON):
            if one.inside and other.start == one.end + 2 and PyUnicode_Substring(whole, one.end, other.start) == ", ":
                one.kind, one.sure = PLACE, True
    for i in range(1, len(found)):
        other, one = found[i - 1], found[i]
        if other.kind is PLACE and not one.sure and one.role is None and (one.kind is NONE or one.kind is PERSON):
            if one.start - other.end <= 7 and PyUnicode_Substring(whole, other.end, one.start) in follows:
                one.kind, one.sure = PLACE, True


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
        if size < 32 and 97 <= (first | 32) <= 122 and 97 <= (last | 32) <= 122:
            if may_be_verb[_verb_place(first, last, size)] and PyUnicode_Substring(whole, start, i) in verbs_of_saying:
                found.append((start, i))
    return found


cdef class People:
    """The compiled `search.names.joining._People`."""

    cdef dict longer, kinds, full_names
    cdef set inside

    def __init__(self, list paragraphs):
        self.longer, self.kinds, self.full_names, self.inside = {}, {}, {}, set()
        cdef Mention one
        cdef list here
        cdef set several = set(), names
        for here in paragraphs:
            for one in here:
                if one.sure and one.written not in self.kinds:
                    self.kinds[one.written] = one.kind
                if one.kind is PERSON and " " in one.written:
                    several.add(one.written)
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
        if one.written not in self.inside:
            return NONE
        known = PyDict_GetItem(_plain, one.written)
        if known:
            return NONE if <object> known else PERSON
        if len(_plain) >= MAX_CACHED:
            _plain.clear()
        plain = _plain[one.written] = is_plain(one.written)
        return NONE if plain else PERSON

    cdef str full(self, str written):
        cdef PyObject* known = PyDict_GetItem(self.full_names, written)
        if known:
            return <str> <object> known
        full = self.full_names[written] = self.longest(written)
        return full

    cdef str longest(self, str written):
        cdef str name = aliases.get(written, written)
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


def names_and_clues(paragraphs):
    """Return the names of each paragraph of an article, and its clues to quotations."""
    cdef list mentioned = [], clues = [], here, verbs
    cdef Text text
    cdef Py_ssize_t i
    cdef uint32_t c
    cdef bint titled, marked
    cdef str whole
    for whole in paragraphs:
        text.kind, text.data, text.size = PyUnicode_KIND(whole), PyUnicode_DATA(whole), len(whole)
        titled = marked = False
        for i in range(text.size):
            c = at(&text, i)
            if c == 34 or 0x2018 <= c <= 0x201E or c == 0xAB:
                titled = titled or c in (34, 0x201C, 0x2018)
                marked = marked or c in (34, 0x201C, 0x201D, 0xAB, 0x201E)
        here = mentions_in(whole, &text, titled)
        mentioned.append(here)
        verbs = verbs_in(whole, &text)
        clues.append((here, verbs) if verbs or marked else None)
    people = People(mentioned)
    return [names_of(here, people) for here in mentioned], clues
