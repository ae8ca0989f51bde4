import Testing

/// Rooms stay small: one concern a file.
@Suite struct RoomTests {
  static let linesMax = 400

  @Test func noFileOutgrowsItsRoom() {
    for folder in ["Sources", "Tests"] {
      for file in SourceTree.files(below: folder) where file.lines.count > Self.linesMax {
        Issue.record("\(file.path) has \(file.lines.count) lines; split it")
      }
    }
  }

  @Test func fileNamesHaveNoSpaces() {
    for folder in ["Sources", "Tests"] {
      for file in SourceTree.files(below: folder) { #expect(!file.path.contains(" ")) }
    }
  }
}
