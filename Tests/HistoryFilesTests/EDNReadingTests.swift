import Checkers
import Histories
import HistoryFiles
import Testing

/// Histories in extensible data notation, as Jepsen and Knossos write them.
@Suite struct EDNReadingTests {
  static func read(
    _ text: String, _ specification: SpecificationName? = nil
  ) throws -> HistoryFile {
    var reader = HistoryReader()
    reader.specification = specification
    return try reader.read(text)
  }

  static func verdict(_ text: String) throws -> Verdict {
    HistoryJudge().judge(.linearizability, try read(text).history).verdict
  }

  @Test func oneMapALine() throws {
    let text = """
      {:process 0, :type :invoke, :f :write, :value 1}
      {:process 0, :type :ok, :f :write, :value 1}
      {:process 1, :type :invoke, :f :read, :value nil}
      {:process 1, :type :ok, :f :read, :value 2}
      """
    let file = try Self.read(text)
    #expect(file.format == .edn && file.specification == .register && !file.hasKeys)
    #expect(file.history.operations.map(\.call) == [.write("x", 1), .read("x")])
    #expect(file.history.operations.map(\.result) == [.absent, 2])
    #expect(file.lines == [1, 3] && file.endLines == [2, 4])
    #expect(try Self.verdict(text).isViolated)
    #expect(try Self.verdict(text.replacing(":read, :value 2", with: ":read, :value 1")) == .holds)
  }

  @Test func oneVectorThatSpansLinesWithAllThatEDNAllows() throws {
    let file = try Self.read(
      """
      ; a comment, then a vector
      [#jepsen.history.Op{:index 0 :time 12, :process 0 :type
         :invoke ; and here
         :f :write #_ {:ignored [1 2]} :value 1, :extra #inst "2026-01-01" "other" \\a}
       {:value nil :f :read :type :invoke :process 1 :error [:a {:b #{1 2}}]} #_ #_ 1 2
       {:process :nemesis, :type :info, :f :start-partition, :value {:n1 #{:n2 :n3}}}
       {:process 1 :type :ok :f :read :value 1}, {:process 0 :type :info :f :write :value 1}]
      """)
    #expect(file.history.operations.map(\.call) == [.write("x", 1), .read("x")])
    #expect(file.history.operations.map(\.isPending) == [true, false])
    #expect(file.history.operations[1].result == 1)
    #expect(file.skipped == 1 && file.processNames == ["0", "1"])
    #expect(file.lines == [2, 5])
  }

  @Test func valuesOfEveryKind() throws {
    let values: [(String, Value)] = [
      ("-7", -7), ("+7", 7), ("7N", 7), ("9223372036854775807", .integer(.max)),
      ("9223372036854775808", "9223372036854775808"), ("1.5", "1.5"), ("1/2", "1/2"),
      ("\"a\\n\\u00fc\\ud834\\udd1e\"", "a\nü𝄞"), (":k", ":k"), ("sym", "sym"), ("true", "true"),
      ("[1 [2 nil]]", [1, [2, .absent]]), ("(1 2 3)", [1, 2, 3]), ("#{3 1 3}", [1, 3]),
      ("{:a 1}", [[":a", 1]]), ("\\newline", "newline"), ("\\(", "("), ("#tag 5", 5),
      ("##Inf", "##Inf"),
    ]
    for (text, value) in values {
      let file = try Self.read("{:process 0 :type :invoke :f :write :key 1 :value \(text)}")
      #expect(file.history.operations[0].call == .write("1", value), "\(text)")
    }
  }

