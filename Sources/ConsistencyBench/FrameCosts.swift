import CellGraphics
import Curriculum
import LabInterface
import Laboratory

/// What a frame of the lab screen costs on runs of different lengths.
struct FrameCosts {
  private struct Case {
    let events: Int
    let size: Size
    var step = Samples()
    var draw = Samples()
    /// Both together: from the key to the finished frame.
    var whole = Samples()
  }
  private var cases: [Case] = []

  /// Steps back and forth at the end of each run and draws the screen after each step.
  mutating func measure(events lengths: [Int], times: Int) {
    for events in lengths {
      let run = BenchWorld.judged(events: events, BenchWorld.scenario(servers: 9))
      for (width, height) in [(120, 36), (200, 60), (500, 200)] {
        let size = Size(width: width, height: height)
        cases.append(measured(run, events: events, size, times: times))
      }
    }
  }

  private func measured(_ run: Run, events: Int, _ size: Size, times: Int) -> Case {
    var result = Case(events: events, size: size)
    let library = Library(lessons: LessonCatalogue(tracks: []))
    var model = Model(size: size, glyphs: .unicode, library: library)
    _ = model.begin(.run(run, title: "bench"))
    var buffer = CellBuffer(size: size)
    for index in 0..<times {
      let key: Key = index % 2 == 0 ? .left : .right
      let step = timed { _ = update(.key(key), &model) }.0
      let draw = timed { view(model, into: &buffer) }.0
      result.step.add(step)
      result.draw.add(draw)
      result.whole.add(step + draw)
    }
    return result
  }

  func print() {
    Swift.print("\na key (one step back or forward) and its frame, 9 nodes and 50 clients")
    Table.print(
      header: ["", "key us", "frame us", "aim us", "both: median", "99 %", "max"],
      rows: cases.map { one in
        [
          "\(one.size.width)x\(one.size.height), \(one.events) events",
          Table.number(one.step.median / 1000, digits: 0),
          Table.number(one.draw.median / 1000, digits: 0), "2000",
          Table.number(one.whole.median / 1000, digits: 0),
          Table.number(one.whole.percentile(99) / 1000, digits: 0),
          Table.number(one.whole.maximum / 1000, digits: 0),
        ]
      })
  }
}
