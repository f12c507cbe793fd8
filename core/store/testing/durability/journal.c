/*
 * A library for LD_PRELOAD that writes down, in their order, all changes a program makes to files under one folder:
 * contents, names, and what was synced. The replayer builds from it the folder as a power cut would leave it.
 *
 *   AMERICANO_JOURNAL         the journal, written to from its start
 *   AMERICANO_JOURNAL_FOLDER  the folder, without links in its path
 *   AMERICANO_JOURNAL_MARKS   a file; each write to it becomes a mark in the journal (an acknowledgement)
 *
 * One lock covers each change and its record, so the order of records is the order of events. Syncs are recorded and
 * not carried out: the replayer decides what they kept. Left out: the "-shm" file of SQLite, which is memory that
 * happens to have a name and is made anew after a crash. A shared writable mapping of any other file would escape the
 * journal, so it ends the program.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { CREATE = 1, WRITE, TRUNCATE, SYNC, SYNC_FOLDER, RENAME, UNLINK, MKDIR, RMDIR, MARK };

/* Little-endian, followed by path, target and data. */
struct header {
  uint32_t kind, path_length, target_length, data_length;
  uint64_t file, offset;
};

struct tracked {
  uint64_t file;
  int is_marks;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int journal = -1;
static const char *folder;
static const char *marks;
static struct tracked *known;
static size_t known_count, known_capacity;

#define REAL(type, name, ...)                                   \
  static type (*real)(__VA_ARGS__);                             \
  if (real == NULL) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static void fail(const char *why) {
  fprintf(stderr, "journal: %s\n", why);
  abort();
}

static ssize_t plain_write(int fd, const void *data, size_t length) {
  REAL(ssize_t, "write", int, const void *, size_t);
  return real(fd, data, length);
}

static void append_all(const void *data, size_t length) {
  const char *bytes = data;
  while (length > 0) {
    ssize_t written = plain_write(journal, bytes, length);
    if (written <= 0) fail("the journal cannot be written");
    bytes += written;
    length -= (size_t)written;
  }
}

static void record(enum kind kind, uint64_t file, uint64_t offset, const char *path, const char *target,
                   const void *data, size_t length) {
  struct header header = {kind, path ? strlen(path) : 0, target ? strlen(target) : 0, length, file, offset};
  append_all(&header, sizeof header);
  append_all(path, header.path_length);
  append_all(target, header.target_length);
  append_all(data, length);
}

__attribute__((constructor)) static void start(void) {
  const char *file = getenv("AMERICANO_JOURNAL");
  folder = getenv("AMERICANO_JOURNAL_FOLDER");
  marks = getenv("AMERICANO_JOURNAL_MARKS");
  if (file == NULL || folder == NULL || marks == NULL) fail("its three variables are not set");
  unsetenv("LD_PRELOAD"); /* a program started from here would begin the journal again */
  REAL(int, "open", const char *, int, ...);
  journal = real(file, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  if (journal < 0) fail("the journal cannot be opened");
}

/* The path below the folder, or NULL for a path elsewhere and for files that are left out. */
static const char *inside(const char *path) {
  size_t length = strlen(folder), whole = strlen(path);
  if (strncmp(path, folder, length) != 0 || (path[length] != '/' && path[length] != 0)) return NULL;
  if (whole >= 4 && strcmp(path + whole - 4, "-shm") == 0) return NULL;
  return path[length] == '/' ? path + length + 1 : "";
}

/* A path relative to an open folder, made absolute. */
static const char *at(int dirfd, const char *path, char *buffer) {
  char link[64];
  if (path[0] == '/') return path;
  snprintf(link, sizeof link, dirfd == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", dirfd);
  ssize_t length = readlink(link, buffer, PATH_MAX);
  if (length < 0) return path;
  snprintf(buffer + length, PATH_MAX - (size_t)length, "/%s", path);
  return buffer;
}

static struct tracked *find(uint64_t file) {
  for (size_t i = 0; i < known_count; i++)
    if (known[i].file == file) return &known[i];
  return NULL;
}

static struct tracked *find_open(int fd) {
  struct stat status;
  if (journal < 0 || known_count == 0 || fd == journal || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
    return NULL;
  return find(status.st_ino);
}

static void track(uint64_t file, int is_marks) {
  if (find(file) != NULL) return;
  if (known_count == known_capacity) {
    known_capacity = known_capacity * 2 + 64;
    known = realloc(known, known_capacity * sizeof *known);
    if (known == NULL) fail("out of memory");
  }
  known[known_count++] = (struct tracked){file, is_marks};
}

/* The number of a file that is about to lose its name: the system may give it to another. */
static uint64_t number_of(const char *path) {
  struct stat status;
  return lstat(path, &status) == 0 && S_ISREG(status.st_mode) ? status.st_ino : 0;
}

static void forget(uint64_t file) {
  struct tracked *found = file == 0 ? NULL : find(file);
  if (found != NULL) *found = known[--known_count];
}

static void written(int fd, uint64_t offset, const void *data, ssize_t length) {
  struct tracked *file = length > 0 ? find_open(fd) : NULL;
  if (file != NULL)
    record(file->is_marks ? MARK : WRITE, file->file, offset, NULL, NULL, data, (size_t)length);
}

/* What was copied by the kernel is read back. */
static void copied(int fd, uint64_t offset, ssize_t length) {
  if (length <= 0 || find_open(fd) == NULL) return;
  char link[64], *data = malloc((size_t)length);
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  REAL(int, "open", const char *, int, ...);
  int reading = real(link, O_RDONLY | O_CLOEXEC);
  if (data == NULL || pread(reading, data, (size_t)length, (off_t)offset) != length) fail("a copy cannot be read back");
  close(reading);
  written(fd, offset, data, length);
  free(data);
}

static off_t position(int fd) { return lseek(fd, 0, SEEK_CUR); }

static int open_journaled(int dirfd, const char *path, int flags, mode_t mode) {
  REAL(int, "openat", int, const char *, int, ...);
  if (journal < 0) return real(dirfd, path, flags, mode);
  char buffer[PATH_MAX + 1];
  const char *full = at(dirfd, path, buffer);
  const char *name = inside(full);
  int is_marks = strcmp(full, marks) == 0;
  if (name == NULL && !is_marks) return real(dirfd, path, flags, mode);
  if ((flags & O_TMPFILE) == O_TMPFILE) fail("a file without a name");
  pthread_mutex_lock(&lock);
  uint64_t before = number_of(full);
  int fd = real(dirfd, path, flags, mode);
  int saved = errno;
  struct stat status;
  if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    if (!is_marks && before == 0) record(CREATE, status.st_ino, 0, name, NULL, NULL, 0);
    else if (!is_marks && (flags & O_TRUNC) != 0) record(TRUNCATE, status.st_ino, 0, NULL, NULL, NULL, 0);
    track(status.st_ino, is_marks);
  }
  pthread_mutex_unlock(&lock);
  errno = saved;
  return fd;
}

#define OPEN_MODE                              \
  mode_t mode = 0;                             \
  if ((flags & (O_CREAT | O_TMPFILE)) != 0) {  \
    va_list rest;                              \
    va_start(rest, flags);                     \
    mode = va_arg(rest, mode_t);               \
    va_end(rest);                              \
  }

int open(const char *path, int flags, ...) {
  OPEN_MODE return open_journaled(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  OPEN_MODE return open_journaled(AT_FDCWD, path, flags, mode);
}
int openat(int dirfd, const char *path, int flags, ...) {
  OPEN_MODE return open_journaled(dirfd, path, flags, mode);
}
int openat64(int dirfd, const char *path, int flags, ...) {
  OPEN_MODE return open_journaled(dirfd, path, flags, mode);
}

/* Runs one change and its record under the lock; errno is that of the change. */
#define LOCKED(type, change, then)   \
  pthread_mutex_lock(&lock);         \
  type result = change;              \
  int saved = errno;                 \
  then;                              \
  pthread_mutex_unlock(&lock);       \
  errno = saved;                     \
  return result

ssize_t write(int fd, const void *data, size_t length) {
  LOCKED(ssize_t, plain_write(fd, data, length), written(fd, (uint64_t)(position(fd) - result), data, result));
}

static void written_vector(int fd, uint64_t offset, const struct iovec *parts, int count, ssize_t length) {
  for (int i = 0; i < count && length > 0; i++) {
    ssize_t part = (ssize_t)parts[i].iov_len < length ? (ssize_t)parts[i].iov_len : length;
    written(fd, offset, parts[i].iov_base, part);
    offset += (uint64_t)part;
    length -= part;
  }
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(ssize_t, "writev", int, const struct iovec *, int);
  LOCKED(ssize_t, real(fd, parts, count),
         written_vector(fd, (uint64_t)(position(fd) - result), parts, count, result));
}

static ssize_t pwrite_journaled(int fd, const void *data, size_t length, off_t offset) {
  REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
  LOCKED(ssize_t, real(fd, data, length, offset), written(fd, (uint64_t)offset, data, result));
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
  return pwrite_journaled(fd, data, length, offset);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
  return pwrite_journaled(fd, data, length, offset);
}

static ssize_t pwritev_journaled(int fd, const struct iovec *parts, int count, off_t offset) {
  REAL(ssize_t, "pwritev", int, const struct iovec *, int, off_t);
  LOCKED(ssize_t, real(fd, parts, count, offset), written_vector(fd, (uint64_t)offset, parts, count, result));
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev_journaled(fd, parts, count, offset);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev_journaled(fd, parts, count, offset);
}

static ssize_t sendfile_journaled(int to, int from, off_t *offset, size_t length) {
  REAL(ssize_t, "sendfile", int, int, off_t *, size_t);
  LOCKED(ssize_t, real(to, from, offset, length), copied(to, (uint64_t)(position(to) - result), result));
}
ssize_t sendfile(int to, int from, off_t *offset, size_t length) {
  return sendfile_journaled(to, from, offset, length);
}
ssize_t sendfile64(int to, int from, off_t *offset, size_t length) {
  return sendfile_journaled(to, from, offset, length);
}

/* libuv makes some calls without their wrappers. */
long syscall(long number, ...) {
  REAL(long, "syscall", long, ...);
  va_list rest;
  long a[6];
  va_start(rest, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_copy_file_range) {
    errno = ENOSYS; /* libuv then copies by sendfile */
    return -1;
  }
  if (number == SYS_pwritev) return pwritev_journaled((int)a[0], (const struct iovec *)a[1], (int)a[2], (off_t)a[3]);
  return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

/* FICLONE: a copy that shares blocks with its source would escape the journal. */
int ioctl(int fd, unsigned long request, ...) {
  REAL(int, "ioctl", int, unsigned long, ...);
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  if (request == 0x40049409) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return real(fd, request, argument);
}

static void truncated(struct tracked *file, int result, off_t length) {
  if (file != NULL && result == 0) record(TRUNCATE, file->file, (uint64_t)length, NULL, NULL, NULL, 0);
}

static int ftruncate_journaled(int fd, off_t length) {
  REAL(int, "ftruncate", int, off_t);
  LOCKED(int, real(fd, length), truncated(find_open(fd), result, length));
}
int ftruncate(int fd, off_t length) { return ftruncate_journaled(fd, length); }
int ftruncate64(int fd, off_t length) { return ftruncate_journaled(fd, length); }

static int sync_journaled(int fd, const char *call) {
  struct stat status;
  struct tracked *file;
  pthread_mutex_lock(&lock);
  int ours = 0;
  if ((file = find_open(fd)) != NULL) {
    record(SYNC, file->file, 0, NULL, NULL, NULL, 0);
    ours = 1;
  } else if (journal >= 0 && fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    char link[64], path[PATH_MAX + 1];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX);
    path[length < 0 ? 0 : length] = 0;
    const char *name = inside(path);
    if (name != NULL) record(SYNC_FOLDER, 0, 0, name, NULL, NULL, 0);
    ours = name != NULL;
  }
  pthread_mutex_unlock(&lock);
  if (ours) return 0;
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
  return real(fd);
}
int fsync(int fd) { return sync_journaled(fd, "fsync"); }
int fdatasync(int fd) { return sync_journaled(fd, "fdatasync"); }

/* A change of names. `gone` is the file that loses its last name by it. */
static void named(enum kind kind, int result, const char *path, const char *target, uint64_t gone) {
  const char *name = inside(path), *to = target == NULL ? NULL : inside(target);
  if (result != 0 || journal < 0) return;
  forget(gone);
  if (name == NULL && to == NULL) return;
  if (name == NULL || (target != NULL && to == NULL)) fail("a file is moved into or out of the folder");
  record(kind, 0, 0, name, to, NULL, 0);
}

int rename(const char *path, const char *target) {
  REAL(int, "rename", const char *, const char *);
  uint64_t gone = journal < 0 ? 0 : number_of(target);
  LOCKED(int, real(path, target), named(RENAME, result, path, target, gone));
}

int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  uint64_t gone = journal < 0 ? 0 : number_of(path);
  LOCKED(int, real(path), named(UNLINK, result, path, NULL, gone));
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, "mkdir", const char *, mode_t);
  LOCKED(int, real(path, mode), named(MKDIR, result, path, NULL, 0));
}

char *mkdtemp(char *template) {
  REAL(char *, "mkdtemp", char *);
  LOCKED(char *, real(template), named(MKDIR, result == NULL, template, NULL, 0));
}

int rmdir(const char *path) {
  REAL(int, "rmdir", const char *);
  LOCKED(int, real(path), named(RMDIR, result, path, NULL, 0));
}

int unlinkat(int dirfd, const char *path, int flags) {
  REAL(int, "unlinkat", int, const char *, int);
  char buffer[PATH_MAX + 1];
  const char *full = at(dirfd, path, buffer);
  uint64_t gone = journal < 0 ? 0 : number_of(full);
  enum kind kind = (flags & AT_REMOVEDIR) != 0 ? RMDIR : UNLINK;
  LOCKED(int, real(dirfd, path, flags), named(kind, result, full, NULL, gone));
}

int remove(const char *path) {
  struct stat status;
  if (lstat(path, &status) != 0) return -1;
  return S_ISDIR(status.st_mode) ? rmdir(path) : unlink(path);
}

static void *map_checked(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
  REAL(void *, "mmap", void *, size_t, int, int, int, off_t);
  if (fd >= 0 && (flags & MAP_SHARED) != 0 && (protection & PROT_WRITE) != 0 && find_open(fd) != NULL)
    fail("a file is written to through memory");
  return real(address, length, protection, flags, fd, offset);
}
void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
  return map_checked(address, length, protection, flags, fd, offset);
}
void *mmap64(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
  return map_checked(address, length, protection, flags, fd, offset);
}
