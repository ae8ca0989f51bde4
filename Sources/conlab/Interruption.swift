import Foundation
import Glibc

/// Ctrl-C during a long computation: the first one asks it to end, the second one ends the program.
enum Interruption {
  /// Written by the signal handler alone, and only ever from false to true.
  nonisolated(unsafe) private static var flag: sig_atomic_t = 0

  static var isRequested: Bool { flag != 0 }

  /// From here on SIGINT and SIGTERM set the flag once.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { _ in Interruption.flag = 1 }
      action.sa_flags = SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND))
      sigaction(number, &action, nil)
    }
  }
}
