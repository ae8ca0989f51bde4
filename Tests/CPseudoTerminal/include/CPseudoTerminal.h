#ifndef CONLAB_CPSEUDOTERMINAL_H
#define CONLAB_CPSEUDOTERMINAL_H

#include <sys/types.h>

// Starts a program on a new pseudo-terminal of the given size. The child has default signal
// handlers, an empty signal mask, and no descriptors but its terminal. Returns the master side
// (close-on-exec), or -1 with errno set.
int cpt_spawn(const char *program, char *const arguments[], char *const environment[], int rows,
              int columns, pid_t *child);

// Changes the size of the terminal and with it sends SIGWINCH to the foreground processes.
int cpt_resize(int master, int rows, int columns);

// Whether the terminal echoes (bit 0), edits lines (bit 1), turns keys into signals (bit 2), and lets
// a read wait for input (bit 3); -1 when it cannot be told.
int cpt_modes(int master);

// What became of a child: 0 when it still runs, 1 when it ended with *code, 2 when the signal *code
// killed it, 3 when it is stopped, -1 when there is no such child.
int cpt_wait(pid_t child, int *code);

#endif
