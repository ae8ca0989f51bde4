import CellGraphics
import Histories
import Laboratory
import Testing

@testable import LabInterface

/// Lag and meters over the run.
@Suite struct CurveTests {
  @Test(arguments: ["lag", "meters"], [(120, 36), (80, 24)])
  func plots(_ panel: String, _ size: (Int, Int)) {
    var person = Person.inSandbox(width: size.0, height: size.1)
    person.command("to 820")
    person.command("alert 300")
    person.command("panel \(panel)")
    person.press("f down down")
    Snapshot.expect(person, "curve-\(panel)-\(size.0)x\(size.1)")
    #expect(person.buffer.cursor != nil)
  }

  @Test func plotsInASCII() {
    var person = Person.inSandbox(width: 80, height: 24, glyphs: .ascii)
    person.command("to 820")
    person.command("panel lag")
    person.press("f")
    Snapshot.expect(person, "curve-lag-ascii-80x24")
  }

  @Test func aLimitIsCrossedInWords() {
    var person = Person.inSandbox(width: 80, height: 24)
    person.command("to 300")
    person.command("alert 5000")
    #expect(!person.sees("Lag!"))
    person.command("alert 100 ms")
    person.command("panel network")
    #expect(person.sees("Lag!"))
    person.command("panel lag")
    #expect(person.sees("! R2, R3 over 100 ms") || person.sees("! R3 over 100 ms"))
    person.command("alert off")
    #expect(!person.sees("over 100 ms"))
    person.command("alert soon")
    #expect(person.sees("expected whole milliseconds"))
  }

  /// A curve is what the meter said at each instant.
  @Test func curvesAgreeWithThePast() throws {
    var run = try Run(Fixtures.staleReads())
    while run.clock < 820, run.step() != nil {}
    let options = ViewOptions(meterColumns: 20)
    let curves = run.view(options).meters
    let now = run.clock.milliseconds
    for column in 1...20 {
      run.seek(time: VirtualTime(now * Int64(column) / 20))
      for meter in curves where !meter.history.isEmpty {
        let then = run.value(of: meter.name).value
        #expect(meter.history[column - 1] == Int(then), "\(meter.name) at column \(column)")
      }
    }
    #expect(curves.filter { $0.history.isEmpty }.map(\.name) == [.acknowledgedLost])
  }

  /// For presenting, nothing is written, and the narration has half of the screen.
  @Test(arguments: [(120, 36), (80, 24)]) func presenting(_ width: Int, _ height: Int) throws {
    var model = Model(
      size: Size(width: width, height: height), glyphs: .unicode,
      library: Library(lessons: try Fixtures.catalogue()), isPresenting: true)
    _ = model.begin(.lesson(try Fixtures.lesson(), round: 0))
    var person = Person(model)
    person.press("n")
    Snapshot.expect(person, "presenting-\(width)x\(height)")
    person.press("2 n")
    person.command("save lecture")
    #expect(person.sees("nothing is written"))
    for command in person.commands {
      switch command {
      case .save, .saveProgress: Issue.record("\(command) was asked for")
      default: break
      }
    }
  }
}
