extension PseudoTerminal {
  /// What the program has left on the terminal that a shell does not want, in words; empty when the
  /// terminal was given back as it was.
  public var leftovers: [String] {
    var found: [String] = []
    if screen.isAlternateScreen { found.append("the alternate screen") }
    if !screen.cursorVisible { found.append("a hidden cursor") }
    if !echoes { found.append("no echo") }
    if !readsWait { found.append("reads that do not wait") }
    if !isCanonical { found.append("no line editing") }
    found += screen.modes.filter { $0 != 7 && $0 != 25 }.map { "the private mode \($0)" }
    found += screen.unknownSequences.map { "the sequence \($0)" }
    return found
  }
}
