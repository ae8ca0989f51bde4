import Laboratory
import Testing

/// Goals over the run of the first lesson: every value that the curriculum gives for it.
@Suite struct GoalEvaluationTests {
  static let met = [
    "read(c2, 150) == \"Alice\" and read(c3, 150) == Bob and read(c1, 200) == Bob",
    "read(c1, 600) == Alice",
    "acknowledged(c1, 100) == 102",
    "latency(c1, 100) == 2",
    "staleness(c3, 150) == (1, 50)",
    "violations(ReadYourWrites) == {(c1, 200)}",
    "violations(read-your-writes) == {(c1, 200)}",
    "violations(MonotonicReads) == {}",
    "holds(MonotonicReads)",
    "violated(Linearizability) and violated(SequentialConsistency)",
    "served(c1, 200) == R3",
    "status(c1, 100) == ok",
    "due(P, R2, \"append lsn 2\", at: 201) == 221",
    "due(P, R3, \"append lsn 2\", at: 201) == 501",
    "due(P, R1, \"append lsn 2\", at: 201) == nil",
    "queueMeter(R3, at: 1500) == 0",
    "heartbeatMeter(R3, at: 1500) == 1200",
    "lag(R3, at: 1500) == 699",
    "value(R3, name, at: 1500) == Alice and value(R3, name) == Ann",
    "divergence(at: 1500) == 1",
    "divergence == 0 and acknowledgedLost == 0 and quiescent",
    "setting(acknowledgement) == none",
    "count(violations(StaleRead)) == 2",
    "role(P) == leader and role(R1) == follower",
    "applied(R3, at: 1999) == 2 and applied(R3, at: 2000) == 3",
    "not (indeterminate > 0) or no",
    "entry(P, 2, at: 150) == Alice and entry(R3, 2, at: 150) == nil and entry(R3, 1) == Bob",
    "epoch(P) == 1 and epoch(R3, at: 10) == 1",
    "rolledBack == 0 and holds(TwoLeaders) and violations(two-leaders) == {}",
  ]

  static let unmet = [
    "read(c1, 200) == Alice", "violations(ReadYourWrites) == {}", "holds(Linearizability)",
    "acknowledgedLost == 1", "divergence > 0", "staleReads != 2",
    "entry(P, 2, at: 50) == Alice", "leaders() > 1", "rolledBack > 0",
  ]

  @Test(arguments: met) func holds(_ text: String) throws {
    let goal = try GoalExpression(parsing: text)
    let run = try StaleReadFixture.run()
    try goal.check(run.names)
    let outcome = goal.evaluate(in: GoalContext(run: run))
    #expect(outcome.state == .met, "\(text): \(outcome.witness)")
  }

  @Test(arguments: unmet) func fails(_ text: String) throws {
    let goal = try GoalExpression(parsing: text)
    let outcome = goal.evaluate(in: GoalContext(run: try StaleReadFixture.run()))
    #expect(outcome.state == .unmet, "\(text): \(outcome.witness)")
    #expect(!outcome.witness.isEmpty)
  }

