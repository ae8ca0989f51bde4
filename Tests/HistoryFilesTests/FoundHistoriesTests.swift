import Checkers
import Histories
import HistoryFiles
import Testing

/// Histories that once were judged wrongly, or on which a judgement once ended in a crash.
@Suite struct FoundHistoriesTests {
  /// Events in brief, one a line: process, type, function and value as EDN writes them, then other fields.
  static func file(
    _ events: String, _ change: (inout HistoryReader) throws -> Void = { _ in }
  ) throws -> HistoryFile {
    var reader = HistoryReader()
    try change(&reader)
    return try reader.read(text(events))
  }

  static func text(_ events: String) -> String {
    events.split(separator: "\n").map { line in
      let words = line.split(separator: " ", maxSplits: 3)
      return "{:process \(words[0]) :type :\(words[1]) :f :\(words[2]) :value \(words[3])}\n"
    }.joined()
  }

  static func judge(
    _ file: HistoryFile, _ checker: CheckerName, _ budget: Budget = .standard
  ) -> Judgement {
    let options = HistoryJudge.Options(budget: budget, specification: file.specification)
    return HistoryJudge(options).judge(checker, file.history)
  }

  static func verdict(_ file: HistoryFile, _ checker: CheckerName) -> Verdict {
    judge(file, checker).verdict
  }

  @Test func serializabilityIsDecidedWithADeadlineInPlaceOfALimitOfSteps() throws {
    let file = try Self.file(
      """
      0 invoke write 1
      0 ok write 1
      1 invoke read nil
      1 ok read 1
      """)
    var budget = Budget.standard
    budget.stepsMax = .max
    budget.isOver = { false }
    #expect(Self.judge(file, .serializability, budget).verdict == .holds)
  }

  @Test func anOperationOfOneInstantIsDrawnFromOnePlaceToTheNext() throws {
    let file = try Self.file(
      """
      0 invoke write 1 :time 0
      0 ok write 1 :time 1
      0 invoke read nil :time 2
      0 ok read 5 :time 2
      1 invoke read nil :time 2
      1 ok read 5 :time 2
      """
    ) { $0.clock = .time }
    let judgement = Self.judge(file, .linearizability)
    let labels = OperationLabels(file, isASCII: true)
    for id in file.history.operations.map(\.id).dropFirst() {
      var one = judgement
      one.verdict = .violated([
        Witness(
          checker: .linearizability, operation: id, process: file.history[id].process, session: nil,
          at: .zero, eventIndex: 0, relation: .neverWritten)
      ])
      let picture = WitnessPicture(one, labels)
      let bars = picture.lanes.flatMap(\.bars)
      #expect(bars.count == 1 && bars[0].start == 0 && bars[0].end == 1)
      #expect(picture.ticks == [Int(id.index) * 2 + 1, Int(id.index) * 2 + 2])
      let lines = WitnessText(picture, width: 80, isASCII: true).lines
      #expect(lines[0].contains("|") && lines[0].contains("read -> 5"))
      #expect(WitnessSVG(picture, source: "found").text.contains("</svg>"))
    }
    #expect(judgement.verdict.isViolated)
  }
}
