#define _GNU_SOURCE

#include "CPseudoTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

int cpt_spawn(const char *program, char *const arguments[], char *const environment[], int rows,
              int columns, pid_t *child) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  int master = -1;
  pid_t process = forkpty(&master, NULL, NULL, &size);
  if (process < 0) return -1;
  if (process == 0) {
    // Threads of a test runner block signals, and children inherit the mask.
    for (int signal = 1; signal < NSIG; signal++) {
      struct sigaction action = {0};
      action.sa_handler = SIG_DFL;
      sigaction(signal, &action, NULL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    // The master sides of other tests must not stay open here: they would never hang up.
    close_range(3, ~0U, 0);
    execve(program, arguments, environment);
    _exit(127);
  }
  fcntl(master, F_SETFD, FD_CLOEXEC);
  fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK);
  *child = process;
  return master;
}

int cpt_resize(int master, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(master, TIOCSWINSZ, &size);
}

int cpt_modes(int master) {
  struct termios modes;
  if (tcgetattr(master, &modes) != 0) return -1;
  return ((modes.c_lflag & ECHO) ? 1 : 0) | ((modes.c_lflag & ICANON) ? 2 : 0) |
         ((modes.c_lflag & ISIG) ? 4 : 0) | (modes.c_cc[VMIN] > 0 ? 8 : 0);
}

int cpt_wait(pid_t child, int *code) {
  int status = 0;
  pid_t result;
  do {
    result = waitpid(child, &status, WNOHANG | WUNTRACED);
  } while (result < 0 && errno == EINTR);
  if (result == 0) return 0;
  if (result < 0) return -1;
  if (WIFEXITED(status)) {
    *code = WEXITSTATUS(status);
    return 1;
  }
  if (WIFSIGNALED(status)) {
    *code = WTERMSIG(status);
    return 2;
  }
  return WIFSTOPPED(status) ? 3 : 0;
}
