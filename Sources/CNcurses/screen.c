#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1

#include "CNcurses.h"
#include "state.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

volatile sig_atomic_t cn_active;
int cn_tty = STDOUT_FILENO;
struct termios cn_shell_modes;
struct termios cn_program_modes;

static SCREEN *screen_handle;
static int use_colors;
static int use_mouse;
static int exit_hook;
static cchar_t *row_buffer;
static int row_capacity;

static int codeset_is_utf8(void) {
  const char *codeset = nl_langinfo(CODESET);
  return codeset != NULL && (strcasecmp(codeset, "UTF-8") == 0 || strcasecmp(codeset, "utf8") == 0);
}

// The locale that the environment asks for; LC_ALL wins over LC_CTYPE over LANG.
static const char *requested_locale(void) {
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  for (size_t index = 0; index < 3; index++) {
    const char *value = getenv(names[index]);
    if (value != NULL && *value != 0) return value;
  }
  return "";
}

int cn_locale_is_utf8(void) {
  static int settled = -1;
  if (settled >= 0) return settled;
  const char *set = setlocale(LC_CTYPE, "");
  if (set != NULL && codeset_is_utf8()) return settled = 1;
  const char *wanted = requested_locale();
  if (strcasestr(wanted, "utf-8") != NULL || strcasestr(wanted, "utf8") != NULL) {
    if (setlocale(LC_CTYPE, "C.UTF-8") != NULL && codeset_is_utf8()) return settled = 1;
  }
  return settled = 0;
}

void cn_terminal_size(int *rows, int *columns) {
  struct winsize size = {0};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) size.ws_row = size.ws_col = 0;
  *rows = size.ws_row > 0 ? size.ws_row : 24;
  *columns = size.ws_col > 0 ? size.ws_col : 80;
}

// Modes for single keys: no echo, no line editing, no flow control; signals from keys stay on, so
// that Ctrl-C and Ctrl-Z work even while the program computes.
static void enter_program_modes(void) {
  struct termios modes = cn_shell_modes;
  modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
  // NOFLSH: else such a key throws away the output under way as well, in the middle of a sequence.
  modes.c_lflag |= ISIG | NOFLSH;
  modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF | ICRNL | INLCR | IGNCR | ISTRIP | BRKINT);
  modes.c_oflag &= ~(tcflag_t)ONLCR;
  // A read never waits. Between poll and read a key such as Ctrl-Z can throw away the input that poll
  // saw; a read that waits would then sleep on, with the signal unread in its pipe. O_NONBLOCK would do
  // too, but belongs to the open file, which is the shell's as well.
  modes.c_cc[VMIN] = 0;
  modes.c_cc[VTIME] = 0;
  cn_program_modes = modes;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
}

static void stop_at_exit(void) { cn_stop(); }

int cn_start(const cn_options *options, cn_screen *result) {
  if (cn_active) return CN_ALREADY_STARTED;
  int colors = 0;
  int reason = cn_probe(&colors);
  if (reason != CN_OK) return reason;
  cn_locale_is_utf8();
  if (tcgetattr(STDIN_FILENO, &cn_shell_modes) != 0) return CN_SYSTEM_ERROR;
  // Before newterm: it leaves signals alone that are already handled.
  if (cn_signals_install() != 0) return CN_SYSTEM_ERROR;
  screen_handle = newterm(NULL, stdout, stdin);
  if (screen_handle == NULL) {
    cn_signals_uninstall();
    tcsetattr(STDIN_FILENO, TCSANOW, &cn_shell_modes);
    return CN_UNKNOWN_TERM;
  }
  if (!exit_hook) exit_hook = atexit(stop_at_exit) == 0;
  use_mouse = options->mouse;
  cn_restore_prepare(use_mouse);
  cn_active = 1;
  cn_crash_install();
  cbreak();
  noecho();
  nonl();
  typeahead(-1);
  leaveok(stdscr, FALSE);
  scrollok(stdscr, FALSE);
  idlok(stdscr, TRUE);
  enter_program_modes();
  def_prog_mode();
  use_colors = options->color && colors >= 8 && start_color() == OK;
  if (use_colors) use_default_colors();
  cn_errors_capture();
  cn_write_modes_on(use_mouse);
  int rows, columns;
  cn_terminal_size(&rows, &columns);
  cn_resize(rows, columns);
  result->colors = use_colors ? colors : 0;
  getmaxyx(stdscr, result->rows, result->columns);
  return CN_OK;
}

