import Curriculum
import Foundation
import Glibc

/// Foundation has a `Progress` too.
typealias LearnerProgress = Curriculum.Progress

/// The file in which a learner's progress is kept.
///
/// Two labs may run at once: each write joins what is on disk under a lock, so nothing is lost, and
/// replaces the file in one step, so nobody reads half of it. A file that cannot be understood is
/// set aside under another name, never overwritten.
struct ProgressStore {
  let file: URL

  /// What there is, and what to tell the learner about it.
  func load() throws -> (progress: LearnerProgress, notice: String?) {
    guard FileManager.default.fileExists(atPath: file.path) else { return (LearnerProgress(), nil) }
    let text = try AtomicFile.read(file)
    do {
      return (try LearnerProgress(parsing: text), nil)
    } catch {
      let aside = try setAside()
      return (
        LearnerProgress(),
        "Your progress file was damaged (\(error)). It was kept as \(aside.lastPathComponent); "
          + "progress starts anew."
      )
    }
  }

  /// Joins this progress with what is on disk and writes the whole.
  func save(_ progress: LearnerProgress) throws {
    try locked {
      var whole = progress
      if let text = try? AtomicFile.read(file) {
        if let onDisk = try? LearnerProgress(parsing: text) {
          whole = whole.merged(with: onDisk)
        } else {
          _ = try setAside()
        }
      }
      try AtomicFile.write(whole.text, to: file)
    }
  }

  /// Renames the file so that nobody takes it for progress, and never over another one.
  private func setAside() throws -> URL {
    for number in 1... {
      let aside = file.appendingPathExtension("damaged-\(number)")
      if FileManager.default.fileExists(atPath: aside.path) { continue }
      do {
        try FileManager.default.moveItem(at: file, to: aside)
      } catch {
        throw CommandFailure(
          .inputOutput,
          "\(file.path) is damaged and cannot be set aside: \(AtomicFile.reason(error))")
      }
      return aside
    }
    return file
  }

  /// Holds a lock beside the file while the body runs; the system frees it when a process dies.
  private func locked<Result>(_ body: () throws -> Result) throws -> Result {
    let folder = file.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(
        .inputOutput, "cannot make the folder \(folder.path): \(AtomicFile.reason(error))")
    }
    let path = file.appendingPathExtension("lock").path
    let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw CommandFailure(
        .inputOutput, "cannot open \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
    return try body()
  }
}
