import Curriculum
import Histories
import Laboratory
import Testing

/// While a question is open, or still to come, the run cannot be taken to its answer.
@Suite struct NothingLeaksTests {
  /// With how often each is repeated.
  static let walks: [(Navigation, Int)] = [
    (.step, 4), (.tick, 3), (.end, 2), (.newest, 1), (.time(100_000), 2), (.event(10_000), 1),
  ]

  /// At every beat of every round, every way of walking stops before the next answer.
  @Test func noWalkPassesAQuestion() throws {
    let lesson = try FirstLesson.load()
    for round in lesson.rounds.indices {
      var session = try LessonSession(lesson, round: round)
      for _ in 0..<60 where !session.isFinished && session.round == round {
        for (walk, count) in Self.walks {
          var probe = session
          for _ in 0..<count { probe.navigate(walk) }
          try expectNothingDecided(probe)
        }
        switch session.stage {
        case .predicting(let prediction): session.answer(text: prediction.choices.first ?? "0")
        case .working: session.revealSolution()
        default: session.next()
        }
      }
    }
  }

  private func expectNothingDecided(_ session: LessonSession) throws {
    let open = session.beats.compactMap(\.prediction).first { prediction in
      !session.predictions.contains { $0.id == prediction.id }
    }
    guard let open, case .choice(let choices) = open.form else { return }
    let right = try #require(choices.first { $0.label == open.expected })
    let run = BenchRun.cluster(session.run)
    let outcome = run.judge(right.condition, .atEnd, NamedRuns(session.lesson))
    #expect(outcome.state != .met, "\(open.id) is on the screen at \(session.run.clock)")
    #expect(!session.checklist.contains { $0.kind == .show && $0.reason.isEmpty })
  }

  @Test func walkingBackAndForthStaysFree() throws {
    var session = try LessonSession(try FirstLesson.load())
    session.next()
    session.next()
    let newest = session.run.newest
    #expect(session.navigate(.start) == nil && session.run.position == 0)
    #expect(session.navigate(.step) == nil && session.run.position > 0)
    #expect(session.navigate(.end)?.contains("answer first") == true)
    #expect(session.run.newest == newest && session.run.clock == 149)
    session.previousBeat()
    #expect(session.isRereading && session.run.clock == 149)
    #expect(session.navigate(.time(152)) != nil)
    #expect(session.next() == nil && !session.isRereading)
  }

  @Test func playingStopsAtTheQuestionToCome() throws {
    var session = try LessonSession(try FirstLesson.load())
    #expect(session.navigate(.time(140)) == nil && session.run.clock == 140)
    #expect(session.navigate(.time(160))?.contains("question") == true)
    #expect(session.run.clock == 149)
  }

  @Test func showsAppearOnlyOnceTheyAreTrue() throws {
    var session = try LessonSession(try FirstLesson.load())
    #expect(!session.checklist.contains { $0.kind == .show })
    for _ in 0..<60 where session.round == 0 {
      if case .predicting(let prediction) = session.stage {
        session.answer(text: prediction.expected)
      } else if session.furthestBeat == session.beats.count - 1 {
        break
      } else {
        session.next()
      }
    }
    let shows = session.lesson.shows.count { $0.round == "as-it-is" }
    #expect(session.checklist.count { $0.kind == .show && $0.state == .met } == shows)
  }
}
