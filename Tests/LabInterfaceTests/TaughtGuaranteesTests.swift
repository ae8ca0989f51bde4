import Checkers
import Curriculum
import LessonFiles
import Testing

@testable import LabInterface

/// In a lesson the guarantees that it is about come first, and the others are counted.
@Suite struct TaughtGuaranteesTests {
  private static func person(_ width: Int = 120, _ height: Int = 36) throws -> Person {
    let store = try ShippedLessonTests.store()
    var model = Fixtures.model(width: width, height: height, lessons: store.catalogue)
    _ = model.begin(.lesson(try store.lesson("SR1").lesson, round: 0))
    return Person(model)
  }

  private static func context(_ person: Person) -> PanelContext {
    person.model.context(of: GuaranteesPanel.id)
  }

  @Test func thoseOfTheLessonAreListed() throws {
    let person = try Self.person()
    let context = Self.context(person)
    let taught = try #require(person.model.lab?.session?.lesson.taught)
    #expect(taught.contains(.readYourWrites) && taught.contains(.convergence))
    #expect(!taught.contains(.pram))
    #expect(GuaranteesPanel.shown(context).map(\.checker).allSatisfy { taught.contains($0) })
    #expect(!person.sees("PRAM"))
    let others = context.view.guarantees.count - GuaranteesPanel.shown(context).count
    #expect(person.sees("and \(others) others: "))
  }

  /// The counts add up to all that is judged, whatever is violated.
  @Test func nothingIsLeftOut() throws {
    var person = try Self.person()
    person.press("n n 2 n 2 n n 2 n")
    let context = Self.context(person)
    let words = GuaranteesPanel.counted(context).split { !$0.isNumber }.compactMap { Int($0) }
    #expect(words.dropFirst().reduce(0, +) == words.first)
    #expect(
      (words.first ?? 0) + GuaranteesPanel.shown(context).count == context.view.guarantees.count)
    #expect(GuaranteesPanel.counted(context).contains("violated"))
  }

  @Test func enterListsTheOthersAndTakesThemBack() throws {
    var person = try Self.person()
    person.command("panel guarantees")
    let count = GuaranteesPanel.shown(Self.context(person)).count
    for _ in 0..<count { person.press("down") }
    #expect(person.sees("enter here lists them"))
    person.press("enter")
    #expect(person.sees("All guarantees are listed"))
    #expect(person.sees("PRAM"))
    let context = Self.context(person)
    #expect(GuaranteesPanel.shown(context).count == context.view.guarantees.count)
    #expect(
      GuaranteesPanel.shown(context).prefix(count).allSatisfy {
        context.taught.contains($0.checker)
      })
    person.press("end")
    for _ in 0..<40 { person.press("down") }
    #expect(person.sees("only those of the lesson"))
    person.press("enter")
    #expect(!person.sees("PRAM") && person.sees("enter here lists them"))
  }

  /// Whoever looks for a guarantee by its name finds it.
  @Test func aFilterLooksInAll() throws {
    var person = try Self.person()
    person.command("panel guarantees")
    person.command("filter PRAM")
    #expect(person.sees("PRAM") && !person.sees("others:"))
  }

  @Test func theSandboxListsAll() {
    var person = Person.inSandbox()
    person.command("panel guarantees")
    let context = Self.context(person)
    #expect(GuaranteesPanel.shown(context).count == context.view.guarantees.count)
    #expect(!person.sees("others:"))
  }
}
