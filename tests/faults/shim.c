/* A disk that is slow, or full, or broken at a moment of a test's choice, by LD_PRELOAD.
 *
 * FAULTS_FSYNC_MS=5   every fsync and fdatasync takes five milliseconds longer.
 * FAULTS_DISK=FILE    what else is wrong, in a file that is looked at before each call, so that it may change while the
 *                     program runs: five native ints (see `struct disk`). Only files whose path has FAULTS_FILES in it
 *                     (".db" unless it is said) can fail; the programs' logs and sockets never do.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { WRITES = 1, SYNCS = 2 };

struct disk {
    int fsync_ms; /* how much longer each fsync takes, beside FAULTS_FSYNC_MS */
    int kinds;    /* which calls count and fail: WRITES, SYNCS or both */
    int until;    /* calls that still go right; counted down */
    int times;    /* calls that fail then, one after another; counted down, -1 for all from then on */
    int error;    /* with which errno */
};

static int env_ms;
static const char *files = ".db";
static struct disk *disk;

__attribute__((constructor)) static void set_up(void) {
    const char *ms = getenv("FAULTS_FSYNC_MS"), *name = getenv("FAULTS_DISK"), *only = getenv("FAULTS_FILES");
    if (ms) env_ms = atoi(ms);
    if (only) files = only;
    if (!name) return;
    int fd = open(name, O_RDWR | O_CLOEXEC);
    if (fd < 0) return;
    void *seen = mmap(NULL, sizeof *disk, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (seen != MAP_FAILED) disk = seen;
    close(fd);
}

static int concerns(int fd) {
    char link[32], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, files) != NULL;
}

static int fails(int kind, int fd) {
    if (!disk || !(disk->kinds & kind) || !disk->times || !concerns(fd)) return 0;
    if (__atomic_fetch_sub(&disk->until, 1, __ATOMIC_SEQ_CST) > 0) return 0;
    if (disk->times > 0) __atomic_fetch_sub(&disk->times, 1, __ATOMIC_SEQ_CST);
    errno = disk->error;
    return 1;
}

static void linger(void) {
    int ms = env_ms + (disk ? disk->fsync_ms : 0);
    struct timespec left = {ms / 1000, ms % 1000 * 1000000L};
    while (ms > 0 && nanosleep(&left, &left) && errno == EINTR) {}
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

int fsync(int fd) {
    REAL(fsync);
    linger();
    return fails(SYNCS, fd) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    linger();
    return fails(SYNCS, fd) ? -1 : real(fd);
}

ssize_t write(int fd, const void *from, size_t many) {
    REAL(write);
    return fails(WRITES, fd) ? -1 : real(fd, from, many);
}

ssize_t pwrite(int fd, const void *from, size_t many, off_t at) {
    REAL(pwrite);
    return fails(WRITES, fd) ? -1 : real(fd, from, many, at);
}

ssize_t pwrite64(int fd, const void *from, size_t many, off64_t at) {
    REAL(pwrite64);
    return fails(WRITES, fd) ? -1 : real(fd, from, many, at);
}
