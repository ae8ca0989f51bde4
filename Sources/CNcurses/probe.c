#define _GNU_SOURCE

#include "CNcurses.h"

#include <curses.h>
#include <stdlib.h>
#include <term.h>
#include <unistd.h>

// A file of its own: term.h defines macros with everyday names such as `columns`.

int cn_probe(int *colors) {
  *colors = 0;
  const char *name = getenv("TERM");
  if (name == NULL || *name == 0) return CN_NO_TERM;
  // The screen's own entry, if there is one, must be the current one again afterwards.
  TERMINAL *current = cur_term;
  int status = 0;
  if (setupterm((char *)name, STDOUT_FILENO, &status) != OK) {
    set_curterm(current);
    return CN_UNKNOWN_TERM;
  }
  int count = tigetnum("colors");
  *colors = count > 0 ? count : 0;
  const char *position = tigetstr("cup");
  int positions = position != NULL && position != (char *)-1;
  TERMINAL *probed = set_curterm(current);
  if (probed != current) del_curterm(probed);
  if (!positions) return CN_NO_POSITIONING;
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return CN_NO_TTY;
  return CN_OK;
}
