import Checkers
import GeneratedHistories
import Histories
import HistoryFiles
import Testing

/// Violations as people see them: in characters and as a picture.
@Suite struct WitnessPictureTests {
  static func picture(_ text: String, isASCII: Bool = false) throws -> WitnessPicture {
    let file = try HistoryReader().read(text)
    let judgement = HistoryJudge(.init(specification: file.specification))
      .judge(.linearizability, file.history)
    try #require(judgement.verdict.isViolated)
    return WitnessPicture(judgement, OperationLabels(file, isASCII: isASCII))
  }

  /// A stale read of one key, with the values given.
  static func stale(key: String, _ old: String, _ new: String, process: String = "0") -> String {
    """
    {:process \(process), :type :invoke, :f :write, :key "\(key)", :value "\(old)"}
    {:process \(process), :type :ok, :f :write, :key "\(key)", :value "\(old)"}
    {:process \(process), :type :invoke, :f :write, :key "\(key)", :value "\(new)"}
    {:process \(process), :type :ok, :f :write, :key "\(key)", :value "\(new)"}
    {:process 7, :type :invoke, :f :read, :key "\(key)", :value nil}
    {:process 7, :type :ok, :f :read, :key "\(key)", :value "\(old)"}

    """
  }

  @Test func longKeysAndValuesLeaveEnoughToTellThemApart() throws {
    let key = "customer/" + String(repeating: "0", count: 40) + "42/profile"
    let text = Self.stale(
      key: key, "an old value that goes on and on and on", "a new value that goes on and on")
    let bars = try Self.picture(text).lanes.flatMap(\.bars)
    #expect(bars.allSatisfy { $0.label.count <= OperationLabels.widthMax })
    #expect(Set(bars.map(\.label)).count == 3, "\(bars.map(\.label))")
    #expect(bars[0].label.contains("an old") && bars[1].label.contains("a new"))
    #expect(bars[0].label.contains("custo") && bars[0].label.contains("ile"))
    #expect(bars[0].line.contains(key) && bars[0].line.hasSuffix("and on and on"))
  }

  @Test func wideLettersTakeTwoColumns() throws {
    let text = Self.stale(key: "x", "漢字", "😀", process: "\"客戶一\"")
    let lines = WitnessText(try Self.picture(text), width: 100, isASCII: false).lines
    let marks: [Character] = ["├", "1"]
    let columns = try zip([lines[0], lines[2]], marks).map { line, mark in
      let end = try #require(line.firstIndex(of: mark))
      return line[..<end].unicodeScalars.reduce(0) { $0 + ($1.value > 0x2FFF ? 2 : 1) }
    }
    #expect(columns[0] == columns[1], "\(lines)")
  }

  @Test func theViolatingOperationIsAlwaysSeen() throws {
    var plan = GeneratedHistory(.list, .edn, events: 260)
    plan.processes = 4
    plan.objects = 1
    plan.isViolated = true
    let file = try HistoryReader().read(plan.text)
    let judgement = HistoryJudge(.init(specification: .list)).judge(.linearizability, file.history)
    for isASCII in [false, true] {
      let picture = WitnessPicture(judgement, OperationLabels(file, isASCII: isASCII))
      #expect(picture.omitted > 0)
      for width in [40, 60, 80, 200] {
        let lines = WitnessText(picture, width: width, isASCII: isASCII).lines
        let axis = try #require(lines.firstIndex { $0.hasPrefix("  line") })
        #expect(lines[..<axis].count { $0.contains(isASCII ? "! " : "✗ ") } == 1, "\(lines)")
        #expect(lines.allSatisfy { $0.count <= width }, "\(lines)")
        #expect(!isASCII || lines.allSatisfy { $0.allSatisfy(\.isASCII) })
      }
    }
  }

  @Test func thePictureHoldsItsTextWhateverTheLetters() throws {
    let source = String(repeating: "a/very/long/folder/", count: 20) + "history.edn"
    let svg = WitnessSVG(try Self.picture(Self.stale(key: "x", "漢字", "<b>&")), source: source).text
    #expect(svg.contains("textLength=\"96\"") && svg.contains("&lt;b&gt;&amp;"))
    #expect(svg.contains("…") && svg.contains("history.edn</text>") && !svg.contains(source))
    // Each bar says in full what it is.
    #expect(svg.ranges(of: "<g><title>").count == 3 && svg.ranges(of: "</g>").count == 3)
  }

  /// Why a verdict is open names keys and operations as bars do: nothing in them acts on a terminal.
  @Test func reasonsAreFitForATerminal() throws {
    let key = "\u{1B}[31mK #0"
    let file = try HistoryReader().read(Self.stale(key: key, "a", "b"))
    let labels = OperationLabels(file, isASCII: false)
    let words = labels.named(.missingVersionOrder(of: Key(key)))
    #expect(words == "the order of the versions of <U+1B>[31mK #0 cannot be told")
    #expect(
      labels.named(.unsupportedCall(of: OperationID(2)))
        == "the model does not speak of \(labels.label(OperationID(2))) (lines 5-6)")
  }

  /// An empty list is nothing, also as what somebody wrote.
  @Test func whatWroteNothingIsSaidOfAReadOfNothing() throws {
    let text = """
      {:process 0 :type :invoke :f :write :value []}
      {:process 0 :type :ok :f :write :value []}
      {:process 0 :type :invoke :f :read :value nil}
      {:process 0 :type :ok :f :read :value nil}
      {:process 0 :type :invoke :f :read :value nil}
      {:process 0 :type :ok :f :read :value 5}
      """
    var reader = HistoryReader()
    reader.initial = 5
    reader.nilReading = .observed
    let file = try reader.read(text)
    let judgement = HistoryJudge(.init(specification: file.specification))
      .judge(.linearizability, file.history)
    let witness = try #require(judgement.verdict.witnesses.first)
    #expect(Set(witness.operations) == [OperationID(0), OperationID(2)])
    #expect(witness.isMinimal)
  }
}
