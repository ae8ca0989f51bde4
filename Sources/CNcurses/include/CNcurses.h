#ifndef CONLAB_CNCURSES_H
#define CONLAB_CNCURSES_H

#include <stddef.h>
#include <stdint.h>

// A narrow door to the terminal: only integers and plain structs cross it. All functions belong to
// one thread, the main thread. Input is not read here: the caller polls standard input and the
// signal pipe and decodes bytes itself.

// Why the screen could not be started.
enum {
  CN_OK = 0,
  CN_NO_TTY = 1,          // standard input or output is not a terminal
  CN_NO_TERM = 2,         // TERM is unset or empty
  CN_UNKNOWN_TERM = 3,    // no terminfo entry for TERM
  CN_NO_POSITIONING = 4,  // the terminal cannot move its cursor (TERM=dumb)
  CN_ALREADY_STARTED = 5,
  CN_SYSTEM_ERROR = 6,    // a system call failed
};

// Attributes of a cell.
enum { CN_BOLD = 1, CN_DIM = 2, CN_UNDERLINE = 4, CN_REVERSE = 8 };

enum { CN_MARKS_MAX = 4, CN_PAIRS_MAX = 32 };

// What stands in one column. A cell of width 2 is followed by one of width 0, which is ignored.
typedef struct {
  uint32_t scalar;
  uint32_t marks[CN_MARKS_MAX];  // combining marks, zero at the end
  uint8_t width;
  uint8_t pair;  // 0 is the terminal's own colours
  uint8_t attributes;
} cn_cell;

typedef struct {
  int color;  // 0: never use colours
  int mouse;  // 0: do not ask for mouse reports
} cn_options;

typedef struct {
  int colors;   // colours in use, 0 without
  int rows;
  int columns;
} cn_screen;

// The locale's character set, settled once: 1 when it is UTF-8, or when it should be UTF-8 by its
// name and a UTF-8 locale is installed. Sets LC_CTYPE only. Async-unsafe; call before other uses.
int cn_locale_is_utf8(void);

// Asks terminfo what the terminal can do without touching it: CN_OK and the number of colours in
// *colors (0 if none), or why a full screen is impossible.
int cn_probe(int *colors);

// Starts full-screen mode, installs the signal and crash handlers, and redirects a standard error
// that is a terminal to memory. On failure nothing is changed and the reason is returned.
int cn_start(const cn_options *options, cn_screen *screen);

// Asks for mouse reports from now on, or leaves the mouse to the terminal.
void cn_listen_to_mouse(int on);

// Gives the terminal back as it was and replays what was written to standard error. Idempotent.
void cn_stop(void);

// The foreground of colour pair `pair` (1..<CN_PAIRS_MAX); ignored when colours are off.
void cn_set_pair(int pair, int foreground);

// Puts a row of cells into the screen image. A character on whose width the C library disagrees is
// replaced. `count` columns are written from column 0; rows outside the screen are ignored.
void cn_put_row(int row, const cn_cell *cells, int count);

// Sends the difference between the screen image and the terminal. The cursor is shown at row,
// column, or hidden when row < 0.
void cn_flush(int row, int column);

// Forgets what the terminal shows, so that the next flush draws everything.
void cn_invalidate(void);

// The size of the terminal now; 24 x 80 when it does not tell.
void cn_terminal_size(int *rows, int *columns);

// Gives the screen image another size.
void cn_resize(int rows, int columns);

// Gives the terminal back, stops the process as Ctrl-Z would, and takes the terminal again when the
// process is continued.
void cn_suspend(void);

// Takes the terminal again after the process was stopped from outside and continued.
void cn_resume(void);

// The reading end of the signal pipe, non-blocking: each byte is a signal number.
int cn_signal_descriptor(void);

// To be called after the signal pipe was read. A third termination signal without a read in
// between ends the process at once, so a program that hangs can still be interrupted.
void cn_signals_read(void);

// Ends the process by the default action of `signal`, after cn_stop.
void cn_die(int signal) __attribute__((noreturn));

#endif
