/// Finds the name that somebody probably meant.
public enum NearMatch {
  /// Longer words are not compared: nobody mistypes them, and the comparison is quadratic.
  public static let lengthMax = 64

  /// The candidate that is nearest to `word`, if one is near enough: at most one edit for words of
  /// up to three characters, two for up to six, otherwise three. Case does not count. The first one
  /// wins a tie. O(candidates * length²).
  public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(word.lowercased().unicodeScalars.prefix(lengthMax + 1))
    guard !wanted.isEmpty, wanted.count <= lengthMax else { return nil }
    let allowed = wanted.count <= 3 ? 1 : wanted.count <= 6 ? 2 : 3
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != word {
      let other = Array(candidate.lowercased().unicodeScalars.prefix(lengthMax + 1))
      guard other.count <= lengthMax, abs(other.count - wanted.count) <= allowed else { continue }
      let distance = distance(wanted, other)
      // A match that shares nothing with the word is a coincidence.
      guard distance <= allowed, distance < max(wanted.count, other.count) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.name
  }

  /// The number of insertions, deletions, substitutions and swaps of neighbours that turn one text
  /// into the other (optimal string alignment). O(product of the lengths).
  public static func distance(_ one: String, _ other: String) -> Int {
    distance(Array(one.unicodeScalars), Array(other.unicodeScalars))
  }

  private static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
    guard !one.isEmpty, !other.isEmpty else { return max(one.count, other.count) }
    var beforeLast = [Int](repeating: 0, count: other.count + 1)
    var last = Array(0...other.count)
    for row in 1...one.count {
      var current = [row]
      for column in 1...other.count {
        let same = one[row - 1] == other[column - 1]
        var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
        if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1]
        {
          cost = min(cost, beforeLast[column - 2] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[other.count]
  }
}
