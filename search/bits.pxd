# cython: language_level=3
"""One name for what compilers name differently: bit counts, prefetching, functions in several versions.

GCC, clang and MSVC have instructions of their own for these. Other compilers, and a build with WARTA_PLAIN_C, get plain
C. C code in other modules uses WARTA_POPCOUNT, WARTA_INLINE, WARTA_RESTRICT, WARTA_WITH_POPCNT and WARTA_WITH_AVX2; a
module with such code must cimport this one first.
"""

from libc.stdint cimport int64_t, uint32_t, uint64_t

cdef extern from *:
    """
    #include <stdint.h>

    #if defined(WARTA_PLAIN_C)
    #elif defined(__GNUC__) || defined(__clang__)
    #define WARTA_GNU
    #elif defined(_MSC_VER) && defined(_M_X64)
    #define WARTA_MSVC
    #include <intrin.h>
    #endif

    /* Compile a function in several versions; the program picks the one for its processor when it starts. */
    #if defined(WARTA_GNU) && defined(__x86_64__) && defined(__GLIBC__) && defined(__has_attribute)
    #if __has_attribute(target_clones)
    #define WARTA_WITH_POPCNT __attribute__((target_clones("popcnt", "default")))
    #define WARTA_WITH_AVX2 __attribute__((target_clones("avx2", "default")))
    #endif
    #endif
    #ifndef WARTA_WITH_POPCNT
    #define WARTA_WITH_POPCNT
    #define WARTA_WITH_AVX2
    #endif

    /* Count bits without an instruction that not every processor has. */
    CYTHON_UNUSED static inline int64_t warta_count_plainly(uint64_t word) {
        word -= (word >> 1) & 0x5555555555555555ULL;
        word = (word & 0x3333333333333333ULL) + ((word >> 2) & 0x3333333333333333ULL);
        return (int64_t) ((((word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FULL) * 0x0101010101010101ULL) >> 56);
    }

    /* The index of the lowest and of the highest set bit; the word must not be 0. */
    #if defined(WARTA_GNU)
    #define WARTA_INLINE inline __attribute__((always_inline))
    #define WARTA_RESTRICT __restrict__
    #define WARTA_POPCOUNT(word) __builtin_popcountll(word)
    #define warta_prefetch(address) __builtin_prefetch(address)
    #define warta_prefetch_to_write(address) __builtin_prefetch(address, 1)
    CYTHON_UNUSED static inline uint32_t warta_lowest_bit(uint64_t word) {
        return (uint32_t) __builtin_ctzll(word);
    }
    CYTHON_UNUSED static inline uint32_t warta_highest_bit(uint64_t word) {
        return 63 - (uint32_t) __builtin_clzll(word);
    }
    #elif defined(WARTA_MSVC)
    #define WARTA_INLINE __forceinline
    #define WARTA_RESTRICT __restrict
    #define WARTA_POPCOUNT(word) __popcnt64(word)
    #define warta_prefetch(address) _mm_prefetch((const char *) (address), _MM_HINT_T0)
    #define warta_prefetch_to_write(address) _mm_prefetch((const char *) (address), _MM_HINT_T0)
    CYTHON_UNUSED static inline uint32_t warta_lowest_bit(uint64_t word) {
        unsigned long at;
        _BitScanForward64(&at, word);
        return (uint32_t) at;
    }
    CYTHON_UNUSED static inline uint32_t warta_highest_bit(uint64_t word) {
        unsigned long at;
        _BitScanReverse64(&at, word);
        return (uint32_t) at;
    }
    #else
    #define WARTA_INLINE inline
    #define WARTA_RESTRICT
    #define WARTA_POPCOUNT(word) warta_count_plainly(word)
    #define warta_prefetch(address) ((void) (address))
    #define warta_prefetch_to_write(address) ((void) (address))
    CYTHON_UNUSED static inline uint32_t warta_lowest_bit(uint64_t word) {
        return (uint32_t) warta_count_plainly(~word & (word - 1));
    }
    CYTHON_UNUSED static inline uint32_t warta_highest_bit(uint64_t word) {
        uint32_t at = 0;
        while (word >>= 1)
            at++;
        return at;
    }
    #endif

    /* Count bits with one instruction if every processor of the target has it. */
    CYTHON_UNUSED static inline int64_t warta_count_bits(uint64_t word) {
    #if defined(WARTA_MSVC) || (defined(WARTA_GNU) && (defined(__POPCNT__) || defined(__aarch64__)))
        return (int64_t) WARTA_POPCOUNT(word);
    #else
        return warta_count_plainly(word);
    #endif
    }
    """
    uint32_t lowest_bit "warta_lowest_bit"(uint64_t word) noexcept nogil
    uint32_t highest_bit "warta_highest_bit"(uint64_t word) noexcept nogil
    int64_t count_bits "warta_count_bits"(uint64_t word) noexcept nogil
    void prefetch "warta_prefetch"(const void*) noexcept nogil
    void prefetch_to_write "warta_prefetch_to_write"(void*) noexcept nogil
