import Histories
import Replication
import Simulation

func makeWorld(clients: Int, servers: Int, initial: [History.InitialValue]) -> World<SingleLeader> {
  let members = (0..<servers).map { NodeID($0) }
  var configuration = SingleLeader.Configuration(log: LogID(0), members: members, leader: members[0])
  configuration.initial = initial
  configuration.acknowledgement = .majority
  var network = Network(endpoints: servers + clients, defaultDelay: 1)
  for a in members { for b in members where a != b { network[Link(from: a, to: b)].delay = 5 } }
  return World(
    WorldConfiguration(
      seed: 1, tieOrder: .standard, servers: servers,
      clients: (0..<clients).map { ClientConfiguration(session: SessionID($0), routing: .preferred, timeout: 100000) },
      network: network, configuration: configuration))
}
print(MemoryLayout<Envelope<SingleLeader.Message>>.size, MemoryLayout<SingleLeader.Message>.size, MemoryLayout<ClientReply>.size, MemoryLayout<ClientRequest>.size, MemoryLayout<Call>.size, MemoryLayout<Value>.size, MemoryLayout<Effect<SingleLeader>>.size, MemoryLayout<EventRecord>.size, MemoryLayout<Operation>.size)
var world = makeWorld(clients: 50, servers: 5, initial: [.init("a", 0)])
world.schedule(.setWorkload(Workload(clients: (0..<50).map { ProcessID($0) }, meanGap: 7, readPercent: 0, keys: ["a", "b", "c", "d"])), at: 0)
let clock = ContinuousClock()
var none = NoObserver()
var bare = world
bare.start(&none)
var t = clock.now
for _ in 0..<1_000_000 { _ = bare.step(&none) }
var d = clock.now - t
print("bare", d / 1_000_000, bare.now, bare.messagesInFlight.count, bare.digest.hexadecimal)
var line = Timeline(world, initial: [.init("a", 0)])
t = clock.now
for _ in 0..<1_000_000 { _ = line.forward() }
d = clock.now - t
print("timeline", d / 1_000_000, line.world.now, line.world.digest.hexadecimal)
t = clock.now
line.seek(to: line.position - 1)
print("back", clock.now - t)
t = clock.now
line.seek(to: 500_001)
print("back far", clock.now - t)
// bare binary heap loop
struct HeapEntry { var time: Int64; var seq: Int64; var kind: Int64 }
var heap: [HeapEntry] = []
@inline(never) func bareLoop(_ n: Int) -> Int64 {
  var h: [HeapEntry] = []
  func push(_ e: HeapEntry) {
    h.append(e); var i = h.count - 1
    while i > 0 { let p = (i - 1) / 2; if (h[i].time, h[i].seq) < (h[p].time, h[p].seq) { h.swapAt(i, p); i = p } else { break } }
  }
  func pop() -> HeapEntry {
    let r = h[0]; let l = h.removeLast(); if !h.isEmpty { h[0] = l; var i = 0
      while true { let a = 2*i+1; if a >= h.count { break }; var m = a; let b = a + 1
        if b < h.count, (h[b].time, h[b].seq) < (h[a].time, h[a].seq) { m = b }
        if (h[m].time, h[m].seq) < (h[i].time, h[i].seq) { h.swapAt(i, m); i = m } else { break } } }
    return r
  }
  var seq: Int64 = 0
  for i in 0..<50 { push(HeapEntry(time: Int64(i), seq: seq, kind: 0)); seq += 1 }
  var sum: Int64 = 0
  for _ in 0..<n { let e = pop(); sum &+= e.time; push(HeapEntry(time: e.time + 1 + (e.seq * 7919) % 13, seq: seq, kind: e.kind)); seq += 1 }
  return sum
}
t = clock.now; let sum = bareLoop(1_000_000); d = clock.now - t
print("heap loop", d / 1_000_000, sum)
