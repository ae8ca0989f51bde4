import Histories

/// What the text of a saved run says of itself, for lists: read from its lines, neither replayed nor
/// checked.
public struct SavedRunOutline: Hashable, Sendable {
  /// The title of the scenario, as it stands between its quotes.
  public private(set) var title = ""
  /// The names of the branches; empty for format 1, which held one without a name.
  public private(set) var branches: [String] = []
  /// What the user did, over all branches.
  public private(set) var actions = 0
  /// The latest instant at which a branch ends.
  public private(set) var end: VirtualTime = .zero

  /// Nil for a text that is no saved run. O(length).
  public init?(reading text: String) {
    guard text.hasPrefix(SavedRun.heading) else { return nil }
    var isOfBranch = false
    for line in text.utf8.split(separator: UInt8(ascii: "\n")).map(Substring.init) {
      if line.hasPrefix("[") { isOfBranch = line == "[branch]" }
      if line.hasPrefix("@ ") { actions += 1 }
      if line.hasPrefix("title \""), title.isEmpty { title = String(line.dropFirst(7).dropLast()) }
      if isOfBranch, line.hasPrefix("name ") {
        branches.append(String(line.dropFirst(5)).filter { $0 != "\"" })
      }
      if line.hasPrefix("end "), let time = line.split(separator: " ").dropFirst(2).first {
        end = max(end, VirtualTime(Int64(time) ?? 0))
      }
    }
  }

  /// The same with other texts, for whoever must not show them as they are.
  public func mapTexts(_ change: (String) -> String) -> Self {
    var result = self
    result.title = change(title)
    result.branches = branches.map(change)
    return result
  }
}

extension SavedRun {
  /// The checksum line of a saved run's text, by which one state of a file is told from another: two
  /// texts with the same one are taken for the same. Empty for an empty text. O(last line).
  public static func version(of text: String) -> String {
    String(text.split(separator: "\n").last ?? "")
  }
}
