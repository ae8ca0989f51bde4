import CellGraphics
import Testing

@testable import LabInterface

/// Nobody knows what a person presses.
@Suite struct MonkeyTests {
  /// A small generator of its own, so that a seed replays everywhere.
  struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(sides))
    }
  }

  static let keys: [Key] =
    ActionRegistry.all.flatMap(\.keys).filter { $0 != .control("c") }
    + [.enter, .enter, .tab, .right, .right, .escape, .backspace, .up, .down, .space, Key("y")]
    + "abcR12P|*=, ".unicodeScalars.map { Key($0) }

  @Test(arguments: 1...3) func pressesAnything(_ seed: Int) throws {
    var dice = Dice(state: UInt64(seed))
    var person = Person(Fixtures.model(lessons: try Fixtures.catalogue()))
    for count in 0..<500 {
      switch dice.roll(40) {
      case 0:
        let size = [(80, 24), (120, 36), (200, 60), (40, 10), (0, 0)][dice.roll(5)]
        person.send(.resized(Size(width: size.0, height: size.1)))
      case 1...3: person.send(.tick(elapsedMilliseconds: dice.roll(300)))
      case 5: person.send(.paste("c1 write name = \u{1B}]0;x\u{7} ☃"))
      default: person.send(.key(Self.keys[dice.roll(Self.keys.count)]))
      }
      if count % 4 == 0 { _ = person.buffer }
    }
  }
}
