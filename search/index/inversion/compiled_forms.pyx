# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The module numbers strings by a hash table over an arena; the oracle is `search.index.inversion.forms`."""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memcmp, memcpy
cimport cpython.array as array
from cpython.unicode cimport PyUnicode_DecodeUTF8

import numpy as np

from search.index.inversion.forms import word_hash
from search.indonesian.tokens import surface_forms
from search.indonesian.units import forms_and_units

from search.bits cimport prefetch

include "unit_words.pxi"
include "units.pxi"
include "tokens.pxi"

cdef extern from "Python.h":
    const char* PyUnicode_AsUTF8AndSize(object text, Py_ssize_t* size) except NULL

cdef uint32_t NOT_PLAIN = 0xFFFFFFFFu


cdef struct Slot:
    uint32_t hashed
    uint32_t record  # the offset of the record in the arena, in units of four bytes; 0 if the slot is free


cdef struct Record:  # precedes the bytes of a string in the arena
    uint32_t number
    uint32_t size


cdef Py_ssize_t _region_end(const uint8_t* text, Py_ssize_t at, Py_ssize_t size) noexcept nogil:
    """Return the end of a run of plain pieces, or of a single piece that is not plain; no unit crosses it.

    A number before a raised digit, as in *50 m²*, is in the run of that piece.
    """
    cdef Py_ssize_t end = at, piece = -1, before
    while True:
        before, piece = piece, end
        while end < size and text[end] != 32:
            end += 1
        if not is_plain(text + piece, end - piece):
            if before >= 0 and _is_raised(text + piece, end - piece) and 48 <= text[piece - 2] <= 57:
                piece = before
            return end if piece == at else piece - 1
        if end == size:
            return end
        end += 1


cdef bint _is_raised(const uint8_t* text, Py_ssize_t size) noexcept nogil:
    """Return whether a piece begins with up to three letters and a raised 2 or 3."""
    cdef Py_ssize_t letters = 0
    while letters < 3 and letters < size and 97 <= (text[letters] | 32) <= 122:
        letters += 1
    return letters > 0 and letters + 1 < size and text[letters] == 0xC2 and 0xB2 <= text[letters + 1] <= 0xB3


cdef bint _may_contain_units(const uint8_t* text, Py_ssize_t size) noexcept nogil:
    """Return whether a piece contains a character that every unit contains; the oracle tests more exactly."""
    cdef Py_ssize_t i
    for i in range(size):
        if 48 <= text[i] <= 57 or text[i] == 35 or text[i] == 36 or text[i] == 38:  # # $ &
            return True
        if text[i] == 46 and i + 1 < size and 97 <= (text[i + 1] | 32) <= 122:  # .a
            return True
    return False


