import ArgumentParser
import CellGraphics
import Foundation
import LabInterface
import LessonFiles

/// `conlab demo`: makes the recordings of `Assets/Demos` from the key scripts beside them.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Print the recording that a script of keys makes.",
    discussion: """
      The script says what is pressed and what the screen then shows; the recording is an \
      asciicast, the same bytes each time. Exit code 1: a line of the script is not so.
      """, shouldDisplay: false)

  @OptionGroup var shared: SharedOptions

  @Argument(help: "A script of keys, such as Assets/Demos/another-future.keys.")
  var script: String

  func run() throws {
    try guarded {
      let text = try AtomicFile.read(URL(fileURLWithPath: script))
      let parsed: KeyScript
      do throws(KeyScriptError) { parsed = try KeyScript(parsing: text) } catch {
        throw CommandFailure(.data, "\(script): \(error)")
      }
      let store = try shared.store()
      var recorder = DemoRecorder(parsed, library: Library(lessons: store.catalogue)) {
        try? store.lesson($0).lesson
      }
      do throws(KeyScriptError) { print(try recorder.record().cast, terminator: "") } catch {
        throw CommandFailure(.violated, "\(script): \(error)")
      }
    }
  }
}