  /// What failed did not happen, what crashed may happen later or never.
  @Test func failedAndCrashedOperations() throws {
    func history(_ end: String, _ read: Int) -> String {
      """
      {:process 0 :type :invoke :f :write :value 1}
      {:process 0 :type :ok :f :write :value 1}
      {:process 1 :type :invoke :f :write :value 2}
      \(end)
      {:process 5 :type :invoke :f :read :value nil}
      {:process 5 :type :ok :f :read :value \(read)}
      """
    }
    let failed = "{:process 1 :type :fail :f :write :value 2}"
    let crashed = "{:process 1 :type :info :f :write :value 2 :error :timeout}"
    #expect(try Self.verdict(history(failed, 1)) == .holds)
    #expect(try Self.verdict(history(failed, 2)).isViolated)
    for end in [crashed, ""] {
      #expect(try Self.verdict(history(end, 1)) == .holds)
      #expect(try Self.verdict(history(end, 2)) == .holds)
    }
  }

  @Test func aReadOfNilSaysNothingUnlessItIsObserved() throws {
    let text = """
      {:process 0 :type :invoke :f :write :value 1}
      {:process 0 :type :ok :f :write :value 1}
      {:process 1 :type :invoke :f :read :value nil}
      {:process 1 :type :ok :f :read :value nil}
      """
    #expect(try Self.verdict(text) == .holds)
    var reader = HistoryReader()
    reader.nilReading = .observed
    let strict = try reader.read(text).history
    #expect(HistoryJudge().judge(.linearizability, strict).verdict.isViolated)
  }

  @Test func theInitialValueIsTheOneAskedFor() throws {
    var reader = HistoryReader()
    let text = """
      {:process 1 :type :invoke :f :read :value nil}
      {:process 1 :type :ok :f :read :value 7}
      """
    for (initial, holds) in [(Value?.none, false), (.some(7), true), (.some(8), false)] {
      reader.initial = initial
      let verdict = HistoryJudge().judge(.linearizability, try reader.read(text).history).verdict
      #expect((verdict == .holds) == holds)
    }
  }

