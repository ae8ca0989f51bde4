import CellGraphics
import Foundation
import LabInterface
import LessonFiles
import TerminalTesting
import Testing

/// The demonstrations: each script of keys is followed on a real pseudo-terminal, and its recording
/// is the one that the script makes.
@Suite struct DemoTests {
  static let folder = Program.root.appendingPathComponent("Assets/Demos")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".keys") }.map { String($0.dropLast(5)) }.sorted()
  }()

  static func script(_ name: String) throws -> KeyScript {
    let file = folder.appendingPathComponent("\(name).keys")
    return try KeyScript(parsing: try String(contentsOf: file, encoding: .utf8))
  }

  static func record(_ script: KeyScript) throws -> (cast: String, screen: CellBuffer) {
    let store = try EveryLessonByKeysTests.store()
    var recorder = DemoRecorder(script, library: Library(lessons: store.catalogue)) {
      try? store.lesson($0).lesson
    }
    return try recorder.record()
  }

  @Test func thereAreDemos() throws {
    #expect(Self.names.count >= 3)
    let casts = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
      $0.hasSuffix(".cast")
    }
    #expect(casts.map { String($0.dropLast(5)) }.sorted() == Self.names)
  }

  @Test(arguments: names) func theRecordingIsTheOneThatTheScriptMakes(_ name: String) throws {
    let recorded = try Self.record(try Self.script(name)).cast
    let file = Self.folder.appendingPathComponent("\(name).cast")
    if ProcessInfo.processInfo.environment["CONLAB_RECORD"] == "1" {
      try recorded.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name); look at it, then run without CONLAB_RECORD")
      return
    }
    let saved = try String(contentsOf: file, encoding: .utf8)
    let isSame = saved == recorded
    #expect(isSame, "Assets/Demos/\(name).cast is stale; make demos records it anew")
  }

  @Test(arguments: names) func theRecordingPlaysToTheLastScreen(_ name: String) throws {
    let script = try Self.script(name)
    let (cast, last) = try Self.record(script)
    let played = try Recording(cast)
    #expect(played.size == script.size && played.title == script.title)
    #expect(played.screen.lines == last.text(trimmed: true))
    #expect(played.screen.unknownSequences == [])
  }

  @Test(arguments: names) func theProgramDoesWhatTheScriptSays(_ name: String) throws {
    let script = try Self.script(name)
    let last = try Self.record(script).screen.text(trimmed: true)
    try Program.withTemporaryFolder { home in
      let arguments: [String] =
        switch script.opening {
        case .home: []
        case .sandbox(let preset): ["sandbox", "--preset", preset]
        case .lesson(let id): ["learn", id]
        }
      let lab = try LabSession(arguments, home: home, size: script.size)
      lab.see("? help")
      for step in script.steps {
        switch step.action {
        case .press(let keys): for key in keys { lab.press(key.description) }
        case .type(let text): lab.type(text)
        case .see(let text): lab.see(text)
        case .wait: break
        case .play(let time): usleep(UInt32(time) * 1000)
        }
      }
      lab.see("the last screen of the recording:\n" + last.joined(separator: "\n")) {
        $0.lines == last
      }
    }
  }

  @Test func aScriptThatIsNotSoSaysWhere() throws {
    func message(_ text: String) -> String? {
      do throws(KeyScriptError) {
        _ = try KeyScript(parsing: text)
        return nil
      } catch { return error.description }
    }
    #expect(message("title x\nhop 3")?.hasPrefix("line 2: expected title") ?? false)
    #expect(message("title x\npress nokey")?.hasPrefix("line 2: press") ?? false)
    #expect(message("title x\nscreen 20x4")?.hasPrefix("line 2: screen") ?? false)
    #expect(message("open moon")?.hasPrefix("line 1: open") ?? false)
    #expect(message("# nothing") == "line 1: there is no title")
    let script = try KeyScript(parsing: "title x\nopen sandbox three-replicas\nsee a unicorn")
    let error = #expect(throws: KeyScriptError.self) { try Self.record(script) }
    #expect(error?.line == 3)
  }
}

/// An asciicast as a player reads it: JSON by somebody else's parser, output to a terminal's model.
struct Recording {
  private(set) var size = Size(width: 0, height: 0)
  private(set) var title = ""
  private(set) var screen: VirtualScreen
  private(set) var times: [Double] = []

  init(_ text: String) throws {
    let lines = text.split(separator: "\n").map { Data($0.utf8) }
    let first = try JSONSerialization.jsonObject(with: try #require(lines.first))
    let header = try #require(first as? [String: Any])
    #expect(header["version"] as? Int == 2)
    size = Size(width: header["width"] as? Int ?? 0, height: header["height"] as? Int ?? 0)
    title = header["title"] as? String ?? ""
    screen = VirtualScreen(size: size)
    for line in lines.dropFirst() {
      let event = try #require(try JSONSerialization.jsonObject(with: line) as? [Any])
      #expect(event.count == 3 && event[1] as? String == "o")
      times.append(try #require(event[0] as? Double))
      screen.feed(try #require(event[2] as? String).utf8)
    }
    #expect(times == times.sorted())
  }
}
