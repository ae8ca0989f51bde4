import ArgumentParser
import Foundation
import GeneratedHistories

extension GeneratedType: ExpressibleByArgument {}
extension GeneratedNotation: ExpressibleByArgument {}
extension GeneratedKeys: ExpressibleByArgument {}

/// Writes a history of any length to standard output, for trying `conlab check` on files as large as one likes.
@main struct HistoryGenerator: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a recorded history to standard output, such as conlab check reads.")

  @Option(help: "The type of the objects.") var spec = GeneratedType.register
  @Option(help: "The notation.") var notation = GeneratedNotation.edn
  @Option(help: "How objects are named; else as is usual for the type.") var keys: GeneratedKeys?
  @Option(help: "Invocations and responses.") var events = 1_000_000
  @Option(help: "Clients at once.") var processes = 10
  @Option(help: "Objects in use at once, where they have names.") var objects = 4
  @Option(help: "Operations on an object before another takes its place.") var perObject = 200
  @Option(help: "One operation in so many times out; 0: none.") var timeoutEvery = 0
  @Option(help: "One operation in so many fails; 0: none.") var failureEvery = 50
  @Option(help: "Another number, another history.") var seed: UInt64 = 1
  @Flag(help: "Near the end something happens that cannot be explained.") var violated = false

  func run() throws {
    var history = GeneratedHistory(spec, notation, events: events)
    if let keys { history.keys = keys }
    history.processes = max(processes, 2)
    history.objects = max(objects, 1)
    history.operationsPerObject = max(perObject, 1)
    history.timeoutEvery = timeoutEvery
    history.failureEvery = failureEvery
    history.seed = seed
    history.isViolated = violated
    try history.write { bytes throws(any Error) in
      try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    }
  }
}
