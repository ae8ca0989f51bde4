import Checkers
import Histories
import Laboratory
import Simulation
import Testing

/// Random work and random faults under each policy: the guarantee that it is meant to give is kept,
/// and without a policy it is not. The leader keeps its place and every node its disk.
@Suite struct SessionCampaignTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var settings: [String: Value]
    var promised: [CheckerName]
    var testDescription: String {
      settings.keys.sorted().map { "\($0)=\(settings[$0]!)" }.joined(separator: " ")
    }
  }

  static let cases: [Case] = ["redirect", "wait"].flatMap { (miss: Value) in
    [
      ("writes", [.readYourWrites]), ("reads", [.monotonicReads]),
      ("all", [.readYourWrites, .monotonicReads]),
    ].map { (token: Value, promised: [CheckerName]) in
      Case(
        settings: [
          "session-token": token, "token-miss": miss, "token-wait": 60,
          "token-fallback": "redirect",
        ], promised: promised)
    }
  }

  /// Four replicas at different distances, clients of every routing, faults of every kind.
  static func run(
    _ settings: [String: Value], seed: UInt64, ties: TieOrder = .standard
  ) throws -> Run {
    let policies = RoutingPolicy.allCases
    var scenario = Scenario(
      title: "campaign", protocolName: "single-leader", servers: ["P", "R1", "R2", "R3"],
      clients: policies.enumerated().map {
        .init(name: "c\($0)", routing: $1, among: $0 % 2 == 0 ? [] : ["R3", "R1"], timeout: 200)
      }, serverDelay: 10, clientDelay: 1, seed: seed, tieOrder: ties)
    for (node, lag) in [("R1", 20), ("R2", 60), ("R3", 150)] as [(String, Int64)] {
      scenario.delays.append(.init(from: "P", to: node, delay: VirtualDuration(lag)))
    }
    scenario.settings = settings.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }
    let clients = policies.indices.map { ProcessID($0) }
    scenario.script = [
      .init(
        time: 0,
        intervention: .setWorkload(
          Workload(clients: clients, meanGap: 25, readPercent: 60, keys: ["a", "b"]))),
      .init(
        time: 0,
        intervention: .setNemesis(
          Nemesis(kinds: [.cut, .crash, .pause, .skew], meanGap: 120, meanDuration: 100))),
    ]
    var run = try Run(scenario)
    run.seek(time: 1500)
    return run
  }

  static func violations(_ run: Run, of checkers: [CheckerName]) -> Int {
    checkers.reduce(0) { $0 + run.verdict(of: $1).witnesses.count }
  }

  @Test(arguments: cases)
  func thePromiseIsKept(_ one: Case) throws {
    for seed in UInt64(1)...9 {
      let run = try Self.run(
        one.settings, seed: seed, ties: seed % 3 == 0 ? .reversed : .standard)
      #expect(Self.violations(run, of: one.promised) == 0, "seed \(seed)")
      #expect(run.simulation.recording.history.operations.filter(\.isOK).count > 50)
    }
  }

  @Test func withoutATokenItIsBroken() throws {
    for checker in [CheckerName.readYourWrites, .monotonicReads] {
      let broken = try (UInt64(1)...9).filter { seed in
        Self.violations(try Self.run([:], seed: seed), of: [checker]) > 0
      }
      #expect(!broken.isEmpty, "\(checker)")
    }
  }

  /// Half of the promise is not the whole: each token breaks the other guarantee under some seed, and
  /// so does serving what is too old.
  @Test(arguments: [
    Case(settings: ["session-token": "writes"], promised: [.monotonicReads]),
    Case(settings: ["session-token": "reads"], promised: [.readYourWrites]),
    Case(
      settings: [
        "session-token": "all", "token-miss": "wait", "token-wait": 5, "token-fallback": "serve",
      ], promised: [.readYourWrites]),
    Case(settings: ["pin-window": 30], promised: [.readYourWrites]),
  ])
  func whatIsNotPromisedIsBroken(_ one: Case) throws {
    let broken = try (UInt64(1)...9).filter { seed in
      Self.violations(try Self.run(one.settings, seed: seed), of: one.promised) > 0
    }
    #expect(!broken.isEmpty)
  }

  /// The longest way to every replica is 150 ms, so a second is enough where no fault holds it up.
  @Test func aLongPinIsEnoughWithoutFaults() throws {
    for seed in UInt64(1)...3 {
      var scenario = try Self.run(["pin-window": 1000], seed: seed).scenario
      scenario.script.removeLast()
      var run = try Run(scenario)
      run.seek(time: 1500)
      #expect(Self.violations(run, of: [.readYourWrites]) == 0)
    }
  }

  @Test func aSavedRunReplays() throws {
    var run = try Self.run(Self.cases[5].settings, seed: 3)
    let grammar = ActionGrammar(of: run)
    for action in [
      "route c0, c3 sticky-rendezvous among R3, R2", "set token-fallback = refuse",
      "route * round-robin", "set pin-window = 50",
    ] {
      _ = try run.perform(try grammar.parse(action))
      run.seek(time: run.clock + 100)
    }
    let saved = SavedRun(of: run)
    let read = try SavedRun(parsing: saved.text)
    #expect(read == saved)
    let replayed = try read.replay()
    #expect(replayed.simulation.digest == run.simulation.digest)
    #expect(replayed.view().sessions == run.view().sessions)
  }
}
