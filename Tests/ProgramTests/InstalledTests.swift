import Foundation
import TerminalTesting
import Testing

/// A binary that was installed, far from its sources.
@Suite struct InstalledTests {
  /// Copies the program as `make install` does; the environment names no lessons.
  private static func install(into prefix: URL, lessons: Bool = true) throws -> String {
    let files = FileManager.default
    let (bin, share) = (
      prefix.appendingPathComponent("bin"), prefix.appendingPathComponent("share/conlab")
    )
    for folder in [bin, share] {
      try files.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try files.copyItem(atPath: Program.path, toPath: bin.appendingPathComponent("conlab").path)
    for name in lessons ? ["Lessons", "Assets"] : [] {
      try files.copyItem(
        at: Program.root.appendingPathComponent(name), to: share.appendingPathComponent(name))
    }
    return bin.appendingPathComponent("conlab").path
  }

  @Test func findsItsLessonsFromAnywhereAndThroughALink() throws {
    try Program.withTemporaryFolder { folder in
      let binary = try Self.install(into: folder.appendingPathComponent("usr"))
      let (link, chain) = (folder.appendingPathComponent("lab"), folder.appendingPathComponent("l"))
      try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: binary)
      try FileManager.default.createSymbolicLink(atPath: chain.path, withDestinationPath: "lab")
      for program in [binary, link.path, chain.path] {
        for place in ["/", folder.path] {
          let outcome = try Program.run(
            ["lessons", "list"], of: program, in: URL(fileURLWithPath: place),
            extra: ["CONLAB_LESSONS": ""])
          #expect(outcome.status == 0, "\(program) in \(place): \(outcome.errors)")
          #expect(outcome.output.contains("SR1"))
        }
      }
      let info = try Program.run(["info"], of: link.path, extra: ["CONLAB_LESSONS": ""])
      #expect(info.output.contains("usr/share/conlab/Lessons"))
      #expect(info.output.contains("usr/share/conlab/Assets"))
    }
  }

  @Test func checksThroughItself() throws {
    try Program.withTemporaryFolder { folder in
      let binary = try Self.install(into: folder)
      let outcome = try Program.run(
        ["lessons", "check", "SR1"], of: binary, extra: ["CONLAB_LESSONS": ""])
      #expect(outcome.status == 0 && outcome.output.contains("SR1  passes"), "\(outcome.errors)")
    }
  }

  @Test func withoutItsLessonsItSaysWhereItLooked() throws {
    try Program.withTemporaryFolder { folder in
      let binary = try Self.install(into: folder, lessons: false)
      for arguments in [["lessons", "list"], ["run", "SR1"], ["learn"], []] {
        let outcome = try Program.run(arguments, of: binary, extra: ["CONLAB_LESSONS": ""])
        #expect(outcome.status == 66 || outcome.status == 69, "\(arguments): \(outcome.status)")
        #expect(outcome.errors.contains("share/conlab/Lessons"), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
      }
    }
  }

  /// What is listed by `conlab info` are the codes that the commands end with.
  @Test func theExitCodesAreListed() throws {
    let info = try Program.run(["info"])
    #expect(info.status == 0)
    let table = info.output.components(separatedBy: "exit codes\n").last ?? ""
    let codes = table.split(separator: "\n").compactMap { line in
      line.split(separator: " ").first.flatMap { Int($0) }
    }
    #expect(codes == [0, 1, 2, 64, 65, 66, 69, 74, 78])
  }
}
