import CellGraphics
import Testing

@testable import LabInterface

/// Exporting from the screen: the prompt, the command, and what is refused.
@Suite struct ExportTests {
  private static func exports(_ person: Person) -> [(text: String, name: String, kind: String)] {
    person.commands.compactMap {
      if case .export(let text, let name, let kind) = $0 { (text, name, kind) } else { nil }
    }
  }

  @Test(arguments: [(120, 36), (80, 24)]) func thePrompt(_ width: Int, _ height: Int) {
    var person = Person.inSandbox(width: width, height: height)
    person.command("to 221")
    person.press("E")
    Snapshot.expect(person, "export-\(width)x\(height)")
  }

  @Test func thePromptInASCII() {
    var person = Person.inSandbox(width: 80, height: 24, glyphs: .ascii)
    person.command("to 221")
    person.press("E right right")
    let scalars = person.text.unicodeScalars
    #expect(scalars.allSatisfy { $0.isASCII })
    Snapshot.expect(person, "export-ascii-80x24")
  }

  @Test func everyFormatIsMadeOfTheRun() throws {
    var person = Person.inSandbox()
    person.command("to 221")
    for format in ExportFormat.allCases { person.command("export \(format.rawValue) mine") }
    let made = Self.exports(person)
    #expect(made.map(\.kind) == ["txt", "svg", "mmd", "cast"])
    #expect(made.map(\.name) == ["mine", "mine", "mine", "mine"])
    for text in made.map(\.text).prefix(3) { #expect(text.contains("write name = Alice")) }
    #expect(made.last?.text.contains("RUNNING") ?? false)
  }

  @Test(arguments: [((97, 31), "97, \"height\": 31"), ((210, 70), "200, \"height\": 60")])
  func aRecordingHasTheSizeOfTheScreenUpToALimit(_ size: (Int, Int), _ head: String) throws {
    var person = Person.inSandbox(width: size.0, height: size.1)
    person.command("to 60")
    person.command("export asciicast")
    let text = try #require(Self.exports(person).first).text
    #expect(text.hasPrefix("{\"version\": 2, \"width\": \(head),"))
  }

  @Test func theStretchAndTheNameAreTheOnesThatWereTyped() throws {
    var person = Person.inSandbox()
    person.command("to 900")
    person.command("export text from 700 to 802")
    let made = try #require(Self.exports(person).first)
    #expect(made.name == "four-copies" && made.text.contains("t=700 to 802 ms"))
    person.send(.exported(path: "/somewhere/four-copies.txt", problem: nil))
    #expect(person.sees("Written to /somewhere/four-copies.txt"))
    let long = "/" + String(repeating: "folder/", count: 20) + "x.txt"
    person.send(.exported(path: long, problem: nil))
    #expect(person.sees("The run was exported") && person.sees("x.txt"))
    person.press("enter")
    person.send(.exported(path: "", problem: "no room on the disk"))
    #expect(person.sees("Nothing was exported: no room on the disk"))
  }

  @Test(arguments: [
    ("export pgn", "expected text, svg, mermaid, asciicast; found pgn"),
    ("export svgg", "did you mean svg?"), ("export svg 9lives", "cannot be a name"),
    ("export svg a from x", "expected an instant in whole milliseconds after from"),
    ("export svg a from 5 to 3", "lies after"), ("export svg a b", "expected from TIME or to TIME"),
    ("export svg a to", "expected an instant"), ("export svg from 1 from 2", "found from"),
  ]) func whatCannotBeDoneIsSaid(_ command: String, _ answer: String) {
    var person = Person.inSandbox()
    person.command("to 221")
    person.command(command)
    #expect(person.sees(answer), "\(command)")
    #expect(Self.exports(person).isEmpty)
  }

  @Test func aQuestionThatIsOpenIsNotAnsweredByAFile() throws {
    var person = try Person.inLesson()
    person.press("n")
    person.press("E")
    #expect(person.sees("answer first"))
    person.press("1 E")
    #expect(person.sees("Export the run"))
  }

  @Test func tooMuchForADiagramIsRefused() {
    var person = Person.inSandbox()
    person.command("workload * every 1 reads 50% keys name")
    person.command("to 1500")
    person.command("export text")
    #expect(person.sees("rows, and a diagram has at most 2000"))
    #expect(Self.exports(person).isEmpty)
  }
}
