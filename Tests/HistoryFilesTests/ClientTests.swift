import Checkers
import HistoryFiles
import Testing

/// A client is one at a time, whatever processes it is.
@Suite struct ClientTests {
  private func read(_ lines: [String]) throws -> HistoryFile {
    try HistoryReader().read(lines.map { "{\($0) :client \"a\"}\n" }.joined())
  }

  @Test func twoProcessesOfOneClientMustNotOverlap() throws {
    let first = ":process 0 :type :invoke :f :write :value 1"
    let second = ":process 1 :type :invoke :f :read :value nil"
    let error = #expect(throws: HistoryFileError.self) { try read([first, second]) }
    #expect(
      error?.description == "line 2, column 1: client 'a' invokes an operation as process '1', "
        + "expected the end of the one that it invoked at line 1")
    let timedOut = ":process 0 :type :info :f :write :value 1"
    let file = try read([
      first, timedOut, second, ":process 1 :type :ok :f :read :value 1",
      ":process 0 :type :invoke :f :read :value nil",
    ])
    #expect(file.processNames == ["a"] && file.history.operations.count == 3)
  }
}
