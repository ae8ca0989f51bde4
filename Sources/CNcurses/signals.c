#define _GNU_SOURCE

#include "CNcurses.h"
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

// Signals become bytes in a pipe that the main loop polls; nothing else happens in the handler.

static const int handled[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
enum { COUNT = sizeof handled / sizeof handled[0] };

// A write that cannot be done is an error of that write, not the end of the program.
static const int refused[] = {SIGPIPE, SIGXFSZ};
enum { REFUSED = sizeof refused / sizeof refused[0] };

static struct sigaction previous[COUNT];
static struct sigaction previous_refused[REFUSED];
static volatile sig_atomic_t installed;
static int descriptors[2] = {-1, -1};
static volatile sig_atomic_t unread;

static int is_termination(int signal) {
  return signal == SIGINT || signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT;
}

static void on_signal(int signal) {
  int saved_error = errno;
  if (is_termination(signal) && ++unread >= 3) {
    cn_restore_now();
    struct sigaction action = {0};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, NULL);
    raise(signal);
  }
  unsigned char byte = (unsigned char)signal;
  // A full pipe already wakes the reader.
  ssize_t written = write(descriptors[1], &byte, 1);
  (void)written;
  errno = saved_error;
}

static void install(int signal) {
  struct sigaction action = {0};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, NULL);
}

int cn_signals_install(void) {
  if (installed) return 0;
  if (descriptors[0] < 0 && pipe2(descriptors, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  unread = 0;
  for (int index = 0; index < COUNT; index++) {
    sigaction(handled[index], NULL, &previous[index]);
    // nohup and a shell's background jobs ignore signals on purpose; job control that the parent
    // switched off stays off.
    int ignored = previous[index].sa_handler == SIG_IGN;
    if (!(ignored && (is_termination(handled[index]) || handled[index] == SIGTSTP))) {
      install(handled[index]);
    }
  }
  struct sigaction ignore = {0};
  ignore.sa_handler = SIG_IGN;
  for (int index = 0; index < REFUSED; index++) {
    sigaction(refused[index], &ignore, &previous_refused[index]);
  }
  installed = 1;
  return 0;
}

void cn_signals_uninstall(void) {
  if (!installed) return;
  installed = 0;
  for (int index = 0; index < COUNT; index++) sigaction(handled[index], &previous[index], NULL);
  for (int index = 0; index < REFUSED; index++) {
    sigaction(refused[index], &previous_refused[index], NULL);
  }
}

int cn_signal_descriptor(void) { return descriptors[0]; }

void cn_signals_read(void) { unread = 0; }

// Stops the whole process group's member that this is, as the default action of Ctrl-Z does, and
// returns when it is continued.
void cn_stop_self(void) {
  struct sigaction stop = {0}, mine;
  stop.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &stop, &mine);
  sigset_t unblock, mask;
  sigemptyset(&unblock);
  sigaddset(&unblock, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &unblock, &mask);
  // kill, not raise: the other threads and the shell's view of the job must stop too.
  kill(getpid(), SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(SIGTSTP, &mine, NULL);
}

void cn_die(int signal) {
  cn_stop();
  struct sigaction action = {0};
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, NULL);
  sigset_t unblock;
  sigemptyset(&unblock);
  sigaddset(&unblock, signal);
  pthread_sigmask(SIG_UNBLOCK, &unblock, NULL);
  raise(signal);
  _exit(128 + signal);
}
