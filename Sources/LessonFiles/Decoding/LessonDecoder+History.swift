import Curriculum
import Histories
import Laboratory
import Simulation

extension LessonDecoder {
  /// The most bars that fit a board.
  private static let barsMax = 24

  /// The board of a round: bars that the file lists, or the operations of another round's run.
  func decodeHistory(
    _ value: YAMLValue, after rounds: [Round]
  ) throws(LessonFileError) -> HistoryBoard {
    let fields = try value.fields(LessonKeys.history)
    if let origin = fields["of"] { return try decodeHistory(of: origin, fields, rounds) }
    if let names = fields["names"] { throw names.error("names are for the operations of a run") }
    var initial: [History.InitialValue] = []
    for (key, value) in try fields["initial"]?.entries() ?? [] {
      initial.append(History.InitialValue(Key(key), try value.value()))
    }
    var bars: [HistoryBoard.Bar] = []
    for element in try fields.required("bars").list(atMost: Self.barsMax) {
      let bar = try decodeBar(element)
      guard !bars.contains(where: { $0.name == bar.name }) else {
        throw element.error("two bars are called \(bar.name)")
      }
      bars.append(bar)
    }
    return HistoryBoard(initial: initial, bars: bars)
  }

  /// The operations of a finished round as bars.
  private func decodeHistory(
    of origin: YAMLValue, _ fields: YAMLFields, _ rounds: [Round]
  ) throws(LessonFileError) -> HistoryBoard {
    for key in ["bars", "initial"] {
      if let other = fields[key] { throw other.error("the run says it", expected: "of alone") }
    }
    let id = try origin.line()
    guard let round = rounds.first(where: { $0.id == id }), case .cluster = round.setup else {
      let known = rounds.filter { $0.setup.bench == .cluster }.map(\.id)
      throw error(
        origin.path, "no round before this one is a run called \(id)", among: known, found: id)
    }
    var names: [String] = []
    for element in try fields["names"]?.list(atMost: Self.barsMax) ?? [] {
      let name = try element.identifier()
      guard !names.contains(name) else { throw element.error("two bars are called \(name)") }
      names.append(name)
    }
    let run: Run
    do {
      guard case .cluster(let finished) = try BenchRun.finished(round.setup, []) else {
        throw origin.error("\(id) is no run")
      }
      run = finished
    } catch let error as LessonFileError {
      throw error
    } catch { throw origin.error("the round \(id) cannot be run: \(error)") }
    let board = HistoryBoard(of: run, names: names)
    guard (1...Self.barsMax).contains(board.bars.count) else {
      throw origin.error(
        "a board has 1 to \(Self.barsMax) bars, and \(id) has \(board.bars.count) operations")
    }
    guard names.count <= board.bars.count else {
      throw origin.error("\(names.count) names for \(board.bars.count) operations")
    }
    return board
  }

  private func decodeBar(_ value: YAMLValue) throws(LessonFileError) -> HistoryBoard.Bar {
    let fields = try value.fields(LessonKeys.bar)
    let range: ClosedRange<Int64> = 0...ClusterDraft.timeMax
    let invoked = try fields.required("from").integer(in: range)
    let completed = try fields["to"]?.integer(in: invoked...ClusterDraft.timeMax)
    let process = try fields.required("process").line()
    guard NameTable.isName(process) else {
      throw try fields.required("process").error("not a name", found: process)
    }
    let call = try decodeCall(try fields.required("call"), process)
    let result = try fields["returns"]?.value()
    if completed != nil, call.isReadOnly, result == nil {
      throw value.error("a completed read needs returns")
    }
    return HistoryBoard.Bar(
      name: try fields.required("name").identifier(), process: process, call: call,
      result: result, invoked: VirtualTime(invoked),
      completed: completed.map { VirtualTime($0) })
  }

  /// A call as scripts write it, without the client: `write x = 1`.
  private func decodeCall(
    _ value: YAMLValue, _ process: String
  ) throws(LessonFileError) -> Call {
    let line = try value.sourceLine()
    let names = NameTable(servers: ["board"], clients: [process], sessions: [process])
    let grammar = ActionGrammar(names: names, knobs: [], steps: [])
    do {
      if case .invoke(_, let call, nil) = try grammar.parse("\(process) \(line.text)") {
        return call
      }
    } catch {
      throw line.error(at: error.column.map { max(1, $0 - process.count - 1) }, error.message)
    }
    throw line.error(at: 1, "expected a call such as write x = 1")
  }
}
