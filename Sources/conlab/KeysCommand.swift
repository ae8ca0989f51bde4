import ArgumentParser
import LabInterface

/// `conlab keys`: the table of the README, from the one registry of actions.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Print what every key does, as a Markdown table.")

  func run() { print(ActionRegistry.markdown) }
}
