import Histories
import Testing

@Suite struct PositionVectorTests {
  private func prefix(_ log: Int, _ lsn: Int64) -> LogPrefix {
    LogPrefix(of: LogID(log), through: LogPosition(epoch: 1, lsn: lsn))
  }

  @Test func joiningTakesTheLaterOfEachLog() {
    var vector = PositionVector([prefix(2, 40), prefix(0, 6)])
    vector.join(PositionVector([prefix(2, 39), prefix(1, 1), prefix(0, 7)]))
    #expect(vector.prefixes == [prefix(0, 7), prefix(1, 1), prefix(2, 40)])
    #expect(vector.includes(prefix(2, 40)) && !vector.includes(prefix(2, 41)))
    #expect(!vector.includes(prefix(3, 1)) && vector[LogID(3)] == nil)
    #expect(vector.without(LogID(1)).prefixes == [prefix(0, 7), prefix(2, 40)])
  }

  @Test func joiningIsASemilattice() {
    let vectors = (0..<8).map { bits in
      PositionVector(
        (0..<3).map { prefix($0, Int64(1 + (bits >> $0 & 1))) }.filter { p in
          bits & 4 == 0 || p.log.index != 1
        })
    }
    func joined(_ a: PositionVector, _ b: PositionVector) -> PositionVector {
      var copy = a
      copy.join(b)
      return copy
    }
    for a in vectors {
      #expect(joined(a, a) == a)
      for b in vectors {
        #expect(joined(a, b) == joined(b, a))
        for c in vectors { #expect(joined(joined(a, b), c) == joined(a, joined(b, c))) }
      }
    }
  }
}
