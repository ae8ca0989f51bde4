import CellGraphics

/// Text in columns, of which a letter may take two and a mark none.
extension String {
  var columns: Int { DisplayWidth.of(self) }

  /// As much of the beginning as fits, with a mark where the rest was.
  func fitted(_ columns: Int, mark: String) -> String {
    guard self.columns > columns else { return self }
    return prefix(columns: max(columns - mark.columns, 0)) + mark
  }

  /// Its beginning and its end, with a mark where the middle was.
  func fittedInside(_ columns: Int, mark: String) -> String {
    guard self.columns > columns else { return self }
    let room = max(columns - mark.columns, 0)
    let start = prefix(columns: room / 2)
    let end = String(String(reversed()).prefix(columns: room - room / 2).reversed())
    return start + mark + end
  }

  /// What stands in the columns from one to before another; what is cut through is blank.
  func window(from start: Int, to end: Int) -> String {
    var result = ""
    var column = 0
    for character in self {
      let next = column + String(character).columns
      if column >= start, next <= end {
        result.append(character)
      } else if next > start, column < end {
        result += String(repeating: " ", count: Swift.min(next, end) - Swift.max(column, start))
      }
      column = next
    }
    return result
  }

  func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - self.columns))
  }

  private func prefix(columns: Int) -> String {
    var result = ""
    var used = 0
    for character in self {
      used += String(character).columns
      if used > columns { break }
      result.append(character)
    }
    return result
  }
}
