import Curriculum
import Foundation
import LessonFiles
import Testing

/// What authors are given is true: the template, the guide's example, the schema.
@Suite struct AuthoringTests {
  @Test func theTemplateIsASoundLesson() throws {
    let text = LessonTemplate.text(id: "NEW1", track: "my-track")
    let loaded = try LessonReader.read(text, file: "new.yaml")
    #expect(loaded.check().map(\.description) == [])
    #expect(loaded.lesson.track == "my-track")
  }

  @Test func theGuidesExampleIsTheTemplate() throws {
    let guide = try Checkout.text(Checkout.root + "/docs/LESSONS.md")
    let parts = guide.components(separatedBy: "```yaml\n")
    let example = try #require(parts.dropFirst().first?.components(separatedBy: "```").first)
    #expect(example == LessonTemplate.text(id: "NB1", track: "notebook"))
  }

  @Test func theGuideNamesEveryKey() throws {
    let guide = try Checkout.text(Checkout.root + "/docs/LESSONS.md")
    for group in LessonKeys.groups {
      for key in group.keys { #expect(guide.contains("`\(key)`"), "\(group.name): \(key)") }
    }
  }

  @Test func theSchemaListsExactlyTheKeysOfTheDecoder() throws {
    let data = try Data(
      contentsOf: URL(fileURLWithPath: Checkout.root + "/Assets/lesson.schema.json"))
    let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    #expect(definitions.keys.sorted() == LessonKeys.groups.map(\.name).sorted())
    for group in LessonKeys.groups {
      let definition = try #require(definitions[group.name])
      let properties = try #require(definition["properties"] as? [String: Any])
      #expect(properties.keys.sorted() == group.keys.sorted(), "\(group.name)")
      let required = try #require(definition["required"] as? [String])
      #expect(required.sorted() == group.required.sorted(), "\(group.name)")
      #expect(definition["additionalProperties"] as? Bool == false)
    }
  }

  @Test func theHistoryFixturePasses() throws {
    #expect(try LessonStore.load(Checkout.historyLesson).check().map(\.description) == [])
  }
}
