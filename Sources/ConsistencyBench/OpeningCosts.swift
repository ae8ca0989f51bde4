import CellGraphics
import Curriculum
import LabInterface
import Laboratory
import LessonFiles

/// What opening each round of each lesson costs: reading its file, and the message that opens it with
/// the frame after it.
struct OpeningCosts {
  private struct Case {
    let lesson: String
    let rounds: Int
    var reading = Samples()
    var opening = Samples()
  }
  private var cases: [Case] = []
  private let store: LessonStore

  /// - Throws: `LessonFileError` when the folder cannot be read.
  init(lessons folder: String) throws { store = try LessonStore(folder: folder) }

  mutating func measure(times: Int) {
    for head in store.catalogue.tracks.flatMap(\.lessons) {
      guard let loaded = try? store.lesson(head.id) else { continue }
      var one = Case(lesson: head.id, rounds: loaded.lesson.rounds.count)
      for _ in 0..<times {
        one.reading.add(spent { _ = try? store.lesson(head.id) })
        for round in 0..<one.rounds { one.opening.add(opening(loaded.lesson, round)) }
      }
      cases.append(one)
    }
  }

  private func opening(_ lesson: Lesson, _ round: Int) -> Duration {
    let size = Size(width: 120, height: 36)
    var model = Model(size: size, glyphs: .unicode, library: Library(lessons: store.catalogue))
    var buffer = CellBuffer(size: size)
    return spent {
      _ = model.begin(.lesson(lesson, round: round))
      view(model, into: &buffer)
    }
  }

  private func spent(_ body: () -> Void) -> Duration {
    let before = threadTime()
    body()
    return threadTime() - before
  }

  func print() {
    Swift.print("\nopening a lesson: reading its file; a round with its first frame, 120x36")
    Table.print(
      header: ["", "rounds", "read ms", "round ms: median", "max", "aim"],
      rows: cases.map { one in
        [
          one.lesson, String(one.rounds),
          Table.number(one.reading.median / 1_000_000, digits: 1),
          Table.number(one.opening.median / 1_000_000, digits: 1),
          Table.number(one.opening.maximum / 1_000_000, digits: 1), "16",
        ]
      })
  }
}
