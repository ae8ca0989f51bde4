import ArgumentParser
import Checkers
import Foundation
import Laboratory

/// `A..B`, both included, or one number.
struct SeedRange {
  let range: ClosedRange<UInt64>
  static let most = UInt64(UInt32.max)

  /// - Throws: `ValidationError` that says what is wrong and what was expected.
  init(parsing argument: String) throws {
    let parts = argument.components(separatedBy: "..")
    guard parts.count <= 2 else {
      throw ValidationError("more than two numbers; expected \(Self.form)")
    }
    let low = try Self.seed(parts[0])
    let high = parts.count == 2 ? try Self.seed(parts[1]) : low
    guard low <= high else {
      throw ValidationError(
        "the first seed, \(low), is larger than the last, \(high); expected \(high)..\(low)")
    }
    guard high - low < Self.most else {
      throw ValidationError(
        "more than \(Self.most) seeds; expected at most so many in one campaign")
    }
    range = low...high
  }

  private static func seed(_ text: String) throws -> UInt64 {
    if let seed = UInt64(text) { return seed }
    let found = text.isEmpty ? "a seed is missing" : "\(Printable.text(text)) is no seed"
    throw ValidationError("\(found); expected \(form)")
  }

  private static let form =
    "the first and the last seed, as in 1..1000, or one seed; seeds are 0 to \(UInt64.max)"
}

/// `k/n`: the k-th of n parts.
struct Shard {
  let part: Int
  let parts: Int

  /// - Throws: `ValidationError` that says what is wrong and what was expected.
  init(parsing argument: String) throws {
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let part = numbers[0], let parts = numbers[1] else {
      throw ValidationError("expected two numbers, as in 1/3 for the first of three parts")
    }
    guard (1...1_000_000).contains(parts) else {
      throw ValidationError("\(parts) parts; expected 1 to 1000000")
    }
    guard (1...parts).contains(part) else {
      throw ValidationError("there is no part \(part) of \(parts); expected 1 to \(parts)")
    }
    self.part = part
    self.parts = parts
  }
}

/// Checkers by their kebab-case names, separated by commas.
struct CheckerList: ExpressibleByArgument {
  let names: [String]

  init?(argument: String) {
    names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  func checkers() throws -> [CheckerName] {
    try names.map { name in
      if let checker = CheckerName(parsing: name) { return checker }
      let known = CheckerName.inRuns.map(\.kebabName)
      let near = NearMatch.nearest(to: name, among: known).map { " Did you mean \($0)?" } ?? ""
      throw ValidationError(
        "No checker is called \(Printable.text(name)).\(near) There are "
          + known.joined(separator: ", ") + ".")
    }
  }
}

/// How and where the result of a campaign goes.
struct CampaignOutput: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Option(help: "text or json.")
  var format: Format = .text

  @Option(
    help: ArgumentHelp(
      "Also write the result to a file that must not be there yet; merge reads it.",
      valueName: "file"))
  var out: String?

  private var target: URL? { out.map { URL(fileURLWithPath: $0) } }

  /// Finds out before a long campaign whether its result can be written.
  func check() throws {
    if let target { try AtomicFile.checkNew(target) }
  }

  /// Prints and writes the result, and ends with the code that it means.
  func deliver(_ result: CampaignResult, wasInterrupted: Bool = false) throws {
    switch format {
    case .json: print(try JSONOutput.text(CampaignReport(of: result)))
    case .text:
      print(Printable.text(CampaignLines(result, wasInterrupted: wasInterrupted).text))
    }
    if let target { try AtomicFile.writeNew(result.text, to: target) }
    switch result.decision {
    case .violated: throw ExitStatus.violated.code
    case .undecided: throw ExitStatus.undecided.code
    case .holds: break
    }
  }
}
