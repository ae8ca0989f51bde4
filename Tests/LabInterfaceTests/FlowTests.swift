import CellGraphics
import Curriculum
import Histories
import Laboratory
import Testing

@testable import LabInterface

/// People at the keyboard.
@Suite struct FlowTests {
  @Test func stepsAndComesBack() {
    var person = Person.inSandbox()
    person.press("right right right right")
    let there = person.model.lab?.view.position ?? 0
    person.press("left left")
    #expect(person.sees("REWOUND"))
    person.press("end")
    #expect(person.model.lab?.view.position == there)
    #expect(person.sees("PAUSED"))
    person.press("home")
    #expect(person.model.lab?.view.position == 0)
    person.press("pgdn pgup")
    #expect(person.model.lab?.view.clock.milliseconds ?? -1 <= 100)
  }

  @Test func playsAtASpeedAndRestsByItself() {
    var person = Person.inSandbox()
    person.press("space")
    #expect(person.commands.last == .startTicking)
    #expect(person.sees("RUNNING"))
    person.press("+")
    for _ in 0..<10 { person.send(.tick(elapsedMilliseconds: 100)) }
    #expect(person.model.lab?.run.clock == 200)
    // Keys work while it plays.
    person.press("tab down")
    #expect(person.sees("RUNNING"))
    person.press("+ + + + + +")
    for _ in 0..<40 { person.send(.tick(elapsedMilliseconds: 250)) }
    #expect(person.sees("PAUSED"))
    #expect(person.commands.last == .stopTicking)
    #expect(person.sees("At rest"))
  }

  @Test func cutsByPromptAndHeals() {
    var person = Person.inSandbox()
    person.press("x")
    #expect(person.sees("runs  cut R3 | *"))
    person.press("enter")
    #expect(person.model.lab?.run.simulation.network.cutCount ?? 0 > 0)
    person.press("X")
    if person.model.overlay != nil { person.press("enter") }
    #expect(person.model.lab?.run.simulation.network.cutCount == 0)
  }

  /// In the form of a cut the arrows choose, as everywhere; space marks several.
  @Test func aCutIsChosenByArrows() {
    var person = Person.inSandbox()
    person.press("x")
    #expect(person.sees("runs  cut R3 | *") && person.sees("← → choose"))
    person.press("home")
    #expect(person.sees("runs  cut P | *"))
    person.press("down left")
    #expect(person.sees("runs  cut P | R3"))
    person.press("esc x left space left space")
    #expect(person.sees("runs  cut R1,R2 | *") && person.sees("space mark"))
    person.press("space")
    #expect(person.sees("runs  cut R2 | *"))
  }

  @Test func actingInThePastOpensABranch() {
    var person = Person.inSandbox()
    person.command("to 300")
    person.press("left left")
    person.command("crash R2")
    #expect(person.sees("main is kept"))
    #expect(person.model.lab?.run.branches.count == 2)
    person.press("B up enter")
    #expect(person.sees("branch main"))
    person.press("b")
    #expect(person.model.lab?.run.branches.count == 3)
  }

  /// Home comes back as it was left, also when lines have come before the selected one.
  @Test func homeRemembersWhatWasOpened() throws {
    var model = Fixtures.model(lessons: try Fixtures.catalogue())
    _ = model.begin(.home)
    var person = Person(model)
    person.send(.savedRuns([.init(name: "one", detail: ""), .init(name: "two", detail: "")]))
    person.press("end down")
    for _ in 0..<40 { person.press("down") }
    #expect(person.model.homeItem?.id == "saved two")
    person.press("enter")
    let text = SavedRun(of: try Run(Fixtures.staleReads())).text
    person.send(.loaded(name: "two", text: text))
    #expect(person.model.screen == .lab)
    person.press("q")
    #expect(person.model.screen == .home && person.model.homeItem?.id == "saved two")
    person.send(
      .savedRuns([
        .init(name: "new", detail: ""), .init(name: "one", detail: ""),
        .init(name: "two", detail: ""),
      ]))
    #expect(person.model.homeItem?.id == "saved two")
    // A lesson that was opened has put a line above all others.
    person.press("home")
    for _ in 0..<60 { person.press("up") }
    #expect(person.model.homeItem?.id == "lesson SR1")
    person.press("enter q")
    #expect(person.model.homeItems.first?.id == "resume")
    #expect(person.model.homeItem?.id == "lesson SR1")
  }

  @Test func aRunDoesNotPlayOnUnseen() {
    var person = Person.inSandbox()
    person.command("c1 write name = Alice")
    person.press("space")
    #expect(person.model.isPlaying)
    person.send(.resized(Size(width: 20, height: 5)))
    #expect(!person.model.isPlaying && person.commands.last == .stopTicking)
    let clock = person.model.lab?.run.clock
    for _ in 0..<5 { person.send(.tick(elapsedMilliseconds: 500)) }
    #expect(person.model.lab?.run.clock == clock)
    person.send(.resized(Size(width: 80, height: 24)))
    #expect(person.sees("PAUSED") && person.sees("Paused: the window was too small."))
    // One that is large enough plays on.
    person.press("space")
    person.send(.resized(Size(width: 120, height: 36)))
    #expect(person.model.isPlaying)
  }