  @Test func keysAsFieldsAndAsTuples() throws {
    let fields = try Self.read(
      """
      {:process 0 :type :invoke :f :put :key "a" :value "1"}
      {:process 0 :type :ok :f :put :key "a" :value "1"}
      {:process 0 :type :invoke :f :append :key "a" :value "2"}
      {:process 0 :type :ok :f :append :key "a" :value "2"}
      {:process 1 :type :invoke :f :get :key "b" :value nil}
      {:process 1 :type :ok :f :get :key "b" :value ""}
      """)
    #expect(fields.specification == .kv && fields.hasKeys)
    #expect(
      fields.history.operations.map(\.call) == [.write("a", "1"), .append("a", "2"), .read("b")])
    #expect(fields.history.operations[2].result == .some(.absent))
    let tuples = try Self.read(
      """
      {:process 0 :type :invoke :f :read :value [3 nil]}
      {:process 1 :type :invoke :f :cas :value [4 [1 2]]}
      {:process 0 :type :ok :f :read :value [3 5]}
      {:process 1 :type :ok :f :cas :value [4 [1 2]]}
      """)
    #expect(
      tuples.history.operations.map(\.call) == [
        .read("3"), .compareAndSet("4", expected: 1, new: 2),
      ])
    #expect(tuples.history.operations.map(\.result) == [5, 1])
    #expect(throws: HistoryFileError.self) {
      try Self.read(
        """
        {:process 0 :type :invoke :f :read :value [3 nil]}
        {:process 0 :type :ok :f :read :value [4 5]}
        """)
    }
    // A register that is swapped is no tuple.
    let swap = try Self.read("{:process 0 :type :invoke :f :cas :value [1 2]}")
    #expect(swap.history.operations[0].call == .compareAndSet("x", expected: 1, new: 2))
  }

  @Test func transactions() throws {
    let file = try Self.read(
      """
      {:process 0 :type :invoke :f :txn :value [[:read :x nil] [:write :y 3]]}
      {:process 1 :type :invoke :f :txn :value [[:r :x nil] [:r :y nil]]}
      {:process 0 :type :ok :f :txn :value [[:read :x nil] [:write :y 3]]}
      {:process 1 :type :ok :f :txn :value [[:r :x 1] [:r :y 3]]}
      """)
    // A transaction saw the nil that it read.
    #expect(
      file.history.operations.map(\.call) == [
        .transaction([.read("x"), .write("y", 3)]), .transaction([.read("x"), .read("y")]),
      ])
    #expect(file.history.operations.map(\.result) == [[.absent, .absent], [1, 3]])
    #expect(file.specification == .multiRegister)
  }

  /// Transactions as Elle has them: elements appended to lists, lists read as a whole.
  @Test func transactionsThatAppend() throws {
    func history(_ read: String) -> String {
      """
      #jepsen.history.Op{:index 0, :time 12, :process 0 :type :invoke :f :txn
        :value [[:append 1 2] [:r 1 nil]]}
      {:process 0 :type :ok :f :txn :value [[:append 1 2] [:r 1 [2]]]}
      {:process 1 :type :invoke :f :txn :value [[:r 1 nil] [:r 9 nil] [:append 1 3]]}
      {:process 1 :type :ok :f :txn :value [[:r 1 \(read)] [:r 9 []] [:append 1 3]]}
      """
    }
    for (read, holds) in [("[2]", true), ("[]", false), ("[3]", false), ("[2 3]", false)] {
      for specification in [nil, SpecificationName.multiRegister] {
        let file = try Self.read(history(read), specification)
        let judge = HistoryJudge(.init(specification: file.specification))
        for model in [CheckerName.linearizability, .strictSerializability, .serializability] {
          let verdict = judge.judge(model, file.history).verdict
          #expect((verdict == .holds) == holds, "\(read) \(model) \(verdict)")
        }
      }
    }
  }

  @Test func countersSetsAndLocks() throws {
    let counter = try Self.read(
      """
      {:process 0 :type :invoke :f :add :value 5}
      {:process 0 :type :ok :f :add :value 5}
      {:process 1 :type :invoke :f :read :value nil}
      {:process 1 :type :ok :f :read :value 5}
      {:process 2 :type :invoke :f :dec :value 2}
      """, .counter)
    #expect(
      counter.history.operations.map(\.call) == [
        .increment("x", by: 5), .read("x"), .increment("x", by: -2),
      ])
    #expect(counter.history.initialValue(of: "x") == 0)
    let set = try Self.read(
      """
      {:process 0 :type :invoke :f :add :value 5}
      {:process 1 :type :invoke :f :read}
      {:process 1 :type :ok :f :read :value #{9 5}}
      """)
    #expect(set.specification == .set && set.history.operations[1].result == [5, 9])
    let lock = try Self.read(
      "{:process 0 :type :invoke :f :acquire}{:process 0 :type :ok :f :acquire}")
    #expect(lock.specification == .mutex && lock.history.operations[0].isOK)
  }

  @Test func timesAsTheClock() throws {
    var reader = HistoryReader()
    reader.clock = .time
    let text = """
      {:process 0 :type :invoke :f :write :value 1 :time 5}
      {:process 0 :type :ok :f :write :value 1 :time 9}
      {:process 1 :type :invoke :f :read :time 9}
      {:process 1 :type :ok :f :read :value 2 :time 20}
      """
    let operations = try reader.read(text).history.operations
    #expect(operations.map(\.invoked) == [5, 9])
    #expect(operations.map { $0.completion?.time } == [9, 20])
    let fraction = text.replacing(":time 20", with: ":time 1.5")
    #expect(
      throws: HistoryFileError(
        at: FilePlace(line: 4, column: 47),
        "the time '1.5', expected whole nanoseconds of at most 64 bits")
    ) { try reader.read(fraction) }
    for bad in [
      text.replacing(":time 20", with: ":time 8"), text.replacing(":time 20", with: ""),
    ] {
      #expect(throws: HistoryFileError.self) { try reader.read(bad) }
    }
  }
}
