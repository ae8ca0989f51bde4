import Histories
import Simulation
import TestWorlds
import Testing

@Suite struct LinkNoiseTests {
  /// What became of a numbered message: its delay, or nothing when it was lost.
  private typealias Fates = [Int64: [VirtualDuration]]

  private func fates(
    seed: UInt64, stream: Bool = false, extra: Bool = false, _ noise: [Intervention]
  ) -> (Fates, [String]) {
    let timeline = ProbeSetup(seed: seed).run(through: 20_000) { world in
      for intervention in noise { world.schedule(intervention, at: 0) }
      let key = Key(stream ? "stream/1" : "datagram/1")
      for number in Int64(1)...400 {
        world.plan(
          .write(key, .integer(number)), at: VirtualTime(number * 4), by: 0, on: p0)
      }
      if extra {
        world.plan(.write(key, 9999), at: 10, by: 1, on: p0)
        world.plan(.write("datagram/2", 9999), at: 805, by: 1, on: p0)
      }
    }
    var fates: Fates = [:]
    for message in timeline.recording.messages {
      guard message.record.label.name == "probe", let number = message.record.label.number,
        number <= 400
      else { continue }
      fates[number, default: []].append(
        message.fate == .delivered ? message.decidedAt - message.record.sent : -1)
    }
    return (fates, timeline.lines(1))
  }

  private let link = [Link(from: p0, to: p1)]

  private var all: [Intervention] {
    [
      .setLoss(link, Probability(percent: 30)), .setDuplication(link, Probability(percent: 20)),
      .setJitter(link, 50),
    ]
  }

  @Test func lossAndDuplicationComeAtTheirRates() {
    let (fates, lines) = fates(seed: 1, all)
    let lost = fates.values.filter { $0.first == -1 }.count
    let doubled = fates.values.filter { $0.count == 2 }.count
    #expect(fates.count == 400)
    #expect((80...160).contains(lost))
    #expect((45...115).contains(doubled))
    #expect(lines.count == fates.values.joined().filter { $0 != -1 }.count)
    let certain = self.fates(seed: 1, [.setLoss(link, Probability(percent: 100))])
    #expect(certain.1.isEmpty)
    let none = self.fates(seed: 1, [])
    #expect(none.0.values.allSatisfy { $0 == [10] })
  }

  @Test func theSameSeedDrawsTheSame() {
    #expect(fates(seed: 4, all).0 == fates(seed: 4, all).0)
    #expect(fates(seed: 4, all).0 != fates(seed: 5, all).0)
  }

  @Test func anotherOperationChangesNoDrawOfTheOthers() {
    for seed in UInt64(1)...20 {
      #expect(fates(seed: seed, all).0 == fates(seed: seed, extra: true, all).0)
    }
  }

  @Test func oneConcernDoesNotShiftAnother() {
    let withLoss = fates(seed: 2, all).0
    let withoutLoss = fates(seed: 2, Array(all.dropFirst())).0
    for (number, delays) in withLoss where delays.first != -1 {
      #expect(withoutLoss[number] == delays)
    }
  }

  @Test func streamsKeepTheirOrderUntilTold() {
    let jitter: Intervention = .setJitter(link, 50)
    let numbers = { (lines: [String]) in
      lines.map { Int($0.split(separator: " ")[1])! }
    }
    #expect(numbers(fates(seed: 3, stream: true, [jitter]).1) == Array(1...400))
    let datagrams = numbers(fates(seed: 3, [jitter]).1)
    #expect(datagrams != datagrams.sorted())
    let loose = numbers(
      fates(seed: 3, stream: true, [jitter, .setOrdering(link, inOrder: false)]).1)
    #expect(loose != loose.sorted())
  }

  @Test func boundedDrawsAreUniformAndBounded() {
    let random = RandomStream(seed: 9)
    var counts = [Int](repeating: 0, count: 7)
    for ordinal in 0..<70_000 {
      counts[Int(random.below(7, .jitter, CausalKey(source: 5, ordinal: ordinal)))] += 1
    }
    #expect(counts.allSatisfy { (9_500...10_500).contains($0) })
    #expect(random.below(0, .jitter, CausalKey(source: 5, ordinal: 1)) == 0)
  }
}
