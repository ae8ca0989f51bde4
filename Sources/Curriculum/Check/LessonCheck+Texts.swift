extension LessonCheck {
  /// What fits beside the panels of an 80 x 24 screen.
  public enum Room {
    public static let columns = 32
    public static let rows = 16
    public static let beatWordsMax = 60
    public static let titleMax = 60
  }

  func texts() -> [LessonFinding] {
    var findings: [LessonFinding] = []
    if lesson.title.count > Room.titleMax {
      findings.append(
        LessonFinding("title", "the title has more than \(Room.titleMax) characters"))
    }
    for (r, round) in lesson.rounds.enumerated() {
      for (b, beat) in round.beats.enumerated() {
        findings += texts(of: beat, "rounds[\(r)].beats[\(b)]")
      }
    }
    for (index, task) in lesson.tasks.enumerated() {
      findings += check([task.text], rows: 8, "tasks[\(index)].text")
    }
    for (index, show) in lesson.shows.enumerated() {
      findings += check([show.text], rows: 4, "shows[\(index)].text")
    }
    for (index, hint) in lesson.hints.enumerated() {
      findings += check([hint.text], rows: 12, "hints[\(index)]")
    }
    return findings
  }

  private func texts(of beat: Beat, _ path: String) -> [LessonFinding] {
    var findings = check([beat.narration], rows: Room.rows, "\(path).text")
    let words = beat.narration.split(whereSeparator: \.isWhitespace).count
    if words > Room.beatWordsMax {
      findings.append(
        LessonFinding(
          "\(path).text", "\(words) words; a beat has at most \(Room.beatWordsMax)"))
    }
    guard let prediction = beat.prediction else { return findings }
    let offers = prediction.choices.map { "( ) 1  \($0)" }
    findings += check(
      [prediction.question] + offers, rows: Room.rows, "\(path).predict.question")
    for (place, reply) in replies(prediction) {
      findings += check(
        [reply, prediction.explanation ?? ""], rows: Room.rows, "\(path).predict.\(place)")
    }
    return findings
  }

  private func replies(_ prediction: Prediction) -> [(String, String)] {
    switch prediction.form {
    case .choice(let choices):
      choices.enumerated().map { ("choices[\($0)].reply", $1.reply) }
    case .number(_, _, let replies):
      [("number.right", replies.right), ("number.otherwise", replies.otherwise)]
        + replies.known.enumerated().map { ("number.wrong[\($0)].reply", $1.reply) }
    }
  }

  /// Whether texts, one below the other, fit the lesson column.
  private func check(_ texts: [String], rows: Int, _ path: String) -> [LessonFinding] {
    let used = texts.reduce(0) { $0 + Self.rows($1, columns: Room.columns) }
    guard used > rows else { return [] }
    return [
      LessonFinding(
        path, "\(used) rows of \(Room.columns) columns; there is room for \(rows)")
    ]
  }

  /// How many rows a text takes when it is wrapped at blanks. Markup takes no room.
  public static func rows(_ text: String, columns: Int) -> Int {
    guard !text.isEmpty else { return 0 }
    return text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { rows, line in
      let plain = line.filter { $0 != "*" && $0 != "`" }
      var used = 1
      var column = 0
      for word in plain.split(separator: " ") {
        let width = word.count
        if column > 0, column + 1 + width > columns {
          used += 1
          column = 0
        }
        used += max(0, width - 1) / columns
        column += (column > 0 ? 1 : 0) + min(width, columns)
      }
      return rows + used
    }
  }
}
