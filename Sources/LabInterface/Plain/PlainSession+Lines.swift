import CellGraphics
import Curriculum
import Laboratory

extension PlainSession {
  /// Takes in a line as it was typed. Every line has an answer, in what `say()` returns next.
  public mutating func take(line: String) -> [Command] {
    let line = Self.trimmed(line)
    memory.wantsAnswer = !line.hasPrefix("#")
    if model.overlay != nil {
      let commands = answerOverlay(line)
      note()
      model.settle()
      return finish(commands)
    }
    let commands = interpret(line)
    askFromTheFirstField()
    note()
    model.settle()
    return finish(commands)
  }

  /// The screen may begin at a later field, above which the earlier ones are read; here each is asked for.
  private mutating func askFromTheFirstField() {
    guard case .prompt(var prompt)? = model.overlay else { return }
    prompt.focus = 0
    model.overlay = .prompt(prompt)
  }

  /// Without blanks at the ends, and without what a file of another system ends its lines with.
  private static func trimmed(_ line: String) -> String {
    var text = Substring(line)
    while let last = text.last, last == " " || last == "\t" || last.isNewline { text.removeLast() }
    return String(text.drop { $0 == " " || $0 == "\t" })
  }

  mutating func interpret(_ line: String) -> [Command] {
    if line.isEmpty {
      memory.forget()
      return []
    }
    if line.hasPrefix("#") { return [] }
    if isAnswer(line) { return run("answer \(line)", added: "answer ".count) }
    if let number = Int(line) { return openByNumber(number) }
    if let action = keyed(line) { return run(action.command) }
    return run(line.hasPrefix(":") ? Self.trimmed(String(line.dropFirst())) : line)
  }

  /// The action of a key that is named, `n` or `End`, where no command is called so.
  private func keyed(_ line: String) -> LabAction? {
    let isLetter = line.unicodeScalars.count == 1
    guard let key = Key(named: isLetter ? line : line.lowercased()) else { return nil }
    let isCommand = ActionRegistry.action(typed: line, in: model.keyScreen) != nil
    return isCommand ? nil : model.keys.action(for: key, in: model.keyScreen)
  }

  /// Whether the line answers the lesson's question: a number, with its unit or without, or the
  /// words of a choice.
  private func isAnswer(_ line: String) -> Bool {
    guard model.screen == .lab, case .predicting(let prediction)? = model.lab?.session?.stage
    else { return false }
    let words = line.split(separator: " ")
    if Int(line) != nil { return true }
    if words.count == 2, Int(words[0]) != nil, prediction.unit.map({ $0 == words[1] }) ?? false {
      return true
    }
    return prediction.choices.contains { $0.lowercased() == line.lowercased() }
  }

  /// A number by itself, with no question open: a line of Home.
  private mutating func openByNumber(_ number: Int) -> [Command] {
    guard model.screen == .home else {
      reply("Nothing is asked that a number would answer; ? lists what can be typed.")
      return []
    }
    return openFromHome(number)
  }

  mutating func openFromHome(_ number: Int) -> [Command] {
    let count = model.homeItems.count
    guard (1...max(1, count)).contains(number), count > 0 else {
      reply(count == 0 ? "Nothing is listed." : "Choose 1 to \(count).")
      return []
    }
    model.home.selection = number - 1
    return model.openHomeItem()
  }

  /// Runs a command: one of plain mode, else one of the palette.
  ///
  /// - Parameter offset: how many of its characters were not typed; no column lies in these.
  mutating func run(_ text: String, added offset: Int = 0) -> [Command] {
    if let commands = runPlain(text) { return commands }
    do {
      return try model.type(text)
    } catch {
      let column = (error.column ?? 1) - offset
      let place = column > 1 ? "column \(column): " : ""
      reply("Not done: \(place)\(error.message)")
      return []
    }
  }

  /// Plays at once what on the screen takes its time, and keeps the rest of the commands.
  private mutating func finish(_ commands: [Command]) -> [Command] {
    let commands = commands + travel()
    if model.isPlaying { play() }
    return commands.filter { command in
      switch command {
      case .startTicking, .stopTicking, .redraw, .suspend: false
      default: true
      }
    }
  }

  /// Goes to the end of a longer way, or so far that it does not seem to end.
  private mutating func travel() -> [Command] {
    var commands: [Command] = []
    // A saved run has an end.
    while model.awaitedRun != nil { commands += update(.tick(elapsedMilliseconds: 0), &model) }
    for _ in 0..<Self.journeyTicksMax where model.isUnderway {
      model.status = nil
      commands += update(.tick(elapsedMilliseconds: 0), &model)
    }
    note()
    guard model.isUnderway else { return commands }
    model.lab?.isPlaying = false
    reply("Stopped on the way, at t=\(model.lab?.run.clock ?? .zero) ms. Ask again to go on.")
    return commands
  }

  /// How many slices of events a longer way takes at most.
  static var journeyTicksMax: Int { 400 }

  /// How much virtual time `play` lets pass at most.
  static var playingMax: Int { 10_000 }

  /// Lets time run until the run rests, a question comes, or `playingMax` has passed.
  private mutating func play() {
    let speed = model.lab?.speed ?? 0
    model.lab?.speed = LabState.speeds.count - 1
    // At the highest speed a tick of 25 ms is 250 ms of virtual time.
    for _ in 0..<(Self.playingMax / 250) where model.isPlaying {
      _ = update(.tick(elapsedMilliseconds: 25), &model)
      note()
    }
    model.lab?.speed = speed
    guard model.isPlaying else { return }
    model.lab?.isPlaying = false
    reply("Played \(Self.playingMax) ms; there is more. Type play to go on.")
  }
}
