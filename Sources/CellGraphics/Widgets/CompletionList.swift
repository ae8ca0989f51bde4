/// Candidates for the text being typed, in a box above or below the field.
public struct CompletionList: Hashable, Sendable {
  public struct Candidate: Hashable, Sendable {
    public var text: String
    /// What the candidate does, shown dim after it.
    public var detail: String

    public init(_ text: String, detail: String = "") {
      self.text = text
      self.detail = detail
    }
  }

  public var candidates: [Candidate]
  public var selection: Int?
  /// The most rows shown at once.
  public var maximumRows: Int

  public init(_ candidates: [Candidate], selection: Int? = nil, maximumRows: Int = 8) {
    self.candidates = candidates
    self.selection = selection
    self.maximumRows = maximumRows
  }

  /// Where the box goes for a field at `anchor`: below it when there is room, else on the side
  /// with more room; nil when nothing can be shown.
  public func frame(anchor: Point, within bounds: Rect) -> Rect? {
    guard !candidates.isEmpty, bounds.contains(anchor) else { return nil }
    let wanted = min(candidates.count, max(1, maximumRows)) + 2
    let below = bounds.maxY - anchor.y - 1
    let above = anchor.y - bounds.y
    let goesBelow = below >= wanted || below >= above
    let height = min(wanted, goesBelow ? below : above)
    guard height >= 3 else { return nil }
    let names = candidates.map { DisplayWidth.of($0.text) }.max() ?? 0
    let details = candidates.map { DisplayWidth.of($0.detail) }.max() ?? 0
    let width = min(bounds.width, names + (details > 0 ? details + 2 : 0) + 4)
    guard width >= 5 else { return nil }
    let x = min(anchor.x, bounds.maxX - width)
    return Rect(
      x: max(bounds.x, x), y: goesBelow ? anchor.y + 1 : anchor.y - height, width: width,
      height: height)
  }

  /// Draws the box next to a field at `anchor`. The hardware cursor stays in the field.
  public func draw(into buffer: inout CellBuffer, anchor: Point, within bounds: Rect) {
    guard let rect = frame(anchor: anchor, within: bounds.intersection(buffer.bounds)) else {
      return
    }
    buffer.fill(rect)
    buffer.box(rect)
    let names = candidates.map { DisplayWidth.of($0.text) }.max() ?? 0
    let items = candidates.map { candidate in
      var line = TextLine(" ")
      line += TextLine(candidate.text).padded(to: names)
      if !candidate.detail.isEmpty { line.append("  " + candidate.detail, .dim) }
      return line
    }
    buffer.draw(
      SelectionList(items, selection: selection), in: rect.inset(columns: 1, rows: 1))
  }
}
