import Histories
import Simulation
import TestWorlds
import Testing

@Suite struct DualWriteTests {
  private struct Outcome: Equatable {
    var rows: [Value?]
    var mail: Value
    var answer: Histories.Outcome?
  }

  /// One order at 10; a node armed to crash at a named point at 5 and restarted at 100.
  private func run(
    _ node: NodeID, _ step: StepName?, keys: Bool = false, in setup: ShopSetup = ShopSetup()
  ) -> Timeline<Shop> {
    var world = setup.world
    world.plan(.write("order", "book"), at: 10, by: 0)
    if keys { world.schedule(.configure(path: "sink.keys", value: 1), at: 1) }
    world.schedule(.restart(node), at: 100)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 4)
    if let step { timeline.intervene(.armCrash(node, at: step), at: 5) }
    timeline.run(through: 3000)
    return timeline
  }

  private func outcome(_ timeline: Timeline<Shop>) -> Outcome {
    Outcome(
      rows: timeline.rows, mail: timeline.mail,
      answer: timeline.recording.history.operations[0].completion?.outcome)
  }

  private let whole = Outcome(rows: ["book", "book"], mail: ["book"], answer: .ok(.absent))
  private let eventLost = Outcome(rows: ["book", "book"], mail: [], answer: .info(.timeout))
  private let twice = Outcome(
    rows: ["book", "book"], mail: ["book", "book"], answer: .ok(.absent))

  @Test(arguments: [TieOrder.standard, .reversed])
  func withoutACrashEachEffectHappensOnce(_ order: TieOrder) {
    let timeline = run(ShopSetup.service, nil, in: ShopSetup(tieOrder: order))
    #expect(outcome(timeline) == whole)
    #expect(timeline.world.unrest == nil)
    // 1 to the service, 5 and 5 to the store, 5 and 5 to the queue, 1 back.
    #expect(timeline.recording.history.operations[0].completion?.time == 32)
  }

  @Test(arguments: [StepName("after-commit"), "before-publish"])
  func aCrashBetweenStoreAndQueueLosesTheEvent(_ step: StepName) {
    let timeline = run(ShopSetup.service, step)
    #expect(outcome(timeline) == eventLost)
    #expect(timeline.queued == [])
    #expect(timeline.world.unrest == nil)
  }

  @Test(arguments: [StepName("after-effect"), "before-ack"])
  func aCrashBetweenEffectAndAcknowledgementRepeatsTheEffect(_ step: StepName) {
    let timeline = run(ShopSetup.consumer, step)
    #expect(outcome(timeline) == twice)
    #expect(timeline.queued == [])
    // Hidden for 300 from the first hand-out on, then handed out again.
    let deliveries = timeline.recording.events.filter { $0.label.name == "append" }.map(\.time)
    #expect(deliveries.count == 2)
    #expect(deliveries[1] - deliveries[0] == 300)
    #expect(outcome(run(ShopSetup.consumer, step, keys: true)) == whole)
  }

  @Test(arguments: Shop.steps)
  func rewoundReplayedAndBranched(_ step: StepName) throws {
    let node = OrderService.steps.contains(step) ? ShopSetup.service : ShopSetup.consumer
    var timeline = run(node, step, in: ShopSetup(seed: 7, jitter: 9))
    let (newest, digest) = (timeline.newest, timeline.world.digest)
    let crashed = outcome(timeline)
    let armed = try #require(timeline.log.first)
    timeline.seek(to: 0)
    #expect(timeline.rows == [nil, nil] && timeline.mail == [])
    timeline.seek(to: newest)
    #expect(timeline.world.digest == digest)
    #expect(outcome(timeline) == crashed && crashed != whole)
    // The branch on which nobody armed the crash.
    var branch = timeline
    branch.seek(to: armed.eventIndex)
    branch.dropFuture()
    branch.run(through: 3000)
    #expect(outcome(branch) == whole)
    #expect(branch.world.digest != digest)
    // The crash made again on that branch's own past is the first run again.
    branch.seek(to: armed.eventIndex)
    branch.dropFuture()
    branch.intervene(armed.intervention, at: armed.time)
    branch.run(through: 3000)
    #expect(branch.world.digest == digest)
    #expect(sameRecording(branch.recording, timeline.recording))
  }

  @Test func everyPositionOfACrashedRunReplays() {
    var timeline = run(ShopSetup.consumer, "before-ack", in: ShopSetup(seed: 3, jitter: 20))
    let newest = timeline.newest
    var digests: [Digest] = []
    for position in 0...newest {
      timeline.seek(to: position)
      digests.append(timeline.world.digest)
    }
    for step in 0...newest {
      let target = (newest + 1 - step * 7 % (newest + 1)) % (newest + 1)
      timeline.seek(to: target)
      #expect(timeline.world.digest == digests[target])
    }
  }
}
