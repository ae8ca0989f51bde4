#define _GNU_SOURCE

#include "state.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

// A crash restores the terminal on an alternate stack (so that a stack overflow can be handled),
// then passes the signal on to whoever handled it before. So does every other signal that would end
// the process at once and that nobody here waits for.

static const int crash_signals[] = {
    SIGILL,  SIGTRAP, SIGSEGV,   SIGBUS,  SIGFPE, SIGABRT, SIGSYS, SIGUSR1,  SIGUSR2,
    SIGALRM, SIGPROF, SIGVTALRM, SIGXCPU, SIGIO,  SIGPWR,  SIGSTKFLT,
};
enum { COUNT = sizeof crash_signals / sizeof crash_signals[0] };

static struct sigaction previous[COUNT];
static volatile sig_atomic_t installed;
static char alternate_stack[64 * 1024];
static stack_t previous_stack;

// Whether an instruction that failed so runs again after the handler has returned.
static int is_fault(int signal) {
  return signal == SIGILL || signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE;
}

static void on_crash(int signal, siginfo_t *info, void *context) {
  (void)context;
  int saved_index = -1;
  for (int index = 0; index < COUNT; index++) {
    if (crash_signals[index] == signal) saved_index = index;
  }
  if (saved_index >= 0) sigaction(signal, &previous[saved_index], NULL);
  cn_restore_now();
  // A faulting instruction runs again after the return and reaches the previous handler with its
  // own details. A signal that was sent, and a trap whose instruction is already past, does not.
  int repeats = info != NULL && info->si_code > 0 && is_fault(signal);
  if (!repeats) raise(signal);
}

void cn_crash_install(void) {
  if (installed) return;
  stack_t stack = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
  sigaltstack(&stack, &previous_stack);
  struct sigaction action = {0};
  action.sa_sigaction = on_crash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigfillset(&action.sa_mask);
  for (int index = 0; index < COUNT; index++) {
    sigaction(crash_signals[index], NULL, &previous[index]);
    // What the parent had ignored goes on being ignored.
    if (previous[index].sa_handler != SIG_IGN || is_fault(crash_signals[index])) {
      sigaction(crash_signals[index], &action, NULL);
    }
  }
  installed = 1;
}

void cn_crash_uninstall(void) {
  if (!installed) return;
  installed = 0;
  for (int index = 0; index < COUNT; index++) {
    sigaction(crash_signals[index], &previous[index], NULL);
  }
  sigaltstack(&previous_stack, NULL);
}