// A terminal that has not read for a while must not keep a process that wants to end: what is
// queued for it is thrown away, so that the bytes that restore it fit.
static void make_room(void) {
  struct pollfd writable = {.fd = cn_tty, .events = POLLOUT};
  if (poll(&writable, 1, 300) == 0) tcflush(cn_tty, TCOFLUSH);
}

void cn_stop(void) {
  if (!cn_active) return;
  make_room();
  curs_set(1);
  // Before the screen is left: who sees the shell's screen sees the shell's modes.
  cn_write_modes_off();
  endwin();
  cn_active = 0;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &cn_shell_modes);
  cn_crash_uninstall();
  cn_signals_uninstall();
  cn_errors_release();
  delscreen(screen_handle);
  screen_handle = NULL;
}

void cn_set_pair(int pair, int foreground) {
  if (!cn_active || !use_colors || pair < 1 || pair >= CN_PAIRS_MAX) return;
  init_extended_pair(pair, foreground, -1);
}

static attr_t attributes_of(uint8_t bits) {
  attr_t result = A_NORMAL;
  if (bits & CN_BOLD) result |= A_BOLD;
  if (bits & CN_DIM) result |= A_DIM;
  if (bits & CN_UNDERLINE) result |= A_UNDERLINE;
  if (bits & CN_REVERSE) result |= A_REVERSE;
  return result;
}

static void set_cell(cchar_t *target, const cn_cell *cell, wchar_t base, int marks) {
  wchar_t text[CN_MARKS_MAX + 2] = {base};
  int length = 1;
  for (int index = 0; marks && index < CN_MARKS_MAX && cell->marks[index] != 0; index++) {
    if (wcwidth((wchar_t)cell->marks[index]) == 0) text[length++] = (wchar_t)cell->marks[index];
  }
  short pair = use_colors ? (short)cell->pair : 0;
  setcchar(target, text, attributes_of(cell->attributes), pair, NULL);
}

void cn_put_row(int row, const cn_cell *cells, int count) {
  if (!cn_active || count <= 0) return;
  int rows, columns;
  getmaxyx(stdscr, rows, columns);
  if (row < 0 || row >= rows) return;
  if (count > columns) count = columns;
  if (count > row_capacity) {
    cchar_t *larger = realloc(row_buffer, (size_t)count * sizeof *larger);
    if (larger == NULL) return;
    row_buffer = larger;
    row_capacity = count;
  }
  int length = 0;
  for (int column = 0; column < count; column++) {
    const cn_cell *cell = &cells[column];
    if (cell->width == 0) {
      set_cell(&row_buffer[length++], cell, L' ', 0);
      continue;
    }
    int agrees = wcwidth((wchar_t)cell->scalar) == cell->width && column + cell->width <= count;
    if (agrees) {
      set_cell(&row_buffer[length++], cell, (wchar_t)cell->scalar, 1);
      column += cell->width - 1;
    } else {
      set_cell(&row_buffer[length++], cell, L'?', 0);
    }
  }
  wmove(stdscr, row, 0);
  wadd_wchnstr(stdscr, row_buffer, length);
}

void cn_flush(int row, int column) {
  if (!cn_active) return;
  if (row >= 0) {
    wmove(stdscr, row, column);
    curs_set(1);
  } else {
    curs_set(0);
  }
  wrefresh(stdscr);
}

void cn_invalidate(void) {
  if (cn_active) clearok(curscr, TRUE);
}

void cn_resize(int rows, int columns) {
  if (!cn_active || rows < 1 || columns < 1) return;
  if (is_term_resized(rows, columns)) resizeterm(rows, columns);
}

void cn_suspend(void) {
  if (!cn_active) return;
  curs_set(1);
  // Before the screen is left: who sees the shell's screen sees the shell's modes.
  cn_write_modes_off();
  endwin();
  tcsetattr(STDIN_FILENO, TCSADRAIN, &cn_shell_modes);
  cn_stop_self();
  cn_resume();
}

void cn_listen_to_mouse(int on) {
  if (!cn_active) return;
  use_mouse = on;
  cn_write_mouse(on);
}

void cn_resume(void) {
  if (!cn_active) return;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &cn_program_modes);
  def_prog_mode();
  cn_write_modes_on(use_mouse);
  clearok(curscr, TRUE);
  doupdate();
}
