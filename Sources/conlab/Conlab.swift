import ArgumentParser
import CellGraphics
import Curriculum
import CursesTerminal
import LabInterface
import Laboratory

@main
struct Conlab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conlab", abstract: "A terminal lab in which consistency is seen, broken and mended.")
  func run() throws {
    let presets = Preset.all.map { SandboxPreset(name: $0.name, title: $0.title, summary: $0.summary, scenario: $0.scenario) }
    var lab = try InteractiveLab(options: Terminal.Options(), library: Library(lessons: LessonCatalogue(tracks: []), presets: presets), opening: .sandbox(presets[0].scenario, title: presets[0].title), paths: Paths())
    lab.run()
  }
}
