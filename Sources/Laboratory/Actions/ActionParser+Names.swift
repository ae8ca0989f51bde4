import Histories
import Simulation

extension ActionParser {
  /// The name at the present token, in quotes or without.
  private var nameText: String? {
    switch token.kind {
    case .word(let word), .quoted(let word): word
    default: nil
    }
  }

  /// A server.
  mutating func node() throws(ActionError) -> NodeID {
    expect(grammar.expected.node)
    guard let node = nameText.flatMap({ names.server(named: $0) }) else { throw failure() }
    advance()
    return node
  }

  mutating func client() throws(ActionError) -> ProcessID {
    expect(grammar.expected.client)
    guard let client = nameText.flatMap({ names.client(named: $0) }) else { throw failure() }
    advance()
    return client
  }

  mutating func expectEndpoint() {
    expect(grammar.expected.node)
    if !names.clients.isEmpty {
      expect(grammar.expected.client)
    }
  }

  /// A server or a client.
  mutating func endpoint() throws(ActionError) -> NodeID {
    expectEndpoint()
    guard let endpoint = nameText.flatMap({ names.endpoint(named: $0) }) else { throw failure() }
    advance()
    return endpoint
  }

  /// Names separated by commas, each at most once.
  mutating func list<Element: Hashable>(
    of element: (inout ActionParser) throws(ActionError) -> Element
  ) throws(ActionError) -> [Element] {
    var elements: [Element] = []
    var seen: Set<Element> = []
    repeat {
      let place = token
      let next = try element(&self)
      guard seen.insert(next).inserted else {
        throw error("\(place.description) is named twice", at: place)
      }
      elements.append(next)
    } while take(",", "another one")
    return elements
  }

  mutating func step() throws(ActionError) -> StepName {
    guard !grammar.steps.isEmpty else {
      throw error("this protocol has no named steps to crash at")
    }
    expect(grammar.expected.step)
    guard let name = nameText, let step = grammar.steps.first(where: { $0.name == name }) else {
      throw failure()
    }
    advance()
    return step
  }

  /// A message by its number: `m12`.
  mutating func message() throws(ActionError) -> MessageID {
    expect(grammar.expected.message)
    guard let word = token.word, word.utf8.first == UInt8(ascii: "m"),
      word.utf8.dropFirst().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int64(word.dropFirst()), number > 0
    else { throw failure() }
    advance()
    return MessageID(number)
  }
}
