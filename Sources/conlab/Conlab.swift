import ArgumentParser
import Curriculum
import Foundation
import LabInterface
import Laboratory
import LessonFiles

@main
struct Conlab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conlab",
    abstract: "A lab in the terminal in which consistency is seen, broken and mended.",
    discussion: """
      Without a command it opens Home: lessons, the sandbox and saved runs. Inside, ? lists what \
      every key does.
      """,
    version: "conlab \(ProgramVersion.current)",
    subcommands: [
      HomeCommand.self, LearnCommand.self, SandboxCommand.self, LessonsCommand.self,
      RunCommand.self, ReplayCommand.self, ExportCommand.self, CheckCommand.self,
      CampaignCommand.self, ProgressCommand.self, KeysCommand.self, ConfigCommand.self,
      DemoCommand.self,
      InfoCommand.self,
    ],
    defaultSubcommand: HomeCommand.self)
}

/// Plain `conlab`.
struct HomeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "home", abstract: "Open Home: lessons, the sandbox, saved runs.")

  @OptionGroup var shared: SharedOptions
  @OptionGroup var screen: ScreenOptions

  func run() throws { try guarded { try screen.open(.home, try shared.store()) } }
}

/// `conlab learn [ID]`.
struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Open a lesson, or the one to go on with.")

  @OptionGroup var shared: SharedOptions
  @OptionGroup var screen: ScreenOptions

  @Argument(help: "A lesson's identifier, such as SR1.")
  var lesson: String?

  func run() throws {
    try guarded {
      let store = try shared.store()
      if let lesson {
        try screen.open(.lesson(try store.lesson(lesson).lesson, round: 0), store)
        return
      }
      let progress = ProgressStore(file: Paths().progress).load().progress
      guard let next = store.catalogue.continuation(progress) ?? firstLesson(store) else {
        throw CommandFailure(.missing, "there is no lesson in \(store.folder)")
      }
      let lesson = try store.lesson(next.lesson.id).lesson
      try screen.open(.lesson(lesson, round: next.round), store)
    }
  }

  private func firstLesson(_ store: LessonStore) -> (lesson: LessonHead, round: Int)? {
    store.catalogue.lessons.first.map { ($0, 0) }
  }
}

/// `conlab sandbox`.
struct SandboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox", abstract: "Open a cluster to play with.",
    discussion: Preset.list)

  @OptionGroup var shared: SharedOptions
  @OptionGroup var screen: ScreenOptions

  @Option(help: "Which preset to open.")
  var preset: String?

  @Option(help: "A cluster of so many nodes, 1 to 9.")
  var nodes: Int?

  @Option(help: "The seed of the workload, the faults and the network.")
  var seed: UInt64?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Set a knob from the beginning; may be repeated.", valueName: "knob=value"))
  var settings: [String] = []

  @Option(
    help: ArgumentHelp(
      "Open the run that a campaign of the preset or file makes of this seed.", valueName: "n"))
  var campaignSeed: UInt64?

  @Argument(
    help: ArgumentHelp(
      "A preset, a saved run, a scenario file, or a lesson file whose first round is opened.",
      valueName: "preset or file"))
  var subject: String?

  private var file: String? { subject.flatMap { Preset.named($0) == nil ? $0 : nil } }

  func validate() throws {
    guard [preset != nil, subject != nil, nodes != nil].filter({ $0 }).count <= 1 else {
      throw ValidationError("Give a preset, a number of nodes or a file, only one of them.")
    }
    if let nodes, !(1...9).contains(nodes) {
      throw ValidationError("--nodes takes 1 to 9, found \(nodes).")
    }
    if seed != nil, file != nil {
      throw ValidationError("A file has its own seed; --seed goes with a preset or --nodes.")
    }
    if campaignSeed != nil {
      guard preset != nil || subject != nil, seed == nil else {
        throw ValidationError(
          "--campaign-seed goes with a preset or a file, and without --seed.")
      }
    }
    if let preset, Preset.named(preset) == nil { throw Preset.missing(preset, "preset") }
    if let file, !RunnableFile.isPath(file) {
      throw Preset.missing(file, "preset, file or saved run")
    }
  }

  func run() throws {
    try guarded {
      let store = try shared.store()
      try screen.open(try opening(), store)
    }
  }

  private func opening() throws -> Opening {
    if let campaignSeed {
      let source =
        try file.map { try RunSource(path: $0, settings: settings) }
        ?? RunSource(preset: chosenPreset, settings: settings)
      let plan = try source.plan(decisive: [])
      return .sandbox(plan.scenario(seed: campaignSeed), title: source.title)
    }
    if let file {
      if settings.isEmpty, case .saved(let run) = try RunnableFile(path: file) {
        return .run(run, title: run.scenario.title)
      }
      let source = try RunSource(path: file, settings: settings)
      guard !source.isSavedRun else {
        throw CommandFailure(
          .usage, "a saved run is shown as it was; --set goes with it only under --campaign-seed")
      }
      return .sandbox(source.scenario, title: source.title)
    }
    var scenario = try RunSource(preset: chosenPreset, nodes: nodes, settings: settings).scenario
    if let seed { scenario.seed = seed }
    return .sandbox(scenario, title: scenario.title)
  }

  private var chosenPreset: Preset {
    (preset ?? subject).flatMap { Preset.named($0) } ?? .threeReplicas
  }
}

extension Preset {
  /// All of them, for a help text.
  static var list: String { "Presets: " + all.map(\.name).joined(separator: ", ") + "." }

  /// The error of a word that names none; what it could have named in words.
  static func missing(_ word: String, _ kinds: String) -> ValidationError {
    let near = NearMatch.nearest(to: word, among: all.map(\.name)).map { " Did you mean \($0)?" }
    return ValidationError(
      "No \(kinds) is called \(Printable.text(word)).\(near ?? "") \(list)")
  }
}
