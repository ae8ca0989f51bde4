import Testing
@testable import LabInterface
import CellGraphics

@Suite struct LookTests {
  @Test func look() {
    for (w, h) in [(120, 36), (80, 24)] {
      var p = Person(Fixtures.model(width: w, height: h))
      print(p.text)
      p.press("enter")
      p.command("to 199")
      print(p.text)
      p.press("right right right right tab tab tab")
      print(p.text)
      p.press("x"); print(p.text)
      p.press("esc w"); print(p.text)
      p.press("esc ?"); print(p.text)
      p.press("esc :"); p.type("cut "); print(p.text)
      p.press("esc"); p.command("to 1500"); p.press("tab tab"); print(p.text)
    }
  }
}
