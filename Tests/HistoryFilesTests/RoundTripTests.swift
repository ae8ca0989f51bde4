import Checkers
import Histories
import HistoryFiles
import Testing

/// What is written is read again as the same.
@Suite struct RoundTripTests {
  /// An operation without what files do not say: why it failed, and whose intent it was.
  struct Line: Hashable {
    let call: Call
    let client: String
    let invoked: VirtualTime
    let ended: VirtualTime?
    let outcome: Outcome?

    init(_ operation: Operation, client: String) {
      call = operation.call
      self.client = client
      invoked = operation.invoked
      ended = operation.completion?.time
      outcome =
        switch operation.completion?.outcome {
        case .fail: .fail(.notSupported)
        case let other: other
        }
    }
  }

  static func lines(_ history: History, _ names: [String]) -> [Line] {
    history.operations.map { Line($0, client: names[Int($0.process.index)]) }
  }

  static let names = ["c1", "c 2", "c\"3", "c4"]

  private static func check(
    _ history: History, _ specification: SpecificationName, _ format: HistoryFormat, _ seed: UInt64
  ) throws {
    var writer = HistoryWriter(format)
    writer.clientNames = names
    writer.specification = specification
    let text = writer.text(of: history)
    for isDetected in [false, true] {
      var reader = HistoryReader()
      reader.format = isDetected ? nil : format
      reader.specification = specification
      let file = try reader.read(text)
      #expect(file.format == format)
      let isLog = format == .log
      let expected = lines(history, isLog ? names.map { _ in "" } : names)
      let found = lines(
        file.history, isLog ? file.processNames.map { _ in "" } : file.processNames)
      #expect(found == expected, "\(specification) \(format) seed \(seed)\n\(text)")
      #expect(file.specification == specification)
    }
  }

  @Test(arguments: HistoryFormat.allCases, SpecificationName.allCases)
  func everyDataTypeInEveryFormat(
    _ format: HistoryFormat, _ specification: SpecificationName
  ) throws {
    for seed in 0..<60 as Range<UInt64> {
      var source = RandomHistories(specification, seed: seed, hasKeys: seed % 2 == 0)
      let history = source.make(operations: 1 + Int(seed) % 30, processes: 4)
      try Self.check(history, specification, format, seed)
    }
  }

  @Test(arguments: HistoryFormat.allCases) func initialValues(_ format: HistoryFormat) throws {
    var source = RandomHistories(.register, seed: 7)
    let initial: [History.InitialValue] = [.init("a key", "Bob"), .init("x", 5)]
    let history = source.make(operations: 12, processes: 3, initial: initial)
    let text = HistoryWriter(format).text(of: history)
    #expect(try HistoryReader().read(text).history.initial == history.initial)
    var reader = HistoryReader()
    reader.initial = 9
    let all = try reader.read(text).history
    #expect(all.initial.allSatisfy { $0.value == 9 })
    #expect(Set(all.initial.map(\.key)) == Set(history.operations.compactMap(\.call.key)))
  }

  /// A process that goes on after a time-out is another one in the file, with the same client.
  @Test func aProcessThatGoesOnHasANewNumber() throws {
    let text = """
      {:process 0, :type :invoke, :f :write, :value 1, :client "c1"}
      {:process 0, :type :info, :f :write, :value 1, :client "c1", :error "timed out"}
      {:process 1, :type :invoke, :f :read, :value nil, :client "c1"}
      {:process 1, :type :ok, :f :read, :value 1, :client "c1"}

      """
    let file = try HistoryReader().read(text)
    #expect(file.processNames == ["c1"])
    var writer = HistoryWriter(.edn)
    writer.clientNames = file.processNames
    #expect(writer.text(of: file.history) == text)
  }
}
