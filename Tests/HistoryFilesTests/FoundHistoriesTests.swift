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

  @Test func timesBeyondTheClockAreRefusedWithTheirPlace() throws {
    let limit: Int64 = 2_300_000_000_000_000_000
    func events(_ first: Int64, _ last: Int64) -> String {
      """
      0 invoke write 1 :time \(first)
      0 ok write 1 :time \(first + 1)
      0 invoke write 2 :time \(first + 1)
      1 invoke read nil :time \(first + 1)
      0 ok write 2 :time \(last)
      1 ok read 2 :time \(last)
      """
    }
    for (first, last) in [(0, limit + 1), (0, .max - 1), (-limit - 1, 0), (.min, 0)]
      as [(Int64, Int64)]
    {
      let text = Self.text(events(first, last))
      let far = first < 0 ? first : last
      let lines = text.split(separator: "\n")
      let line = lines.firstIndex { $0.contains(":time \(far)") } ?? 0
      let column = lines[line].utf8.count - "\(far)}".utf8.count + 1
      #expect(
        throws: HistoryFileError(
          at: FilePlace(line: line + 1, column: column),
          "the time \(far), expected one from -\(limit) to \(limit)")
      ) { try Self.file(events(first, last)) { $0.clock = .time } }
      // The order of the file asks for no times.
      #expect(Self.verdict(try Self.file(events(first, last)), .linearizability) == .holds)
    }
    for (first, last) in [(0, limit), (-limit, 0), (-limit, limit)] {
      let file = try Self.file(events(first, last)) { $0.clock = .time }
      let options = HistoryJudge.Options(
        bounds: StalenessBounds(versions: 0, age: .zero), specification: file.specification)
      for checker in CheckerName.allCases {
        let judged = HistoryJudge(options).judge(checker, file.history)
        #expect(!judged.verdict.isViolated, "\(checker) from \(first) to \(last)")
      }
      #expect(!HistoryJudge(options).strongest(file.history).maximal.isEmpty)
    }
  }

  @Test func pointsLieBetweenInvocationAndResponseBeforeTheStartOfTheClockToo() throws {
    let file = try Self.file(
      """
      0 invoke write 1 :time -20
      0 ok write 1 :time -15
      1 invoke read nil :time -10
      1 ok read 1 :time -5
      """
    ) { $0.clock = .time }
    let steps = Self.judge(file, .linearizability).orders[0].steps
    #expect(steps.map { $0.point?.milliseconds } == [-20, -10])
  }

  @Test(arguments: [nil, SpecificationName.multiRegister])
  func transactionsAppendToLists(_ name: SpecificationName?) throws {
    func file(_ read: String) throws -> HistoryFile {
      try Self.file(
        """
        0 invoke txn [[:append :x 1] [:append :x 2] [:r :x nil]]
        0 ok txn [[:append :x 1] [:append :x 2] [:r :x [1 2]]]
        1 invoke txn [[:append :x 3]]
        1 ok txn [[:append :x 3]]
        0 invoke txn [[:r :x nil]]
        0 ok txn [[:r :x \(read)]]
        """
      ) { $0.specification = name }
    }
    let models: [CheckerName] = [
      .linearizability, .serializability, .sequentialConsistency, .causalConsistency, .pram,
    ]
    for model in models {
      #expect(Self.verdict(try file("[1 2 3]"), model) == .holds, "\(model)")
      #expect(Self.verdict(try file("[1 3 2]"), model).isViolated, "\(model)")
    }
    let written = try Self.file(
      """
      0 invoke txn [[:w :x "a"] [:append :x "b"]]
      0 ok txn [[:w :x "a"] [:append :x "b"]]
      0 invoke txn [[:r :x nil]]
      0 ok txn [[:r :x "ab"]]
      """
    ) { $0.specification = name }
    #expect(Self.verdict(written, .linearizability) == .holds)
  }

  /// What models say that compare values rather than running the type.
  static let modelsByValue: [CheckerName] = [
    .linearizability, .sequentialConsistency, .causalConsistency, .pram, .regularRegister,
    .safeRegister, .serializability,
  ]

  @Test func ofAMapOfStringsNothingAndTheEmptyStringAreOneValueForAllModels() throws {
    let histories = [
      "1 invoke get nil\n1 ok get \"\"\n0 invoke put \"a\"\n0 ok put \"a\"",
      "1 invoke read nil\n1 ok read \"\"",
      "0 invoke write \"\"\n0 ok write \"\"\n1 invoke get nil\n1 ok get \"\"",
      "0 invoke put \"\"\n0 ok put \"\"\n1 invoke get nil\n1 ok get nil",
    ]
    for events in histories {
      for initial in [Value?.none, .some(.absent), .some("")] {
        let file = try Self.file(events) {
          ($0.specification, $0.initial, $0.nilReading) = (.kv, initial, .observed)
        }
        for model in Self.modelsByValue {
          #expect(Self.verdict(file, model) == .holds, "\(model) of \(events) ")
        }
        let judge = HistoryJudge(.init(specification: .kv))
        for entry in judge.strongest(file.history).entries {
          #expect(!entry.judgement.verdict.isViolated, "\(entry.judgement.checker)")
        }
      }
    }
  }

  @Test(arguments: [nil, SpecificationName.kv])
  func aMapOfStringsHasCompareAndSet(_ name: SpecificationName?) throws {
    func file(_ read: String) throws -> HistoryFile {
      try Self.file(
        """
        0 invoke cas ["" "a"]
        0 ok cas ["" "a"]
        1 invoke get nil
        1 ok get \(read)
        """
      ) { $0.specification = name }
    }
    #expect(try file("\"a\"").specification == .kv)
    for model in [CheckerName.linearizability, .sequentialConsistency, .causalConsistency] {
      #expect(Self.verdict(try file("\"a\""), model) == .holds, "\(model)")
      #expect(Self.verdict(try file("\"b\""), model).isViolated, "\(model)")
    }
  }

  @Test func aCounterStandsAtZeroAtFirstBesideOtherTypesToo() throws {
    func file(_ counter: String, _ register: String = "1") throws -> HistoryFile {
      try Self.file(
        """
        0 invoke write 1 :key :x
        0 ok write 1 :key :x
        1 invoke read nil :key :c
        1 ok read \(counter) :key :c
        1 invoke increment 1 :key :c
        1 ok increment 1 :key :c
        0 invoke read nil :key :x
        0 ok read \(register) :key :x
        """
      ) { $0.nilReading = .observed }
    }
    for model in [CheckerName.linearizability, .sequentialConsistency, .pram] {
      #expect(Self.verdict(try file("0"), model) == .holds, "\(model)")
      #expect(Self.verdict(try file("nil"), model) == .holds, "\(model)")
      #expect(Self.verdict(try file("1"), model).isViolated, "\(model)")
      // A register is no counter.
      #expect(Self.verdict(try file("0", "0"), model).isViolated, "\(model)")
    }
  }

  @Test func anUpdateIsLostToAPendingOneThatOnlyAnotherPendingOneProves() throws {
    let file = try Self.file(
      """
      0 invoke cas [0 1]
      0 info cas [0 1]
      1 invoke cas [1 2]
      1 info cas [1 2]
      2 invoke read nil
      2 ok read 2
      3 invoke cas [0 3]
      3 ok cas [0 3]
      """
    ) { $0.initial = 0 }
    let verdict = Self.verdict(file, .lostUpdate)
    #expect(verdict.isViolated && Self.verdict(file, .serializability).isViolated)
    #expect(verdict.witnesses.first?.operations == [OperationID(0), OperationID(3)])
  }

  @Test func twoReadsOfWhatNobodyWroteAreOfNoOneVersion() throws {
    func file(_ first: String) throws -> HistoryFile {
      try Self.file(
        """
        0 invoke txn [[:r :x nil] [:w :x 1]]
        0 ok txn [[:r :x \(first)] [:w :x 1]]
        1 invoke txn [[:r :x nil] [:w :x 2]]
        1 ok txn [[:r :x \(first)] [:w :x 2]]
        """
      ) { $0.initial = 0 }
    }
    #expect(
      Self.verdict(try file("7"), .lostUpdate) == .unknown(.missingReadsFrom(of: OperationID(1))))
    #expect(Self.verdict(try file("0"), .lostUpdate).isViolated)
    #expect(Self.verdict(try file("7"), .serializability).isViolated)
  }

  @Test func writeSkewOnAValueThatAPendingWriterMayHaveWrittenIsUnknown() throws {
    func file(_ pending: Int) throws -> HistoryFile {
      try Self.file(
        """
        0 invoke txn [[:w :x \(pending)]]
        0 info txn [[:w :x \(pending)]]
        2 invoke txn [[:r :x nil] [:r :y nil] [:w :y 3]]
        2 ok txn [[:r :x 1] [:r :y 0] [:w :y 3]]
        1 invoke txn [[:r :y nil] [:w :x 1]]
        1 ok txn [[:r :y 0] [:w :x 1]]
        """
      ) { $0.initial = 0 }
    }
    #expect(Self.verdict(try file(1), .writeSkew) == .unknown(.missingVersionOrder(of: "x")))
    // Of one writer it is known: the reader read from the other transaction.
    #expect(Self.verdict(try file(9), .writeSkew) == .holds)
  }

  /// Bounded staleness by itself is not k-atomicity: each read has its own order.
  @Test func eachReadMayBeFreshEnoughWithoutOneOrderForAll() throws {
    func verdict(_ file: HistoryFile, versions: Int) -> Verdict {
      HistoryJudge(.init(bounds: StalenessBounds(versions: versions)))
        .judge(.boundedStaleness, file.history).verdict
    }
    let inverted = try Self.file(
      """
      0 invoke write 1
      1 invoke read nil
      1 ok read 1
      2 invoke read nil
      2 ok read 0
      0 ok write 1
      """
    ) { $0.initial = 0 }
    #expect(verdict(inverted, versions: 0) == .holds)
    #expect(Self.verdict(inverted, .regularRegister) == .holds)
    #expect(Self.verdict(inverted, .linearizability).isViolated)
    let twoBehind = try Self.file(
      """
      1 invoke write 1
      3 invoke write 2
      0 invoke read nil
      1 ok write 1
      0 ok read 2
      1 invoke read nil
      3 ok write 2
      1 ok read 0
      """
    ) { $0.initial = 0 }
    #expect(verdict(twoBehind, versions: 0).isViolated)
    #expect(verdict(twoBehind, versions: 1) == .holds)
  }
}
