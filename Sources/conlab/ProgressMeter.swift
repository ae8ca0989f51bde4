import Foundation
import Glibc
import Histories

/// Says on standard error how far a long run is, when somebody looks at it.
final class ProgressMeter {
  private let isWatched = isatty(STDERR_FILENO) != 0
  private let start = ContinuousClock.now
  private var hasShown = false

  /// Shows nothing during the first second.
  func show(events: Int, time: VirtualTime) {
    guard isWatched, ContinuousClock.now - start > .seconds(1) else { return }
    hasShown = true
    write("\r\(events) events, t=\(time) ms ")
  }

  func end() {
    if hasShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
