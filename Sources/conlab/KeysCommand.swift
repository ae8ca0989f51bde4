import ArgumentParser
import LabInterface

/// `conlab keys`: the table of the README, from the one registry of actions.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Print what every key does, as your configuration has it, as a Markdown table.")

  func run() throws {
    try guarded {
      print(ActionRegistry.markdown(try Configuration(paths: Paths()).settings().keys))
    }
  }
}
