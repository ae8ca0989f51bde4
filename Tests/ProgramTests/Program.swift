import Foundation

/// The real binary, run as a process.
enum Program {
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The binary stands next to the test bundle.
  static let path: String = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0])
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("conlab")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate.path }
    }
    return "conlab"
  }()

  /// The root of the project, where Lessons and Assets are.
  static let root: URL = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder
  }()

  static func environment(home: URL) -> [String: String] {
    [
      "HOME": home.path, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TERM": "xterm-256color",
      "SWIFT_BACKTRACE": "interactive=no,enable=no",
      "CONLAB_LESSONS": root.appendingPathComponent("Lessons").path,
    ]
  }

  /// Runs the program to its end, with a home of its own and nothing on standard input.
  static func run(
    _ arguments: [String], of program: String = path, input: String = "", in folder: URL? = nil,
    extra: [String: String] = [:]
  ) throws -> Outcome {
    try withTemporaryFolder { home in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
      process.environment = environment(home: home).merging(extra) { $1 }
      process.currentDirectoryURL = folder ?? home
      let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = errors
      process.standardInput = standardInput
      try process.run()
      standardInput.fileHandleForWriting.write(Data(input.utf8))
      try standardInput.fileHandleForWriting.close()
      // Both pipes are read at once, so that neither can fill up and stop the program.
      nonisolated(unsafe) var errorData = Data()
      let done = DispatchSemaphore(value: 0)
      let queue = DispatchQueue(label: "errors")
      queue.async {
        errorData = errors.fileHandleForReading.readDataToEndOfFile()
        done.signal()
      }
      let outputData = output.fileHandleForReading.readDataToEndOfFile()
      done.wait()
      process.waitUntilExit()
      return Outcome(
        status: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
        errors: String(decoding: errorData, as: UTF8.self))
    }
  }

  /// A folder of its own for the body, removed afterwards.
  static func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "conlab-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}
