import ArgumentParser

@main
struct Conlab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conlab",
    abstract: "A terminal lab in which consistency is seen, broken and mended.")
}
