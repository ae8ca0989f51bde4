import CellGraphics
import Histories
import Testing

@testable import LabInterface
@testable import Laboratory

/// Logs that fork, leaders beside each other, writes that were rolled back, as a person sees them.
@Suite struct LogsPanelTests {
  private static func line(_ epoch: Int, _ lsn: Int64, _ text: String, _ isCommitted: Bool = true)
    -> LogLineView
  {
    LogLineView(
      position: LogPosition(epoch: epoch, lsn: lsn), text: text, operation: nil,
      isCommitted: isCommitted)
  }

  /// Lesson WC4 at 430: P led in epoch 1 and R1 leads in epoch 2; P has rolled x=1 back, or not yet.
  private func context(_ glyphs: GlyphSet = .unicode, isFocused: Bool = false) throws
    -> PanelContext
  {
    var view = try #require(Person.inSandbox().model.lab?.view)
    view.replicas = Array(view.replicas.prefix(3))
    let logs = [
      [Self.line(1, 1, "x=0"), Self.line(1, 2, "x=1")],
      [Self.line(1, 1, "x=0"), Self.line(2, 2, "x=2"), Self.line(2, 3, "x=5", false)],
      [Self.line(1, 1, "x=0"), Self.line(2, 2, "x=2", false)],
    ]
    for (index, log) in logs.enumerated() { view.replicas[index].log = log }
    view.replicas[0].leadsIn = 1
    view.replicas[1].leadsIn = 2
    view.replicas[0].hasRival = true
    view.replicas[1].hasRival = true
    view.rollbacks = [
      RollbackView(
        write: "x=1", client: "c1", acknowledged: 112, node: "P", time: 430, eventIndex: 60)
    ]
    return PanelContext(view: view, isFocused: isFocused, glyphs: glyphs)
  }

  private func drawn(
    _ panel: any Panel.Type, _ context: PanelContext, width: Int, height: Int
  ) -> [String] {
    var buffer = CellBuffer(size: Size(width: width, height: height), glyphs: context.glyphs)
    panel.draw(context, into: &buffer, in: Rect(x: 0, y: 0, width: width, height: height))
    return buffer.text(trimmed: true)
  }

  @Test func logsStandSideBySide() throws {
    let context = try context()
    #expect(
      drawn(LogsPanel.self, context, width: 74, height: 7) == [
        "lsn    1            2 !          3",
        "P ♛1   x=0 e1       x=1! e1      ·",
        "R1 ♛2  x=0 e1       x=2! e2      x=5? e2",
        "R2     x=0 e1       x=2?! e2     ·",
        "lsn 2 differs: P x=1 of epoch 1, R1 x=2 of epoch 2, R2 x=2 of epoch 2",
        "rolled back: x=1 (acknowledged to c1 at 112) at P, t=430",
        "",
      ])
    #expect(LogsPanel.note(context, width: 74).text == "they differ at 1 lsn")
  }

  @Test func andInNarrowAsciiWithoutColours() throws {
    let lines = drawn(LogsPanel.self, try context(.ascii), width: 42, height: 9)
    #expect(
      lines == [
        "lsn         2 !          3",
        "P leads 1   x=1! e1      .",
        "R1 leads 2  x=2! e2      x=5? e2",
        "R2          x=2?! e2     .",
        "and 1 entry before",
        "lsn 2 differs: P x=1 of epoch 1, R1 x=2",
        "  of epoch 2, R2 x=2 of epoch 2",
        "rolled back: x=1 (acknowledged to c1 at",
        "  112) at P, t=430",
      ])
  }

  /// The newest entries stay; how many are hidden is said.
  @Test func aLongLogShowsItsEnd() throws {
    var context = try context()
    context.view.rollbacks = []
    context.view.replicas = [context.view.replicas[0]]
    context.view.replicas[0].log = (1...32).map { Self.line(1, $0, "x=\($0)") }
    context.view.replicas[0].leadsIn = nil
    #expect(
      drawn(LogsPanel.self, context, width: 42, height: 4)
        == [
          "lsn  30        31        32", "P    x=30      x=31      x=32",
          "and 29 entries before", "",
        ].map { $0 })
  }

  @Test func twoLeadersAreAWarning() throws {
    let lines = drawn(ReplicasPanel.self, try context(), width: 74, height: 6)
    #expect(lines[1].hasPrefix("P ♛1 "))
    #expect(lines[2].hasPrefix("R1 ♛2 "))
    #expect(lines.last == "! two leaders: P (epoch 1), R1 (epoch 2)")
    let plain = drawn(ReplicasPanel.self, try context(.ascii), width: 42, height: 6)
    #expect(plain[1].hasPrefix("P leads 1 "))
    #expect(plain.last == "! two leaders: P (epoch 1), R1 (epoch 2)")
  }

  /// A belief alone shows: the guarantee holds, with a warning beside it.
  @Test func beliefAloneIsSaidBesideTheGuarantee() throws {
    var context = try context()
    let place = try #require(context.view.guarantees.firstIndex { $0.checker == .twoLeaders })
    context.view.guarantees[place].isWarning = true
    context.view.guarantees[place].reason = "warning: both believe that they lead"
    let lines = drawn(GuaranteesPanel.self, context, width: 40, height: 4)
    #expect(lines[0] == "! no two leaders commit       holds    █")
    #expect(lines[1].hasPrefix("  two nodes believe that they lead"))
  }
}
