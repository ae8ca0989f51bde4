#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1

#include "state.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <term.h>
#include <time.h>
#include <unistd.h>

// The bytes that bring the terminal back, collected at the start because terminfo must not be used
// in a signal handler.
static char reset_bytes[512];
static size_t reset_length;
static int mouse_on;

static void append(const char *text) {
  if (text == NULL || text == (char *)-1) return;
  // Padding such as $<5> is for terminals on serial lines; it must not be sent as text.
  while (*text != 0 && reset_length < sizeof reset_bytes) {
    if (text[0] == '$' && text[1] == '<') {
      const char *end = strchr(text, '>');
      if (end != NULL) {
        text = end + 1;
        continue;
      }
    }
    reset_bytes[reset_length++] = *text++;
  }
}

// Writes to the terminal, giving up when it takes nothing for a while: a terminal that does
// not read must not keep a dying process.
static void write_all(const char *bytes, size_t length) {
  const char *all = bytes;
  size_t total = length;
  int flushed = 0;
  int flags = fcntl(cn_tty, F_GETFL);
  if (flags >= 0) fcntl(cn_tty, F_SETFL, flags | O_NONBLOCK);
  while (length > 0) {
    ssize_t written = write(cn_tty, bytes, length);
    if (written > 0) {
      bytes += written;
      length -= (size_t)written;
    } else if (written < 0 && errno == EINTR) {
      continue;
    } else if (written < 0 && errno == EAGAIN) {
      struct pollfd writable = {.fd = cn_tty, .events = POLLOUT};
      int ready = poll(&writable, 1, 300);
      if (ready < 0 && errno == EINTR) continue;
      // Queued output is worth less than the way back; after one flush it is given up.
      if (ready <= 0 && (flushed || tcflush(cn_tty, TCOFLUSH) != 0)) break;
      if (ready <= 0) {
        // What was written of it may have been thrown away too.
        flushed = 1;
        bytes = all;
        length = total;
      }
    } else {
      break;
    }
  }
  if (flags >= 0) fcntl(cn_tty, F_SETFL, flags);
}

// Bracketed paste and mouse reports are not in terminfo; terminals without them ignore the request.
static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";
static const char mouse_on_bytes[] = "\033[?1000h\033[?1002h\033[?1006h";
static const char mouse_off_bytes[] = "\033[?1006l\033[?1002l\033[?1000l";

// Only terminals that have an alternate screen are asked for private modes: an old terminal would
// print parts of the request.
static int understands_private_modes(void) {
  const char *enter = tigetstr("smcup");
  return enter != NULL && enter != (char *)-1;
}

static int private_modes;

void cn_restore_prepare(int mouse) {
  reset_length = 0;
  private_modes = understands_private_modes();
  mouse_on = mouse && private_modes;
  // Also without the mouse: it may be asked for later.
  if (private_modes) append(mouse_off_bytes);
  if (private_modes) append(paste_off);
  append(tigetstr("rmacs"));
  append(tigetstr("sgr0"));
  append(tigetstr("op"));
  const char *leave = tigetstr("rmcup");
  if (leave == NULL || leave == (char *)-1) append("\r\n");
  append(leave);
  append(tigetstr("rmkx"));
  append(tigetstr("cnorm"));
}

void cn_write_modes_on(int mouse) {
  if (private_modes) write_all(paste_on, sizeof paste_on - 1);
  if (mouse && mouse_on) write_all(mouse_on_bytes, sizeof mouse_on_bytes - 1);
}

void cn_write_mouse(int on) {
  if (!private_modes) return;
  mouse_on = on;
  if (on) {
    write_all(mouse_on_bytes, sizeof mouse_on_bytes - 1);
  } else {
    write_all(mouse_off_bytes, sizeof mouse_off_bytes - 1);
  }
}

void cn_write_modes_off(void) {
  if (mouse_on) write_all(mouse_off_bytes, sizeof mouse_off_bytes - 1);
  if (private_modes) write_all(paste_off, sizeof paste_off - 1);
}

void cn_restore_now(void) {
  if (!cn_active) return;
  cn_active = 0;
  write_all(reset_bytes, reset_length);
  // A background process must not be stopped for changing the modes.
  sigset_t block, previous;
  sigemptyset(&block);
  sigaddset(&block, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &block, &previous);
  tcsetattr(STDIN_FILENO, TCSANOW, &cn_shell_modes);
  pthread_sigmask(SIG_SETMASK, &previous, NULL);
  cn_errors_release();
}
