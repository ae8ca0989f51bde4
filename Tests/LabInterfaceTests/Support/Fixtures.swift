import CellGraphics
import Curriculum
import Histories
import LabInterface
import Laboratory
import Simulation

/// Scenarios and models for the tests of the interface.
enum Fixtures {
  /// The first lesson's cluster and schedule: a leader and three followers at 40, 120 and 400 ms.
  static func staleReads() -> Scenario {
    let followers: [(String, VirtualDuration)] = [("R1", 40), ("R2", 120), ("R3", 400)]
    return Scenario(
      title: "Four copies", protocolName: "single-leader", servers: ["P", "R1", "R2", "R3"],
      clients: ["c1", "c2", "c3"].map {
        .init(name: $0, routing: .preferred, timeout: 1000)
      }, serverDelay: 20, clientDelay: 1,
      delays: followers.flatMap { name, delay in
        [
          Scenario.LinkDelay(from: "P", to: name, delay: delay),
          Scenario.LinkDelay(from: name, to: "P", delay: delay),
        ]
      },
      initial: [History.InitialValue("name", "Bob")],
      settings: [.init("heartbeat-interval", 100)],
      script: [
        line(100, .invoke(ProcessID(0), .write("name", "Alice"), target: NodeID(0))),
        line(150, .invoke(ProcessID(1), .read("name"), target: NodeID(1))),
        line(150, .invoke(ProcessID(2), .read("name"), target: NodeID(2))),
        line(200, .invoke(ProcessID(0), .read("name"), target: NodeID(3))),
        line(600, .invoke(ProcessID(0), .read("name"), target: NodeID(3))),
        line(
          710,
          .cut([
            Link(from: NodeID(0), to: NodeID(3)), Link(from: NodeID(3), to: NodeID(0)),
          ])),
        line(800, .invoke(ProcessID(0), .write("name", "Ann"), target: NodeID(0))),
        line(1600, .heal(nil)),
      ], seed: 1)
  }

  static func line(_ time: Int64, _ intervention: Intervention) -> Scenario.ScriptLine {
    Scenario.ScriptLine(time: VirtualTime(time), intervention: intervention)
  }

  static let presets = [
    SandboxPreset(
      name: "four-copies", title: "Four copies",
      summary: "A leader and three followers that are 40, 120 and 400 ms away.",
      scenario: staleReads())
  ]

  static func model(
    width: Int = 120, height: Int = 36, glyphs: GlyphSet = .unicode,
    lessons: LessonCatalogue = LessonCatalogue(tracks: [])
  ) -> Model {
    Model(
      size: Size(width: width, height: height), glyphs: glyphs,
      library: Library(lessons: lessons, presets: presets))
  }
}

/// A person at the keyboard: presses keys and looks at the screen.
struct Person {
  var model: Model
  /// Every command that the interface has asked for.
  var commands: [Command] = []

  init(_ model: Model) { self.model = model }

  mutating func send(_ message: Message) { commands += update(message, &model) }

  /// Presses keys by their names, separated by blanks.
  mutating func press(_ names: String) {
    for name in names.split(separator: " ") {
      guard let key = Key(named: String(name)) else { preconditionFailure("no key \(name)") }
      send(.key(key))
    }
  }

  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { send(.key(Key(scalar))) }
  }

  /// Types a command into the palette.
  mutating func command(_ text: String) {
    press(":")
    type(text)
    press("enter")
  }

  var buffer: CellBuffer {
    var buffer = CellBuffer(size: model.size, glyphs: model.glyphs)
    view(model, into: &buffer)
    return buffer
  }

  var screen: [String] { buffer.text(trimmed: true) }
  var text: String { screen.joined(separator: "\n") }
  func sees(_ text: String) -> Bool { screen.contains { $0.contains(text) } }
}
