import Checkers
import GeneratedHistories
import Histories
import HistoryFiles
import Testing

/// Long histories of every type in every notation, written by a generator that knows nothing of the reader.
@Suite struct GeneratedFilesTests {
  static func read(_ text: String, _ type: GeneratedType) throws -> HistoryFile {
    var reader = HistoryReader()
    reader.specification = SpecificationName(rawValue: type.rawValue)
    return try reader.read(text)
  }

  /// What can be explained holds, and one error in it is found; what is read is written and read again as the same.
  @Test(arguments: GeneratedType.allCases, GeneratedNotation.allCases)
  func whatCanBeExplainedHolds(_ type: GeneratedType, _ notation: GeneratedNotation) throws {
    for isViolated in [false, true] {
      var plan = GeneratedHistory(type, notation, events: 600)
      plan.processes = 5
      plan.operationsPerObject = 40
      plan.nemesisEvery = 100
      plan.timeoutEvery = type == .stack ? 0 : 150
      plan.isViolated = isViolated
      let file = try Self.read(plan.text, type)
      #expect(file.specification?.rawValue == type.rawValue && file.skipped >= 5)
      #expect((290...315).contains(file.history.operations.count))
      #expect(file.history.operations.count(where: \.isFailed) > 0)
      let checker = LinearizabilityChecker(specification: file.specification)
      #expect(checker.decide(file.history) == !isViolated)
      try checkRoundTrip(file, type)
    }
  }

  private func checkRoundTrip(_ file: HistoryFile, _ type: GeneratedType) throws {
    var writer = HistoryWriter(file.format)
    writer.specification = file.specification
    writer.clientNames = file.format == .log ? [] : file.processNames
    let again = try Self.read(writer.text(of: file.history), type)
    let (old, new) = (file.history.operations, again.history.operations)
    #expect(old.map(\.call) == new.map(\.call))
    #expect(old.map(\.invoked) == new.map(\.invoked))
    #expect(old.map { $0.completion?.time } == new.map { $0.completion?.time })
    #expect(old.map(\.result) == new.map(\.result) && old.map(\.isFailed) == new.map(\.isFailed))
  }

  @Test(arguments: GeneratedKeys.allCases) func objectsAreNamedInEveryWay(
    _ keys: GeneratedKeys
  ) throws {
    for type in [GeneratedType.register, .casRegister, .queue, .mutex] {
      var plan = GeneratedHistory(type, .edn, events: 2_000)
      plan.keys = keys
      plan.operationsPerObject = 50
      let file = try Self.read(plan.text, type)
      let objects = Set(file.history.operations.flatMap(\.call.keys))
      #expect(file.hasKeys == (keys != .none))
      #expect(keys == .none ? objects == [HistoryFile.soleKey] : objects.count > 15)
      #expect(HistoryJudge().judge(.linearizability, file.history).verdict == .holds)
    }
  }

  @Test func theSameNumbersGiveTheSameBytes() {
    var plan = GeneratedHistory(.kv, .jsonl, events: 500)
    let first = plan.text
    #expect(plan.text == first)
    plan.seed = 2
    #expect(plan.text != first)
  }
}
