"""Asking for memory before it is needed, so that many waits become one."""

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define warta_prefetch(address) __builtin_prefetch(address)
    #define warta_prefetch_to_write(address) __builtin_prefetch(address, 1)
    #else
    #define warta_prefetch(address)
    #define warta_prefetch_to_write(address)
    #endif
    """
    void prefetch "warta_prefetch"(const void*) noexcept nogil
    void prefetch_to_write "warta_prefetch_to_write"(void*) noexcept nogil
