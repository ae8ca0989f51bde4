import Histories
import Testing

@testable import Checkers

/// Elements that keep a queue or stack occupied.
@Suite struct OccupiedPeriodsTests {
  private static func element(_ place: Int, from low: Int, to high: Int) -> ElementTable.Element {
    ElementTable.Element(
      insertion: Int32(2 * place), removal: Int32(2 * place + 1), insertInvoked: Int64(low),
      insertReturned: Int64(low), removeInvoked: Int64(high), removeReturned: Int64(high))
  }

  /// The definition: of the elements that are inside at an instant the one that stays longest, then from there on.
  private func scanned(
    _ lone: ElementTable.Lone, _ elements: [ElementTable.Element]
  ) -> [Int32] {
    var instant = lone.invoked
    var members = [lone.member]
    while instant <= lone.returned {
      let covering = elements.filter { $0.low < instant && instant < $0.high }
      guard let farthest = covering.max(by: { $0.high < $1.high }) else { break }
      members += farthest.members
      instant = farthest.high
    }
    return members.sorted()
  }

  @Test func theChainIsThatOfTheDefinition() {
    var generator = TestGenerator(seed: 9)
    for round in 0..<2_000 {
      let elements = (0..<round % 14).map { place in
        let low = generator.next(below: 20)
        return Self.element(place, from: low, to: low + generator.next(below: 8))
      }
      let invoked = Int64(generator.next(below: 12))
      let lone = ElementTable.Lone(
        member: 99, invoked: invoked, returned: invoked + Int64(generator.next(below: 12)))
      #expect(
        OccupiedPeriods(elements).chain(covering: lone) == scanned(lone, elements), "\(elements)")
    }
  }

  /// With a look at all elements for each link this would take hours.
  @Test func aChainOfManyElements() {
    let count = 100_000
    let elements = (0..<count).map { Self.element($0, from: 2 * $0, to: 2 * $0 + 3) }
    let lone = ElementTable.Lone(member: -1, invoked: 1, returned: Int64(2 * count))
    #expect(OccupiedPeriods(elements).chain(covering: lone).count == 2 * count + 1)
  }
}
