# cython: language_level=3
"""What happens when a mapped file is cut by somebody else: its lost pages read as zeros, and are noted.

Reading behind the end of a mapped file, or where the disk fails, ends a process by the signal SIGBUS. The
handler here puts pages of zeros from the lost one to the end of the mapping, and notes it in the table below;
the instruction is repeated then. A handler may not allocate or lock, so the table has a fixed size: it takes
no memory where it is not used.
"""

from libc.stdint cimport uintptr_t

cdef extern from *:
    """
    #include <stdint.h>
    #define WARTA_MOST_REGIONS 65536
    typedef struct {
        volatile uintptr_t start, end;
        volatile int lost;
    } warta_region;
    static warta_region warta_regions[WARTA_MOST_REGIONS];
    static volatile int warta_used = 0;
    static volatile long warta_faults = 0;

    #ifdef _WIN32
    static int warta_install(void) { return 0; }
    #else
    #include <errno.h>
    #include <signal.h>
    #include <sys/mman.h>
    #include <unistd.h>
    #ifndef MAP_ANONYMOUS
    #define MAP_ANONYMOUS MAP_ANON
    #endif
    static struct sigaction warta_before;
    static uintptr_t warta_page = 4096;

    static void warta_on_bus_error(int sign, siginfo_t *info, void *context) {
        uintptr_t at = (uintptr_t) info->si_addr;
        int i, kept = errno;
        for (i = 0; i < warta_used; i++) {
            uintptr_t start = warta_regions[i].start, end = warta_regions[i].end;
            if (start && at >= start && at < end) {
                uintptr_t page = at & ~(warta_page - 1);
                void *zeros = mmap((void *) page, end - page, PROT_READ,
                                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
                if (zeros == MAP_FAILED)
                    break;
                warta_regions[i].lost = 1;
                __sync_add_and_fetch(&warta_faults, 1);
                errno = kept;
                return;
            }
        }
        errno = kept;
        if (warta_before.sa_flags & SA_SIGINFO)
            warta_before.sa_sigaction(sign, info, context);
        else if (warta_before.sa_handler != SIG_DFL && warta_before.sa_handler != SIG_IGN)
            warta_before.sa_handler(sign);
        else
            signal(SIGBUS, SIG_DFL);  /* the instruction is repeated, and ends the process */
    }

    static int warta_install(void) {
        struct sigaction ours;
        warta_page = (uintptr_t) sysconf(_SC_PAGESIZE);
        ours.sa_sigaction = warta_on_bus_error;
        ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigemptyset(&ours.sa_mask);
        return sigaction(SIGBUS, &ours, &warta_before) == 0;
    }
    #endif

    static int warta_add(uintptr_t start, uintptr_t end) {
        int i;
        for (i = 0; i < WARTA_MOST_REGIONS; i++)
            if (!warta_regions[i].start) {
                warta_regions[i].lost = 0;
                warta_regions[i].end = end;
                __sync_synchronize();
                warta_regions[i].start = start;
                if (i >= warta_used)
                    warta_used = i + 1;
                return i;
            }
        return -1;
    }
    static void warta_remove(int i) { warta_regions[i].start = 0; }
    static int warta_lost(int i) { return warta_regions[i].lost; }
    """
    int warta_install()
    int warta_add(uintptr_t start, uintptr_t end)
    void warta_remove(int i)
    int warta_lost(int i)
    long warta_faults

cdef bint INSTALLED = False


def install() -> None:
    """Handle SIGBUS from now on, in the watched mappings; elsewhere as before."""
    global INSTALLED
    if not INSTALLED:
        INSTALLED = warta_install()


def watch(const unsigned char[::1] mapped) -> int:
    """Note a mapping, and return its number; -1 if there are too many."""
    cdef uintptr_t start = <uintptr_t> &mapped[0]
    return warta_add(start, start + <uintptr_t> mapped.shape[0])


def forget(int number) -> None:
    """Forget a mapping, before its memory is used for something else."""
    if number >= 0:
        warta_remove(number)


def is_lost(int number) -> bool:
    """Return whether a part of a mapping could not be read, and was zeros."""
    return number >= 0 and warta_lost(number) != 0


def faults() -> int:
    """Return how often something could not be read in this process."""
    return warta_faults
