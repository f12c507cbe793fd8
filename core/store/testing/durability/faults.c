/*
 * A library for LD_PRELOAD that makes one call fail: the k-th of those that change or sync a file under one folder.
 *
 *   AMERICANO_FAULT_FOLDER  the folder, without links in its path
 *
 * The program arms it by removing a file that does not exist: "/americano-fault/K/ERRNO" counts from now on and lets the
 * K-th call fail with ERRNO; K 0 only counts. "/americano-fault/COUNT" fails with ENOENT when the fault has come, and
 * succeeds while it has not. Left out is the "-shm" file of SQLite, which is memory.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static long count, target;
static int error_number;

#define REAL(type, name, ...)                                   \
  static type (*real)(__VA_ARGS__);                             \
  if (real == NULL) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

__attribute__((constructor)) static void begin(void) {
  folder = getenv("AMERICANO_FAULT_FOLDER");
  unsetenv("LD_PRELOAD");
}

static int is_inside(const char *path) {
  size_t length = folder == NULL ? 0 : strlen(folder), whole = strlen(path);
  if (length == 0 || strncmp(path, folder, length) != 0) return 0;
  return !(whole >= 4 && strcmp(path + whole - 4, "-shm") == 0);
}

/* Whether this call is the one that fails. */
static int fails(const char *path) {
  if (target == 0 || !is_inside(path)) return 0;
  pthread_mutex_lock(&lock);
  count += 1;
  int is_it = count == target;
  pthread_mutex_unlock(&lock);
  if (is_it) errno = error_number;
  return is_it;
}

static int fails_open(int fd) {
  if (target == 0) return 0;
  char link[64], path[PATH_MAX + 1];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX);
  if (length < 0) return 0;
  path[length] = 0;
  return fails(path);
}

static const char control[] = "/americano-fault/";

static int controlled(const char *path) {
  const char *word = path + sizeof control - 1;
  if (strcmp(word, "COUNT") == 0) {
    if (count < target) return 0;
    errno = ENOENT;
    return -1;
  }
  char *end;
  target = strtol(word, &end, 10);
  error_number = *end == '/' ? atoi(end + 1) : EIO;
  count = 0;
  return 0;
}

ssize_t write(int fd, const void *data, size_t length) {
  REAL(ssize_t, "write", int, const void *, size_t);
  return fails_open(fd) ? -1 : real(fd, data, length);
}
ssize_t writev(int fd, const struct iovec *parts, int parts_count) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  return fails_open(fd) ? -1 : real(fd, parts, parts_count);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
  REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
  return fails_open(fd) ? -1 : real(fd, data, length, offset);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
  REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
  return fails_open(fd) ? -1 : real(fd, data, length, offset);
}
int ftruncate(int fd, off_t length) {
  REAL(int, "ftruncate", int, off_t);
  return fails_open(fd) ? -1 : real(fd, length);
}
int ftruncate64(int fd, off_t length) {
  REAL(int, "ftruncate64", int, off_t);
  return fails_open(fd) ? -1 : real(fd, length);
}
int fsync(int fd) {
  REAL(int, "fsync", int);
  return fails_open(fd) ? -1 : real(fd);
}
int fdatasync(int fd) {
  REAL(int, "fdatasync", int);
  return fails_open(fd) ? -1 : real(fd);
}
int rename(const char *path, const char *to) {
  REAL(int, "rename", const char *, const char *);
  return fails(path) ? -1 : real(path, to);
}
int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  if (strncmp(path, control, sizeof control - 1) == 0) return controlled(path);
  return fails(path) ? -1 : real(path);
}
