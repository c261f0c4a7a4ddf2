# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The compiled side of `search.index.inversion`, whose Python functions say what these do: same results.

Nothing here allocates by itself but `SurfaceForms`: arrays come from NumPy, as large as their contents can
become at most, and are cut to what was used.
"""

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc, realloc
from libc.string cimport memcmp, memcpy, memset
from cpython cimport array
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.unicode cimport PyUnicode_DecodeUTF8

import numpy as np

from search.index.inversion import EncodedLists, word_hash
from search.index.shingles import FACTORS, MIN_WORDS, PERMUTATIONS, SHINGLE_WORDS, SUMMANDS
from search.indonesian.tokens import surface_forms

cdef extern from "Python.h":
    const char* PyUnicode_AsUTF8AndSize(object text, Py_ssize_t* size) except NULL

cdef extern from *:
    """
    /* The one loop that gains from wider registers: chosen when the program starts, where the C library can. */
    #if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__)
    #define WARTA_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
    #else
    #define WARTA_CLONES
    #endif
    WARTA_CLONES
    static void warta_least(const uint32_t *values, Py_ssize_t count, const uint32_t *factors,
                            const uint32_t *summands, uint32_t *least, int permutations) {
        for (int p = 0; p < permutations; p++) {
            uint32_t factor = factors[p], summand = summands[p], smallest = 0xFFFFFFFFu;
            for (Py_ssize_t i = 0; i < count; i++) {
                uint32_t permuted = values[i] * factor + summand;
                smallest = permuted < smallest ? permuted : smallest;
            }
            least[p] = smallest;
        }
    }
    #if defined(__GNUC__)
    #define warta_prefetch(address) __builtin_prefetch(address)
    #define warta_prefetch_to_write(address) __builtin_prefetch(address, 1)
    #else
    #define warta_prefetch(address)
    #define warta_prefetch_to_write(address)
    #endif
    """
    void warta_prefetch(const void*) noexcept nogil
    void warta_prefetch_to_write(void*) noexcept nogil
    void warta_least(const uint32_t*, Py_ssize_t, const uint32_t*, const uint32_t*, uint32_t*, int) noexcept nogil


#: As in `search.index.inversion`: here nothing is taken beside the rows.
BYTES_A_ROW = 0

# ---------------------------------------------------------------------------------------------- tokens

cdef enum:
    OTHER = 0
    LETTER = 1
    DIGIT = 2
    JOINT = 4
    WIDE = 8  # a byte of a character that is not ASCII

cdef uint8_t KIND[256]


cdef void _classify() noexcept:
    cdef int byte
    for byte in range(256):
        KIND[byte] = WIDE if byte >= 0x80 else OTHER
    for byte in range(26):
        KIND[65 + byte] = KIND[97 + byte] = LETTER
    for byte in range(10):
        KIND[48 + byte] = DIGIT
    KIND[45] = KIND[39] = KIND[96] = JOINT  # - ' `


_classify()


cdef bint _is_plain(const uint8_t* text, Py_ssize_t size) noexcept nogil:
    """Tell whether all characters beyond ASCII are U+2010 to U+2027 (quotes, dashes), U+00A0, U+00AB, U+00BB."""
    cdef Py_ssize_t at = 0
    while at < size:
        if text[at] < 0x80:
            at += 1
        elif text[at] == 0xE2 and text[at + 1] == 0x80 and 0x90 <= text[at + 2] <= 0xA7:
            at += 3
        elif text[at] == 0xC2 and (text[at + 1] == 0xA0 or text[at + 1] == 0xAB or text[at + 1] == 0xBB):
            at += 2
        else:
            return False
    return True


cdef inline int _joint(const uint8_t* text) noexcept nogil:
    """Return the bytes of the hyphen or apostrophe at this place, 0 where there is none."""
    if KIND[text[0]] == JOINT:
        return 1
    if text[0] == 0xE2 and text[1] == 0x80:
        if text[2] == 0x90 or text[2] == 0x91 or text[2] == 0x98 or text[2] == 0x99:
            return 3
    return 0


cdef inline bint _alphanumeric(uint8_t byte) noexcept nogil:
    return (KIND[byte] & (LETTER | DIGIT)) != 0


cdef Py_ssize_t _token_end(const uint8_t* text, Py_ssize_t at) noexcept nogil:
    """Return where the token ends that begins at this letter or digit; the zero behind the text ends all."""
    cdef Py_ssize_t end = at
    cdef int joint
    if KIND[text[at]] == LETTER:
        if text[at + 1] == 46 and KIND[text[at + 2]] == LETTER and text[at + 3] == 46:  # an initialism
            end = at + 4
            while KIND[text[end]] == LETTER and text[end + 1] == 46:
                end += 2
            if KIND[text[end]] == LETTER and not _alphanumeric(text[end + 1]):
                end += 1
            return end
        if (text[at] | 32) == 114 and (text[at + 1] | 32) == 112 and KIND[text[at + 2]] == DIGIT:  # Rp5
            return at + 2
    else:
        while KIND[text[end]] == DIGIT:
            end += 1
        if (text[end] == 46 or text[end] == 44) and KIND[text[end + 1]] == DIGIT:  # 1.500,75
            while (text[end] == 46 or text[end] == 44) and KIND[text[end + 1]] == DIGIT:
                end += 1
                while KIND[text[end]] == DIGIT:
                    end += 1
            return end
    while True:
        while _alphanumeric(text[end]):
            end += 1
        joint = _joint(text + end)
        if not joint or not _alphanumeric(text[end + joint]):
            return end
        end += joint


cdef inline uint32_t _hash(const uint8_t* form, Py_ssize_t size) noexcept nogil:
    """FNV-1a (Fowler, Noll, Vo), its high bits mixed into the low ones, which choose the slot."""
    cdef uint32_t hashed = 2166136261u
    cdef Py_ssize_t i
    for i in range(size):
        hashed = (hashed ^ form[i]) * 16777619u
    return hashed ^ hashed >> 15


cdef struct Slot:
    uint32_t hashed
    uint32_t record  # where in the arena, in units of four bytes; 0 where the slot is free


cdef struct Record:  # what stands in the arena before the bytes of a form
    uint32_t number
    uint32_t size


cdef struct Token:  # a token of a text, and what it was hashed to
    uint32_t start
    uint32_t size
    uint32_t hashed


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
        if text.isascii() or _is_plain(utf8, size):
            count = self._tokenise(utf8, size, 0)
        else:
            while at < size:  # no token crosses a blank
                end = at
                while end < size and utf8[end] != 32:
                    end += 1
                if _is_plain(utf8 + at, end - at):
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
        cdef Py_ssize_t tokens = 0, at = 0, end, i
        cdef uint32_t record
        # Three passes, so that the memory of all tokens is fetched at once and not one wait after the other.
        while at < size:
            if not _alphanumeric(text[at]):
                at += 1
                continue
            end = _token_end(text, at)
            self.found[tokens] = Token(<uint32_t> at, <uint32_t> (end - at), _hash(text + at, end - at))
            warta_prefetch(&self.slots[self.found[tokens].hashed & self.mask])
            tokens += 1
            at = end
        for i in range(tokens):
            record = self.slots[self.found[i].hashed & self.mask].record
            warta_prefetch(self.arena + 4 * <uint64_t> record)
        for i in range(tokens):
            self.scratch[count + i] = self._number(
                text + self.found[i].start, self.found[i].size, self.found[i].hashed, None
            )
        return count + tokens

    cdef uint32_t _number_of(self, str surface) except? 0xFFFFFFFF:
        cdef Py_ssize_t size = 0
        cdef const uint8_t* utf8 = <const uint8_t*> PyUnicode_AsUTF8AndSize(surface, &size)
        return self._number(utf8, <uint32_t> size, _hash(utf8, size), surface)

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
        self.hashes[number] = _ascii_word_hash(form, size) if surface is None else word_hash(surface)
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


cdef uint32_t _ascii_word_hash(const uint8_t* form, uint32_t size) noexcept nogil:
    cdef uint32_t checksum = 0xFFFFFFFFu
    cdef uint32_t i
    cdef uint8_t byte
    for i in range(size):
        if _alphanumeric(form[i]):
            byte = form[i] | 32 if KIND[form[i]] == LETTER else form[i]
            checksum = CRC[0][(checksum ^ byte) & 0xFF] ^ (checksum >> 8)
    return ~checksum


def packed_texts(tuple texts, uint8_t kind, array.array sizes, array.array checksums):
    cdef Py_ssize_t size = 0, total = 0, at = 0
    cdef const char* utf8
    cdef uint64_t long_size
    cdef uint32_t checksum
    if sizes.ob_descr.itemsize != 8 or checksums.ob_descr.itemsize != 4:
        raise ValueError("sizes are 64-bit and checksums are 32-bit integers")
    for text in texts:
        PyUnicode_AsUTF8AndSize(text, &size)
        total += size
    packed = PyBytes_FromStringAndSize(NULL, total)
    cdef char* to = PyBytes_AS_STRING(packed)
    for text in texts:
        utf8 = PyUnicode_AsUTF8AndSize(text, &size)
        memcpy(to + at, utf8, size)
        at += size
        long_size = <uint64_t> size
        checksum = _crc32(kind, <const uint8_t*> utf8, size)
        array.extend_buffer(sizes, <char*> &long_size, 1)
        array.extend_buffer(checksums, <char*> &checksum, 1)
    return packed


# ------------------------------------------------------------------------------------------- inversion


cdef int _check_texts(
    const uint32_t[::1] tokens, const uint64_t[::1] ends, const uint32_t[::1] starts, Py_ssize_t terms
) except -1:
    """Raise ValueError where an index would leave an array."""
    cdef Py_ssize_t i
    cdef uint64_t before = 0
    cdef uint32_t greatest = 0
    for i in range(len(ends)):
        if ends[i] < before:
            raise ValueError("the ends of texts do not ascend")
        before = ends[i]
    for i in range(1, len(starts)):
        if starts[i] < starts[i - 1]:
            raise ValueError("the terms of forms do not ascend")
    for i in range(len(tokens)):
        greatest = tokens[i] if tokens[i] > greatest else greatest
    if before != <uint64_t> len(tokens) or not len(starts) or starts[len(starts) - 1] > <uint64_t> terms:
        raise ValueError("texts, forms and terms do not fit together")
    if len(tokens) and greatest >= <uint64_t> len(starts) - 1:
        raise ValueError("a token is no known form")
    return 0


def term_counts(const uint32_t[::1] tokens, const uint64_t[::1] ends, const uint32_t[::1] starts):
    cdef Py_ssize_t i
    cdef uint64_t token = 0
    cdef uint32_t count
    _check_texts(tokens, ends, starts, 0xFFFFFFFF)
    counts = np.empty(len(ends), np.uint32)
    cdef uint32_t[::1] out = counts
    with nogil:
        for i in range(len(ends)):
            count = 0
            while token < ends[i]:
                count += starts[tokens[token] + 1] - starts[tokens[token]]
                token += 1
            out[i] = count
    return counts


cdef enum:
    AT_ONCE = 128

cdef uint32_t SEVERAL = 0xFFFFFFFFu


cdef struct Row:
    uint32_t term
    uint64_t row


cdef void _place(uint64_t* rows, int64_t* cursor, const Row* waiting, int count) noexcept nogil:
    """Put rows where their terms' next ones go: all places are fetched before the first is written."""
    cdef int i
    for i in range(count):
        warta_prefetch_to_write(&rows[cursor[waiting[i].term]])
    for i in range(count):
        rows[cursor[waiting[i].term]] = waiting[i].row
        cursor[waiting[i].term] += 1


