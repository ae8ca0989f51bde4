import CellGraphics
import Laboratory
import Testing

@testable import LabInterface

/// The line that says what was done, or why not.
@Suite struct MessageLineTests {
  /// The words of the message line, in the order in which they are on the screen.
  static func words(_ person: Person, rows: Int = 3) -> [Substring] {
    let height = person.model.size.height
    return person.screen[(height - 1 - rows)..<(height - 1)].flatMap { $0.split(separator: " ") }
  }

  @Test(arguments: [(120, 36), (80, 24)]) func noReasonIsCutOff(_ width: Int, _ height: Int) {
    var person = Person.inSandbox(width: width, height: height)
    let why = "Permission denied (~/a/long/way/to/a/folder/of/runs/three-replicas-two-1.run)"
    person.send(.saved(name: "three-replicas-two-of-th", problem: why + ", as it was last time"))
    let status = person.model.status?.text ?? ""
    #expect(status.hasPrefix("three-replicas-two-of-th was not saved: Permission denied"))
    for word in status.split(separator: " ") {
      #expect(Self.words(person).contains(word), "\(word)\(person.testDescription)")
    }
    // A short one takes a single row, and the next key takes the rest back.
    person.press("left")
    #expect(!person.sees("Permission"))
  }

  /// A name that is offered says what the run is, and can be typed.
  @Test func namesThatAreOfferedAreWhole() throws {
    for (title, name) in [
      ("Four copies", "four-copies-1"), ("Writes wait for a majority", "majority-1"),
      ("One copy of a considerable thing", "one-copy-1"), ("4 nodes", "run-4-nodes-1"),
      ("Incomprehensibilities everywhere", "incomprehensibilit-1"), ("日本語", "run-1"),
    ] {
      var model = Fixtures.model()
      _ = model.begin(.sandbox(Fixtures.staleReads(), title: title))
      var person = Person(model)
      person.press("S")
      let (text, offered) = try #require(person.savedAsNew)
      #expect(offered == name && Model.isFileName(offered))
      person.send(.saved(name: offered, problem: nil))
      // What is saved once more is the same run, so it goes into the same file, also after the file
      // was opened again.
      let version = SavedRun.version(of: text)
      for _ in 1...2 {
        person.press("S")
        let last = person.commands.last
        #expect(last == .save(text: text, name: name, version: version), "\(name)")
        person.send(.loaded(name: offered, text: text))
      }
    }
  }

  /// A run that has begun anew is another one; what was rescued stays.
  @Test func anotherRunIsAnotherFile() throws {
    var person = Person.inSandbox()
    person.command("to 100")
    person.press("S")
    let (text, name) = try #require(person.savedAsNew)
    person.send(.saved(name: name, problem: nil))
    person.press("R y")
    #expect(person.sees("The run has begun anew"))
    person.press("S")
    #expect(try #require(person.savedAsNew).name != name)
    person.send(.loaded(name: "unsaved", text: text))
    person.press("S")
    #expect(try !#require(person.savedAsNew).name.hasPrefix("unsaved"))
  }

  @Test func aSaveSaysWhatItDid() {
    var person = Person.inSandbox()
    person.command("save mine")
    person.send(.saved(name: "mine", problem: nil))
    #expect(person.sees("Saved as mine; Home lists it."))
    person.press("S")
    person.send(.saved(name: "mine", problem: nil))
    #expect(person.sees("Saved again as mine; Home"))
    // Somebody else has written the file since.
    person.press("S")
    person.send(.saved(name: "mine-2", problem: nil))
    #expect(person.sees("Saved as mine-2 (mine was changed by another program, and stays)"))
    person.press("S")
    person.send(.saved(name: "mine-2", problem: nil))
    #expect(person.sees("Saved again as mine-2; Home"))
  }

  /// A file that is not called as it was asked for is not renamed silently.
  @Test func anotherNameIsSaid() {
    var person = Person.inSandbox()
    person.command("save CON")
    person.send(.saved(name: "con", problem: nil))
    #expect(person.sees("Saved as con (names of files have small letters); Home lists it."))
    person.command("save mine")
    person.send(.saved(name: "mine-2", problem: nil))
    #expect(person.sees("Saved as mine-2 (there is a run mine already)"))
    person.command("save other")
    person.send(.saved(name: "other", problem: nil))
    #expect(person.sees("Saved as other; Home"))
  }

  /// What comes with every step does not cover what the steps say.
  @Test func theSameNoticeIsSaidOnce() {
    var person = Person.inSandbox()
    person.command("delay P -> R3 7")
    let news = person.model.status?.text ?? ""
    let notice = "Your progress could not be saved: Permission denied."
    person.send(.notice(notice))
    #expect(!news.isEmpty && person.model.status?.text == "\(notice) \(news)")
    person.command("delay P -> R3 8")
    person.send(.notice(notice))
    #expect(person.model.status?.text.contains(notice) == false)
  }
}
