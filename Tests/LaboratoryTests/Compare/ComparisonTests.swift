import Histories
import Simulation
import Testing

@testable import Laboratory

/// Two branches in step, and where they first differ.
@Suite struct ComparisonTests {
  private func parse(_ text: String, _ run: Run) throws -> Intervention {
    try ActionGrammar(of: run).parse(text)
  }

  /// A write on both, and a link that is cut on one of them at 150.
  private func cut() throws -> Run {
    var run = try Run(Preset.threeReplicas.scenario)
    run.seek(time: 20)
    _ = try run.perform(try parse("c1 write name = Zoe", run))
    run.seek(time: 900)
    run.seek(time: 150)
    run.openBranch(named: "cut")
    _ = try run.perform(try parse("cut P | R2", run))
    run.seek(time: 300)
    return run
  }

  @Test func theActionIsTheFirstDifference() throws {
    let comparison = Comparison(try cut(), left: 0, right: 1)
    let divergence = try #require(comparison.divergence)
    #expect(divergence.kind == .event && divergence.time == 150)
    #expect(divergence.right?.text == "cut P | R2" && divergence.right?.time == 150)
    #expect(divergence.left.map { $0.time > 150 } ?? true)
    #expect(comparison.clock == 300 && comparison.horizon >= 900)
  }

  /// What both have in common differs nowhere, and what differs differs from there on: by brute force.
  @Test func theFirstDifferenceIsTheFirst() throws {
    var random = SeededGenerator(seed: 3)
    var found = 0
    for _ in 0..<25 {
      var run = try Run(Preset.lossyNetwork.scenario)
      _ = try run.perform(try parse("workload * every 40 reads 50% keys name", run))
      run.seek(time: VirtualTime(Int64(random.below(300))))
      run.openBranch(named: "other")
      let actions = ["crash R1", "c1 read name", "set acknowledgement = all", "slow R2 30"]
      _ = try run.perform(try parse(random.pick(actions), run))
      run.seek(time: 400)
      let comparison = Comparison(run, left: 0, right: 1)
      let events = comparison.recordings.map { recording in
        recording.foreground.map { recording.events[Int($0)] }.filter {
          $0.time <= comparison.horizon
        }
      }
      let common = zip(events[0], events[1]).prefix {
        $0.time == $1.time && $0.kind == $1.kind && $0.node == $1.node && $0.label == $1.label
      }.count
      let next = events.compactMap { $0.count > common ? $0[common].time : nil }.min()
      let divergence = try #require(comparison.divergence)
      // Outcomes and states may differ earlier than events, never later.
      #expect(divergence.time <= next ?? .never)
      if divergence.kind == .event { #expect(divergence.time == next) }
      found += 1
    }
    #expect(found == 25)
  }

  /// A client that is busy does not call: it wants to. What it wants tells branches apart.
  @Test func whatABusyClientWantsIsNoCall() throws {
    var run = try Run(Preset.threeReplicas.scenario)
    _ = try run.perform(try parse("c1 write name = A", run))
    run.seek(time: 1)
    run.openBranch(named: "other")
    _ = try run.perform(try parse("c1 write name = B", run))
    run.seek(time: 300)
    let alone = try #require(Comparison(run, left: 0, right: 1).divergence)
    #expect(alone.time == 1)
    #expect(alone.right?.text == "c1 wants to write name = B, and is busy")
    run.switchBranch(to: 0)
    run.seek(time: 1)
    _ = try run.perform(try parse("c1 write name = C", run))
    run.seek(time: 300)
    let both = try #require(Comparison(run, left: 0, right: 1).divergence)
    #expect(both.time == 1 && both.left?.text == "c1 wants to write name = C, and is busy")
  }

  @Test func equalBranchesDoNotDiffer() throws {
    var run = try cut()
    run.switchBranch(to: 0)
    run.seek(time: 150)
    run.openBranch(named: "same")
    var comparison = Comparison(run, left: 0, right: 2)
    #expect(comparison.divergence == nil)
    let isFound = comparison.seekDivergence(limit: 60_000)
    #expect(isFound == false && comparison.divergence == nil)
    #expect(comparison.differingAnswers(most: 20).isEmpty)
  }

  /// A knob that changes no message shows in what a read answers.
  @Test func anotherAnswerIsFound() throws {
    var run = try Run(Preset.threeReplicas.scenario)
    _ = try run.perform(try parse("c1 write name = Zoe", run))
    run.seek(time: 50)
    _ = try run.perform(try parse("c3 read name via R2", run))
    run.seek(time: 60)
    let variant = try run.openVariant(changes: [try parse("delay P -> R2 5", run)])
    #expect(variant.omissions.isEmpty && variant.name == "delay P -> R2 5")
    let comparison = Comparison(run, left: 0, right: 1)
    #expect(comparison.divergence?.time == 6)
    #expect(comparison.divergence?.right?.text == "R2 receives append lsn 2 from P")
    let answers = comparison.differingAnswers(most: 20)
    #expect(answers.map(\.call) == ["read name"])
    #expect(answers[0].left?.text == "Bob" && answers[0].right?.text == "Zoe")
  }

  // MARK: Walking

  /// The way back leads through the places of the way there, and both sides are always at one instant.
  @Test func backIsTheWayThere() throws {
    var comparison = Comparison(try cut(), left: 0, right: 1)
    comparison.seekStart()
    #expect(comparison.isAtStart)
    func place(_ comparison: Comparison) -> [Int] {
      Comparison.Side.allCases.map { comparison.branch($0).simulation.position }
        + [Int(comparison.clock.milliseconds)]
    }
    var way = [place(comparison)]
    while comparison.clock < 1200, comparison.step() {
      for side in Comparison.Side.allCases {
        #expect(comparison.branch(side).clock == comparison.clock)
        #expect(comparison.branch(side).simulation.now <= comparison.clock)
      }
      way.append(place(comparison))
    }
    #expect(way.count > 6)
    for expected in way.dropLast().reversed() {
      comparison.stepBack()
      #expect(place(comparison) == expected)
    }
    #expect(comparison.isAtStart)
    comparison.tick()
    let first = comparison.clock
    comparison.tick()
    #expect(comparison.clock > first)
    comparison.tickBack()
    #expect(comparison.clock == first)
    comparison.tickBack()
    #expect(comparison.isAtStart)
  }

  /// At every instant each side is what its branch is when it is shown alone.
  @Test func eachSideIsItsBranch() throws {
    let run = try cut()
    var comparison = Comparison(run, left: 0, right: 1)
    for time in [0, 20, 21, 149, 150, 420, 700, 2000] as [VirtualTime] {
      comparison.seek(time: time)
      #expect(comparison.clock == time)
      for side in Comparison.Side.allCases {
        var alone = run
        alone.switchBranch(to: side.rawValue)
        alone.seek(time: time)
        #expect(comparison.branch(side).simulation.digest == alone.simulation.digest)
        #expect(comparison.showing(side).verdict(of: .staleRead) == alone.verdict(of: .staleRead))
      }
    }
    comparison.seekNewest()
    #expect(!comparison.isRewound)
    // The run that it was made of is as it was.
    #expect(run.clock == 300 && run.currentBranch == 1)
  }

  @Test func theFirstDifferenceIsReached() throws {
    var comparison = Comparison(try cut(), left: 0, right: 1)
    comparison.seekStart()
    let isFound = comparison.seekDivergence(limit: 1000)
    #expect(isFound == true && comparison.clock == 150)
  }
}
