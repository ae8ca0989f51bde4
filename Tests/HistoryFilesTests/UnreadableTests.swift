import Checkers
import Histories
import HistoryFiles
import Testing

/// What is no history is refused with the place, with what was found and with what was expected.
@Suite struct UnreadableTests {
  static let invoke = "{:process 0, :type :invoke, :f :write, :value 1}"

  static let cases: [(format: HistoryFormat, text: String, message: String)] = [
    (.edn, "", "line 1, column 1: the end of the input without an operation"),
    (.edn, "; nothing\n", "line 2, column 1: the end of the input without an operation"),
    (.edn, "{:process :nemesis :type :info :f :start}", "without an operation of a client"),
    (.edn, "hello", "line 1, column 1: 'hello', expected a map"),
    (.edn, "{:process 0\n :type :invke}", "line 2, column 8: 'invke', expected invoke, ok"),
    (.edn, "{:type :invoke :f :read}", "line 1, column 1: an event without :process"),
    (.edn, "{:process 0 :f :read}", "an event without :type"),
    (.edn, "{:process 0 :type :invoke}", "an event without :f"),
    (.edn, "{:process 0 :type :invoke :f :reed}", "line 1, column 30: 'reed', expected a function"),
    (.edn, "{:process 0, :type :invoke", "expected the end of what begins at line 1, column 1"),
    (.edn, "[" + invoke, "the end of the input, expected the end of what begins"),
    (.edn, invoke + "\n" + invoke, "line 2, column 1: process '0' invokes an operation, expected"),
    (.edn, "{:process 0, :type :ok, :f :read, :value 1}", "process '0' completes an operation"),
    (
      .edn, invoke + "\n{:process 0 :type :ok :f :read :value 1}",
      "line 2, column 26: 'read' completes the write invoked at line 1"
    ),
    (.edn, "{:process 0 :type :invoke :f :cas :value 3}", "column 42: '3', expected the old and"),
    (
      .edn, "{:process 0 :type :invoke :f :txn :value [[:jump 1 2]]}", "operations that read, write"
    ),
    (.edn, "{:process 0 :type :invoke :f :write :value 12abc}", "'12abc', expected a number"),
    (.edn, "{:process 0 :type :invoke :f :write :value \"a\\q\"}", "the escape \\ before 'q'"),
    (.edn, "{:process 0 :type :invoke :f :write :value {1}}", "a key that has no value"),
    (.edn, "{:process 0 :type :invoke :f :write :value ]}", "']', expected a value"),
    (.edn, "{:process [1] :type :invoke}", "'[', expected the number of a process"),
    (
      .edn, "{:process 99999999999999999999999 :type :invoke}",
      "column 11: '99999999999999999999999', expected the number of a process, of at most 64 bits"
    ),
    (.edn, "{'process':0}", "column 2: ''process':0', expected :process, :type, :f or :value"),
    (.jsonl, "{\"process\" 0}", "column 12: '0', expected ':'"),
    (.jsonl, "{\"process\": 0 \"type\": 1}", "expected ',' or '}'"),
    (.jsonl, "{\"process\": 0, \"value\": nul}", "'nul', expected a value of JSON"),
    (.jsonl, "{process: 0}", "'process:', expected a name in quotes"),
    (.jsonl, "{\"a\": \"\\ud800x\"}", "half of a character"),
    (.jsonl, "{\"a\": \"\\u00zz\"}", "expected four hexadecimal digits"),
    (.jsonl, "{\"a\": [1, 2}", "expected ',' or ']'"),
    (.log, "INFO a\nINFO b\n", "line 3, column 1: the end of the input without an operation"),
    (.log, "INFO  jepsen.util - 3\t:invoke\t:cas\t[1 2", "the end of the input, expected the end"),
    (.log, "INFO  x - 3\t:invoke\t:cas\t[1\n2]\n", "a value that goes on after its line"),
    (.log, "INFO  x - 3\t:invoke\t:frob\tnil\n", "line 1, column 21: 'frob', expected a function"),
  ]

  @Test(arguments: cases.indices) func whereAndWhat(_ index: Int) throws {
    let (format, text, message) = Self.cases[index]
    var reader = HistoryReader()
    reader.format = format
    let error = #expect(throws: HistoryFileError.self) { try reader.read(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "") \(text)")
    #expect(error?.kind == .content)
  }

