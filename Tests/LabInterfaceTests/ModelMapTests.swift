import CellGraphics
import Checkers
import Laboratory
import Testing

@testable import LabInterface

/// The guarantees as a map of models.
@Suite struct ModelMapTests {
  @Test(arguments: [(80, 24), (120, 36)], [GlyphSet.unicode, .ascii])
  func screens(_ size: (Int, Int), _ glyphs: GlyphSet) {
    var person = Person.inSandbox(width: size.0, height: size.1, glyphs: glyphs)
    person.command("to 210")
    person.press("M")
    let name = "\(size.0)x\(size.1)\(glyphs == .ascii ? "-ascii" : "")"
    Snapshot.expect(person, "map-\(name)")
    #expect(person.buffer.cursor != nil)
  }

  /// The cell in which a model's name begins, behind its mark.
  private static func style(_ name: String, _ person: Person) throws -> Style {
    let y = try #require(person.screen.firstIndex { $0.contains(name) })
    let range = try #require(person.screen[y].range(of: name))
    let x = person.screen[y].distance(from: person.screen[y].startIndex, to: range.lowerBound)
    return person.buffer[x, y].style
  }

  @Test func whatHoldsIsLitAndWhatIsViolatedIsDark() throws {
    var person = Person.inSandbox()
    person.press("M")
    #expect(try Self.style("sequential", person).role == .good)
    #expect(person.sees("✓ sequential") && person.sees("… converged"))
    person.command("to 210")
    #expect(person.sees("✗ read your writes") && person.sees("✗ PRAM"))
    #expect(try Self.style("read your writes", person).role == .dim)
    #expect(try Self.style("monotonic reads", person).role == .good)
    // What speaks of nothing in this run is neither.
    #expect(person.sees("· strict serializable"))
    #expect(!person.sees("✓ strict serializable") && !person.sees("✗ strict serializable"))
  }

  /// Every name stands whole on the map, and no line crosses it.
  @Test func namesAreWhole() {
    for glyphs in [GlyphSet.unicode, .ascii] {
      var person = Person.inSandbox(width: 80, height: 24, glyphs: glyphs)
      person.press("M")
      for model in ModelMap.models {
        #expect(person.sees(ModelMapDrawing.shortName(model)), "\(model.words)")
      }
    }
  }

