import Checkers
import Histories
import HistoryFiles
import Testing

/// JSON Lines, log lines, and how formats are told apart.
@Suite struct OtherFormatsTests {
  @Test func linesOfJSONWithColonsOrWithout() throws {
    let file = try HistoryReader().read(
      """
      {"process": 0, "type": "invoke", "f": "write", "value": 1, "index": 0, "time": 12}
      {":process":1,":type":":invoke",":f":":cas",":value":[1,2],"error":{"a":[null,true,1.5e3]}}
      {"process": ":nemesis", "type": ":info", "f": "start", "value": {"n1": ["n2"]}}
      {"process": "nemesis", "type": "info", "f": "stop"}
      {"f": "write", "type": "ok", "process": 0, "value": 1}
      {"process": "c1", "type": "invoke", "f": "read"}
      {"process": "c1", "type": "ok", "f": "read", "value": "\\u00fc\\/"}
      """)
    #expect(file.format == .jsonl && file.specification == .casRegister && file.skipped == 2)
    #expect(file.processNames == ["0", "1", "c1"])
    #expect(
      file.history.operations.map(\.call) == [
        .write("x", 1), .compareAndSet("x", expected: 1, new: 2), .read("x"),
      ])
    #expect(file.history.operations[2].result == "ü/")
  }

  @Test func anArrayOfObjects() throws {
    let file = try HistoryReader().read(
      """
      [
       {"process": 0, "type": "invoke", "f": "enqueue", "value": 1},
       {"process": 0, "type": "ok", "f": "enqueue", "value": 1}
      ]
      """)
    #expect(file.format == .jsonl && file.specification == .queue)
    #expect(file.history.operations.map(\.isOK) == [true])
  }

  /// The style of the register test of etcd.
  static let log = """
    INFO  jepsen.core - Worker 0 starting
    INFO  jepsen.util - 0\t:invoke\t:write\t4
    INFO  jepsen.util - 1\t:invoke\t:read\tnil
    INFO  jepsen.util - 0\t:ok\t:write\t4
    INFO  jepsen.util - 3\t:invoke\t:cas\t[1 2]
    WARN  jepsen.core - Process 2 indeterminate
    java.net.SocketTimeoutException: Read timed out
    \tat java.net.SocketInputStream.socketRead0(Native Method)
    INFO  jepsen.util - 1\t:ok\t:read\tnil
    INFO  jepsen.util - 3\t:fail\t:cas\t[1 2]
    INFO  jepsen.util - :nemesis\t:info\t:start\t"Cut off {:n1 #{:n2}, ]"
    INFO  jepsen.util - 4\t:invoke\t:read\tnil
    INFO  jepsen.util - 4\t:info\t:read\t:timed-out
    2026-01-02 03:04:05,678{GMT}\tINFO\t[jepsen worker 7] jepsen.util: 7\t:invoke\t:read\tnil
    INFO  jepsen.util - 7\t:fail\t:read\t:timed-out
    """

  @Test func logLines() throws {
    let file = try HistoryReader().read(Self.log)
    #expect(file.format == .log && file.specification == .casRegister && file.skipped == 1)
    #expect(
      file.history.operations.map(\.call) == [
        .write("x", 4), .read("x"), .compareAndSet("x", expected: 1, new: 2), .read("x"),
        .read("x"),
      ])
    #expect(file.lines == [2, 3, 5, 12, 14])
    #expect(file.history.operations.map(\.isFailed) == [false, false, true, false, true])
    // What a log says of nil was observed.
    #expect(file.history.operations[1].result == .some(.absent))
    #expect(try HistoryReader().read(Self.log.replacing("\n", with: "\r\n")).lines == file.lines)
  }

  @Test func theFormatIsToldByTheFirstLine() throws {
    let edn = "{:process 0 :type :invoke :f :read}"
    let json = "{\"process\": 0, \"type\": \"invoke\", \"f\": \"read\"}"
    let samples: [(String, HistoryFormat)] = [
      (edn, .edn), (" \n\n" + edn, .edn), ("; c\n" + edn, .edn), ("#op" + edn, .edn),
      ("[ " + edn + "]", .edn), ("[; c\n" + edn + "]", .edn), (json, .jsonl),
      ("[\n" + json + "\n]", .jsonl), ("\u{FEFF}" + json, .jsonl),
      ("{ " + json.dropFirst(), .jsonl),
      ("[main] INFO - 0\t:invoke\t:read\tnil", .log), ("0\t:invoke\t:read\tnil", .log),
    ]
    for (text, format) in samples {
      #expect(try HistoryReader().read(text).format == format, "\(text)")
    }
  }
}
