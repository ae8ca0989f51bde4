import Foundation
import Testing

/// Output that cannot be written is always said, whatever the verdict was to be.
@Suite struct LostOutputTests {
  private static let violated = """
    {:process 0, :type :invoke, :f :write, :value 1}
    {:process 0, :type :ok, :f :write, :value 1}
    {:process 0, :type :invoke, :f :read, :value nil}
    {:process 0, :type :ok, :f :read, :value 2}

    """

  /// Runs the program with a full disk for standard output.
  private static func lose(_ arguments: [String]) throws -> (status: Int32, errors: String) {
    try Program.withTemporaryFolder { home in
      let disk: FileHandle = try #require(FileHandle(forWritingAtPath: "/dev/full"))
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = arguments
      process.environment = Program.environment(home: home)
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = disk
      let errors = Pipe()
      process.standardError = errors
      try process.run()
      let said = errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }
  }

  private static func expectSaid(_ arguments: [String]) throws {
    let (status, errors) = try lose(arguments)
    #expect(status == 74, "\(arguments): \(status) \(errors)")
    #expect(errors.contains("conlab: the output could not be written"), "\(arguments): \(errors)")
  }

  @Test(arguments: ["text", "json"]) func aLostVerdictIsSaid(format: String) throws {
    try Program.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("reg.edn")
      try Self.violated.write(to: file, atomically: true, encoding: .utf8)
      #expect(try Program.run(["check", file.path]).status == 1)
      try Self.expectSaid(["check", file.path, "--format", format])
      // The other complaint is made as well.
      let missing = folder.appendingPathComponent("none.edn").path
      let both = try Self.lose(["check", file.path, missing, "--format", format])
      #expect(both.status == 74 && both.errors.contains("none.edn"), "\(both)")
    }
  }

  @Test(arguments: ["text", "json"]) func aLostReportIsSaid(format: String) throws {
    try Self.expectSaid(["run", "SR1", "--round", "1", "--until", "150", "--format", format])
    try Self.expectSaid(["run", "SR1", "--format", format])
    for check in ["stale-read", "convergence"] {
      try Self.expectSaid(
        ["campaign", "majority", "--seeds", "1..9", "--check", check, "--format", format])
    }
    try Program.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("one.run").path
      #expect(try Program.run(["run", "SR1", "--round", "1", "--save", file]).status == 0)
      try Self.expectSaid(["replay", file, "--format", format])
    }
  }

  @Test(arguments: ["text", "svg", "mermaid", "asciicast"]) func aLostExportIsSaid(
    format: String
  ) throws {
    try Self.expectSaid(["export", "SR1", "--round", "1", "--format", format])
  }
}