  /// The arrows move in the map and leave the time alone; elsewhere they go through time again.
  @Test func arrowsMoveInTheMap() throws {
    var person = Person.inSandbox()
    person.command("to 210")
    person.press("M")
    let clock = person.model.lab?.run.clock
    func selected() -> CheckerName? {
      person.model.lab?.selections[GuaranteesPanel.id].map { ModelMap.models[$0] }
    }
    #expect(selected() == .linearizability && person.sees("↑ ↓ move in the map"))
    for (key, model) in [
      ("down", CheckerName.sequentialConsistency), ("right", .regularRegister),
      ("right", .causalPlus), ("right", .causalPlus), ("down", .strongEventualConsistency),
      ("left", .safeRegister), ("up", .regularRegister), ("up", .linearizability),
      ("left", .linearizability), ("up", .strictSerializability), ("up", .strictSerializability),
    ] {
      person.press(key)
      #expect(selected() == model, "\(key)")
    }
    #expect(person.model.lab?.run.clock == clock)
    #expect(
      person.sees("implies linearizable, serializable") || person.sees("implies linearizable,"))
    // All marks are explained where there is room.
    #expect(person.sees("· says nothing of this run"))
    person.press("M left")
    #expect(person.model.lab?.run.clock != clock && !person.sees("move in the map"))
  }

  @Test func enterGoesToTheFirstBadEventAndTheKeyGoesBack() throws {
    var person = Person.inSandbox()
    person.command("to 300")
    person.press("M")
    #expect(person.model.lab?.focus == GuaranteesPanel.id)
    person.press("down down down down left")
    #expect(person.sees("read your writes: violated, c1 at 200"))
    person.press("enter")
    #expect(person.model.lab?.run.clock == 202)
    person.press("end M")
    #expect(!person.sees("· strict serializable") && person.model.lab?.isFullScreen == false)
    person.press("M esc")
    #expect(person.model.lab?.showsMap == false)
  }

  /// Where the map does not fit its models are listed, with the words on the selected one.
  @Test func aListWhereThereIsNoRoom() {
    var person = Person.inSandbox(width: 80, height: 24)
    person.press("M f")
    #expect(person.sees("linearizability: holds"))
    #expect(person.sees("✓ sequential"))
  }

  @Test func whatIsCoveredStaysCovered() throws {
    var person = try Person.inLesson(width: 80, height: 24)
    person.press("n M")
    #expect(person.sees("covered until you answer") && !person.sees("sequential"))
  }

  // MARK: Models of whole histories

  @Test func theyFollowTheShownPosition() {
    var person = Person.inSandbox()
    func state(_ checker: CheckerName) -> GuaranteeView.State? {
      person.model.lab?.view.guarantees.first { $0.checker == checker }?.state
    }
    #expect(state(.regularRegister) == .holds)
    person.command("to 300")
    #expect(state(.regularRegister) == .violated)
    #expect(person.model.lab?.view.guarantees.contains { $0.checker == .boundedStaleness } == false)
    person.command("to 100")
    #expect(state(.regularRegister) == .holds)
    // Another branch at the same count of operations is another history.
    person.command("to 99")
    person.command("set acknowledgement = all")
    person.command("to 1000")
    #expect(state(.regularRegister) == .holds)
  }

  @Test func longRunsAreUnknownAndSayWhy() throws {
    var scenario = Fixtures.staleReads()
    scenario.script = (0..<450).map {
      Fixtures.line(Int64($0) * 4, .invoke(.init($0 % 3), .read("name"), target: .init(0)))
    }
    var model = Fixtures.model()
    _ = model.begin(.sandbox(scenario, title: "Many reads"))
    var person = Person(model)
    person.command("to 3000")
    let view = try #require(
      person.model.lab?.view.guarantees.first { $0.checker == .newOldInversion })
    #expect(view.state == .unknown)
    #expect(view.reason.contains("\(WholeHistoryVerdicts.operationsMax)"))
    // What linearizability implies is known all the same.
    let regular = person.model.lab?.view.guarantees.first { $0.checker == .regularRegister }
    #expect(regular?.state == .holds)
  }

  /// What is violated does not become unknown for the search's limit, nor does what implies it.
  @Test func violationsOutlastTheSearch() throws {
    var model = Fixtures.model()
    _ = model.begin(.sandbox(Preset.threeReplicas.scenario, title: "Busy"))
    var person = Person(model)
    person.command("workload c1,c2,c3 every 20 reads 60% keys name")
    var searched = 0
    for end in stride(from: 200, through: 1400, by: 200) {
      person.command("to \(end)")
      let views = person.model.lab?.view.guarantees ?? []
      var states: [CheckerName: GuaranteeView.State] = [:]
      for view in views {
        let known = states.updateValue(view.state, forKey: view.checker)
        #expect(known == nil, "\(view.checker) stands twice")
      }
      for step in ModelMap.implications where step.proviso == .always {
        guard let stronger = states[step.stronger], let weaker = states[step.weaker] else {
          continue
        }
        if weaker == .violated { #expect(stronger == .violated, "\(end): \(step.stronger)") }
        if stronger == .holds { #expect(weaker == .holds, "\(end): \(step.weaker)") }
      }
      let run = try #require(person.model.lab?.run)
      if case .unknown = run.verdict(of: .pram) {
        searched += 1
        #expect(states[.pram] == .violated && states[.sequentialConsistency] == .violated)
      }
    }
    #expect(searched > 3)
  }

  @Test func plainMapNamesWhatEachImplies() throws {
    var reader = try PlainReader.inSandbox()
    reader.type("to 210", "map", "show guarantees")
    #expect(reader.hears("PRAM: violated"))
    #expect(reader.hears("It implies read your writes, monotonic reads, monotonic writes."))
  }
}
