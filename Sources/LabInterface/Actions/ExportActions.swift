import CellGraphics
import Histories
import Laboratory

extension ActionRegistry {
  static let exportActions: [LabAction] = [
    LabAction(
      "export", "export",
      help: "Write the run to a file for others: as text, svg, mermaid or asciicast.",
      keys: [Key("E")], argument: "FORMAT [NAME] [from TIME] [to TIME]", group: .general,
      priority: 23, when: canExport,
      effect: { model, text in text.isEmpty ? model.open(.export) : model.export(text) })
  ]

  /// A diagram holds what comes next, and that is what an open question asks for.
  @Sendable private static func canExport(_ model: Model) -> Availability {
    guard let lab = model.lab else { return .unavailable("no run is open") }
    if model.isPresenting { return .unavailable(Model.readOnly) }
    if case .predicting? = lab.session?.stage {
      return .unavailable("answer first: the file would hold what the question covers")
    }
    return .when(lab.run.newest > 0, else: "nothing has happened yet")
  }
}

/// What was typed after `export`.
struct ExportRequest: Hashable, Sendable {
  var format: ExportFormat
  /// Empty: made from the run's title.
  var name = ""
  var from: VirtualTime?
  var to: VirtualTime?

  /// Reads `FORMAT [NAME] [from TIME] [to TIME]`.
  /// - Throws: `ActionError` with the column at fault, counted from the first character.
  init(parsing text: String) throws(ActionError) {
    var words = Self.words(of: text)
    let names = ExportFormat.allCases.map(\.rawValue)
    guard let first = words.first, let format = ExportFormat(rawValue: first.text) else {
      let near = words.first.flatMap { NearMatch.nearest(to: $0.text, among: names) }
      throw ActionError(
        column: words.first?.column ?? 1,
        "export: expected " + names.joined(separator: ", ")
          + (words.first.map { "; found \($0.text)" } ?? "")
          + (near.map { "; did you mean \($0)?" } ?? ""))
    }
    self.format = format
    words.removeFirst()
    if let word = words.first, word.text != "from", word.text != "to" {
      guard Model.isFileName(word.text) else {
        throw ActionError(
          column: word.column, "\(word.text) cannot be a name " + Model.fileNameRule)
      }
      name = word.text
      words.removeFirst()
    }
    while let word = words.first {
      guard word.text == "from" ? from == nil : word.text == "to" && to == nil else {
        throw ActionError(
          column: word.column, "export: expected from TIME or to TIME, found \(word.text)")
      }
      words.removeFirst()
      let time = try Self.time(words.first, after: word)
      if word.text == "from" { from = time } else { to = time }
      words.removeFirst()
    }
    if let from, let to, from > to {
      throw ActionError("export: from \(from) lies after to \(to)")
    }
  }

  private static func time(
    _ word: (text: String, column: Int)?, after keyword: (text: String, column: Int)
  ) throws(ActionError) -> VirtualTime {
    guard let word, let time = Int64(word.text), (0...1_000_000_000_000).contains(time) else {
      throw ActionError(
        column: word?.column ?? keyword.column + keyword.text.count + 1,
        "export: expected an instant in whole milliseconds after \(keyword.text)")
    }
    return VirtualTime(time)
  }

  private static func words(of text: String) -> [(text: String, column: Int)] {
    var words: [(text: String, column: Int)] = []
    var isInWord = false
    for (index, character) in text.enumerated() {
      if character == " " {
        isInWord = false
      } else if isInWord {
        words[words.count - 1].text.append(character)
      } else {
        words.append((String(character), index + 1))
        isInWord = true
      }
    }
    return words
  }
}

extension Model {
  /// Makes the file of an export and asks for it to be written.
  mutating func export(_ text: String) -> [Command] {
    guard let lab else { return [] }
    do throws(ActionError) {
      let request = try ExportRequest(parsing: text)
      var export = RunExport(request.format)
      export.from = request.from ?? .zero
      export.to = request.to
      export.showsBackground = lab.showsBackground
      export.glyphs = glyphs
      let largest = RunRecording.sizeMax
      export.size = Size(
        width: min(size.width, largest.width), height: min(size.height, largest.height))
      let name = request.name.isEmpty ? stem(lab) : request.name
      if request.format == .asciicast {
        let wasPlaying = isPlaying
        self.lab?.isPlaying = false
        status = self.lab?.stayUnderway(.recording(export.recorder(of: lab.run), name: name))
        return ticking(since: wasPlaying) + record()
      }
      return [
        .export(
          text: try contents(export, lab.run), name: name,
          pathExtension: request.format.pathExtension)
      ]
    } catch {
      status = Status(text: error.message, kind: .refusal, argumentColumn: error.column)
      return []
    }
  }

  /// Draws the next frames of a recording, and asks for it to be written once it is done.
  mutating func record() -> [Command] {
    guard case .recording(var recorder, let name)? = lab?.journey else { return [] }
    let wasPlaying = isPlaying
    // One slice is one frame of the lab; on a small screen two fit.
    for _ in 0..<(size.width * size.height > 6_000 ? 1 : 2) where !recorder.isDone {
      recorder.drawNext()
    }
    guard recorder.isDone else {
      status = lab?.stayUnderway(.recording(recorder, name: name))
      return []
    }
    lab?.isPlaying = false
    status = nil
    return ticking(since: wasPlaying) + [
      .export(
        text: recorder.text, name: name, pathExtension: ExportFormat.asciicast.pathExtension)
    ]
  }

  private func contents(_ export: RunExport, _ run: Run) throws(ActionError) -> String {
    do throws(DiagramTooLarge) { return try export.text(of: run) } catch {
      throw ActionError("export: \(error.amount); add from TIME to TIME")
    }
  }

  /// Says where an export was written, or why it was not.
  mutating func exported(_ path: String, _ problem: String?) {
    if let problem {
      status = .refusal("Nothing was exported: \(problem)")
      return
    }
    let text = "Written to \(path)"
    // A path is of no use when its end is cut off.
    if DisplayWidth.of(text) > size.width - 8 {
      overlay = .notice(title: "The run was exported", text: text)
    } else {
      status = .news(text)
    }
  }
}

extension PromptKind {
  /// What to export, and under which name.
  func exportFields(_ model: Model) -> [PromptField] {
    guard let lab = model.lab else { return [] }
    let end = RunExport.end(of: lab.run)
    return [
      .choice("format", ExportFormat.allCases.map(\.rawValue)),
      .text("name", model.stem(lab), hint: "of the file; one that is there is never overwritten"),
      .text("from", "0", hint: "ms"),
      .text("to", "\(max(end, .zero))", hint: "ms; the newest event is at \(end)"),
    ]
  }
}
