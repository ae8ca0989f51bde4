import Testing

@testable import Laboratory

@Suite struct SeedSetTests {
  private func set(_ seeds: [UInt64]) -> SeedSet {
    seeds.reduce(into: SeedSet()) { $0.insert($1) }
  }

  @Test func theSameSeedsAreTheSameValueInAnyOrder() {
    #expect(set([1, 2, 3, 7]) == set([7, 3, 1, 2]))
    #expect(set([1, 2, 3, 7]).description == "1 to 3, 7")
    #expect(set([1, 2, 3, 7]).count == 4)
    #expect(set([1, 3]).union(set([2, 9])) == set([1, 2, 3, 9]))
    #expect(SeedSet(5...9).union(SeedSet(1...4)) == SeedSet(1...9))
    #expect(SeedSet(1...9).union(SeedSet(3...4)) == SeedSet(1...9))
    #expect(SeedSet().union(SeedSet()).isEmpty)
  }

  @Test func theEndsOfTheNumbersAreNoTraps() {
    var all = SeedSet(1...UInt64.max)
    #expect(all.count == .max && !all.contains(0) && all.contains(.max))
    all.insert(0)
    #expect(all.ranges == [0...UInt64.max] && all.count == .max)
    all.insert(.max)
    #expect(all.union(SeedSet(.max...UInt64.max)) == all)
  }

  @Test func commonSeedsAreFound() {
    #expect(set([1, 2, 8]).firstCommon(with: set([3, 4, 7])) == nil)
    #expect(set([1, 2, 8]).firstCommon(with: set([3, 4, 8])) == 8)
    #expect(SeedSet(1...9).firstCommon(with: SeedSet(5...20)) == 5)
    #expect(SeedSet().firstCommon(with: SeedSet(1...2)) == nil)
  }

  @Test func whatIsMissingIsFound() {
    #expect(SeedSet(1...9).subtracting(set([1, 4, 5, 9])) == set([2, 3, 6, 7, 8]))
    #expect(set([1, 2, 8]).subtracting(set([2, 3, 8, 9])) == set([1]))
    #expect(SeedSet(3...4).subtracting(SeedSet(1...9)).isEmpty)
    #expect(SeedSet(1...9).subtracting(SeedSet()) == SeedSet(1...9))
    #expect(set([1, 2, 5, 6, 9]).subtracting(SeedSet(2...5)) == set([1, 6, 9]))
    let all = SeedSet(0...UInt64.max)
    #expect(all.subtracting(SeedSet(1...UInt64.max)) == SeedSet(0...0))
    #expect(all.subtracting(all).isEmpty)
  }

  @Test(arguments: [1, 2, 3, 7, 12]) func shardsAreAPartition(parts: Int) {
    let range: ClosedRange<UInt64> = 100...106
    let shards = (1...parts).compactMap { SeedSet.shard($0, of: parts, in: range) }
    #expect(shards.flatMap { Array($0) } == Array(range))
    let sizes = (1...parts).map { SeedSet.shard($0, of: parts, in: range)?.count ?? 0 }
    #expect(sizes.max()! - sizes.min()! <= 1)
    #expect(SeedSet.shard(2, of: 2, in: (.max - 1)...(.max)) == .max...(.max))
  }
}