  @Test func writesReadsAndUndoes() {
    var person = Person.inSandbox()
    person.press("w")
    person.press("ctrl-u")
    person.type("Zoe")
    person.press("enter")
    #expect(person.sees("write name = Zoe"))
    person.press("u")
    #expect(person.sees("Taken back"))
    #expect(person.model.lab?.run.simulation.log.isEmpty ?? false)
  }

  @Test func aWrongCommandStaysWithItsColumn() {
    var person = Person.inSandbox()
    person.command("cut P | X")
    #expect(person.sees("column 9"))
    person.press("backspace")
    person.type("R1")
    person.press("enter")
    #expect(person.model.overlay == nil)
    person.press(": up")
    #expect(person.sees(":cut P | R1"))
  }

  @Test func everyPromptMakesACommandThatIsUnderstood() throws {
    var person = Person.inSandbox()
    person.command("cut P | R1")
    person.command("crash R2")
    person.command("pause R3")
    person.press("b")
    let run = try #require(person.model.lab?.run)
    for kind in PromptKind.allCases where kind != .answer && kind != .message {
      let fields = kind.fields(person.model, about: "")
      #expect(!fields.isEmpty, "\(kind)")
      let command = kind.command(fields.map(\.value))
      if ActionRegistry.action(typed: command, in: .lab)?.action.isWorldAction ?? true {
        #expect(throws: Never.self, "\(command)") { try ActionGrammar(of: run).parse(command) }
      }
    }
  }

  @Test func aKnobIsTurnedFromItsPanel() {
    var person = Person.inSandbox()
    person.command("panel knobs")
    person.press("enter")
    #expect(person.sees("Turn a knob"))
    person.press("down end enter")
    #expect(person.model.lab?.view.knobs.first?.value == "all")
  }

  @Test func enterGoesToTheFirstBadEvent() {
    var person = Person.inSandbox()
    person.command("to 400")
    person.command("panel guarantees")
    // What broke last is first in the list.
    person.press("enter")
    #expect(person.sees("REWOUND"))
    #expect(person.model.lab?.run.clock == 202)
    person.press("end down down down down enter")
    #expect(person.model.lab?.run.clock == 152)
  }

  @Test func leavingAsksOnlyWhenSomethingWouldBeLost() throws {
    var person = Person.inSandbox()
    person.command("to 100")
    person.press("q")
    #expect(person.model.screen == .home)
    person = Person.inSandbox()
    person.command("crash R1")
    person.press("q")
    #expect(person.sees("1 action of yours"))
    person.press("S")
    let (text, name) = try #require(person.savedAsNew)
    person.send(.saved(name: name, problem: nil))
    person.press("q")
    #expect(person.model.screen == .home)
    person.send(.loaded(name: name, text: text))
    #expect(person.model.screen == .lab)
    #expect(person.model.lab?.view.replicas[1].status == .crashed)
    person.press("q")
    person.send(.loaded(name: name, text: text + "x"))
    #expect(person.sees("cannot be opened"))
  }

  /// A long run is replayed a slice with each tick before it is shown, and a key stops that.
  @Test func aLongRunIsOpenedInSlices() throws {
    var run = try Run(Preset.threeReplicas.scenario)
    _ = try run.perform(try ActionGrammar(of: run).parse("workload * every 1 reads 50% keys name"))
    run.seek(time: 500)
    let text = SavedRun(of: run).text
    var model = Fixtures.model(lessons: try Fixtures.catalogue())
    _ = model.begin(.home)
    var person = Person(model)
    person.press("end")
    person.commands = []
    _ = update(.loaded(name: "long", text: text), &person.model)
    #expect(person.model.screen == .home && person.model.isUnderway)
    #expect(person.sees("Replaying long, to be opened: ") && person.sees("Any key stops here."))
    #expect(update(.tick(elapsedMilliseconds: 16), &person.model).isEmpty)
    #expect(update(.key(.down), &person.model) == [.stopTicking])
    #expect(person.model.screen == .home && !person.model.isUnderway)
    #expect(person.sees("long was not opened: stopped at "))
    person.send(.loaded(name: "long", text: text))
    #expect(person.model.screen == .lab && !person.model.isPlaying)
    #expect(person.model.lab?.run.simulation.digest == run.simulation.digest)
    #expect(person.model.lab?.run.clock == 500)
  }

  @Test func helpNarrowsAndDoes() {
    var person = Person.inSandbox()
    person.press("?")
    person.type("crash")
    person.press("enter")
    #expect(person.sees("Crash a node"))
    person.press("esc ?")
    person.type("heal")
    person.press("enter")
    #expect(person.sees("no link is cut"))
  }

  @Test func homeFiltersAndQuits() throws {
    var person = Person(Fixtures.model(lessons: try Fixtures.catalogue()))
    person.press("/")
    person.type("photo")
    person.press("enter")
    #expect(person.model.homeItems.count == 1)
    person.press("esc q")
    #expect(person.commands.last == .quit)
  }

  @Test func pastedControlCharactersAreShownAsText() {
    var person = Person.inSandbox()
    person.press(":")
    person.send(.paste("c1 write name = \u{1B}[31m"))
    #expect(!person.text.unicodeScalars.contains("\u{1B}"))
    person.press("enter")
    #expect(!person.text.unicodeScalars.contains("\u{1B}"))
  }
}