  /// Reasons are sentences, with the exact value in them.
  @Test(arguments: [
    ("status(c1, 100) == fail", "c1's write of 100 was answered (ok)"),
    ("acknowledged(c1, 100) == 1", "c1's write of 100 got its answer at 102"),
    ("1 == latency(c1, 100)", "c1's write of 100 took 2 ms"),
    ("read(c1, 200) == Alice", "c1's read of 200 returned Bob"),
    ("served(c1, 200) == R1", "c1's read of 200 was served by R3"),
    ("staleness(c3, 150) == (1, 1)", "c3's read of 150 missed 1 version, the oldest for 50 ms"),
    ("violations(MonotonicReads) != {}", "nothing breaks \"monotonic reads\""),
    (
      "violations(StaleRead) == {}", "\"no stale read\" is broken by c1 at 200 and c3 at 150"
    ),
    ("count(violations(StaleRead)) == 1", "\"no stale read\" is broken 2 times"),
    ("lag(R3, at: 1500) == 1", "R3 is 699 ms behind at t=1500"),
    ("value(R3, name, at: 1500) == Ann", "R3 has name = Alice at t=1500"),
    (
      "due(P, R1, \"append lsn 2\", at: 201) == 1",
      "no append lsn 2 from P to R1 is on its way at t=201 (nil)"
    ),
    ("setting(acknowledgement) == all", "acknowledgement is set to none"),
    ("divergence > 0", "all replicas are in the same state (divergence 0)"),
    ("staleReads == 1", "stale reads: 2"),
    ("entry(P, 2, at: 150) == Bob", "P has Alice in its log at lsn 2 at t=150"),
    ("applied(R3, at: 1999) == 1", "R3 has applied its log up to lsn 2 at t=1999"),
    ("role(P) == follower", "P is leader"),
    ("not quiescent", "nothing more happens by itself"),
  ])
  func reasonsAreSentences(_ text: String, _ reason: String) throws {
    let goal = try GoalExpression(parsing: text)
    let outcome = goal.evaluate(in: GoalContext(run: try StaleReadFixture.run()))
    #expect(outcome.state == .unmet && outcome.witness == reason, "\(outcome.witness)")
  }

  /// What waited for another operation says when it was sent.
  @Test func reasonsOfWhatWaited() throws {
    let run = try StaleReadFixture.run(acknowledgement: "all", cut: true)
    for (text, reason) in [
      ("acknowledged(c1, 100) == 1", "c1's write of 100 got its answer at 2401"),
      ("served(c1, 200) == P", "c1's read of 200 (sent at 2401) was served by R3"),
    ] {
      let outcome = try GoalExpression(parsing: text).evaluate(in: GoalContext(run: run))
      #expect(outcome.witness == reason)
    }
  }

  @Test func waitingForAllRemovesTheStaleRead() throws {
    let run = try StaleReadFixture.run(acknowledgement: "all", cut: false)
    for text in ["acknowledged(c1, 100) == 902", "violations(ReadYourWrites) == {}"] {
      let outcome = try GoalExpression(parsing: text).evaluate(in: GoalContext(run: run))
      #expect(outcome.state == .met, "\(text): \(outcome.witness)")
    }
  }

  @Test func whatHasNotHappenedIsPending() throws {
    var run = try Run(StaleReadFixture.scenario())
    run.seek(time: 199)
    for text in ["read(c1, 200) == Bob", "divergence(at: 1500) == 1", "acknowledgedLost == 0"] {
      let outcome = try GoalExpression(parsing: text).evaluate(in: GoalContext(run: run))
      #expect(outcome.state == .pending, "\(text): \(outcome.witness)")
    }
  }

  @Test func sweepsFindTheEdge() throws {
    let run = try StaleReadFixture.run()
    func at(_ window: Int64) -> Run? {
      var scenario = StaleReadFixture.scenario()
      scenario.settings.append(.init("apply-time", .integer(window)))
      guard var run = try? Run(scenario) else { return nil }
      _ = try? run.runToRest(atLeast: .zero, limit: 100_000, budget: 100_000)
      return run
    }
    let context = GoalContext(
      run: run,
      variant: { _, value in
        if case .integer(let number) = value { at(number) } else { nil }
      })
    // R1 applies the write at 141 + apply-time, c2 reads there at 151: on a tie the timer is first.
    let sweep = try GoalExpression(
      parsing: "largest(apply-time in 0...200 where read(c2, 150) == Alice)")
    #expect(try sweep.value(in: context) == .number(10))
    let named = try GoalExpression(parsing: "run(\"late\"): read(c2, 150) == Bob")
    let late = GoalContext(run: run, namedRun: { $0 == "late" ? at(100) : nil })
    #expect(named.evaluate(in: late).state == .met)
    #expect(named.evaluate(in: context).state == .unknown)
  }
}
