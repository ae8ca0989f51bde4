import Foundation
import Glibc
import Histories

/// Says on standard error how far a long run is, when somebody looks at it.
final class ProgressMeter {
  private let isWatched = isatty(STDERR_FILENO) != 0
  private let start = ContinuousClock.now
  private var hasShown = false

  /// Shows nothing during the first second.
  func show(events: Int, time: VirtualTime) { show("\(events) events, t=\(time) ms") }

  /// The same in other words: one line, in place of the last one.
  func show(_ text: @autoclosure () -> String) {
    guard isWatched, ContinuousClock.now - start > .seconds(1) else { return }
    hasShown = true
    write("\r\u{1B}[K\(text()) ")
  }

  func end() {
    if hasShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