  /// What begins like no notation is not called a log without operations.
  @Test func whatIsNoHistoryAtAll() {
    for (text, found) in [
      ("\u{0}\u{1}garbage", "'<U+0>'"), ("\n  hello\nworld", "'hello'"),
      ("INFO  jepsen.util - 3  :invoke  :read  nil\n", "'INFO'"), ("<html>", "'<html>'"),
    ] {
      let error = #expect(throws: HistoryFileError.self) { try HistoryReader().read(text) }
      let message = error?.message ?? ""
      #expect(message.hasPrefix(found + ", expected a map (edn)"), "\(message)")
      #expect(message.hasSuffix("separated by tabs"))
    }
  }

  @Test func functionsOfAnotherDataTypeAreRefused() throws {
    var reader = HistoryReader()
    for specification in SpecificationName.allCases {
      reader.specification = specification
      #expect(throws: HistoryFileError.self) {
        try reader.read("{:process 0 :type :invoke :f :frob}")
      }
    }
    reader.specification = .queue
    let error = #expect(throws: HistoryFileError.self) { try reader.read(Self.invoke) }
    #expect(error?.message == "'write', expected a function of a queue: enqueue, dequeue")
  }

  @Test func controlCharactersAreShownAsCodes() throws {
    let evil = "\u{1B}]0;owned\u{7}\u{9B}\u{202E}"
    for text in [
      evil, "{:process 0 :type \(evil)}", "{:process 0 :type :invoke :f :\(evil)}",
      "{\"process\": \"\(evil)\", \"type\": \"ok\"}", "{\"\(evil)\": \(evil)}",
      "{:process 0 :type :invoke :f :cas :value \"\(evil)\"}",
    ] {
      let error = #expect(throws: HistoryFileError.self) { try HistoryReader().read(text) }
      let shown = error?.description ?? evil
      #expect(!shown.unicodeScalars.contains { $0.properties.generalCategory == .control })
      #expect(!shown.unicodeScalars.contains { $0.properties.generalCategory == .format })
    }
  }

  @Test(arguments: HistoryFormat.allCases) func depthIsLimited(_ format: HistoryFormat) throws {
    var reader = HistoryReader()
    reader.format = format
    for open in ["[", "{:a ", "{\"a\": ", "#{", "#_", "#t ", "(", "#_[", "[#_"] {
      let deep = String(repeating: open, count: 200_000)
      for text in [
        deep, "{:process 0 :type :invoke :f :write :value \(deep)",
        "{\"process\": 0, \"type\": \"invoke\", \"f\": \"write\", \"value\": \(deep)",
        "INFO - 0\t:invoke\t:write\t\(deep)",
      ] {
        #expect(throws: HistoryFileError.self) { try reader.read(text) }
      }
    }
  }

  @Test func sizesAreLimited() throws {
    var reader = HistoryReader()
    reader.limits = ReadingLimits(depth: 8, wordBytes: 1000, elements: 100, operations: 2)
    func fails(_ text: String, _ message: String) {
      let error = #expect(throws: HistoryFileError.self) { try reader.read(text) }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
    let long = String(repeating: "a", count: 2000)
    let start = "{:process 0 :type :invoke :f :write :value "
    fails("\(start):\(long)}", "a word of more than 1000 bytes")
    fails("\(start)\"\(long)\"}", "more than 1000 bytes")
    fails("\(start)\"\(String(repeating: "\\n", count: 2000))\"}", "more than 1000 bytes")
    fails("\(start)[\(String(repeating: "1 ", count: 101))]}", "more than 100 elements")
    let three = (0..<3).map { "{:process \($0) :type :invoke :f :read}\n" }.joined()
    fails(three, "line 3, column 1: more than 2 operations")
    // The limit of elements is for one event, not for the file.
    reader.limits.operations = 1000
    let many = (0..<90).map {
      "{:process \($0) :type :invoke :f :write :value [1 2 3]}\n"
    }.joined()
    #expect(try reader.read(many).history.operations.count == 90)
  }

  @Test func aSourceThatFailsIsSaid() throws {
    let error = #expect(throws: HistoryFileError.self) { try HistoryReader().read { _ in -5 } }
    #expect(error?.kind == .source(code: 5))
  }
}
