import CellGraphics
import Curriculum
import Histories
import LessonFiles
import Testing

@testable import LabInterface

/// Beside every text of every lesson stands what it is about.
@Suite struct LessonPanelsTests {
  static let identifiers =
    ((try? ShippedLessonTests.store())?.catalogue.lessons ?? []).map(\.id)

  @Test func thereAreLessons() { #expect(Self.identifiers.count > 5) }

  @Test(arguments: identifiers, [Size(width: 80, height: 24), Size(width: 120, height: 36)])
  func whatTheTextIsAboutIsSeen(_ lesson: String, _ size: Size) throws {
    let store = try ShippedLessonTests.store()
    var model = Fixtures.model(width: size.width, height: size.height, lessons: store.catalogue)
    _ = model.begin(.lesson(try store.lesson(lesson).lesson, round: 0))
    var person = Person(model)
    var texts = 0
    for _ in 0..<200 where person.model.screen == .lab {
      guard let session = person.model.lab?.session else { break }
      texts += 1
      expectSubjects(person)
      switch session.stage {
      case .predicting(let prediction):
        expectAsked(person)
        expectAnswers(person, count: prediction.choices.count)
        person.press(prediction.choices.isEmpty ? "1 enter" : "1")
        expectSubjects(person)
        person.press("n")
      case .working:
        person.press("I y")
        expectSubjects(person)
        person.press("n")
      default:
        let before = session.run.clock
        person.press("n")
        expectStretch(person, since: before)
      }
    }
    #expect(person.model.screen == .result && texts > 5)
  }

  /// What happened since the text before is in the window of the diagram, unless that would be too wide.
  private func expectStretch(_ person: Person, since before: VirtualTime) {
    guard let lab = person.model.lab, let session = lab.session, session.beatIndex > 0 else {
      return
    }
    let timeline = lab.view.timeline
    let isTooWide = (session.run.clock - before).milliseconds > 2560
    #expect(timeline.start <= before || isTooWide, "\(session.lesson.id) \(session.beatIndex)")
  }

  /// Every answer is on the screen, or the page says that there are more.
  private func expectAnswers(_ person: Person, count: Int) {
    guard person.model.lab?.layout?.placed.contains(where: { $0.id == LessonPanel.id }) ?? false
    else { return }
    let hidden = (0..<count).filter { !person.sees("( ) \($0 + 1) ") }
    #expect(hidden.isEmpty || person.sees("scroll to answer"), "\(person.testDescription)")
  }

  /// Every panel that the text names is on the screen, with the rows that it needs at least.
  private func expectSubjects(_ person: Person) {
    guard let lab = person.model.lab, let session = lab.session else { return }
    let place = "\(session.lesson.id) round \(session.round + 1) text \(session.beatIndex + 1)"
    let layout = LabLayout.of(person.model)
    for id in lab.subjects where person.model.panelOrder.contains(id) {
      guard let placed = layout.placed.first(where: { $0.id == id }),
        let panel = Panels.panel(id)
      else {
        Issue.record("\(place): \(id.rawValue) is not seen\n\(person.text)")
        continue
      }
      let context = person.model.context(of: id)
      guard !context.isCovered else { continue }
      let least = panel.rows(context, width: placed.rect.width - 4).lowerBound
      #expect(placed.rect.height - 2 >= least, "\(place): \(id.rawValue)")
      #expect(person.sees(panel.title), "\(place)")
    }
  }

  /// Every client that the question names has its line in Sessions, where the text is about that.
  private func expectAsked(_ person: Person) {
    guard let lab = person.model.lab, let page = lab.page, lab.subjects.contains(SessionsPanel.id),
      let placed = LabLayout.of(person.model).placed.first(where: { $0.id == SessionsPanel.id }),
      !person.model.context(of: SessionsPanel.id).isCovered
    else { return }
    let rows = person.screen[placed.rect.y..<placed.rect.maxY]
    let names = lab.view.sessions.map(\.client).filter { page.weight(of: $0) > 3 }
    for name in names.prefix(3) {
      #expect(
        rows.contains { $0.dropFirst(placed.rect.x + 2).hasPrefix(name + " ") },
        "\(lab.title): \(name)\n\(person.text)")
    }
  }

