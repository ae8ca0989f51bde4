import CellGraphics
import Laboratory

/// Takes in a message: changes the model and returns what the program has to do.
public func update(_ message: Message, _ model: inout Model) -> [Command] {
  let commands = model.take(message) + model.recordNews()
  model.settle()
  return commands
}

extension Model {
  mutating func take(_ message: Message) -> [Command] {
    if stopsAwaiting(message) { return [.stopTicking] }
    switch message {
    case .key(let key): return take(key)
    case .paste(let text): return paste(text)
    case .mouse(let event): return take(event)
    case .resized(let size):
      self.size = size
      return pauseUnseen()
    case .tick(let elapsed): return tick(elapsed)
    case .saved(let name, let problem):
      saved(name, problem)
      return []
    case .exported(let path, let problem):
      exported(path, problem)
      return []
    case .loaded(let name, let text): return openSaved(name, text)
    case .loadFailed(let name, let problem):
      status = .refusal("\(name) cannot be opened: \(problem)")
      return []
    case .lessonLoaded(let lesson): return lessonLoaded(lesson)
    case .lessonFailed(let id, let problem):
      lessonFailed(id, problem)
      return []
    case .savedRuns(let entries):
      let selected = homeItem?.id
      savedRuns = entries
      selectOnHome(selected)
      return []
    case .notice(let text):
      takeNotice(text)
      return []
    }
  }

  /// A run does not play on while nothing of it can be seen.
  private mutating func pauseUnseen() -> [Command] {
    guard !size.contains(Self.smallest), isPlaying, !isUnderway else { return [] }
    lab?.isPlaying = false
    status = .news("Paused: the window was too small. \(keyLabels.atStart("play")) plays on.")
    return [.stopTicking]
  }

  /// Says it beside what was to be said anyway, and not again with every step.
  private mutating func takeNotice(_ text: String) {
    guard text != lastNotice else { return }
    lastNotice = text
    guard let said = status else {
      status = .news(text)
      return
    }
    status = Status(text: "\(text) \(said.text)", kind: said.kind)
  }

  private mutating func take(_ key: Key) -> [Command] {
    status = nil
    awaitedLesson = nil
    guard size.contains(Self.smallest) else { return takeWhileTooSmall(key) }
    if overlay != nil { return overlayTakes(key) }
    guard let action = mapAction(for: key) ?? keys.action(for: key, in: keyScreen) else {
      status = .refusal(
        "\(key.label(glyphs)) does nothing here; \(self.key("help")) lists what does.")
      return []
    }
    return perform(action, argument: action.takesKey ? LabAction.keyMark + key.description : "")
  }

  /// Nothing can be seen, so nothing is changed but what leaves.
  private mutating func takeWhileTooSmall(_ key: Key) -> [Command] {
    guard leaves(key) else { return [] }
    return lab?.losses(in: self) == nil ? [.quit] : []
  }

  /// Whether a key leaves the screen or the program.
  func leaves(_ key: Key) -> Bool {
    ["quit", "exit"].contains { id in
      ActionRegistry.action(named: id).map { keys.keys(of: $0).contains(key) } ?? false
    }
  }

  /// Does an action if it is available now, else says why not.
  mutating func perform(_ action: LabAction, argument: String) -> [Command] {
    switch action.availability(self) {
    case .available: return action.effect(&self, argument)
    case .unavailable(let reason):
      status = .refusal("\(action.title): \(reason)")
      return []
    }
  }

  private mutating func paste(_ text: String) -> [Command] {
    status = nil
    overlay?.insert(text)
    if case .palette? = overlay { refreshPalette() }
    return []
  }

  private mutating func tick(_ elapsed: Int) -> [Command] {
    if awaitedRun != nil {
      awaitSaved()
      return isPlaying ? [] : [.stopTicking]
    }
    guard isPlaying, lab != nil else { return [.stopTicking] }
    if screen == .compare {
      playCompared(elapsedMilliseconds: elapsed)
      return isPlaying ? [] : [.stopTicking]
    }
    switch lab?.journey {
    case .judgement?: return nextBeat()
    case .answer(let text)?: return answer(text)
    case .recording?: return record()
    case .variant(let play, let source)?: return playVariant(play, source)
    case let journey?: status = lab?.travel(journey)
    case nil: if let news = lab?.play(elapsedMilliseconds: elapsed) { status = news }
    }
    return isPlaying ? [] : [.stopTicking]
  }

  /// Brings what is drawn up to date after a message, whatever it changed.
  mutating func settle() {
    if screen == .compare, let options = lab?.comparedOptions { compare?.refresh(options) }
    guard screen == .lab, lab != nil else { return }
    lab?.isPresenting = isPresenting
    let labels = keyLabels
    lab?.keys = labels
    lab?.refresh()
    keepSelections()
    let layout = LabLayout(self)
    lab?.layout = layout
    if let focus = lab?.focus, layout.turns.contains(focus) { lab?.lastTurn = focus }
    for placed in layout.placed {
      guard let panel = Panels.panel(placed.id) else { continue }
      let news = panel.news(context(of: placed.id))
      lab?.seen[placed.id] = news
    }
  }
}
