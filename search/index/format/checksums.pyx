# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The module computes CRC-32 for compiled code with many short pieces, for each of which a call of zlib is slower."""

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


cdef uint32_t crc32(uint32_t checksum, const uint8_t *contents, Py_ssize_t size) noexcept nogil:
    """Return what `zlib.crc32(contents, checksum)` returns, eight bytes at a time.

    Slicing-by-8: Kounavis and Berry 2005, "A systematic approach to building high performance, software-based,
    CRC generators".
    """
    checksum = ~checksum
    while size >= 8:
        checksum ^= (
            <uint32_t> contents[0] | <uint32_t> contents[1] << 8 | <uint32_t> contents[2] << 16 | <uint32_t> contents[3] << 24
        )
        checksum = (
            CRC[7][checksum & 0xFF] ^ CRC[6][checksum >> 8 & 0xFF] ^ CRC[5][checksum >> 16 & 0xFF]
            ^ CRC[4][checksum >> 24] ^ CRC[3][contents[4]] ^ CRC[2][contents[5]] ^ CRC[1][contents[6]] ^ CRC[0][contents[7]]
        )
        contents += 8
        size -= 8
    while size > 0:
        checksum = CRC[0][(checksum ^ contents[0]) & 0xFF] ^ (checksum >> 8)
        contents += 1
        size -= 1
    return ~checksum
