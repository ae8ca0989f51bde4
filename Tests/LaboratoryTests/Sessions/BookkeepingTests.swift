import Histories
import Laboratory
import Simulation
import Testing

/// Pins and tokens kept in the right way and in faulty ones.
@Suite struct BookkeepingTests {
  private func run(_ settings: [String: String], _ lines: [String]) throws -> SessionScript {
    SessionScript.twoReplicas(set: settings, lines)
  }

  @Test(arguments: [("latest", "P", "{}"), ("one-key", "R", "{(u, 200)}")])
  func aMarkerOfOneKeyForgetsTheOthers(
    _ bookkeeping: String, _ served: String, _ violations: String
  ) throws {
    let script = try run(
      ["pin-window": "1000", "pin-bookkeeping": bookkeeping],
      ["0 u write photo = 1", "100 u write bio = 2", "200 u read photo", "210 u read bio"])
    #expect(
      try script.unmet([
        "served(u, 200) == \(served)", "violations(ReadYourWrites) == \(violations)",
        "served(u, 210) == P",
      ]) == [])
  }

  @Test(arguments: [("latest", "P", "{}"), ("first-timer", "R", "{(u, 1100)}")])
  func theTimerOfAnEarlierWriteEndsThePinOfALaterOne(
    _ bookkeeping: String, _ served: String, _ violations: String
  ) throws {
    let script = try run(
      ["pin-window": "1000", "pin-bookkeeping": bookkeeping],
      ["0 u write bio = 1", "900 u write bio = 2", "1000 u read bio", "1100 u read bio"])
    #expect(
      try script.unmet([
        "served(u, 1000) == P", "served(u, 1100) == \(served)",
        "violations(ReadYourWrites) == \(violations)",
        "pinned(u, at: 1001) == yes",
        "pinned(u, at: 1002) == \(bookkeeping == "latest" ? "yes" : "no")",
      ]) == [])
  }

  /// A timer that has expired does no further harm: a write after it is pinned for its whole window.
  @Test func theFirstTimerIsTheFirstOfThoseThatRun() throws {
    let script = try run(
      ["pin-window": "100", "pin-bookkeeping": "first-timer"],
      ["0 u write bio = 1", "200 u write bio = 2", "290 u read bio", "302 u read bio"])
    #expect(try script.unmet(["served(u, 290) == P", "served(u, 302) == R"]) == [])
  }

  @Test func aPinThatIsSwitchedOffEndsAtOnce() throws {
    let script = try run(
      ["pin-window": "1000"],
      ["0 u write bio = 1", "50 u read bio", "60 set pin-window = 0", "70 u read bio"])
    #expect(
      try script.unmet([
        "served(u, 50) == P", "served(u, 70) == R", "setting(pin-window) == 0",
        "pinned(u, at: 59) == yes and pinned(u, at: 60) == no",
      ]) == [])
  }

  /// A node that the author names is asked, pin or not; the token goes with the read all the same.
  @Test func aNamedNodeIsTakenAsItIs() throws {
    let lines = ["0 u write bio = 1", "50 u read bio via R"]
    #expect(
      try run(["pin-window": "1000"], lines).unmet(["served(u, 50) == R", "read(u, 50) == nil"])
        == [])
    #expect(try run(["session-token": "writes"], lines).unmet(["served(u, 50) == P"]) == [])
  }

  // MARK: Two devices of one user

  private func devices(_ scope: String) -> SessionScript {
    SessionScript.twoReplicas(
      set: ["session-token": "writes", "token-scope": scope],
      clients: ["u@phone", "u@laptop", "v"].map {
        "client \($0) session \($0) routing preferred among R timeout 9000"
      },
      [
        "0 u@phone write album = 1", "50 u@laptop read album", "50 v read album",
        "60 u@phone read album",
      ])
  }

  @Test func aSecondDeviceHasATokenOfItsOwn() throws {
    #expect(
      try devices("session").unmet([
        "read(u@laptop, 50) == nil", "token(u@laptop, at: 50) == nil",
        "read(u@phone, 60) == 1", "read(v, 50) == nil",
        // Another session: nobody has promised it anything.
        "violations(ReadYourWrites) == {}",
      ]) == [])
  }

  @Test func aSharedTokenReachesTheSecondDeviceAndNobodyElse() throws {
    #expect(
      try devices("user").unmet([
        "read(u@laptop, 50) == 1 and served(u@laptop, 50) == P",
        "token(u@laptop, at: 50) == 1", "token(v, at: 50) == nil", "read(v, 50) == nil",
      ]) == [])
    let names = try devices("user").scenario().names
    #expect(names.users == ["u", "v"])
    #expect(names[UserID(0)] == "u" && names.sessions == ["u@phone", "u@laptop", "v"])
    let sessions = try devices("user").run().view().sessions
    #expect(sessions.map(\.user) == ["u", "u", "v"])
    #expect(sessions[1].lastOwnWrite == nil && sessions[1].token?.lsn == 1)
  }

  /// Both jars are always kept: the knob only says which is read.
  @Test func theScopeCanBeTurnedAfterwards() throws {
    var script = devices("session")
    script.script = [
      "0 u@phone write album = 1", "40 set token-scope = user", "50 u@laptop read album",
    ]
    #expect(try script.unmet(["read(u@laptop, 50) == 1"]) == [])
  }

  /// Terry et al.: of writes, of reads or of both, and each gives its guarantee only.
  @Test(arguments: [
    ("none", "{(u, 20)}", "{(u, 450)}"), ("writes", "{}", "{(u, 450)}"),
    ("reads", "{(u, 20)}", "{}"), ("all", "{}", "{}"),
  ])
  func aTokenRemembersWhatItIsMadeOf(_ token: String, _ own: String, _ seen: String) throws {
    let script = try run(
      ["session-token": token],
      [
        "0 u write a = 1", "20 u read a", "400 v write b = 2", "410 u read b via P",
        "450 u read b",
      ])
    #expect(
      try script.unmet([
        "violations(ReadYourWrites) == \(own)", "violations(MonotonicReads) == \(seen)",
      ]) == [])
  }
}
