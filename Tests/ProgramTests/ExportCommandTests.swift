import CellGraphics
import Foundation
import TerminalTesting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `conlab export`, and the same from the screen.
@Suite struct ExportCommandTests {
  private static func export(_ arguments: [String]) throws -> Program.Outcome {
    try Program.run(["export"] + arguments)
  }

  @Test(arguments: ["text", "svg", "mermaid", "asciicast"]) func bytesDoNotDiffer(
    _ format: String
  ) throws {
    let arguments = ["SR1", "--round", "1", "--format", format]
    let (first, second) = (try Self.export(arguments), try Self.export(arguments))
    #expect(first.status == 0, "\(first.errors)")
    #expect(!first.output.isEmpty && first.output == second.output)
  }

  @Test func aLessonAScenarioAndASavedRun() throws {
    try Program.withTemporaryFolder { folder in
      let saved = folder.appendingPathComponent("one.run").path
      _ = try Program.run(["run", "SR1", "--round", "1", "--save", saved])
      let ofRun = try Self.export([saved, "--format", "text"])
      #expect(ofRun.status == 0, "\(ofRun.errors)")
      let ofLesson = try Self.export(["SR1", "--round", "1", "--format", "text"])
      #expect(ofRun.output == ofLesson.output)
      let text = try String(contentsOfFile: saved, encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let start = try #require(lines.firstIndex { $0.hasPrefix("scenario format") })
      let end = try #require(lines.firstIndex(of: "[branch]"))
      let scenario = folder.appendingPathComponent("one.scenario")
      try (lines[start..<end].joined(separator: "\n") + "\n").write(
        to: scenario, atomically: true, encoding: .utf8)
      let ofScenario = try Self.export([scenario.path, "--format", "text"])
      #expect(ofScenario.output == ofRun.output, "\(ofScenario.errors)")
      #expect(try Self.export([saved, "--format", "svg", "--round", "1"]).status == 64)
      try Data(text.replacingOccurrences(of: "Bob", with: "Rob").utf8).write(
        to: URL(fileURLWithPath: saved))
      #expect(try Self.export([saved, "--format", "text"]).status == 65)
    }
  }

  @Test func theStretchOfTimeIsKept() throws {
    let part = try Self.export([
      "SR1", "--round", "1", "--format", "text", "--from", "700", "--to", "850", "--ascii",
    ])
    #expect(part.output.contains("cut P | R3") && part.output.contains("t=700 to 850 ms"))
    #expect(!part.output.contains("write name = Alice: ok") && !part.output.contains("1600"))
    #expect(part.output.contains("on its way at the end: "))
    #expect(part.output.allSatisfy { $0.isASCII })
  }

  @Test func aFileIsNeverOverwritten() throws {
    try Program.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("a.svg").path
      let arguments = ["SR1", "--round", "1", "--format", "svg", "--out", file]
      #expect(try Self.export(arguments).status == 0)
      let again = try Self.export(arguments)
      #expect(again.status == 74 && again.errors.contains("there already"))
    }
  }

  @Test func wrongUsageIsSaid() throws {
    for arguments in [
      ["SR1", "--format", "text"], ["SR1", "--round", "99", "--format", "text"],
      ["SR1", "--round", "1", "--format", "png"],
      ["SR1", "--round", "1", "--format", "text", "--from", "9", "--to", "3"],
      ["SR1", "--round", "1", "--format", "asciicast", "--size", "10x5"],
    ] {
      let outcome = try Self.export(arguments)
      #expect(outcome.status == 64 && outcome.output.isEmpty, "\(arguments) \(outcome.errors)")
    }
    #expect(try Self.export(["XX9", "--format", "text"]).status == 66)
  }

  @Test func thePictureIsXML() throws {
    let svg = try Self.export(["SR1", "--round", "1", "--format", "svg"]).output
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
    // Only the name of the name space: it loads nothing.
    #expect(svg.ranges(of: "http").count == 1)
    #expect(svg.contains("prefers-color-scheme: dark"))
  }

  @Test func theRecordingEndsWhereTheRunEnds() throws {
    let cast = try Self.export([
      "SR1", "--round", "1", "--format", "asciicast", "--to", "400", "--size", "80x24",
    ])
    let played = try Recording(cast.output)
    #expect(played.size == Size(width: 80, height: 24))
    #expect(played.screen.contains("t=400 ms"))
    #expect(played.screen.contains("Four copies"))
    #expect(played.times.count > 20 && (played.times.last ?? 99) < 60)
    #expect(played.screen.unknownSequences == [])
  }

  @Test func fromTheScreenByKeys() throws {
    try Program.withTemporaryFolder { home in
      // Short, so that the whole path stands on the screen.
      let data = URL(fileURLWithPath: "/tmp/conlab-\(getpid())")
      defer { try? FileManager.default.removeItem(at: data) }
      let lab = try LabSession.inSandbox(home: home, extra: ["CONLAB_DATA_DIR": data.path])
      lab.press("E")
      lab.see("nothing has happened yet")
      lab.command("c1 write name = Zoe")
      lab.see("write name = Zoe")
      lab.press("right right right E")
      lab.see("Export the run")
      lab.press("right down ctrl-u")
      lab.type("mine")
      lab.see("export svg mine from 0 to")
      lab.press("enter")
      lab.see("Written to \(data.path)/exports/mine.svg")
      let folder = data.appendingPathComponent("exports")
      let svg = try String(contentsOf: folder.appendingPathComponent("mine.svg"), encoding: .utf8)
      #expect(svg.contains("write name = Zoe: ok"))
      lab.press("left")
      lab.command("export svg mine")
      lab.see("mine-2.svg")
      lab.press("left")
      lab.command("export asciicast film")
      lab.see("exports/film.cast")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(files == ["film.cast", "mine-2.svg", "mine.svg"])
      let cast = try String(contentsOf: folder.appendingPathComponent("film.cast"), encoding: .utf8)
      #expect(try Recording(cast).size == LabSession.small)
      lab.command("export png")
      lab.see("expected text, svg, mermaid, asciicast")
    }
  }
}