def invert(
    const uint32_t[::1] tokens,
    const uint64_t[::1] ends,
    const uint64_t[::1] docs,
    const uint32_t[::1] starts,
    const uint32_t[::1] offsets,
    const uint32_t[::1] terms,
    const uint32_t[::1] widths,
    Py_ssize_t term_count,
    uint32_t most,
):
    cdef Py_ssize_t i, forms = len(widths), texts = len(ends)
    if len(offsets) != len(terms) or len(starts) != forms + 1 or len(docs) != texts:
        raise ValueError("the arrays of an inversion do not fit together")
    _check_texts(tokens, ends, starts, len(terms))
    for i in range(len(terms)):
        if terms[i] >= <uint64_t> term_count:
            raise ValueError("a form names a term beyond the last")
    firsts = np.zeros(term_count + 1, np.int64)
    cdef int64_t[::1] bounds = firsts
    met, only = np.zeros(forms + 1, np.int64), np.empty(forms + 1, np.uint32)
    cdef int64_t[::1] times = met
    cdef uint32_t[::1] only_term = only  # of the forms, nearly all, that are one term and fill one position
    cdef uint32_t form, at
    with nogil:
        for i in range(len(tokens)):
            times[tokens[i]] += 1
        for form in range(<uint32_t> forms):
            for at in range(starts[form], starts[form + 1]):
                bounds[terms[at] + 1] += times[form]
            at = starts[form]
            only_term[form] = SEVERAL
            if starts[form + 1] == at + 1 and offsets[at] == 0 and widths[form] == 1:
                only_term[form] = terms[at]
        for i in range(term_count):
            bounds[i + 1] += bounds[i]
    rows = np.empty(firsts[term_count], np.uint64)
    cursors = firsts[:term_count].copy()
    cdef uint64_t[::1] out = rows
    cdef int64_t[::1] cursor = cursors
    cdef uint64_t doc, token = 0, position, here
    cdef Row waiting[AT_ONCE]
    cdef int held = 0
    with nogil:
        for i in range(texts):
            doc = docs[i] << 16
            position = 0
            while token < ends[i]:
                form = tokens[token]
                token += 1
                if held + 1 >= AT_ONCE:
                    _place(&out[0], &cursor[0], waiting, held)
                    held = 0
                if only_term[form] != SEVERAL:
                    waiting[held] = Row(only_term[form], doc | (position if position < most else most))
                    warta_prefetch_to_write(&cursor[only_term[form]])
                    held += 1
                    position += 1
                    continue
                for at in range(starts[form], starts[form + 1]):
                    if held == AT_ONCE:
                        _place(&out[0], &cursor[0], waiting, held)
                        held = 0
                    here = position + offsets[at]
                    waiting[held] = Row(terms[at], doc | (here if here < most else most))
                    held += 1
                position += widths[form]
        if held:
            _place(&out[0], &cursor[0], waiting, held)
    return firsts, rows


