import CellGraphics
import Curriculum
import Laboratory
import Testing

@testable import LabInterface

/// Prompts, panels and help line by line.
@Suite struct PlainPanelTests {
  @Test func aPromptAsksFieldByField() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("write")
    #expect(reader.said.prefix(2) == ["Write a value; cancel leaves.", "Client? Enter takes c1."])
    reader.type("5")
    #expect(reader.hears("Choose 1 to 3, or type the name; cancel leaves."))
    reader.type("c2", "", "\"two words\"", "P")
    #expect(reader.hears("Runs: c2 write name = \"two words\" via P"))
    #expect(reader.hears("t=0: c2 asks to write name = two words"))
    #expect(reader.session.model.overlay == nil)
  }

  @Test func severalCanBeChosen() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("cut", "1 R1", "none")
    #expect(reader.hears("Direction?"))
    reader.type("1")
    // Nothing on the other side: the command is refused, and is asked for again.
    #expect(reader.hears("Not done:") && reader.hears("Between"))
    reader.type("", "R2 R3", "")
    #expect(reader.hears("Runs: cut P,R1 | R2,R3"))
    #expect(reader.hears("t=0: cut P,R1 | "))
  }

  @Test func anOfferedFieldFollowsTheOneBefore() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("set", "visibility")
    #expect(reader.hears("1) apply") && reader.hears("2) commit"))
    reader.type("2")
    #expect(reader.hears("Runs: set visibility = commit"))
  }

  /// Every panel can be read, at any moment, without a shape or a control character.
  @Test func everyPanelIsReadInWords() throws {
    for scenario in [Fixtures.staleReads(), Fixtures.sessions()] {
      var reader = try PlainReader(.sandbox(scenario, title: "x"))
      for time in ["to 0", "to 151", "to 900", "play"] {
        reader.type(time)
        for id in reader.session.model.panelOrder {
          reader.type("show \(id.rawValue)")
          let title = Panels.panel(id)?.title ?? "?"
          #expect(reader.said.first?.hasPrefix("\(title) at t=") ?? false, "\(reader.text)")
          #expect(reader.said.count > 1, "\(title) is empty")
          expectPlain(reader)
        }
      }
    }
  }

  @Test func panelsSayWhatTheyShow() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("to 199", "show replicas")
    #expect(reader.said.contains("P: leader, up, applied lsn 2; name = Alice (lsn 2)."))
    #expect(
      reader.hears(
        "R3: follower, up, applied lsn 1; name = Bob (lsn 1), stale by 1 version, 98 ms."))
    #expect(reader.said.contains("2 different states: P, R1 | R2, R3."))
    reader.type("show lag")
    #expect(reader.hears("R2: 1 operation behind, 98 ms; its meters: queue 0 ms"))
    reader.type("show network")
    #expect(reader.hears("append lsn 2 from P to R3, due t=501."))
    reader.type("to 730", "show network")
    #expect(reader.said.contains("1) P and R3: cut both ways since t=710."))
    reader.type("show timeline")
    #expect(reader.said.contains { $0.contains(") t=710: ") && $0.contains("cut") })
    reader.type("show logs")
    #expect(reader.said.contains("P: 1 name=Bob, 2 name=Alice."))
    reader.type("show sessions")
    #expect(reader.hears("Broken for it: "))
    reader.type("panel")
    #expect(reader.hears("guarantees: What holds"))
    reader.type("show nothing")
    #expect(reader.hears("no panel is called nothing"))
  }

  @Test func aViolationIsOpenedByItsNumber() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("to 600", "show guarantees")
    let row = reader.said.first { $0.contains("read your writes: violated") }
    let number = row?.split(separator: ")").first.map(String.init) ?? "0"
    reader.type("select \(number)")
    #expect(reader.hears("read your writes: violated"))
    reader.type("open \(number)")
    #expect(reader.hears("the event that broke \"read your writes\""))
    #expect(reader.session.model.lab?.run.clock == 202)
    reader.type("open 99")
    #expect(reader.hears("Select 1 to"))
  }

  @Test func rowsAreFiltered() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("show replicas", "filter R2")
    #expect(reader.hears("R2: follower") && !reader.hears("R1: follower"))
    reader.type("/")
    #expect(reader.hears("Show only what holds which text?"))
    reader.type("R1")
    #expect(reader.hears("R1: follower") && !reader.hears("R2: follower"))
  }

  @Test func messagesAreTreatedByTheirRows() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("to 110", "show network")
    let row = reader.said.first { $0.contains("append lsn 2 from P to R1") } ?? ""
    reader.type("open \(row.prefix { $0 != ")" })")
    #expect(reader.hears("A message in flight; cancel leaves.") && reader.hears("1) deliver now"))
    reader.type("hold", "")
    #expect(reader.hears("t=110: hold m"))
    reader.type("show network")
    #expect(reader.hears("append lsn 2 from P to R1, held by hand."))
    reader.type("cut P | R2", "show network", "open 1")
    #expect(reader.hears("t=110: heal P | R2"))
  }

  @Test func aMarkIsExplainedLinkByLink() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("to 199", "explain R3 name")
    #expect(reader.hears("Why name at R3 is stale."))
    #expect(reader.hears("This decided it."))
    let first = reader.said.first { $0.hasPrefix("1) t=101, P: ") }
    #expect(first != nil, "\(reader.text)")
    reader.type("99")
    #expect(reader.hears("Choose 1 to"))
    reader.type("1")
    #expect(reader.hears("t=101 ms") && reader.hears("REWOUND"))
    #expect(reader.session.model.overlay == nil)
    reader.type("e", "newest")
    #expect(reader.hears("PAUSED") && reader.session.model.overlay == nil)
  }

  @Test func aLagAlertIsToldOf() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("alert 50", "to 160")
    #expect(reader.hears("Alert: R2 is 59 ms behind."))
    reader.type("show lag")
    #expect(reader.hears("R2: 1 operation behind, 59 ms (marked: at least 50 ms)"))
    reader.type("to 230")
    #expect(reader.hears("R2 is less than 50 ms behind again."))
  }

  @Test func branchesAreCompared() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("to 199", "to 120", "c2 write name = Moe via P", "compare main branch-2")
    #expect(reader.hears("Compare main with branch-2."))
    reader.type("divergence")
    #expect(reader.hears("t=120 ms: here the branches first differ."))
    reader.type("step")
    #expect(reader.hears("P: main: ") && reader.hears("Moe"))
    reader.type("play")
    #expect(!reader.session.model.isPlaying && reader.session.model.screen == .compare)
    reader.type("down")
    #expect(reader.said.count < 4 && reader.hears("main:"))
    // The run that was left is not told of from its beginning.
    reader.type("close")
    #expect(!reader.hears("Nodes: P") && reader.session.model.screen == .lab)
  }

  // MARK: Help

  /// What can be typed is listed, and whatever is listed has an answer.
  @Test func everyActionIsListedAndAnswers() throws {
    let start = try PlainReader.inSandbox()
    var list = start
    list.type("?")
    for action in ActionRegistry.all where action.screens.contains(.lab) {
      if PlainCommand.instead(of: action.id) == nil {
        #expect(list.said.contains { $0.hasPrefix(action.command) }, "\(action.command)")
      }
      var reader = start
      reader.type("to 151", action.command)
      #expect(!reader.said.isEmpty || reader.commands.last == .quit, "\(action.command)")
      expectPlain(reader)
    }
    list.type("help restart")
    #expect(list.hears("restart NODE (or K): Restart a node that is down. Not now:"))
    #expect(!list.hears("crash NODE"))
    list.type("help zzz")
    #expect(list.hears("Nothing that can be done here fits zzz."))
  }

  @Test func wordsAreExplained() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("words")
    #expect(reader.hears("log sequence number") && reader.hears("monotonic reads"))
    #expect(reader.session.model.overlay == nil)
  }

  /// What has no words of its own is read as it is drawn, without its frame.
  @Test func whatIsDrawnIsReadOut() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("to 151")
    var model = reader.session.model
    model.overlay = .question(.restart)
    let lines = PlainDrawing.overlay(model)
    #expect(lines.contains { $0.contains("Begin anew?") })
    #expect(lines.contains { $0.contains("The run begins anew at t=0.") })
    let context = model.context(of: ReplicasPanel.id)
    let rows = PlainDrawing.lines(ReplicasPanel.self, context, width: 100)
    #expect(rows.contains { $0.hasPrefix("R3 ") && $0.contains("Bob") })
    let screen = PlainDrawing.screen(model)
    #expect(screen.contains { $0.contains("Replicas") })
    #expect(
      screen.allSatisfy { !$0.unicodeScalars.contains { (0x2500...0x257F).contains($0.value) } })
  }

  private func expectPlain(_ reader: PlainReader) {
    for line in reader.said {
      let isPlain = line.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
          && !(0x2500...0x25FF).contains($0.value)
      }
      #expect(isPlain, "\(line)")
      #expect(DisplayWidth.of(line) <= 80, "\(line)")
    }
  }
}
