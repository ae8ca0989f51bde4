import Checkers
import Curriculum
import Histories
import Laboratory
import Simulation

extension LessonDecoder {
  mutating func decodeRounds(_ value: YAMLValue) throws(LessonFileError) -> [Round] {
    let elements = try value.list(atMost: 40)
    var headers: [(id: String, fields: YAMLFields)] = []
    for element in elements {
      let fields = try element.fields(LessonKeys.round)
      let id = try fields.required("id").identifier()
      guard !headers.contains(where: { $0.id == id }) else {
        throw try fields.required("id").error("two rounds are called \(id)")
      }
      headers.append((id, fields))
    }
    guard !headers.isEmpty else { throw value.error("a lesson has at least one round") }
    var result: [Round] = []
    for (id, fields) in headers {
      result.append(try decodeRound(id, fields, headers, after: result))
    }
    return result
  }

  private mutating func decodeRound(
    _ id: String, _ fields: YAMLFields, _ headers: [(id: String, fields: YAMLFields)],
    after rounds: [Round]
  ) throws(LessonFileError) -> Round {
    let title = try fields.required("title").line()
    let setup: BenchSetup
    if let history = fields["history"] {
      if bench == .cluster { throw history.error("the bench is cluster") }
      for key in ["from", "cluster", "script", "until"] {
        if let other = fields[key] { throw other.error("a round with a history has no \(key)") }
      }
      setup = .history(try decodeHistory(history, after: rounds))
    } else {
      let draft = try draft(of: id, headers, chain: [])
      setup = .cluster(try scenario(draft, title, at: fields.value))
    }
    var round = Round(id: id, title: title, setup: setup, beats: [])
    round.covers = try decodePanels(fields["covers"])
    for beat in try fields.required("beats").list(atMost: 60) {
      round.beats.append(try decodeBeat(beat, in: round))
    }
    guard !round.beats.isEmpty else {
      throw try fields.required("beats").error("a round has at least one beat")
    }
    return round
  }

  /// The round's cluster: that of the round it comes from, or the lesson's, and its own keys over it.
  private mutating func draft(
    of id: String, _ headers: [(id: String, fields: YAMLFields)], chain: [String]
  ) throws(LessonFileError) -> ClusterDraft {
    if let known = drafts[id] { return known }
    guard let fields = headers.first(where: { $0.id == id })?.fields else {
      preconditionFailure("looked up before")
    }
    var draft = base
    if let from = fields["from"] {
      let origin = try from.line()
      guard headers.contains(where: { $0.id == origin }) else {
        throw error(
          from.path, "no round is called \(origin)", among: headers.map(\.id), found: origin)
      }
      let path = chain + [id]
      guard !path.contains(origin) else {
        throw from.error(
          "rounds come from each other in a circle",
          found: (path + [origin]).joined(separator: " from "))
      }
      draft = try self.draft(of: origin, headers, chain: path)
    }
    if let cluster = fields["cluster"] { try draft.override(with: cluster) }
    if let script = fields["script"] { draft.script = try script.sourceLines() }
    if let until = fields["until"] {
      draft.until = try until.integer(in: 0...ClusterDraft.timeMax)
    }
    drafts[id] = draft
    return draft
  }

  private func scenario(
    _ draft: ClusterDraft, _ title: String, at place: YAMLValue
  ) throws(LessonFileError) -> Scenario {
    var scenario = try draft.scenario(title: title, at: place)
    let grammar: ActionGrammar
    do { grammar = try ActionGrammar(of: scenario) } catch {
      throw (draft.place(of: error.part) ?? place).error(error.message)
    }
    for line in draft.script {
      do { scenario.script.append(try grammar.parseLine(line.text)) } catch {
        throw line.error(at: error.column, error.message)
      }
    }
    return scenario
  }
}
