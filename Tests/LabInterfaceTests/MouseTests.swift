import CellGraphics
import Laboratory
import Testing

@testable import LabInterface

/// What is seen can be clicked, and nothing needs it.
@Suite struct MouseTests {
  private func regions(_ person: Person) -> CellBuffer {
    var buffer = CellBuffer.noting(size: person.model.size, glyphs: person.model.glyphs)
    view(person.model, into: &buffer)
    return buffer
  }

  /// Clicks on the first place where a text stands, or on the last.
  private func click(_ text: String, _ person: inout Person, last: Bool = false) {
    let lines = Array(person.buffer.text().enumerated())
    for (y, line) in last ? lines.reversed() : lines {
      guard let range = line.range(of: text) else { continue }
      let x = line.distance(from: line.startIndex, to: range.lowerBound)
      person.send(.mouse(MouseEvent(.press(.left), at: Point(x: x, y: y))))
      return
    }
    Issue.record("\(text) is not on the screen\(person.testDescription)")
  }

  @Test func notingChangesNothingOnTheScreen() {
    let person = Person.inSandbox()
    #expect(regions(person) == person.buffer)
    #expect(person.buffer.regions.isEmpty)
    #expect(!regions(person).regions.isEmpty)
  }

  /// The panels that the end of the footer names are buttons, each for itself.
  @Test func goesToAPanelThatTheFooterNames() throws {
    for title in ["Sessions", "Load", "Knobs"] {
      var person = Person.inSandbox()
      let last = try #require(person.screen.last)
      let range = try #require(last.range(of: title), "\(last)")
      let x = last.distance(from: last.startIndex, to: range.lowerBound)
      person.send(
        .mouse(MouseEvent(.press(.left), at: Point(x: x, y: person.model.size.height - 1))))
      #expect(person.model.lab?.focus.rawValue == title.lowercased())
    }
  }

  @Test func selectsAPanelAndARow() {
    var person = Person.inSandbox()
    click("R2   120 ms", &person)
    #expect(person.model.lab?.focus == LagPanel.id)
    #expect(person.model.lab?.selections[LagPanel.id] == 1)
    click("Guarantees", &person)
    #expect(person.model.lab?.focus == GuaranteesPanel.id)
  }

  /// The axis below the diagram is the time cursor's rail: pressing and dragging on it moves the clock.
  @Test func theTimeCursorIsDraggedAlongTheAxis() throws {
    var person = Person.inSandbox()
    person.command("panel timeline")
    person.command("to 200")
    let axis = try #require(
      regions(person).regions.last { if case .time = $0.content { true } else { false } })
    func send(_ action: MouseEvent.Action, column: Int) throws -> Int64 {
      let point = Point(x: axis.rect.x + column, y: axis.rect.y)
      person.send(.mouse(MouseEvent(action, at: point)))
      #expect(person.model.lab?.run.clock.milliseconds == axis.instant(x: point.x))
      return try #require(axis.instant(x: point.x))
    }
    let first = try send(.press(.left), column: 4)
    let later = try send(.drag(.left), column: 12)
    #expect(first < later && later < 200)
  }

  @Test func aSecondClickOpensTheRow() {
    var person = Person.inSandbox()
    person.command("panel knobs")
    person.press("f")
    click("visibility", &person)
    #expect(!person.sees("Turn a knob"))
    click("visibility", &person)
    #expect(person.sees("Turn a knob"))
    // An option, then the button of the box.
    click(" commit ", &person, last: true)
    #expect(person.sees("runs  set visibility = commit"))
    click("Enter run", &person, last: true)
    let knob = person.model.lab?.run.simulation.knobs.first { $0.path == "visibility" }
    #expect(knob?.value.description == "commit")
  }

  @Test func theFooterIsARowOfButtons() {
    var person = Person.inSandbox()
    click("step  ", &person, last: true)
    #expect(person.model.lab?.run.position ?? 0 > 0)
    click("help", &person, last: true)
    #expect(person.sees("What you can do here"))
    // Beside the box: it closes.
    person.send(.mouse(MouseEvent(.press(.left), at: Point(x: 0, y: 0))))
    #expect(person.model.overlay == nil)
  }

  @Test func tabsAndHome() throws {
    var person = Person.inSandbox(width: 80, height: 24)
    click(" Network", &person)
    #expect(person.model.lab?.focus == NetworkPanel.id)
    var home = Person(Fixtures.model(lessons: try Fixtures.catalogue()))
    click("SR2", &home)
    #expect(home.model.screen == .home)
    click("SR2", &home, last: true)
    #expect(home.model.screen == .lab)
  }

  @Test func answersAQuestion() throws {
    var person = try Person.inLesson()
    person.press("n")
    click("2  Bob", &person)
    #expect(person.sees("R3 has applied"))
  }

  @Test func theWheelScrollsWhatIsUnderIt() {
    var person = Person.inSandbox()
    person.command("to 820")
    let place = person.buffer.text().firstIndex { $0.contains("Replicas") } ?? 0
    person.send(.mouse(MouseEvent(.scrollDown, at: Point(x: 4, y: place + 2))))
    #expect(person.model.lab?.selections[ReplicasPanel.id] == 1)
    person.send(.mouse(MouseEvent(.scrollUp, at: Point(x: 4, y: place + 2))))
    #expect(person.model.lab?.selections[ReplicasPanel.id] == 0)
  }

  @Test func isSwitchedOff() {
    var person = Person.inSandbox()
    person.command("mouse off")
    #expect(person.commands.contains(.listenToMouse(false)))
    click("Guarantees", &person)
    #expect(person.model.lab?.focus == ReplicasPanel.id)
    person.command("mouse")
    click("Guarantees", &person)
    #expect(person.model.lab?.focus == GuaranteesPanel.id)
  }

  /// Wherever it is clicked, nothing breaks, and what can be seen can be reached.
  @Test(arguments: [(80, 24), (120, 36)]) func clicksAnywhere(_ width: Int, _ height: Int) {
    var person = Person.inSandbox(width: width, height: height)
    person.command("to 300")
    var dice = MonkeyTests.Dice(state: 9)
    for _ in 0..<300 {
      let point = Point(x: dice.roll(width), y: dice.roll(height))
      let actions: [MouseEvent.Action] = [
        .press(.left), .press(.left), .drag(.left), .scrollUp, .scrollDown, .release(.left),
      ]
      person.send(.mouse(MouseEvent(actions[dice.roll(actions.count)], at: point)))
      _ = person.buffer
    }
  }
}
