import Testing
@testable import LabInterface
import CellGraphics

@Suite struct LookTests {
  @Test func look() throws {
    for (w, h) in [(120, 36), (80, 24)] {
      var p = Person(Fixtures.model(width: w, height: h))
      p.press("enter")
      p.command("to 221")
      print(p.text)
      p.press("tab tab tab"); print(p.text)
      p = Person(Fixtures.model(width: w, height: h, lessons: try Fixtures.catalogue()))
      print(p.text)
      p.press("enter"); print(p.text)
      p.press("n"); print(p.text)
      p.press("right w 1"); print(p.text)
      p.press("n n"); print(p.text)
      p.press("1"); print(p.text); p.press("2 0 0 enter"); print(p.text)
      p.press("n i a"); print(p.text)
      p.press("down end enter"); print(p.text); p.press("n"); print(p.text); p.press("n"); print(p.text)
    }
  }
}
