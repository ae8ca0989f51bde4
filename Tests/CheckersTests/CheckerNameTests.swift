import Checkers
import Testing

@Suite struct CheckerNameTests {
  @Test func spellings() {
    #expect(CheckerName.readYourWrites.name == "ReadYourWrites")
    #expect(CheckerName.readYourWrites.kebabName == "read-your-writes")
    #expect(CheckerName.readYourWrites.words == "read your writes")
    #expect(CheckerName.pram.name == "PRAM")
    #expect(CheckerName.pram.kebabName == "pram")
    #expect(CheckerName.pram.words == "PRAM")
  }

  @Test(arguments: CheckerName.allCases) func spellingsParse(name: CheckerName) {
    #expect(CheckerName(parsing: name.name) == name)
    #expect(CheckerName(parsing: name.kebabName) == name)
    #expect(CheckerName(parsing: name.name.dropLast()) == nil)
    #expect(!name.definition.isEmpty && !name.reference.isEmpty)
  }
}
