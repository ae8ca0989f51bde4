extension CellBuffer {
  /// The characters, a string a row; a wide character stands once. With `trimmed`, spaces at the
  /// end of each row are left out.
  public func text(trimmed: Bool = false) -> [String] {
    (0..<height).map { y in
      var line = ""
      for x in 0..<width {
        let cell = self[x, y]
        guard cell.width > 0 else { continue }
        line.unicodeScalars.append(cell.scalar)
        if cell.hasMarks { line.unicodeScalars.append(contentsOf: marks(x: x, y: y)) }
      }
      return trimmed ? String(line.trimmingTrailingSpaces()) : line
    }
  }

  /// The roles, a letter a cell (``Style/Role/letter``), a string a row.
  public func styles() -> [String] {
    (0..<height).map { y in String(row(y).map { $0.style.role.letter }) }
  }

  /// The attributes, a hexadecimal digit a cell and `.` for none: 1 bold, 2 dim, 4 underline,
  /// 8 reverse.
  public func attributes() -> [String] {
    let digits: [Character] = [
      ".", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f",
    ]
    return (0..<height).map { y in
      String(row(y).map { digits[Int($0.style.attributes.rawValue & 15)] })
    }
  }

  /// The characters of a rectangle, a string a row.
  public func text(in rect: Rect) -> [String] {
    let part = rect.intersection(bounds)
    guard !part.isEmpty else { return [] }
    return (part.y..<part.maxY).map { y in
      var line = ""
      for x in part.x..<part.maxX where self[x, y].width > 0 {
        line.unicodeScalars.append(self[x, y].scalar)
        line.unicodeScalars.append(contentsOf: marks(x: x, y: y))
      }
      return line
    }
  }
}

extension String {
  /// The text without spaces at its end.
  func trimmingTrailingSpaces() -> Substring {
    var end = endIndex
    while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
    return self[..<end]
  }
}
