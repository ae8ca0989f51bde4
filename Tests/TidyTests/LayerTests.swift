import Testing

/// The arrows of the layers point down, and the engine sees no clock, no file and no randomness of
/// its own.
@Suite struct LayerTests {
  /// What each target may import, beside itself. A target that is missing here fails the test.
  static let allowed: [String: Set<String>] = [
    "Histories": [],
    "CellGraphics": [],
    "Simulation": ["Histories"],
    "Checkers": ["Histories"],
    "Replication": ["Histories", "Simulation"],
    "Laboratory": ["Histories", "Simulation", "Checkers", "Replication"],
    "Curriculum": ["Histories", "Simulation", "Checkers", "Laboratory"],
    "LabInterface": [
      "Histories", "Simulation", "Checkers", "Laboratory", "Curriculum", "CellGraphics",
    ],
    "LessonFiles": [
      "Histories", "Simulation", "Checkers", "Laboratory", "Curriculum", "Yams", "Foundation",
    ],
    "HistoryFiles": ["Histories", "Checkers", "CellGraphics"],
    "SettingsFiles": ["LessonFiles", "LabInterface", "Laboratory", "CellGraphics"],
    "CursesTerminal": ["CellGraphics", "CNcurses", "Glibc"],
    "conlab": [
      "Histories", "Simulation", "Checkers", "Replication", "Laboratory", "Curriculum",
      "LabInterface", "LessonFiles", "SettingsFiles", "HistoryFiles", "CellGraphics",
      "CursesTerminal",
      "ArgumentParser", "Foundation", "Glibc", "Synchronization",
    ],
    "ConsistencyBench": [
      "Histories", "Simulation", "Checkers", "Replication", "Laboratory", "Curriculum",
      "LabInterface", "LessonFiles", "CellGraphics", "TerminalTesting", "Foundation",
    ],
  ]

  /// Layers 0 to 5: pure.
  static let pure: Set<String> = [
    "Histories", "CellGraphics", "Simulation", "Checkers", "Replication", "Laboratory",
    "Curriculum", "LabInterface",
  ]

  /// Words that bring in a clock, an unseeded draw, concurrency or an order that differs between
  /// processes.
  static let forbidden = [
    "ContinuousClock", "SuspendingClock", "SystemRandomNumberGenerator", ".randomElement()",
    ".shuffled()", ".shuffle()", "Hasher(", ".hashValue", "Task {", "Task.", "actor ", "Dispatch",
    "getenv", "fopen", "Date(",
  ]

  static func imports(of file: SourceTree.File) -> [(line: Int, module: String)] {
    file.code.compactMap { number, text in
      let words = text.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place <= 1, place + 1 < words.count
      else { return nil }
      return (number, String(words[place + 1].split(separator: ".")[0]))
    }
  }

  @Test func everyImportPointsDown() {
    for file in SourceTree.files(below: "Sources") {
      let allowed = Self.allowed[file.target]
      #expect(allowed != nil, "\(file.path): target \(file.target) has no place in the layers")
      for (line, module) in Self.imports(of: file) where !(allowed?.contains(module) ?? false) {
        Issue.record("\(file.path):\(line): \(file.target) must not import \(module)")
      }
    }
  }

  /// Whether a word stands in a line by itself: `LessonTask {` is not `Task {`.
  static func holds(_ text: String, _ word: String) -> Bool {
    func isPartOfWord(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || character == "_"
    }
    let startsWithLetter = word.first.map(isPartOfWord) ?? false
    return text.ranges(of: word).contains { range in
      guard startsWithLetter, range.lowerBound > text.startIndex else { return true }
      return !isPartOfWord(text[text.index(before: range.lowerBound)])
    }
  }

  static func impurities(of file: SourceTree.File) -> [String] {
    file.code.flatMap { number, text in
      var found = forbidden.filter { holds(text, $0) }
      if text.contains(".random(in:"), !text.contains("using:") { found.append(".random(in:") }
      return found.map { "\(file.path):\(number): \($0)" }
    }
  }

  @Test func engineAndInterfaceArePure() {
    let files = SourceTree.files(below: "Sources").filter { Self.pure.contains($0.target) }
    #expect(files.count > 50)
    for impurity in files.flatMap(Self.impurities) { Issue.record("\(impurity)") }
  }

  @Test func theCheckFindsWhatItForbids() {
    let bad = SourceTree.File(
      path: "Sources/Simulation/Bad.swift",
      lines: [
        "import Foundation", "// import Glibc", "let now = ContinuousClock().now",
        "let n = Int.random(in: 0..<3)", "let m = Int.random(in: 0..<3, using: &generator)",
        "extension LessonTask {", "Task { await x }",
      ])
    #expect(Self.imports(of: bad).map(\.module) == ["Foundation"])
    #expect(Self.impurities(of: bad).count == 3)
  }
}