cdef class StringNumbers:
    """The compiled `search.index.inversion.forms.StringNumbers`."""

    cdef Slot* slots
    cdef uint64_t mask
    cdef uint32_t count
    cdef uint8_t* arena
    cdef uint64_t used, capacity
    cdef uint32_t* records  # for each string the offset of its record in the arena
    cdef uint32_t max_count  # strings for which `records` has memory

    def __cinit__(self):
        self.mask = (1 << 12) - 1
        self.slots = <Slot*> calloc(self.mask + 1, sizeof(Slot))
        self.capacity, self.used = 1 << 16, 4
        self.arena = <uint8_t*> malloc(self.capacity)
        self.max_count = 1 << 11
        self.records = <uint32_t*> malloc(self.max_count * sizeof(uint32_t))
        if not self.slots or not self.arena or not self.records:
            raise MemoryError

    def __dealloc__(self):
        free(self.slots)
        free(self.arena)
        free(self.records)

    def __len__(self):
        return self.count

    def number_of(self, str string):
        cdef Py_ssize_t size = 0
        cdef const uint8_t* utf8 = <const uint8_t*> PyUnicode_AsUTF8AndSize(string, &size)
        return self._number(utf8, <uint32_t> size, form_hash(utf8, size))

    def numbers_of(self, list strings):
        result = np.empty(len(strings), np.uint32)
        cdef uint32_t[::1] numbers = result
        cdef Py_ssize_t i, size = 0
        cdef const uint8_t* utf8
        for i in range(len(strings)):
            utf8 = <const uint8_t*> PyUnicode_AsUTF8AndSize(strings[i], &size)
            numbers[i] = self._number(utf8, <uint32_t> size, form_hash(utf8, size))
        return result

    def string(self, uint32_t number):
        if number >= self.count:
            raise IndexError(number)
        cdef uint8_t* at = self.arena + 4 * <uint64_t> self.records[number]
        return PyUnicode_DecodeUTF8(<char*> at + sizeof(Record), (<Record*> at).size, NULL)

    def encoded(self):
        starts = np.zeros(self.count + 1, np.int64)
        cdef int64_t[::1] start = starts
        cdef uint32_t number
        cdef uint8_t* at
        for number in range(self.count):
            at = self.arena + 4 * <uint64_t> self.records[number]
            start[number + 1] = start[number] + (<Record*> at).size
        encoded = np.empty(starts[self.count], np.uint8)
        cdef uint8_t[::1] out = encoded
        for number in range(self.count):
            at = self.arena + 4 * <uint64_t> self.records[number]
            if (<Record*> at).size:
                memcpy(&out[start[number]], at + sizeof(Record), (<Record*> at).size)
        return encoded, starts

    cdef inline uint32_t _number(
        self, const uint8_t* string, uint32_t size, uint32_t hashed
    ) except? 0xFFFFFFFF:
        """Return the number of a string, which is inserted if it is new (linear probing)."""
        cdef uint64_t at_slot = hashed & self.mask
        cdef uint8_t* at
        while self.slots[at_slot].record:
            if self.slots[at_slot].hashed == hashed:
                at = self.arena + 4 * <uint64_t> self.slots[at_slot].record
                if (<Record*> at).size == size and memcmp(at + sizeof(Record), string, size) == 0:
                    return (<Record*> at).number
            at_slot = (at_slot + 1) & self.mask
        return self._insert(string, size, hashed, at_slot)

    cdef uint32_t _insert(
        self, const uint8_t* string, uint32_t size, uint32_t hashed, uint64_t at_slot
    ) except? 0xFFFFFFFF:
        cdef uint64_t needed = self.used + sizeof(Record) + size + 4
        if needed > self.capacity:
            larger = <uint8_t*> realloc(self.arena, 2 * needed)
            if not larger:
                raise MemoryError
            self.arena, self.capacity = larger, 2 * needed
        if self.count == self.max_count:
            records = <uint32_t*> realloc(self.records, 2 * <uint64_t> self.max_count * sizeof(uint32_t))
            if not records:
                raise MemoryError
            self.records, self.max_count = records, 2 * self.max_count
        if self.used // 4 > 0xFFFFFFFFu or self.count == 0xFFFFFFFEu:
            raise MemoryError("too many distinct words for one segment")
        cdef uint32_t number = self.count
        cdef uint8_t* at = self.arena + self.used
        (<Record*> at).number = number
        (<Record*> at).size = size
        memcpy(at + sizeof(Record), string, size)
        self.records[number] = <uint32_t> (self.used // 4)
        self.slots[at_slot].hashed = hashed
        self.slots[at_slot].record = self.records[number]
        self.used += (sizeof(Record) + size + 3) // 4 * 4
        self.count += 1
        if 2 * <uint64_t> self.count > self.mask:
            self._more_slots()
        return number

    cdef int _more_slots(self) except -1:
        cdef uint64_t mask = 2 * self.mask + 1, old, at_slot
        larger = <Slot*> calloc(mask + 1, sizeof(Slot))
        if not larger:
            raise MemoryError
        for old in range(self.mask + 1):
            if self.slots[old].record:
                at_slot = self.slots[old].hashed & mask
                while larger[at_slot].record:
                    at_slot = (at_slot + 1) & mask
                larger[at_slot] = self.slots[old]
        free(self.slots)
        self.slots, self.mask = larger, mask
        return 0


cdef class SurfaceForms(StringNumbers):
    """The compiled `search.index.inversion.forms.SurfaceForms`."""

    cdef object hashes  # the word hashes that are computed so far
    cdef uint32_t* scratch
    cdef Token* tokens
    cdef Py_ssize_t scratch_size

    def __cinit__(self):
        self.hashes = np.empty(0, np.uint32)

    def __dealloc__(self):
        free(self.scratch)
        free(self.tokens)

    def word_hashes(self):
        cdef uint32_t number, known = <uint32_t> len(self.hashes)
        more = np.empty(self.count - known, np.uint32)
        cdef uint32_t[::1] hashes = more
        cdef uint8_t* at
        for number in range(known, self.count):
            at = self.arena + 4 * <uint64_t> self.records[number]
            if is_plain(at + sizeof(Record), (<Record*> at).size):
                hashes[number - known] = ascii_word_hash(at + sizeof(Record), (<Record*> at).size)
            else:
                hashes[number - known] = word_hash(self.string(number))
        self.hashes = np.concatenate([self.hashes, more])
        return self.hashes

    def plain_words(self, uint32_t first, StringNumbers words):
        result = np.full(self.count - first, NOT_PLAIN, np.uint32)
        cdef uint32_t[::1] numbers = result
        cdef uint32_t number, size
        cdef uint8_t* at
        for number in range(first, self.count):
            at = self.arena + 4 * <uint64_t> self.records[number]
            size = (<Record*> at).size
            self._ensure_size(size)
            if fold_plain(at + sizeof(Record), size, <uint8_t*> self.scratch):
                numbers[number - first] = words._number(
                    <uint8_t*> self.scratch, size, form_hash(<uint8_t*> self.scratch, size)
                )
        return result

    def extend(self, array.array tokens, array.array ends, tuple texts):
        cdef uint64_t end
        if tokens.ob_descr.itemsize != 4 or ends.ob_descr.itemsize != 8:
            raise ValueError("tokens are 32-bit and ends are 64-bit integers")
        for text in texts:
            self._add(tokens, text)
            end = <uint64_t> len(tokens)
            array.extend_buffer(ends, <char*> &end, 1)

    cdef int _add(self, array.array tokens, str text) except -1:
        cdef Py_ssize_t size = 0, at = 0, end, count = 0
        cdef const uint8_t* utf8 = <const uint8_t*> PyUnicode_AsUTF8AndSize(text, &size)
        self._ensure_size(size + 2)  # half as many tokens, each perhaps behind a unit
        if text.isascii() or is_plain(utf8, size):
            count = self._tokenise(utf8, size, 0)
        else:
            while at < size:  # as search.indonesian.units._regions
                end = _region_end(utf8, at, size)
                if is_plain(utf8 + at, end - at):
                    count = self._tokenise(utf8 + at, end - at, count)
                else:
                    find = forms_and_units if _may_contain_units(utf8 + at, end - at) else surface_forms
                    for surface in find(PyUnicode_DecodeUTF8(<char*> utf8 + at, end - at, NULL)):
                        self.scratch[count] = self.number_of(surface)
                        count += 1
                at = end + 1
        if count:
            array.extend_buffer(tokens, <char*> self.scratch, count)
        return 0

    cdef Py_ssize_t _tokenise(self, const uint8_t* text, Py_ssize_t size, Py_ssize_t count) except -1:
        """Append the numbers of a plain text's forms to the ``count`` numbers in scratch; return the new count."""
        cdef Py_ssize_t tokens, i
        cdef uint32_t record
        # In several passes, so that the memory of all tokens is fetched at once instead of one after the other.
        tokens = find_tokens(text, size, self.tokens)
        for i in range(tokens):
            prefetch(&self.slots[self.tokens[i].hashed & self.mask])
        for i in range(tokens):
            record = self.slots[self.tokens[i].hashed & self.mask].record
            prefetch(self.arena + 4 * <uint64_t> record)
        for i in range(tokens):
            self.scratch[count + i] = self._number(
                text + self.tokens[i].start, self.tokens[i].size, self.tokens[i].hashed
            )
        return count + tokens

    cdef int _ensure_size(self, Py_ssize_t tokens) except -1:
        if tokens > self.scratch_size:
            larger = <uint32_t*> realloc(self.scratch, 2 * tokens * sizeof(uint32_t))
            if not larger:
                raise MemoryError
            self.scratch = larger
            tokens_ = <Token*> realloc(self.tokens, 2 * tokens * sizeof(Token))
            if not tokens_:
                raise MemoryError
            self.tokens, self.scratch_size = tokens_, 2 * tokens
        return 0