  // MARK: How rows are shared

  private static func shares(
    _ height: Int, _ rows: [(PanelID, ClosedRange<Int>)], leads: [PanelID]
  ) -> [String] {
    LessonShares(
      height: height,
      candidates: rows.map { id, rows in
        LessonShares.Candidate(id: id, rows: rows, isElastic: id == TimelinePanel.id)
      },
      leads: leads, order: rows.map(\.0)
    ).found().map { "\($0.id.rawValue) \($0.rows)" }
  }

  private static let panels: [(PanelID, ClosedRange<Int>)] = [
    (ReplicasPanel.id, 5...5), (NetworkPanel.id, 3...7), (TimelinePanel.id, 15...25),
    (SessionsPanel.id, 4...8),
  ]

  @Test func whatIsLedByGetsWhatItNeedsAndOthersWhatIsLeft() {
    #expect(
      Self.shares(19, Self.panels, leads: [NetworkPanel.id])
        == ["replicas 5", "network 7", "sessions 4"])
    #expect(
      Self.shares(19, Self.panels, leads: [SessionsPanel.id, NetworkPanel.id])
        == ["network 7", "sessions 10"])
    // The diagram takes what nobody else needs.
    #expect(
      Self.shares(33, Self.panels, leads: [ReplicasPanel.id])
        == ["replicas 5", "network 7", "timeline 18"])
  }

  /// Whatever there is to share: the rows and borders fill the column, and nothing is without a row.
  @Test func theColumnIsFilled() {
    for height in 3...60 {
      for lead in Self.panels.map(\.0) {
        let found = LessonShares(
          height: height,
          candidates: Self.panels.map { LessonShares.Candidate(id: $0, rows: $1) },
          leads: [lead], order: Self.panels.map(\.0)
        ).found()
        #expect(found.reduce(0) { $0 + $1.rows + 1 } == height, "\(height) \(lead.rawValue)")
        #expect(found.contains { $0.id == lead } && found.allSatisfy { $0.rows > 0 })
      }
    }
  }

  /// Of lines that do not all fit, those that matter are in view.
  @Test func whatMattersIsScrolledTo() {
    let lines = (0..<6).flatMap { item in [(item, TextLine("a")), (item, TextLine("b"))] }
    var scrolling = ScrollingLines(
      lines: lines.map { (item: $0.0, line: $0.1) }, selection: nil, interest: [0, 0, 0, 6, 6, 0])
    #expect(scrolling.window(height: 4).range == 6..<10)
    scrolling.selection = 0
    #expect(scrolling.window(height: 4).range == 0..<4)
    scrolling.selection = 4
    #expect(scrolling.window(height: 4).range == 6..<10)
    scrolling.interest = []
    scrolling.selection = nil
    #expect(scrolling.window(height: 4).range == 0..<4)
  }
}

/// What the title of Network says of cuts.
@Suite struct CutWordsTests {
  private func note(_ cut: String, width: Int) -> String {
    var person = Person.inSandbox()
    person.command(cut)
    return NetworkPanel.note(person.model.context(of: NetworkPanel.id), width: width).text
  }

  @Test func whoIsCutOffIsNamed() {
    #expect(note("cut R3 | *", width: 72).contains("R3 cut off from all others (6 links)"))
    #expect(note("cut R3 | *", width: 46).contains("R3 cut off (6 links)"))
    #expect(
      note("cut P,R1 | R2,R3", width: 72).contains("P,R1 cut off from the other nodes (4 links)"))
    #expect(note("cut R3 | nodes", width: 72).contains("R3 cut off from the other nodes (3 links)"))
    #expect(note("cut P,R1 | R2", width: 72).contains("P,R1 | R2 cut (2 links)"))
    #expect(note("cut P | R3", width: 72).contains("1 link cut"))
    #expect(note("cut P -> R3", width: 72).contains("1 link cut"))
    #expect(note("cut P,R1 -> R2,R3", width: 72).contains("4 links cut"))
  }
}
