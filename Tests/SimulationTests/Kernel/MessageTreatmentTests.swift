import Histories
import Simulation
import TestWorlds
import Testing

@Suite struct MessageTreatmentTests {
  /// A message from probe 0 to probe 1, sent at 1 and due at 11; the clock stands at 5.
  private func onTheWay() throws -> (Timeline<Probe>, MessageID) {
    var world = ProbeSetup().world
    world.plan(.write("datagram/1", 7), at: 0, by: 0, on: p0)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 4)
    let message = try #require(
      timeline.world.messagesInFlight.first { $0.label.name == "probe" })
    #expect(message.due == 11)
    #expect(message.link == Link(from: p0, to: p1))
    return (timeline, message.id)
  }

  private func arrivals(_ treatments: [(VirtualTime, MessageTreatment)]) throws -> [String] {
    var (timeline, message) = try onTheWay()
    for (time, treatment) in treatments {
      timeline.run(through: time - 1)
      timeline.intervene(.treat(message, treatment), at: time)
    }
    timeline.run(through: 500)
    return timeline.lines(1)
  }

  @Test func untreated() throws { #expect(try arrivals([]) == ["11: 7 from 0"]) }

  @Test func deliverNow() throws { #expect(try arrivals([(5, .deliver)]) == ["5: 7 from 0"]) }

  @Test func delay() throws {
    #expect(try arrivals([(5, .delay(by: 20))]) == ["31: 7 from 0"])
  }

  @Test func holdAndRelease() throws {
    #expect(try arrivals([(5, .hold)]) == [])
    #expect(try arrivals([(5, .hold), (50, .release)]) == ["50: 7 from 0"])
    #expect(try arrivals([(5, .hold), (50, .deliver)]) == ["50: 7 from 0"])
    #expect(try arrivals([(5, .hold), (50, .delay(by: 9))]) == ["59: 7 from 0"])
  }

  @Test func duplicate() throws {
    #expect(try arrivals([(5, .duplicate)]) == ["11: 7 from 0", "11: 7 from 0"])
    #expect(try arrivals([(5, .hold), (6, .duplicate), (50, .release)]) == ["50: 7 from 0"])
  }

  @Test func drop() throws {
    #expect(try arrivals([(5, .drop)]) == [])
    #expect(try arrivals([(5, .hold), (9, .drop), (20, .release)]) == [])
    var (timeline, message) = try onTheWay()
    timeline.intervene(.treat(message, .drop), at: 5)
    #expect(!timeline.world.isInFlight(message))
    let entry = timeline.recording.messages[Int(message.number) - 1]
    #expect(entry.fate == .dropped)
    #expect(entry.decidedAt == 5)
  }

  @Test func aTreatmentOfSomethingThatHasArrivedDoesNothing() throws {
    #expect(try arrivals([(20, .delay(by: 5)), (21, .drop), (22, .release)]) == ["11: 7 from 0"])
  }

  @Test func heldMessagesAreListedAndKeepTheWorldBusy() throws {
    var (timeline, message) = try onTheWay()
    timeline.intervene(.treat(message, .hold), at: 5)
    timeline.run(through: 100)
    #expect(timeline.world.unrest == .held(1))
    #expect(timeline.world.messagesInFlight.map(\.id) == [message])
    #expect(timeline.world.messagesInFlight.map(\.due) == [nil])
    timeline.intervene(.treat(message, .release), at: 120)
    timeline.run(through: 130)
    #expect(timeline.world.unrest == nil)
  }

  // MARK: Rules

  private func ruled(_ treatment: MessageTreatment, kind: String?) -> [String] {
    ProbeSetup().run { world in
      world.schedule(
        .addRule(
          MessageRule(link: Link(from: p0, to: p1), kind: kind, treatment: treatment)), at: 0)
      for number in Int64(1)...3 {
        world.plan(
          .write("datagram/1", .integer(number)), at: VirtualTime(number * 100), by: 0, on: p0)
      }
    }.lines(1)
  }

  @Test func aRuleTakesTheNextMessageOfItsKindOnItsLink() {
    let rest = ["211: 2 from 0", "311: 3 from 0"]
    for kind in ["probe", nil] {
      #expect(ruled(.drop, kind: kind) == rest)
      #expect(ruled(.hold, kind: kind) == rest)
      #expect(ruled(.delay(by: 5), kind: kind) == ["116: 1 from 0"] + rest)
      #expect(ruled(.duplicate, kind: kind).filter { $0.hasSuffix("1 from 0") }.count == 2)
    }
    #expect(ruled(.drop, kind: "append") == ["111: 1 from 0"] + rest)
  }

  @Test func rulesAreUsedUpInTheirOrder() {
    let link = Link(from: p0, to: p1)
    let timeline = ProbeSetup().run { world in
      for treatment in [MessageTreatment.drop, .delay(by: 30)] {
        world.schedule(
          .addRule(MessageRule(link: link, kind: "probe", treatment: treatment)), at: 0)
      }
      for number in Int64(1)...3 {
        world.plan(
          .write("datagram/1", .integer(number)), at: VirtualTime(number * 100), by: 0, on: p0)
      }
    }
    #expect(timeline.lines(1) == ["241: 2 from 0", "311: 3 from 0"])
    #expect(timeline.world.network.rules.isEmpty)
  }

  @Test func aRuleToDeliverLetsTheMessageArriveAtOnce() {
    #expect(ruled(.deliver, kind: "probe").first == "101: 1 from 0")
  }

  @Test func aRuleTakenAwayDoesNothing() {
    let link = Link(from: p0, to: p1)
    let rule = MessageRule(link: link, kind: "probe", treatment: .drop)
    let timeline = ProbeSetup().run { world in
      // Two that read alike: taking one away leaves the other. What is not there is not missed.
      for time in [0, 1] { world.schedule(.addRule(rule), at: VirtualTime(Int64(time))) }
      world.schedule(.removeRule(rule), at: 2)
      world.schedule(
        .removeRule(MessageRule(link: link, kind: nil, treatment: .drop)), at: 3)
      for number in Int64(1)...3 {
        world.plan(
          .write("datagram/1", .integer(number)), at: VirtualTime(number * 100), by: 0, on: p0)
      }
    }
    #expect(timeline.lines(1) == ["211: 2 from 0", "311: 3 from 0"])
  }

  @Test func duplicatesNameTheirOriginal() throws {
    var (timeline, message) = try onTheWay()
    timeline.intervene(.treat(message, .duplicate), at: 5)
    timeline.run(through: 100)
    let copies = timeline.recording.messages.filter { $0.record.copyOf != nil }
    #expect(copies.map(\.record.copyOf) == [message])
    #expect(copies.first?.fate == .delivered)
  }
}
