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

  /// What the file holds.
  private enum Content {
    case none
    case progress(LearnerProgress)
    case damaged
    /// It is there and cannot be read, for a reason that may pass.
    case unreadable(CommandFailure)
  }

  private func content() -> Content {
    do {
      return .progress(try LearnerProgress(parsing: try AtomicFile.read(file)))
    } catch let failure as CommandFailure {
      switch failure.status {
      case .missing: return .none
      case .data: return .damaged
      default: return .unreadable(failure)
      }
    } catch {
      return .damaged
    }
  }

  /// What there is, and what to tell the learner about it. Nothing here keeps the lab from opening.
  func load() -> (progress: LearnerProgress, notice: String?) {
    switch content() {
    case .none: return (LearnerProgress(), nil)
    case .progress(let progress): return (progress, nil)
    case .unreadable(let failure): return (LearnerProgress(), "Your progress: \(failure.message)")
    case .damaged:
      do {
        // Under the lock, so that the mended file of another lab is not taken for the damaged one.
        return try locked {
          if case .progress(let mended) = content() { return (mended, nil) }
          let aside = try setAside().lastPathComponent
          return (LearnerProgress(), "Your progress was damaged; the file is kept as \(aside).")
        }
      } catch {
        let reason = (error as? CommandFailure)?.message ?? "\(error)"
        return (LearnerProgress(), "Your progress: \(reason)")
      }
    }
  }

  /// Joins this progress with what is on disk and writes the whole.
  func save(_ progress: LearnerProgress) throws {
    try locked {
      var whole = progress
      switch content() {
      case .none: break
      case .progress(let onDisk): whole = whole.merged(with: onDisk)
      case .damaged: _ = try setAside()
      // It may be whole: it is not overwritten.
      case .unreadable(let failure): throw failure
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
