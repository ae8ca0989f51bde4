import Curriculum
import Testing

/// Joining loses nothing, in whatever order, and the text form tells damage.
@Suite struct ProgressTests {
  /// A small deterministic source of progress values.
  private func samples() throws -> [Progress] {
    let texts = [
      "conlab-progress 1\nend 0\n",
      "conlab-progress 1\nlesson SR1 begun open - 1 0\nright SR1 a\nplace 1 SR1 0 2\nend 3\n",
      "conlab-progress 1\nlesson SR1 complete solved 3 1 2\nwrong SR1 a\nright SR1 b\n"
        + "place 4 SR1 3 1\nend 4\n",
      "conlab-progress 1\nlesson SR1 complete open - 1 5\nlesson WC1 begun open - 2 0\n"
        + "place 4 WC1 0 0\nend 3\n",
      "conlab-progress 1\nlesson WC1 complete solved 1 2 0\nright WC1 z\nend 2\n",
      "conlab-progress 2\nattempt SR1 1 over\nanswer SR1 1 a wrong Bob %\nhint SR1 1 2\n"
        + "round SR1 1 m 0 through 3 1\nmet SR1 1 m 0 t a%20b\nend 5\n",
      "conlab-progress 2\nattempt SR1 1 underway\nanswer SR1 1 a right Alice Alice\nhint SR1 1 0\n"
        + "solution SR1 1 t\nround SR1 1 m 0 underway 2 2\nround SR1 1 k 0 through 0 0\nend 6\n",
      "conlab-progress 2\nattempt SR1 1 underway\nround SR1 1 m 1 underway 1 0\nend 2\n",
      "conlab-progress 2\nattempt SR1 2 underway\nanswer SR1 2 a right Alice Alice\nend 2\n",
    ]
    var samples: [Progress] = []
    for text in texts { samples.append(try Progress(parsing: text)) }
    return samples
  }

  @Test func joiningIsCommutativeAssociativeAndIdempotent() throws {
    let samples = try samples()
    for a in samples {
      #expect(a.merged(with: a) == a && a.merged(with: Progress()) == a)
      for b in samples {
        #expect(a.merged(with: b) == b.merged(with: a))
        #expect(a.merged(with: b).merged(with: b) == a.merged(with: b))
        for c in samples {
          #expect(
            a.merged(with: b).merged(with: c) == a.merged(with: b.merged(with: c)))
        }
      }
    }
  }

  @Test func theTextFormRoundTrips() throws {
    let all = try samples().reduce(Progress()) { $0.merged(with: $1) }
    #expect(try Progress(parsing: all.text) == all)
    let first = try #require(all["SR1"])
    #expect(first.isComplete && first.isSolved && first.fewestMoves == 3 && first.hints == 5)
    #expect(first.right == ["a", "b"] && first.onlyWrong == [])
    #expect(all.place?.lesson == "WC1" && all.place?.stamp == 4)
  }

  /// Whoever looks into another lesson comes back to where they were in this one.
  @Test func everyLessonKeepsItsPlace() throws {
    let one = try Progress(parsing: "conlab-progress 2\nplace 3 SR1 2 1\nplace 4 WC1 1 0\nend 2\n")
    let other = try Progress(
      parsing: "conlab-progress 2\nplace 1 SR1 0 4\nplace 2 CM1 1 1\nend 2\n")
    let joined = one.merged(with: other)
    #expect(joined.places.map(\.lesson) == ["CM1", "SR1", "WC1"])
    #expect(joined.place?.lesson == "WC1")
    #expect(joined.place(in: "SR1") == Progress.Place(stamp: 3, lesson: "SR1", round: 2, beat: 1))
    #expect(joined == other.merged(with: one))
    #expect(try Progress(parsing: joined.text) == joined)
    let over = try Progress(
      parsing: "conlab-progress 2\nattempt SR1 1 over\nplace 1 SR1 2 1\nend 2\n")
    let head = LessonHead(
      id: "SR1", title: "T", track: "t", objective: "o", minutes: 5, bench: .cluster,
      counts: nil)
    let catalogue = LessonCatalogue(
      tracks: [.init(id: "t", title: "T", summary: "", lessons: [head])])
    #expect(catalogue.round(toGoOn: head, joined) == 2)
    #expect(catalogue.round(toGoOn: head, over) == nil)
    #expect(catalogue.round(toGoOn: head, Progress()) == nil)
  }

  @Test func damageIsReported() throws {
    let text = try samples()[2].text
    for (broken, line) in [
      ("", 1), ("conlab-progress 3\nend 0\n", 1),
      (String(text.dropLast(8)), 5), (text.replacing("wrong SR1 a\n", with: ""), 5),
      (text.replacing("wrong SR1 a", with: "wrong SR1 \u{1B}[2J"), 4),
      (text.replacing("lesson SR1 complete", with: "lesson SR1 perhaps"), 2),
      (text + "more\n", 7),
    ] {
      let damage = #expect(throws: ProgressDamage.self) { try Progress(parsing: broken) }
      #expect(damage?.line == line, "\(damage.map(String.init(describing:)) ?? "-")")
    }
  }

  @Test func everyCutIsNoticed() throws {
    let text = try samples()[3].text
    for length in 0..<(text.count - 1) {
      #expect(throws: ProgressDamage.self) { try Progress(parsing: String(text.prefix(length))) }
    }
  }

  @Test func twoLabsAtOnceLoseNothing() throws {
    let lesson = try FirstLesson.load()
    var one = try LessonSession(lesson)
    one.next()
    one.next()
    one.answer(text: "Alice and Bob")
    let other = try LessonSession(lesson, round: 1)
    var (first, second) = (Progress(), Progress())
    first.record(one.result)
    second.record(other.result)
    second.record(other.result)
    let joined = first.merged(with: second)
    #expect(joined["SR1"]?.right == ["sr1-friends"])
    #expect(joined.place == Progress.Place(stamp: 2, lesson: "SR1", round: 1, beat: 0))
    let catalogue = LessonCatalogue(
      tracks: [.init(id: "t", title: "T", summary: "", lessons: [lesson.head])])
    #expect(catalogue.continuation(joined)?.round == 1)
    #expect(catalogue.nearest(to: "SR") == "SR1" && catalogue.lesson("sr1") != nil)
  }
}