# -------------------------------------------------------------------------------------------- encoding

cdef uint32_t CRC[8][256]


cdef void _crc_tables() noexcept:
    cdef uint32_t value
    cdef int byte, bit, k
    for byte in range(256):
        value = byte
        for bit in range(8):
            value = (value >> 1) ^ (0xEDB88320u if value & 1 else 0)
        CRC[0][byte] = value
    for byte in range(256):
        for k in range(1, 8):
            CRC[k][byte] = (CRC[k - 1][byte] >> 8) ^ CRC[0][CRC[k - 1][byte] & 0xFF]


_crc_tables()


cdef uint32_t _crc32(uint32_t checksum, const uint8_t* bytes, Py_ssize_t size) noexcept nogil:
    """CRC-32 as zlib's, eight bytes at a time (Kounavis and Berry 2005, "slicing-by-8")."""
    checksum = ~checksum
    while size >= 8:
        checksum ^= (
            <uint32_t> bytes[0] | <uint32_t> bytes[1] << 8 | <uint32_t> bytes[2] << 16 | <uint32_t> bytes[3] << 24
        )
        checksum = (
            CRC[7][checksum & 0xFF] ^ CRC[6][checksum >> 8 & 0xFF] ^ CRC[5][checksum >> 16 & 0xFF]
            ^ CRC[4][checksum >> 24] ^ CRC[3][bytes[4]] ^ CRC[2][bytes[5]] ^ CRC[1][bytes[6]] ^ CRC[0][bytes[7]]
        )
        bytes += 8
        size -= 8
    while size > 0:
        checksum = CRC[0][(checksum ^ bytes[0]) & 0xFF] ^ (checksum >> 8)
        bytes += 1
        size -= 1
    return ~checksum


