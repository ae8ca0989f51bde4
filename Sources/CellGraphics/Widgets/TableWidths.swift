/// The division of a table's width among its columns.
enum TableWidths {
  /// The width of each column, nil for the ones that are dropped. O(visible rows x columns).
  static func fit(_ table: Table, visible: Range<Int>, width: Int) -> [Int?] {
    let ideal = table.columns.indices.map { idealWidth($0, table, visible) }
    let least = table.columns.indices.map { min(ideal[$0], max(1, table.columns[$0].minimum)) }
    var kept = Array(table.columns.indices)
    while !kept.isEmpty, needed(kept, least, table.gap) > width {
      guard let drop = leastImportant(kept, table) else { break }
      kept.removeAll { $0 == drop }
    }
    if kept.isEmpty, width > 0, let first = mostImportant(table) {
      var only = [Int?](repeating: nil, count: table.columns.count)
      only[first] = min(ideal[first], width)
      return only
    }
    return widths(kept, ideal, least, table, free: width - needed(kept, least, table.gap))
  }

  private static func widths(
    _ kept: [Int], _ ideal: [Int], _ least: [Int], _ table: Table, free: Int
  ) -> [Int?] {
    var result = [Int?](repeating: nil, count: table.columns.count)
    for index in kept { result[index] = least[index] }
    var free = free
    for index in kept.sorted(by: { isMoreImportant($0, $1, table) }) {
      let extra = min(free, ideal[index] - least[index])
      result[index] = least[index] + extra
      free -= extra
    }
    if free > 0, let growing = kept.first(where: { table.columns[$0].grows }) {
      result[growing] = (result[growing] ?? 0) + free
    }
    return result
  }

  private static func idealWidth(_ index: Int, _ table: Table, _ visible: Range<Int>) -> Int {
    if let fixed = table.columns[index].fixed { return max(0, fixed) }
    var widest = table.showsHeader ? DisplayWidth.of(table.columns[index].title) : 0
    for row in visible where index < table.rows[row].count {
      widest = max(widest, table.rows[row][index].width)
    }
    return widest
  }

  private static func needed(_ kept: [Int], _ widths: [Int], _ gap: Int) -> Int {
    kept.reduce(gap * (kept.count - 1)) { $0.saturatingAdd(widths[$1]) }
  }

  private static func isMoreImportant(_ left: Int, _ right: Int, _ table: Table) -> Bool {
    let first = table.columns[left].priority
    let second = table.columns[right].priority
    return first == second ? left < right : first > second
  }

  private static func leastImportant(_ kept: [Int], _ table: Table) -> Int? {
    kept.max { isMoreImportant($0, $1, table) }
  }

  private static func mostImportant(_ table: Table) -> Int? {
    table.columns.indices.min { isMoreImportant($0, $1, table) }
  }
}
