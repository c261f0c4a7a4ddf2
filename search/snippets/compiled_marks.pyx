# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Where the words of a query stand in a text: `search.snippets.marks` in loops, the same marks.

A text is gone through once. Two letters in a row tell by one look-up whether a trace of a word may begin
there; only the pieces that show one, or may hold a word without showing it, are cut out and analysed. The
analysis remembers what it has met, so that costs a look-up as well.

What is rare goes to the twin, which analyses the whole text: texts that show a unit of several pieces, rows
of words with a gap, very many words, very many marks in a text.
"""

from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_New, PyTuple_SET_ITEM
from cpython.unicode cimport PyUnicode_1BYTE_DATA, PyUnicode_Tailmatch
from libc.stdint cimport int32_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy, memset

from search.snippets.spans cimport Span, Spans, add_span, merge
from search.snippets.traces cimport Traces, add, begin, pair, shows, shows_any

from search.indonesian.traces import is_initials, of_exact, of_units, squeezed
from search.snippets import marks as twin
from search.snippets.windows import SNIPPET_LENGTH

include "plain.pxi"
include "pieces.pxi"
include "rows.pxi"
include "windows.pxi"

cdef Py_ssize_t LENGTH = SNIPPET_LENGTH

cdef enum:
    MOST_ANCHORS = 64
    MOST_ROWS = 32
    LONGEST_ROW = 63
    LONGEST_SQUEEZED = 256
    DECISIONS = 32           # a power of two
    LONGEST_DECIDED = 27     # letters
    NO_ROW = -1

# What may stand inside a word: 1 in any case, 2 within initialisms and numbers.
cdef uint8_t[256] JOINTS
cdef int _code
for _code in range(256):
    JOINTS[_code] = 1 if chr(_code) in "-'`" or OTHER <= _code <= LAST_ODD else 2 if chr(_code) in ".," else 0


cdef struct Anchor:
    # A piece in which a row of words may begin; which row, NO_ROW for any.
    Span piece
    int32_t row


cdef struct Decision:
    # A word met, as it was written, and whether it is looked for.
    uint8_t[LONGEST_DECIDED] word
    uint8_t size
    bint is_wanted


cdef class CompiledHighlighter:
    """See ``search.snippets.marks.Highlighter``. For one thread at a time."""

    cdef object _asked, _twin, _shows_unit
    cdef Pieces _pieces
    cdef set _stems, _exacts
    cdef tuple _prefixes
    cdef list _rows, _kept
    cdef bint _by_twin, _numbers, _initials
    cdef uint8_t[1024] _of_initials  # whether two letters stand side by side in a word that may be initials
    cdef Traces _traces
    cdef uint8_t[256] _telling   # whether a trace may begin with a letter, or it is a joint
    cdef Decision[DECISIONS] _decisions
    # of the text at hand
    cdef PlainText _text
    cdef Spans _marks
    cdef Anchor[MOST_ANCHORS] _anchors
    cdef Py_ssize_t _anchor_n, _odd_until, _taken_until
    cdef bint _met_odd

    def __init__(self, words, analyzer, str field="body"):
        words = tuple(words)
        self._asked, self._twin = (words, analyzer, field), None
        self._stems, self._exacts, self._prefixes, self._rows, self._kept = set(), set(), (), [], []
        self._pieces, self._text = Pieces(analyzer), PlainText()
        begin(&self._traces)
        memcpy(self._telling, JOINTS, sizeof(JOINTS))
        for word in words:
            if field in word.fields:
                self._aim_at(word)
        terms = self._stems.union(self._exacts, *[row.terms for row in self._rows])
        units = of_units(terms, self._prefixes)
        self._shows_unit = units.search if units is not None else None
        memset(self._of_initials, 0, sizeof(self._of_initials))
        for term in filter(is_initials, terms):
            self._initials = True
            for first, second in zip(term, term[1:]):
                self._of_initials[(ord(first) & 31) << 5 | (ord(second) & 31)] = 1

    def _aim_at(self, word):
        of_stem = self._pieces.analyzer.traces.of_stem
        if word.prefix:
            prefix = word.forms[0].exacts[0]
            self._prefixes += (prefix,)
            self._look_for(of_exact(prefix), NO_ROW, 0)
            return
        for form in word.forms:
            if len(form.stems) > 1:
                self._aim_at_row(form, word.exact)
            elif word.exact:
                self._exacts.add(form.exacts[0])
                self._look_for(of_exact(form.exacts[0]), NO_ROW, 0)
            else:
                self._stems.add(form.stems[0])
                self._look_for(of_stem(form.stems[0]), NO_ROW, 0)

    def _aim_at_row(self, form, exact):
        if len(form.stems) > LONGEST_ROW or len(self._rows) == MOST_ROWS:
            self._by_twin = True
            return
        of_term = of_exact if exact else self._pieces.analyzer.traces.of_stem
        row = Row(form, exact)
        for term, bits in row.terms.items():
            self._look_for(of_term(term), len(self._rows), bits)
        self._rows.append(row)

    cdef int _look_for(self, tuple traces, int32_t row, uint64_t terms) except -1:
        cdef str trace
        for trace in traces:
            if not trace.isascii():
                continue  # only odd pieces show it
            self._add(trace, row, terms)
            if not trace.isalnum():
                self._add(squeezed(trace), row, terms)
        return 0

    cdef int _add(self, str trace, int32_t row, uint64_t terms) except -1:
        self._kept.append(trace)
        if not trace or not add(&self._traces, PyUnicode_1BYTE_DATA(trace), len(trace), row, terms):
            self._by_twin = True
            return 0
        self._telling[ord(trace[0])] = 1
        if is_digit(ord(trace[0])):
            self._numbers = True
        return 0

    def marks(self, str text not None):
        """Return the half-open character ranges of the matches in ``text``, in order, not overlapping."""
        return _as_tuples(&self._marks) if self._find(text) else self._slowly().marks(text)

    def snippet(self, str text not None, bint highlight=True):
        """Return the marks, the window that shows them best, and its HTML."""
        cdef Span window
        if not self._find(text) or not choose_window(self._text, self._marks.spans, self._marks.n, LENGTH, &window):
            return self._slowly().snippet(text, highlight)
        html = to_html(self._text, self._marks.spans, self._marks.n if highlight else 0, window)
        return _as_tuples(&self._marks), (window.start, window.end), html

    def html(self, str text not None, bint highlight=True):
        """Return all of ``text`` as HTML."""
        cdef Span window
        if not self._find(text):
            return self._slowly().html(text, highlight)
        window.start, window.end = 0, self._text.size
        return to_html(self._text, self._marks.spans, self._marks.n if highlight else 0, window)

    def _slowly(self):
        if self._twin is None:
            self._twin = twin.Highlighter(*self._asked)
        return self._twin

    cdef bint _find(self, str text) except -1:
        """Find the marks of a text; False where that is left to the twin."""
        if self._by_twin or (self._shows_unit is not None and self._shows_unit(text.lower()) is not None):
            return False
        self._text.read(text)
        self._marks.n = self._anchor_n = self._odd_until = self._taken_until = 0
        self._marks.overflows = self._met_odd = False
        self._go_through()
        if self._rows:
            self._mark_rows()
        merge(&self._marks)
        return not self._marks.overflows

    cdef int _go_through(self) except -1:
        cdef const uint8_t *small = self._text.small
        cdef Py_ssize_t i
        cdef Row row
        for row in self._rows:
            row.shown = 0
        for i in range(self._text.size):
            if not self._telling[small[i]]:
                continue
            if JOINTS[small[i]]:
                self._look_at_joint(i)
            if self._traces.pairs[pair(small + i)]:
                self._look_for_traces(i)
        return 0

    cdef int _look_at_joint(self, Py_ssize_t i) except -1:
        """Analyse the piece around a character that may stand inside a word."""
        cdef const uint8_t *small = self._text.small
        cdef bint inside = JOINTS[small[i]] == 1 or (self._numbers and is_digit(small[i + 1]))
        cdef Span piece
        if not inside and small[i] == c".":
            if is_letter(small[i + 1]):
                inside = not is_letter(small[i + 2]) and not is_digit(small[i + 2])
            elif self._initials and self._has_spaced_initials(i):
                self._marks.overflows = True  # left to the twin
        if not inside or i < self._odd_until:
            return 0
        piece = piece_around(self._text, i)
        self._odd_until = piece.end
        if self._may_show(piece):
            self._met_odd = True
            self._take(piece)
            self._anchor(piece, NO_ROW)
        return 0

    cdef bint _has_spaced_initials(self, Py_ssize_t i) noexcept:
        """Tell whether a period, a blank and a period stand among letters here, as in a word looked for."""
        cdef const uint8_t *small = self._text.small
        if i == 0 or i + 3 >= self._text.size or small[i + 1] != c" " or small[i + 3] != c".":
            return False
        if not is_letter(small[i - 1]) or not is_letter(small[i + 2]):
            return False
        return self._of_initials[(small[i - 1] & 31) << 5 | (small[i + 2] & 31)]

    cdef bint _may_show(self, Span piece) noexcept:
        """Tell whether a trace shows in a piece without its joints, or might if all its letters were known."""
        cdef uint8_t[LONGEST_SQUEEZED + 1] letters
        cdef Py_ssize_t i, n = 0
        cdef uint8_t c
        if piece.end - piece.start > LONGEST_SQUEEZED:
            return True
        for i in range(piece.start, piece.end):
            c = self._text.small[i]
            if OTHER <= c <= LAST_ODD:
                return True
            if not JOINTS[c]:
                letters[n] = c
                n += 1
        letters[n] = 0
        return shows_any(&self._traces, letters, n)

    cdef int _look_for_traces(self, Py_ssize_t i) except -1:
        cdef const uint8_t *small = self._text.small
        cdef int32_t t = self._traces.first[small[i]]
        cdef Span piece
        while t >= 0:
            trace = &self._traces.traces[t]
            if shows(trace, small + i, self._text.size - i):
                piece = piece_around(self._text, i)
                if trace.row == NO_ROW:
                    self._take(piece)
                else:
                    (<Row> self._rows[trace.row]).shown |= trace.terms
                    if trace.terms & 1:
                        self._anchor(piece, trace.row)
            t = trace.following
        return 0

    cdef int _take(self, Span piece) except -1:
        """Mark the words of a piece that are looked for alone."""
        cdef Span core
        if piece.start < self._taken_until:
            return 0
        self._taken_until = piece.end
        core = without_punctuation(self._text, piece)
        if is_plain(self._text, core):
            if self._is_wanted_word(core):
                add_span(&self._marks, core)
            return 0
        for place in self._pieces.places(self._text, piece):
            if self._is_wanted(<object> PyTuple_GET_ITEM(place, 1), <object> PyTuple_GET_ITEM(place, 2)):
                add_span(&self._marks, span_of(place, piece.start))
        return 0

    cdef bint _is_wanted_word(self, Span core) except -1:
        """Tell whether a plain word is looked for; the same few words come again and again."""
        cdef Py_ssize_t i, size = core.end - core.start
        cdef uint32_t hashed = 0
        cdef Decision *known
        for i in range(core.start, core.end):
            hashed = 31 * hashed + self._text.plain[i]
        known = &self._decisions[(hashed ^ hashed >> 8) & (DECISIONS - 1)]
        if known.size == size and not memcmp(known.word, self._text.plain + core.start, size):
            return known.is_wanted
        term = self._pieces.word(self._text, core)
        wanted = self._is_wanted(<object> PyTuple_GET_ITEM(term, 2), <object> PyTuple_GET_ITEM(term, 1))
        if size <= LONGEST_DECIDED:
            memcpy(known.word, self._text.plain + core.start, size)
            known.size, known.is_wanted = size, wanted
        return wanted

    cdef bint _is_wanted(self, stem, exact) except -1:
        if stem in self._stems or exact in self._exacts:
            return True
        for prefix in self._prefixes:
            if PyUnicode_Tailmatch(exact, prefix, 0, len(exact), -1):
                return True
        return False

    cdef void _anchor(self, Span piece, int32_t row) noexcept:
        cdef Anchor *last = &self._anchors[self._anchor_n - 1] if self._anchor_n else NULL
        if last != NULL and last.row == row and last.piece.start == piece.start:
            return
        if self._anchor_n == MOST_ANCHORS:
            self._marks.overflows = True
            return
        self._anchors[self._anchor_n].piece, self._anchors[self._anchor_n].row = piece, row
        self._anchor_n += 1

    cdef int _mark_rows(self) except -1:
        cdef Py_ssize_t i
        cdef int32_t number = 0
        cdef Span span
        cdef Row row
        places = None
        for row in self._rows:
            if row.shown == row.all or self._met_odd:
                if row.form.gap:
                    places = places or self._pieces.analyzer.places(self._text.text)
                    for span.start, span.end in twin.rows_in(places, row.form, row.exact):
                        add_span(&self._marks, span)
                else:
                    for i in range(self._anchor_n):
                        if self._anchors[i].row == number or self._anchors[i].row == NO_ROW:
                            row.mark_from(self._text, self._pieces, self._anchors[i].piece, &self._marks)
            number += 1
        return 0


cdef tuple _as_tuples(const Spans *marks):
    cdef tuple made = PyTuple_New(marks.n)
    cdef Py_ssize_t i
    for i in range(marks.n):
        mark = (marks.spans[i].start, marks.spans[i].end)
        Py_INCREF(mark)  # the tuple takes a reference
        PyTuple_SET_ITEM(made, i, mark)
    return made