cdef enum:
    MOST_LISTED = 4096
    LEAST_WITH_IMPACTS = 1024
    OFTEN = 4
    MOST_COUNTED = 255
    POSITION_BLOCK = 64
    TENTH = 10


cdef inline uint8_t* _put(uint8_t* to, uint64_t value) noexcept nogil:
    """Write a variable-length integer and return where it ends."""
    while value >= 0x80:
        to[0] = <uint8_t> (value | 0x80)
        to += 1
        value >>= 7
    to[0] = <uint8_t> value
    return to + 1


cdef inline void _put_u16(uint8_t* to, uint32_t value) noexcept nogil:
    to[0] = value & 0xFF
    to[1] = value >> 8 & 0xFF


cdef inline void _put_u32(uint8_t* to, uint64_t value) noexcept nogil:
    _put_u16(to, value & 0xFFFF)
    _put_u16(to + 2, value >> 16 & 0xFFFF)


cdef uint8_t* _put_positions(
    uint8_t* to, const uint64_t* rows, const uint32_t* tf, Py_ssize_t postings
) noexcept nogil:
    """Write the positions of a list and return where they end; see `search.index.codec.lists`."""
    cdef Py_ssize_t blocks = 0, posting, block_tf = 0
    cdef uint32_t occurrence
    cdef uint64_t before, here
    if postings > POSITION_BLOCK:
        blocks = (postings + POSITION_BLOCK - 1) // POSITION_BLOCK
    cdef uint8_t* head = to
    cdef uint8_t* body = to + 4 * blocks
    cdef uint8_t* block = body
    to = body
    for posting in range(postings):
        before = 0
        for occurrence in range(tf[posting]):
            here = rows[0] & 0xFFFF
            if here - before < 0x80:
                to[0] = <uint8_t> (here - before)
                to += 1
            else:
                to = _put(to, here - before)
            before = here
            rows += 1
        block_tf += tf[posting]
        if blocks and ((posting + 1) % POSITION_BLOCK == 0 or posting + 1 == postings):
            _put_u32(head, 2 * <uint64_t> (block - body) + (to - block != block_tf))
            head += 4
            block = to
            block_tf = 0
    return to


