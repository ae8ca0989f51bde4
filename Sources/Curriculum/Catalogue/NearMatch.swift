/// Finds what somebody probably meant.
public enum NearMatch {
  /// The candidate with the fewest edits from `word`, whatever its case: at most a third of its
  /// length, and at least one edit is always allowed. O(candidates * length^2).
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    let wanted = Array(word.lowercased().unicodeScalars.prefix(64))
    let scored = candidates.map { candidate in
      (distance(wanted, Array(candidate.lowercased().unicodeScalars.prefix(64))), candidate)
    }
    guard let best = scored.min(by: { $0 < $1 }), best.0 <= max(1, wanted.count / 3) else {
      return nil
    }
    return best.1
  }

  /// Insertions, deletions, replacements and swaps of neighbours.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var rows = [Array(0...b.count)]
    for (i, left) in a.enumerated() {
      var row = [i + 1]
      for (j, right) in b.enumerated() {
        var cost = min(
          rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (left == right ? 0 : 1))
        if i > 0, j > 0, left == b[j - 1], a[i - 1] == right {
          cost = min(cost, rows[i - 1][j - 1] + 1)
        }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
