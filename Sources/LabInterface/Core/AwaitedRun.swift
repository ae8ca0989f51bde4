import Laboratory

/// A saved run on its way to being opened: it is replayed a slice of events with each tick, so that
/// no key is waited for. A key stops it.
struct AwaitedRun: Sendable {
  let file: SavedFile
  var name: String { file.name }
  var replay: SavedRunReplay

  /// How much of it is replayed, in per cent.
  var percent: Int { 100 * replay.events / max(1, replay.eventsAltogether) }
}

extension Model {
  /// Begins to replay the text of a saved run; a short one is open at once.
  mutating func openSaved(_ name: String, _ text: String) -> [Command] {
    let wasPlaying = isPlaying
    do {
      awaitedRun = AwaitedRun(
        file: SavedFile(name: name, version: SavedRun.version(of: text)),
        replay: try SavedRunReplay(SavedRun(parsing: text)))
      awaitSaved()
    } catch {
      status = .refusal("\(name) cannot be opened: \(error)")
    }
    return ticking(since: wasPlaying)
  }

  /// Replays a slice more, and shows the run where it was saved once it is whole.
  mutating func awaitSaved() {
    guard var awaited = awaitedRun else { return }
    awaitedRun = nil
    let name = awaited.name
    do throws(SavedRunError) {
      guard let run = try awaited.replay.advance(budget: LabState.eventsPerMessageMax) else {
        awaitedRun = awaited
        status = .news("Replaying \(name), to be opened: \(awaited.percent)%. Any key stops here.")
        return
      }
      openRun(run, title: name)
      // What was rescued is not written over: the next rescue finds its name in use, and it stays.
      if !name.hasPrefix(Self.rescued) { lab?.file = awaited.file }
      status = .news("\(name) replays to the same digest; you are at t=\(run.clock) ms.")
    } catch {
      status = .refusal("\(name) cannot be opened: \(error)")
    }
  }

  /// Whether a message of the person has ended the way to a saved run, and is spent with that.
  mutating func stopsAwaiting(_ message: Message) -> Bool {
    guard let awaited = awaitedRun else { return false }
    switch message {
    case .key(let key) where !leaves(key): break
    case .mouse(let event) where event.action == .press(.left) && usesMouse: break
    case .paste: break
    default: return false
    }
    awaitedRun = nil
    status = .news("\(awaited.name) was not opened: stopped at \(awaited.percent)%.")
    return true
  }
}