cdef uint8_t* _put_container(
    uint8_t* to, const uint32_t* docs, const uint8_t* impacts, Py_ssize_t count
) noexcept nogil:
    """Write the documents of one window and return where they end; see `search.index.codec.lists`."""
    cdef Py_ssize_t i, rank
    cdef uint32_t low
    cdef uint32_t before = 0
    if count <= MOST_LISTED:
        for i in range(count):
            _put_u16(to + 2 * i, docs[i])
        to += 2 * count
    else:
        memset(to, 0, 8192)
        for i in range(count):
            low = docs[i] & 0xFFFF
            to[low >> 3] |= 1 << (low & 7)
        i = 0
        for rank in range(128):
            while i < count and (docs[i] & 0xFFFF) < 512 * rank:
                i += 1
            _put_u16(to + 8192 + 2 * rank, <uint32_t> i)
        to += 8192 + 256
    if count >= LEAST_WITH_IMPACTS:
        memset(to, 0, 1024)
        for i in range(count):
            low = (docs[i] & 0xFFFF) >> 6
            if impacts[i] > to[low]:
                to[low] = impacts[i]
        to += 1024
    return to


cdef uint8_t* _put_docs(uint8_t* to, const uint32_t* docs, const uint8_t* impacts, Py_ssize_t count) noexcept nogil:
    """Write the documents of a list and return where they end."""
    cdef Py_ssize_t i, first, containers = 1
    for i in range(1, count):
        containers += (docs[i] >> 16) != (docs[i - 1] >> 16)
    cdef uint8_t* head = to + 2
    _put_u16(to, <uint32_t> containers)
    to += 2 + 4 * containers
    first = 0
    for i in range(1, count + 1):
        if i == count or (docs[i] >> 16) != (docs[first] >> 16):
            _put_u16(head, docs[first] >> 16)
            _put_u16(head + 2, <uint32_t> (i - first - 1))
            head += 4
            to = _put_container(to, docs + first, impacts + first, i - first)
            first = i
    return to


