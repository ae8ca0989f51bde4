#ifndef CONLAB_CNCURSES_STATE_H
#define CONLAB_CNCURSES_STATE_H

#include <signal.h>
#include <termios.h>

// What the parts of this target share. Handlers read it, so it is fixed before they are installed.

extern volatile sig_atomic_t cn_active;  // full-screen mode is on
extern int cn_tty;                       // descriptor of the terminal for output
extern struct termios cn_shell_modes;    // terminal modes before the start
extern struct termios cn_program_modes;  // terminal modes in full-screen mode

// signals.c
int cn_signals_install(void);
void cn_signals_uninstall(void);
void cn_stop_self(void);

// crash.c
void cn_crash_install(void);
void cn_crash_uninstall(void);

// restore.c: the way back that is safe in a signal handler.
void cn_restore_prepare(int mouse);
void cn_restore_now(void);
void cn_write_modes_on(int mouse);
void cn_write_mouse(int on);
void cn_write_modes_off(void);

// errors.c: standard error kept in memory.
void cn_errors_capture(void);
void cn_errors_release(void);

#endif
