/* Lets one call of the system fail by which files or folders change, once or from then on: for LD_PRELOAD.
 *
 * Only calls about paths below a prefix count. Unlike what replaces functions of Python, it also meets what is
 * written by libraries in C, such as SQLite. See tests/failing_calls.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_CALLS 100000

static char prefix[4096];
static long fail_at = -1, count;
static int error_number, for_good;
static const char *kinds[MOST_CALLS];

void failing_calls_begin(const char *below, long number, int error, int always) {
    snprintf(prefix, sizeof prefix, "%s", below);
    fail_at = number, error_number = error, for_good = always, count = 0;
}

long failing_calls_count(void) { return count; }

const char *failing_calls_kind(long number) { return kinds[number]; }

/* Returns whether this call fails: it is the one, or a later one of its kind. */
static int fails(const char *kind, const char *path) {
    if (!prefix[0] || !path || strncmp(path, prefix, strlen(prefix))) return 0;
    long number = count++;
    if (number < MOST_CALLS) kinds[number] = kind;
    if (fail_at < 0 || number < fail_at) return 0;
    if (number > fail_at && !(for_good && !strcmp(kind, kinds[fail_at]))) return 0;
    errno = error_number;
    return 1;
}

static int fails_at(const char *kind, int folder, const char *path) {
    char at[4096], link[64];
    if (!prefix[0]) return 0;
    if (path && path[0] == '/') return fails(kind, path);
    if (folder == AT_FDCWD) return 0; /* paths of the tests are absolute */
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t length = readlink(link, at, sizeof at - 1);
    if (length <= 0) return 0;
    at[length] = 0;
    return fails(kind, at);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define OPENING(name)                                                     \
    int name(const char *path, int flags, ...) {                          \
        REAL(name);                                                       \
        va_list more;                                                     \
        va_start(more, flags);                                            \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                                     \
        return fails("open", path) ? -1 : real(path, flags, mode);        \
    }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name)                                                  \
    int name(int folder, const char *path, int flags, ...) {              \
        REAL(name);                                                       \
        va_list more;                                                     \
        va_start(more, flags);                                            \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more);                                                     \
        return fails_at("open", folder, path) ? -1 : real(folder, path, flags, mode); \
    }
OPENING_AT(openat)
OPENING_AT(openat64)

#define BY_DESCRIPTOR(kind, type, name, parameters, arguments)            \
    type name parameters {                                                \
        REAL(name);                                                       \
        return fails_at(kind, file, NULL) ? -1 : real arguments;          \
    }
BY_DESCRIPTOR("write", ssize_t, write, (int file, const void *from, size_t size), (file, from, size))
BY_DESCRIPTOR("write", ssize_t, pwrite, (int file, const void *from, size_t size, off_t at), (file, from, size, at))
BY_DESCRIPTOR("write", ssize_t, pwrite64, (int file, const void *from, size_t size, off64_t at), (file, from, size, at))
BY_DESCRIPTOR("write", ssize_t, writev, (int file, const struct iovec *from, int size), (file, from, size))
BY_DESCRIPTOR("fsync", int, fsync, (int file), (file))
BY_DESCRIPTOR("fsync", int, fdatasync, (int file), (file))
BY_DESCRIPTOR("truncate", int, ftruncate, (int file, off_t size), (file, size))
BY_DESCRIPTOR("truncate", int, ftruncate64, (int file, off64_t size), (file, size))

#define BY_PATH(kind, name, parameters, path, arguments)                  \
    int name parameters {                                                 \
        REAL(name);                                                       \
        return fails(kind, path) ? -1 : real arguments;                   \
    }
BY_PATH("truncate", truncate, (const char *path, off_t size), path, (path, size))
BY_PATH("truncate", truncate64, (const char *path, off64_t size), path, (path, size))
BY_PATH("mkdir", mkdir, (const char *path, mode_t mode), path, (path, mode))
BY_PATH("rename", rename, (const char *old, const char *new), new, (old, new))
BY_PATH("link", link, (const char *old, const char *new), new, (old, new))
BY_PATH("unlink", unlink, (const char *path), path, (path))
BY_PATH("unlink", rmdir, (const char *path), path, (path))

int unlinkat(int folder, const char *path, int flags) {
    REAL(unlinkat);
    return fails_at("unlink", folder, path) ? -1 : real(folder, path, flags);
}