cdef uint8_t* _put_frequencies(uint8_t* to, const uint32_t* tf, Py_ssize_t count) noexcept nogil:
    """Write the frequencies of a list and return where they end; see `search.index.codec.lists`."""
    cdef Py_ssize_t i, often = 0
    cdef uint32_t greatest = 1
    for i in range(count):
        greatest = tf[i] if tf[i] > greatest else greatest
    if greatest == 1:
        return to
    memset(to, 0, (count + 7) // 8 * 2)
    for i in range(count):
        to[i >> 2] |= <uint8_t> ((tf[i] if tf[i] < OFTEN else OFTEN) - 1) << (2 * (i & 3))
        often += tf[i] >= OFTEN
    to += (count + 7) // 8 * 2
    if often:
        for i in range(count):
            if tf[i] >= OFTEN:
                _put_u32(to, i)
                _put_u32(to + 4 * often, tf[i])
                to += 4
        to += 4 * often
    return to


cdef inline void _keep_greatest(uint8_t* greatest, uint8_t value) noexcept nogil:
    """Put a value in its place among the ten greatest, which are in descending order."""
    cdef int place = TENTH - 1
    if value <= greatest[place]:
        return
    while place and greatest[place - 1] < value:
        greatest[place] = greatest[place - 1]
        place -= 1
    greatest[place] = value


cdef uint32_t _longest_run(const uint32_t[::1] values) noexcept nogil:
    """Return how many neighbours at most are equal."""
    cdef Py_ssize_t i
    cdef uint32_t run = 0, longest = 0
    for i in range(len(values)):
        run = run + 1 if i and values[i] == values[i - 1] else 1
        longest = run if run > longest else longest
    return longest


def encode_lists(
    const uint64_t[::1] rows,
    const int64_t[::1] firsts,
    const int64_t[::1] counts,
    const uint8_t[::1] impacts_of,
    const uint8_t[::1] floors_of,
    const uint8_t[::1] lengths,
    const uint32_t[::1] article_of,
    bint with_positions,
):
    cdef Py_ssize_t lists = len(firsts), term, i, n, total = 0, longest = 0
    if len(counts) != lists:
        raise ValueError("each list needs a first row and a number of rows")
    for term in range(lists):
        if counts[term] < 1 or firsts[term] < 0 or firsts[term] + counts[term] > len(rows):
            raise ValueError("a list lies outside of the rows")
        total += counts[term]
        longest = max(longest, counts[term])
    cdef bint scored = len(lengths) > 0
    cdef bint in_articles = len(article_of) > 0
    if scored and (len(impacts_of) != 65536 or len(floors_of) != 65536):
        raise ValueError("impacts are tables of 256 x 256")
    for term in range(lists):  # rows ascend, so the last is the greatest
        i = <Py_ssize_t> (rows[firsts[term] + counts[term] - 1] >> 16)
        if (scored and i >= len(lengths)) or (in_articles and i >= len(article_of)):
            raise ValueError("a row names a document beyond the last")
    # A posting takes 6 bytes at most, with a container of its own. Frequencies take 2 bytes more for every 8 of
    # them, and 8 for four occurrences or more, but then there are more rows than postings.
    lists_array = np.empty(2 * (lists + 4 * total), np.uint8)
    positions_array = np.empty(4 * total + 8 * lists + 64 if with_positions else 0, np.uint8)
    columns = {name: np.zeros(lists, np.int64) for name in ("list_sizes", "position_sizes")}
    df_array = np.zeros(lists, np.uint32)
    impacts_array, tenth_array = np.zeros((2, lists if scored else 0), np.uint8)
    articles_array = np.zeros(lists if in_articles else 0, np.uint32)
    checksums_array = np.zeros(lists, np.uint32)
    docs_room, tf_room = np.empty((2, longest + 1), np.uint32)
    impacts_room = np.full(longest + 1, 255, np.uint8)
    cdef uint8_t[::1] lists_view = lists_array
    cdef uint8_t[::1] positions_view = positions_array
    cdef uint32_t[::1] df = df_array
    cdef int64_t[::1] list_sizes = columns["list_sizes"]
    cdef int64_t[::1] position_sizes = columns["position_sizes"]
    cdef uint8_t[::1] impacts = impacts_array
    cdef uint8_t[::1] tenth = tenth_array
    cdef uint32_t[::1] articles = articles_array
    cdef uint32_t[::1] checksums = checksums_array
    cdef uint32_t[::1] docs_of = docs_room
    cdef uint32_t[::1] tf_of = tf_room
    cdef uint8_t[::1] impact_of = impacts_room
    cdef uint8_t* list_to = &lists_view[0] if lists else NULL
    cdef uint8_t* positions_to = &positions_view[0] if len(positions_view) else NULL
    cdef uint8_t* before
    cdef const uint64_t* row
    cdef uint8_t greatest[TENTH]
    cdef uint32_t doc, held, code, checksum, most_paragraphs = _longest_run(article_of)
    cdef uint8_t impact
    with nogil:
        for term in range(lists):
            row = &rows[firsts[term]]
            n = 0
            docs_of[0] = <uint32_t> (row[0] >> 16)
            tf_of[0] = 1
            for i in range(1, counts[term]):
                doc = <uint32_t> (row[i] >> 16)
                if doc == docs_of[n]:
                    tf_of[n] += 1
                else:
                    n += 1
                    docs_of[n] = doc
                    tf_of[n] = 1
            n += 1
            df[term] = <uint32_t> n
            if scored:
                memset(greatest, 0, TENTH)
                impact = 0
                for i in range(n):
                    code = (tf_of[i] if tf_of[i] < MOST_COUNTED else MOST_COUNTED) << 8 | lengths[docs_of[i]]
                    impact_of[i] = impacts_of[code]
                    impact = impact if impact > impact_of[i] else impact_of[i]
                    _keep_greatest(greatest, floors_of[code])
                impacts[term] = impact
                tenth[term] = greatest[TENTH - 1]
            if in_articles:
                held = 1
                for i in range(1, n):
                    if docs_of[i] - docs_of[i - 1] >= most_paragraphs:  # without looking them up
                        held += 1
                    else:
                        held += article_of[docs_of[i]] != article_of[docs_of[i - 1]]
                articles[term] = held
            before = list_to
            list_to = _put_docs(list_to, &docs_of[0], &impact_of[0], n)
            if with_positions:
                list_to = _put_frequencies(list_to, &tf_of[0], n)
            list_sizes[term] = (list_to - before) // 2
            checksum = _crc32(0, before, list_to - before)
            if with_positions:
                before = positions_to
                positions_to = _put_positions(positions_to, row, &tf_of[0], n)
                position_sizes[term] = positions_to - before
                checksum = _crc32(checksum, before, positions_to - before)
            checksums[term] = checksum
    return EncodedLists(
        lists=lists_array[: 2 * int(columns["list_sizes"].sum())].view("<u2"),
        positions=positions_array[: int(columns["position_sizes"].sum())],
        df=df_array,
        list_sizes=columns["list_sizes"],
        position_sizes=columns["position_sizes"],
        impacts=impacts_array,
        tenth=tenth_array,
        articles=articles_array,
        checksums=checksums_array,
    )


# ------------------------------------------------------------------------------------------ signatures


def signatures(const uint32_t[::1] tokens, const uint64_t[::1] ends, const uint32_t[::1] hashes):
    cdef Py_ssize_t texts = len(ends), text, i, words, longest = 0, found = 0
    cdef uint64_t start = 0, combined, at
    for text in range(texts):
        if ends[text] < start or ends[text] > <uint64_t> len(tokens):
            raise ValueError("a text lies outside of the tokens")
        longest = max(longest, <Py_ssize_t> (ends[text] - start))
        start = ends[text]
    rows_array = np.empty(texts, np.int32)
    signatures_array = np.empty((texts, PERMUTATIONS), np.uint8)
    words_array, shingles_array = np.empty((2, longest + 1), np.uint32)
    least_array = np.empty(PERMUTATIONS, np.uint32)
    cdef int[::1] rows = rows_array
    cdef uint8_t[:, ::1] out = signatures_array
    cdef uint32_t[::1] word = words_array
    cdef uint32_t[::1] shingle = shingles_array
    cdef uint32_t[::1] least = least_array
    cdef const uint32_t[::1] factors = FACTORS
    cdef const uint32_t[::1] summands = SUMMANDS
    cdef int permutations = PERMUTATIONS, shingle_words = SHINGLE_WORDS, least_words = MIN_WORDS, place
    start = 0
    with nogil:
        for text in range(texts):
            words = 0
            for at in range(start, ends[text]):
                word[words] = hashes[tokens[at]]
                words += word[words] != 0
            start = ends[text]
            if words < least_words:
                continue
            for i in range(words - shingle_words + 1):
                combined = 0
                for place in range(shingle_words):
                    combined = combined * 0x9E3779B97F4A7C15ULL + word[i + place]
                shingle[i] = <uint32_t> (combined * 0x9E3779B97F4A7C15ULL >> 32)
            warta_least(
                &shingle[0], words - shingle_words + 1, &factors[0], &summands[0], &least[0], permutations
            )
            for place in range(permutations):
                out[found, place] = <uint8_t> least[place]
            rows[found] = <int> text
            found += 1
    return rows_array[:found], signatures_array[:found]
