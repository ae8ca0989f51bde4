import Checkers
import Curriculum
import Histories
import Laboratory
import Simulation

extension LessonDecoder {
  func decodeBeat(_ value: YAMLValue, in round: Round) throws(LessonFileError) -> Beat {
    let fields = try value.fields(LessonKeys.beat)
    var beat = Beat(narration: try fields.required("text").text().unwrapped)
    beat.title = try fields["title"]?.line()
    beat.point = try fields["at"].map { value throws(LessonFileError) in
      try decodePoint(value, in: round)
    }
    beat.panels = try decodeSubjects(fields["panel"])
    beat.covers = try decodePanels(fields["covers"])
    if let prediction = fields["predict"] {
      beat.prediction = try decodePrediction(prediction, in: round)
    }
    beat.task = try fields["task"]?.line()
    guard beat.task == nil || beat.prediction == nil else {
      throw value.error("a beat asks a question or opens a task, not both")
    }
    return beat
  }

  func decodePanels(_ value: YAMLValue?) throws(LessonFileError) -> [String] {
    var panels: [String] = []
    for panel in try value?.list(atMost: 20) ?? [] { panels.append(try decodePanel(panel)) }
    return panels
  }

  /// The panel that a beat is about, or up to three of them as a list.
  private func decodeSubjects(_ value: YAMLValue?) throws(LessonFileError) -> [String] {
    guard let value else { return [] }
    guard value.isList else { return [try decodePanel(value)] }
    var panels: [String] = []
    for entry in try value.list(atMost: Beat.panelsMax) {
      let panel = try decodePanel(entry)
      guard !panels.contains(panel) else {
        throw entry.error("the panel is named twice", found: panel)
      }
      panels.append(panel)
    }
    return panels
  }

  private func decodePanel(_ value: YAMLValue) throws(LessonFileError) -> String {
    let panel = try value.line()
    guard LessonKeys.panels.contains(panel) else {
      throw error(
        value.path, "no panel is called \(panel)", among: LessonKeys.panels, found: panel)
    }
    return panel
  }

  /// `1500`, `end`, `violation ReadYourWrites`, `delivery`, `delivery at R3`.
  func decodePoint(_ value: YAMLValue, in round: Round) throws(LessonFileError) -> StopPoint {
    let text = try value.line()
    let words = text.split(separator: " ").map(String.init)
    let expected = "an instant, end, violation CHECKER, or an event such as delivery at R3"
    if let instant = Int64(text) {
      guard (0...ClusterDraft.timeMax).contains(instant) else {
        throw value.error("no such instant", found: text, expected: expected)
      }
      return .time(VirtualTime(instant))
    }
    if words == ["end"] { return .rest }
    if words.count == 2, words[0] == "violation", let checker = CheckerName(parsing: words[1]) {
      return .violation(checker)
    }
    guard let kind = EventKind.allCases.first(where: { "\($0)" == words[0] }) else {
      throw value.error("not a point of the run", found: text, expected: expected)
    }
    if words.count == 1 { return .event(kind, node: nil) }
    guard case .cluster(let scenario) = round.setup, words.count == 3, words[1] == "at",
      scenario.names.endpoint(named: words[2]) != nil
    else { throw value.error("not a point of the run", found: text, expected: expected) }
    return .event(kind, node: words[2])
  }

  private func decodePrediction(
    _ value: YAMLValue, in round: Round
  ) throws(LessonFileError) -> Prediction {
    let fields = try value.fields(LessonKeys.prediction)
    let form: Prediction.Form
    switch (fields["choices"], fields["number"]) {
    case (let choices?, nil): form = .choice(try decodeChoices(choices, in: round))
    case (nil, let number?): form = try decodeNumber(number, in: round)
    default: throw value.error("a prediction has either choices or a number")
    }
    return Prediction(
      id: try fields.required("id").identifier(),
      question: try fields.required("question").text().unwrapped, form: form,
      reveal: try fields["reveal"].map { value throws(LessonFileError) in
        try decodePoint(value, in: round)
      },
      expected: try fields.required("expected").line(),
      explanation: try fields["explain"]?.text().unwrapped)
  }

  private func decodeChoices(
    _ value: YAMLValue, in round: Round
  ) throws(LessonFileError) -> [Prediction.Choice] {
    var choices: [Prediction.Choice] = []
    for element in try value.list(atMost: 9) {
      let fields = try element.fields(LessonKeys.choice)
      let label = try fields.required("answer").line()
      guard !choices.contains(where: { $0.label == label }) else {
        throw element.error("two answers are the same", found: label)
      }
      choices.append(
        Prediction.Choice(
          label: label, condition: try expression(try fields.required("when"), in: round),
          reply: try fields.required("reply").text().unwrapped))
    }
    guard choices.count >= 2 else { throw value.error("there are at least two choices") }
    return choices
  }

  private func decodeNumber(
    _ value: YAMLValue, in round: Round
  ) throws(LessonFileError) -> Prediction.Form {
    let fields = try value.fields(LessonKeys.number)
    var known: [Prediction.NumberReplies.Known] = []
    if let wrong = fields["wrong"] {
      for element in try wrong.list(atMost: 20) {
        let fields = try element.fields(LessonKeys.wrongNumber)
        known.append(
          Prediction.NumberReplies.Known(
            value: try fields.required("value").integer(in: Int64.min...Int64.max),
            reply: try fields.required("reply").text().unwrapped))
      }
    }
    return .number(
      try expression(try fields.required("value"), in: round), unit: try fields["unit"]?.line(),
      replies: Prediction.NumberReplies(
        right: try fields.required("right").text().unwrapped, known: known,
        otherwise: try fields.required("otherwise").text().unwrapped))
  }
}
