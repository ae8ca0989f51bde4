import Checkers
import Histories
import HistoryFiles
import Testing

/// Histories in extensible data notation.
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
    #expect(file.history.operations.map(\.call) == [.write("x", 1), .read("x")])
    #expect(file.history.operations.map(\.result) == [.absent, 2])
    #expect(file.lines == [1, 3])
    #expect(try Self.verdict(text).isViolated)
    #expect(try Self.verdict(text.replacing(":read, :value 2", with: ":read, :value 1")) == .holds)
  }
}
