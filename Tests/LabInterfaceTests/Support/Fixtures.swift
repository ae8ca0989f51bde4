import CellGraphics
import Curriculum
import Histories
import LabInterface
import Laboratory
import Simulation
import Testing

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

  /// Clients on their ways: one that was redirected, one that waits, one that failed over.
  static func sessions() -> Scenario {
    var scenario = staleReads()
    scenario.clients = [
      .init(name: "u@phone", routing: .preferred, among: ["R2"], timeout: 1000),
      .init(name: "u@laptop", routing: .stickyModulo, among: ["R3", "R2"], timeout: 1000),
      .init(name: "v", routing: .stickyRendezvous, among: ["R1", "R2"], timeout: 1000),
    ]
    scenario.settings += [
      .init("session-token", "all"), .init("token-scope", "user"), .init("pin-window", 60),
      .init("pin-bookkeeping", "one-key"),
    ]
    let (phone, laptop, friend) = (ProcessID(0), ProcessID(1), ProcessID(2))
    scenario.script = [
      line(10, .crash(NodeID(1), losingDisk: false)),
      line(50, .invoke(phone, .write("name", "Alice"), target: nil)),
      line(60, .invoke(phone, .write("photo", "a bridge"), target: nil)),
      line(70, .invoke(friend, .read("name"), target: nil)),
      line(80, .invoke(phone, .read("name"), target: nil)),
      line(90, .configure(path: "token-miss", value: "wait")),
      line(95, .invoke(laptop, .read("name"), target: nil)),
    ]
    return scenario
  }

  static func line(_ time: Int64, _ intervention: Intervention) -> Scenario.ScriptLine {
    Scenario.ScriptLine(time: VirtualTime(time), intervention: intervention)
  }

  static func model(
    width: Int = 120, height: Int = 36, glyphs: GlyphSet = .unicode,
    lessons: LessonCatalogue = LessonCatalogue(tracks: [])
  ) -> Model {
    Model(
      size: Size(width: width, height: height), glyphs: glyphs,
      library: Library(lessons: lessons))
  }
}

extension Person {
  /// Someone who has the cluster of the first lesson open in the sandbox.
  static func inSandbox(
    width: Int = 120, height: Int = 36, glyphs: GlyphSet = .unicode
  ) -> Person {
    var model = Fixtures.model(width: width, height: height, glyphs: glyphs)
    _ = model.begin(.sandbox(Fixtures.staleReads(), title: "Four copies"))
    return Person(model)
  }

  /// Someone who has the lesson of the fixtures open.
  static func inLesson(
    width: Int = 120, height: Int = 36, glyphs: GlyphSet = .unicode
  ) throws -> Person {
    var model = Fixtures.model(
      width: width, height: height, glyphs: glyphs, lessons: try Fixtures.catalogue())
    _ = model.begin(.lesson(try Fixtures.lesson(), round: 0))
    return Person(model)
  }
}

/// A person at the keyboard: presses keys and looks at the screen.
struct Person {
  var model: Model
  /// Every command that the interface has asked for.
  var commands: [Command] = []
  /// The lessons that can be read when they are asked for.
  var lessons: [Lesson]

  init(_ model: Model, lessons: [Lesson]? = nil) {
    self.model = model
    self.lessons = lessons ?? (try? Fixtures.lessons()) ?? []
  }

  mutating func send(_ message: Message) {
    take(update(message, &model))
    // A longer way is waited for.
    while model.isUnderway { take(update(.tick(elapsedMilliseconds: 0), &model)) }
  }

  private mutating func take(_ new: [Command]) {
    commands += new
    for case .loadLesson(let id) in new { answerLoading(id) }
  }

  /// What the program around the interface does.
  private mutating func answerLoading(_ id: String) {
    if let lesson = lessons.first(where: { $0.id == id }) {
      send(.lessonLoaded(lesson))
    } else {
      send(.lessonFailed(id: id, problem: "Lessons/x.yaml:7:3: no such lesson"))
    }
  }

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

