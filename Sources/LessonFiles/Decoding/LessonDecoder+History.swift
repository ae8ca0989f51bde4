import Curriculum
import Histories
import Laboratory
import Simulation

extension LessonDecoder {
  func decodeHistory(_ value: YAMLValue) throws(LessonFileError) -> HistoryBoard {
    let fields = try value.fields(LessonKeys.history)
    var initial: [History.InitialValue] = []
    for (key, value) in try fields["initial"]?.entries() ?? [] {
      initial.append(History.InitialValue(Key(key), try value.value()))
    }
    var bars: [HistoryBoard.Bar] = []
    for element in try fields.required("bars").list(atMost: 24) {
      let bar = try decodeBar(element)
      guard !bars.contains(where: { $0.name == bar.name }) else {
        throw element.error("two bars are called \(bar.name)")
      }
      bars.append(bar)
    }
    return HistoryBoard(initial: initial, bars: bars)
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
