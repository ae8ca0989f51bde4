import Foundation
import LessonFiles

/// A folder of lessons of its own, removed with the value.
final class LessonFolder {
  let path = NSTemporaryDirectory() + "lessons-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: path + "/t", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file of the track `t`.
  func file(_ name: String) -> String { "\(path)/t/\(name).yaml" }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: file(name), atomically: true, encoding: .utf8)
  }

  func write(_ name: String, bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
  }

  /// Writes the lesson of the template, with one edit.
  func lesson(_ id: String, _ old: String = "", _ new: String = "") throws {
    let text = LessonTemplate.text(id: id, track: "t")
    try write(id, old.isEmpty ? text : Checkout.edited(text, old, new) ?? "")
  }

  func store() throws -> LessonStore { try LessonStore(folder: path) }
}
