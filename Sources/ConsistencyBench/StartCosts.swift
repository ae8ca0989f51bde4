import CellGraphics
import Foundation
import LessonFiles
import TerminalTesting

/// How long the program takes from its start to the first frame, on a real pseudo-terminal, with more
/// and more lessons to list.
struct StartCosts {
  private let program: String
  private let folder: URL
  /// How many lessons there are; those that came with the program where nil.
  private let counts: [Int?] = [0, nil, 50]
  private var firstFrame: [Samples]

  init(program: String) {
    self.program = program
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("conlab-bench-\(UUID().uuidString)")
    firstFrame = counts.map { _ in Samples() }
  }

  mutating func measure(times: Int) {
    defer { try? FileManager.default.removeItem(at: folder) }
    do { try makeLessons() } catch {
      Swift.print("\nstart-up: the lessons cannot be written: \(error)")
      return
    }
    for _ in 0..<times {
      for (index, count) in counts.enumerated() {
        let (duration, started) = timed { start(lessons: count) }
        if started { firstFrame[index].add(duration) }
      }
    }
  }

  private func path(_ count: Int) -> URL { folder.appendingPathComponent("\(count)") }

  /// Lessons as `conlab lessons new` writes them.
  private func makeLessons() throws {
    for count in counts.compactMap(\.self) {
      let track = path(count).appendingPathComponent("bench")
      try FileManager.default.createDirectory(at: track, withIntermediateDirectories: true)
      for number in 0..<count {
        let text = LessonTemplate.text(id: "B\(number)", track: "bench")
        try Data(text.utf8).write(to: track.appendingPathComponent("\(100 + number).yaml"))
      }
    }
  }

  /// Starts the program and waits for the title of Home.
  private func start(lessons count: Int?) -> Bool {
    var environment = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "PATH": "/usr/bin:/bin",
    ]
    if let count { environment["CONLAB_LESSONS"] = path(count).path }
    guard
      let terminal = try? PseudoTerminal(
        program: program, arguments: [], environment: environment,
        size: Size(width: 120, height: 36))
    else { return false }
    defer { terminal.hangUp() }
    return terminal.wait { $0.contains("Consistency Lab") }
  }

  func print() {
    guard let empty = firstFrame.first, empty.maximum > 0 else {
      Swift.print("\nstart-up: \(program) does not start; build it first")
      return
    }
    Swift.print("\nfrom the start of the process to the first frame, Home at 120x36")
    Table.print(
      header: ["", "median ms", "max ms", "aim ms", "ratio to none"],
      rows: zip(counts, firstFrame).map { count, samples in
        [
          count.map { $0 == 0 ? "no lesson" : "\($0) lessons" } ?? "the lessons that come with it",
          Table.number(samples.median / 1_000_000, digits: 1),
          Table.number(samples.maximum / 1_000_000, digits: 1), "60",
          Table.number(samples.median / empty.median, digits: 2),
        ]
      })
  }
}
