import Histories
import Laboratory
import Testing

/// SR2 of the curriculum: read your writes built three ways, and the schedule that defeats a window.
@Suite struct VanishingPhotoTests {
  static let before = [
    "0 u add album p1 via P", "52 u read album", "52 v read album via R", "700 u read album",
  ]
  static let spike = [
    "2000 delay P -> R 1800", "2000 u add album p3 via P", "2500 u read album",
    "3100 u read album", "3802 u read album",
  ]
  static let album = before + spike

  static func reversed(_ script: SessionScript, _ isReversed: Bool) -> SessionScript {
    var script = script
    script.isReversed = isReversed
    return script
  }

  @Test(arguments: [false, true])
  func balancedReadsMissThePhoto(_ isReversed: Bool) throws {
    let script = SessionScript.twoReplicas([
      "0 u add album p1 via P", "52 u read album via R", "60 u add album p2 via P",
      "600 u read album via R",
    ])
    #expect(
      try Self.reversed(script, isReversed).unmet([
        "read(u, 52) == nil", "read(u, 600) == [p1, p2]",
        "violations(ReadYourWrites) == {(u, 52)}", "readsServed(P) == 0",
      ]) == [])
  }

  @Test(arguments: [false, true])
  func aWindowHoldsUntilTheLagIsLonger(_ isReversed: Bool) throws {
    let script = SessionScript.twoReplicas(set: ["pin-window": "1000"], Self.album)
    #expect(
      try Self.reversed(script, isReversed).unmet([
        "read(u, 52) == [p1] and served(u, 52) == P",
        // The friend is another session.
        "read(v, 52) == nil", "served(u, 700) == P",
        "served(u, 2500) == P and read(u, 2500) == [p1, p3]",
        "served(u, 3100) == R and read(u, 3100) == [p1]",
        "read(u, 3802) == [p1, p3] and served(u, 3802) == R",
        "violations(ReadYourWrites) == {(u, 3100)}",
        "pinned(u, at: 2001) == no and pinned(u, at: 2002) == yes",
        "pinned(u, at: 3001) == yes and pinned(u, at: 3002) == no",
        "applied(R, at: 3101) == 1 and applied(P, at: 3101) == 2",
        "readsServed(P, before: 2000) == 2",
      ]) == [])
  }

  @Test(arguments: [false, true])
  func aTokenHoldsWhateverTheLag(_ isReversed: Bool) throws {
    let script = SessionScript.twoReplicas(set: ["session-token": "writes"], Self.album)
    #expect(
      try Self.reversed(script, isReversed).unmet([
        "read(u, 52) == [p1] and served(u, 52) == P", "served(u, 700) == R",
        "served(u, 3100) == P and read(u, 3100) == [p1, p3]", "served(u, 3802) == R",
        "violations(ReadYourWrites) == {}", "readsServed(P, before: 2000) == 1",
        "latency(u, 3100) == 4", "token(u, at: 1) == nil and token(u, at: 2) == 1",
        "token(u, at: 3100) == 2", "token(v) == nil",
      ]) == [])
  }

  /// The write is at R at 3801 and was acknowledged at 2002. A read asked for at 3800 reaches R in
  /// the same instant; the audit lets it come first. So 1799 is the first window that survives a read
  /// at any instant, whatever the order of ties.
  @Test func noShorterWindowSurvivesEveryInstant() throws {
    var needed: [GoalValue] = []
    for isReversed in [false, true] {
      for instant in [3101, 3798, 3799, 3800, 3801, 3802] {
        let script = SessionScript.twoReplicas(
          Array(Self.album.prefix(6)) + ["\(instant) u read album"])
        let sweep = try Self.reversed(script, isReversed).sweep(
          "smallest(pin-window in 0...4000 where violations(ReadYourWrites) == {})")
        needed.append(sweep)
      }
    }
    // 51 for the read at 52 remains where R has the third photo in time.
    #expect(Array(needed.prefix(6)) == [1100, 1797, 1798, 51, 51, 51].map { GoalValue.number($0) })
    #expect(
      Array(needed.suffix(6)) == [1100, 1797, 1798, 1799, 51, 51].map { GoalValue.number($0) })
    #expect(needed.max() == .number(1799))
  }

  @Test func theScheduleOfTheLessonAloneNeedsLess() throws {
    let script = SessionScript.twoReplicas(Self.album)
    let sweep = try script.sweep(
      "smallest(pin-window in 0...4000 where violations(ReadYourWrites) == {})")
    #expect(sweep == .number(1099))
  }
}
