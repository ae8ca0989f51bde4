import Laboratory
import Testing

/// Texts that are no goals: the column, and what was expected.
@Suite struct GoalSyntaxTests {
  static let broken: [(text: String, column: Int, says: String)] = [
    ("", 1, "expected a value"),
    ("read(c1, 100", 13, "expected a comma or )"),
    ("read(c1, 100) = Bob", 15, "found ="),
    ("read(c1, 100) == ", 18, "found the end"),
    ("\"open", 1, "no closing"),
    ("1 == 1 1", 8, "expected an operator"),
    ("smallest(window in 9...3 where yes)", 24, "at least 9"),
    ("smallest(window 0...3 where yes)", 17, "expected in"),
    ("run(other): yes", 5, "in quotes"),
    ("a \u{7} b", 3, "U+7"),
    ("99999999999999999999 == 1", 1, "10^12"),
    ("{1, 2", 6, "expected a comma or }"),
  ]

  @Test(arguments: broken.indices) func saysWhereAndWhat(_ index: Int) {
    let (text, column, says) = Self.broken[index]
    #expect {
      _ = try GoalExpression(parsing: text)
    } throws: { error in
      guard let error = error as? GoalSyntaxError else { return false }
      return error.column == column && error.message.contains(says)
    }
  }

  static let misnamed = [
    "read(c9, 100) == Bob": "no client is called c9",
    "value(R9, name) == Bob": "no node is called R9",
    "violations(Staleness) == {}": "no checker is called Staleness",
    "reed(c1, 100) == Bob": "no function is called reed",
    "read(c1) == Bob": "read takes (client, instant)",
    "latency(c1, 100, at: 5) == 2": "takes no argument called at",
  ]

  @Test(arguments: misnamed.keys.sorted()) func knowsTheNames(_ text: String) throws {
    let goal = try GoalExpression(parsing: text)
    let names = NameTable(servers: ["P", "R1"], clients: ["c1"], sessions: ["c1"])
    #expect {
      try goal.check(names)
    } throws: { error in
      (error as? GoalSyntaxError)?.message.contains(Self.misnamed[text] ?? "-") ?? false
    }
  }

  @Test func nestingIsBounded() {
    let deep = String(repeating: "(", count: 500) + "1" + String(repeating: ")", count: 500)
    #expect(throws: GoalSyntaxError.self) { try GoalExpression(parsing: deep) }
  }
}
