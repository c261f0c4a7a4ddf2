# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Surface forms and their numbers: a hash table over an arena."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc, realloc
from libc.string cimport memcmp, memcpy, memset
from cpython cimport array
from cpython.unicode cimport PyUnicode_DecodeUTF8

import numpy as np

from search.index.inversion import word_hash
from search.indonesian.tokens import surface_forms

from search.index.kernel.prefetch cimport prefetch
from search.index.kernel.tokens cimport Token, ascii_word_hash, find_tokens, form_hash, is_plain

cdef extern from "Python.h":
    const char* PyUnicode_AsUTF8AndSize(object text, Py_ssize_t* size) except NULL


cdef struct Slot:
    uint32_t hashed
    uint32_t record  # where in the arena, in units of four bytes; 0 where the slot is free


cdef struct Record:  # what stands in the arena before the bytes of a form
    uint32_t number
    uint32_t size


cdef class SurfaceForms:
    """See `search.index.inversion.SurfaceForms`."""

    cdef Slot* slots
    cdef uint64_t mask
    cdef uint32_t count
    cdef uint8_t* arena
    cdef uint64_t used, room
    cdef uint32_t* records  # where each form stands in the arena
    cdef uint32_t* hashes  # its word hash
    cdef uint32_t most
    cdef uint32_t* scratch
    cdef Token* found
    cdef Py_ssize_t scratch_room

    def __cinit__(self):
        self.mask = (1 << 12) - 1
        self.slots = <Slot*> malloc((self.mask + 1) * sizeof(Slot))
        self.room, self.used = 1 << 16, 4
        self.arena = <uint8_t*> malloc(self.room)
        self.most = 1 << 11
        self.records = <uint32_t*> malloc(self.most * sizeof(uint32_t))
        self.hashes = <uint32_t*> malloc(self.most * sizeof(uint32_t))
        if not self.slots or not self.arena or not self.records or not self.hashes:
            raise MemoryError
        memset(self.slots, 0, (self.mask + 1) * sizeof(Slot))

    def __dealloc__(self):
        free(self.slots)
        free(self.arena)
        free(self.records)
        free(self.hashes)
        free(self.scratch)
        free(self.found)

    def __len__(self):
        return self.count

    def form(self, uint32_t number):
        if number >= self.count:
            raise IndexError(number)
        cdef uint8_t* at = self.arena + 4 * <uint64_t> self.records[number]
        return PyUnicode_DecodeUTF8(<char*> at + sizeof(Record), (<Record*> at).size, NULL)

    def word_hashes(self):
        found = np.empty(self.count, np.uint32)
        cdef uint32_t[::1] view = found
        if self.count:
            memcpy(&view[0], self.hashes, self.count * sizeof(uint32_t))
        return found

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
        self._make_room(size)
        if text.isascii() or is_plain(utf8, size):
            count = self._tokenise(utf8, size, 0)
        else:
            while at < size:  # no token crosses a blank
                end = at
                while end < size and utf8[end] != 32:
                    end += 1
                if is_plain(utf8 + at, end - at):
                    count = self._tokenise(utf8 + at, end - at, count)
                else:
                    for surface in surface_forms(PyUnicode_DecodeUTF8(<char*> utf8 + at, end - at, NULL)):
                        self.scratch[count] = self._number_of(surface)
                        count += 1
                at = end + 1
        if count:
            array.extend_buffer(tokens, <char*> self.scratch, count)
        return 0

    cdef Py_ssize_t _tokenise(self, const uint8_t* text, Py_ssize_t size, Py_ssize_t count) except -1:
        """Put the numbers of a plain text's forms behind the first ``count`` of the scratch; return how many then."""
        cdef Py_ssize_t tokens, i
        cdef uint32_t record
        # Passes, so that the memory of all tokens is fetched at once and not one wait after the other.
        tokens = find_tokens(text, size, self.found)
        for i in range(tokens):
            prefetch(&self.slots[self.found[i].hashed & self.mask])
        for i in range(tokens):
            record = self.slots[self.found[i].hashed & self.mask].record
            prefetch(self.arena + 4 * <uint64_t> record)
        for i in range(tokens):
            self.scratch[count + i] = self._number(
                text + self.found[i].start, self.found[i].size, self.found[i].hashed, None
            )
        return count + tokens

    cdef uint32_t _number_of(self, str surface) except? 0xFFFFFFFF:
        cdef Py_ssize_t size = 0
        cdef const uint8_t* utf8 = <const uint8_t*> PyUnicode_AsUTF8AndSize(surface, &size)
        return self._number(utf8, <uint32_t> size, form_hash(utf8, size), surface)

    cdef int _make_room(self, Py_ssize_t tokens) except -1:
        if tokens > self.scratch_room:
            fresh = <uint32_t*> realloc(self.scratch, 2 * tokens * sizeof(uint32_t))
            if not fresh:
                raise MemoryError
            self.scratch = fresh
            found = <Token*> realloc(self.found, 2 * tokens * sizeof(Token))
            if not found:
                raise MemoryError
            self.found, self.scratch_room = found, 2 * tokens
        return 0

    cdef inline uint32_t _number(
        self, const uint8_t* form, uint32_t size, uint32_t hashed, object surface
    ) except? 0xFFFFFFFF:
        """Return the number of a form, a new one where it is new (linear probing)."""
        cdef uint64_t place = hashed & self.mask
        cdef uint8_t* at
        while self.slots[place].record:
            if self.slots[place].hashed == hashed:
                at = self.arena + 4 * <uint64_t> self.slots[place].record
                if (<Record*> at).size == size and memcmp(at + sizeof(Record), form, size) == 0:
                    return (<Record*> at).number
            place = (place + 1) & self.mask
        return self._insert(form, size, hashed, place, surface)

    cdef uint32_t _insert(
        self, const uint8_t* form, uint32_t size, uint32_t hashed, uint64_t place, object surface
    ) except? 0xFFFFFFFF:
        cdef uint64_t needed = self.used + sizeof(Record) + size + 4
        if needed > self.room:
            fresh = <uint8_t*> realloc(self.arena, 2 * needed)
            if not fresh:
                raise MemoryError
            self.arena, self.room = fresh, 2 * needed
        if self.count == self.most:
            self._more_forms()
        if self.used // 4 > 0xFFFFFFFFu or self.count == 0xFFFFFFFEu:
            raise MemoryError("too many distinct words for one segment")
        cdef uint32_t number = self.count
        cdef uint8_t* at = self.arena + self.used
        (<Record*> at).number = number
        (<Record*> at).size = size
        memcpy(at + sizeof(Record), form, size)
        self.records[number] = <uint32_t> (self.used // 4)
        self.hashes[number] = ascii_word_hash(form, size) if surface is None else word_hash(surface)
        self.slots[place].hashed = hashed
        self.slots[place].record = self.records[number]
        self.used += (sizeof(Record) + size + 3) // 4 * 4
        self.count += 1
        if 2 * <uint64_t> self.count > self.mask:
            self._more_slots()
        return number

    cdef int _more_forms(self) except -1:
        cdef uint64_t most = 2 * <uint64_t> self.most
        records = <uint32_t*> realloc(self.records, most * sizeof(uint32_t))
        if records:
            self.records = records
        hashes = <uint32_t*> realloc(self.hashes, most * sizeof(uint32_t))
        if hashes:
            self.hashes = hashes
        if not records or not hashes:
            raise MemoryError
        self.most = <uint32_t> most
        return 0

    cdef int _more_slots(self) except -1:
        cdef uint64_t mask = 2 * self.mask + 1, old, place
        fresh = <Slot*> malloc((mask + 1) * sizeof(Slot))
        if not fresh:
            raise MemoryError
        memset(fresh, 0, (mask + 1) * sizeof(Slot))
        for old in range(self.mask + 1):
            if self.slots[old].record:
                place = self.slots[old].hashed & mask
                while fresh[place].record:
                    place = (place + 1) & mask
                fresh[place] = self.slots[old]
        free(self.slots)
        self.slots, self.mask = fresh, mask
        return 0
