#define _GNU_SOURCE

#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

// Standard error would scribble over the screen, so while the screen is up it goes to a file in
// memory and is replayed at the end. One that is not a terminal is left alone.

static volatile sig_atomic_t saved = -1;

void cn_errors_capture(void) {
  if (saved >= 0 || !isatty(STDERR_FILENO)) return;
  int memory = memfd_create("standard-error", MFD_CLOEXEC);
  if (memory < 0) return;
  int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (copy >= 0 && dup2(memory, STDERR_FILENO) >= 0) {
    saved = copy;
  } else if (copy >= 0) {
    close(copy);
  }
  close(memory);
}

// Safe in a signal handler.
void cn_errors_release(void) {
  int target = saved;
  if (target < 0) return;
  saved = -1;
  char buffer[4096];
  off_t offset = 0;
  for (;;) {
    ssize_t count = pread(STDERR_FILENO, buffer, sizeof buffer, offset);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    offset += count;
    for (ssize_t done = 0; done < count;) {
      ssize_t written = write(target, buffer + done, (size_t)(count - done));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) break;
      done += written;
    }
  }
  dup2(target, STDERR_FILENO);
  close(target);
}