  /// What was asked for last, if that is to save a run into a file of its own.
  var savedAsNew: (text: String, name: String)? {
    if case .save(let text, let name, nil)? = commands.last { (text, name) } else { nil }
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

extension Fixtures {
  /// A small lesson on the same cluster: a prediction of each kind, a task, hints.
  static func lesson() throws -> Lesson {
    func goal(_ text: String) throws -> BenchExpression {
      .cluster(try GoalExpression(parsing: text))
    }
    let choice = Prediction(
      id: "what", question: "What will she read?",
      form: .choice([
        .init(
          label: "Alice", condition: try goal("read(c1, 200) == \"Alice\""),
          reply: "An acknowledgement says that P has it. It says nothing about R3."),
        .init(
          label: "Bob", condition: try goal("read(c1, 200) == \"Bob\""),
          reply: "R3 has applied nothing since lsn 1."),
        .init(
          label: "an error", condition: try goal("status(c1, 200) == fail"),
          reply: "R3 is up and answers gladly."),
      ]), reveal: .time(205), expected: "Bob", explanation: nil)
    let number = Prediction(
      id: "meter", question: "What does the heartbeat meter of R3 say?",
      form: .number(
        try goal("heartbeatMeter(R3, at: 1500)"), unit: "ms",
        replies: .init(right: "It stands still.", known: [], otherwise: "Count from its last row.")),
      reveal: .time(1500), expected: "1200", explanation: "The queue meter says **0**.")
    let beats = [
      Beat(
        title: "Four copies of a name",
        narration: "c1 renames herself to **Alice**. `P` acknowledges at once.", point: .time(110),
        panels: ["replicas"]),
      Beat(
        title: "She reloads the page",
        narration: "Her write was acknowledged at 102. The balancer sends the read to R3.",
        point: .time(199), panels: ["timeline"], covers: ["guarantees"], prediction: choice),
      Beat(
        title: "Stale", narration: "This is a *stale read*.", point: .time(210),
        panels: ["guarantees"]),
      Beat(
        title: "The link is cut", narration: "At 710 the link to R3 is cut; c1 writes Ann at 800.",
        point: .time(1490), panels: ["lag"], covers: ["lag"], prediction: number),
      Beat(
        title: "Your turn", narration: "Let her read her own write. A knob may help.", task: "mend"),
    ]
    return Lesson(
      id: "SR1", title: "The value that was there a moment ago", track: "stale-reads",
      objective: "Explain a stale read from lag, and measure it.", minutes: 12, bench: .cluster,
      rounds: [
        Round(id: "as-it-is", title: "As it is", setup: .cluster(staleReads()), beats: beats)
      ],
      shows: [
        Show(
          round: "as-it-is", text: "a stale read", goal: try goal("read(c3, 150) == \"Bob\""),
          timing: .eventually)
      ],
      tasks: [
        LessonTask(
          id: "mend", round: "as-it-is", text: "c1 reads her own write at t=200",
          goal: try goal("read(c1, 200) == \"Alice\""), timing: .eventually, moves: ["set"],
          knobs: ["acknowledgement"])
      ],
      hints: [
        Hint(task: "mend", text: "Who must have the write before it is acknowledged?", mistake: nil)
      ],
      solutions: [
        Trial(
          id: "wait-for-all", task: "mend",
          moves: [.knob(path: "acknowledgement", value: "all")])
      ], accepts: [], rejects: [], leavesOut: ["Disks that fail without saying so."], sources: [])
  }

  static func lessons() throws -> [Lesson] {
    var second = try lesson()
    second.id = "SR2"
    second.title = "The vanishing photo"
    return [try lesson(), second]
  }

  static func catalogue() throws -> LessonCatalogue {
    LessonCatalogue(tracks: [
      .init(
        id: "stale-reads", title: "Stale reads", summary: "When copies lag.",
        lessons: try lessons().map(\.head))
    ])
  }
}

/// A failed expectation shows the screen, not the whole model.
extension Person: CustomTestStringConvertible {
  var testDescription: String { "\n" + text + "\n" }
}
