import ArgumentParser
@preconcurrency import Glibc
import Laboratory
import LessonFiles

/// Runs the body of a command; what goes wrong becomes one clear message and an exit code of the
/// table. Output that was lost is always said, and its code goes before that of any verdict.
func guarded(_ body: () throws -> Void) throws {
  let outcome = Result { try explained(body) }
  if let failure = OutputFailure.found() {
    complain(failure.message)
    throw failure.status.code
  }
  try outcome.get()
}

/// Says what went wrong.
private func explained(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let failure as CommandFailure {
    complain(failure.message)
    throw failure.status.code
  } catch let error as LessonFileError {
    complain(error.description)
    throw error.kind.status.code
  } catch let error as SavedRunError {
    complain(error.description)
    throw ExitStatus.data.code
  } catch let error as ScenarioError {
    complain(error.description)
    throw ExitStatus.data.code
  } catch let error as BudgetExceeded {
    complain(error.description)
    throw ExitStatus.undecided.code
  }
}

/// Finds out whether standard output took everything; a full disk is noticed here.
private enum OutputFailure {
  static func found() -> CommandFailure? {
    let what = "the output could not be written"
    guard fflush(nil) == 0 else {
      return CommandFailure(.inputOutput, "\(what): \(String(cString: strerror(errno)))")
    }
    // Longer output was written before, and what went wrong with it is remembered as a fact only.
    return ferror(stdout) == 0 ? nil : CommandFailure(.inputOutput, what)
  }
}

extension LessonFileError.Kind {
  var status: ExitStatus {
    switch self {
    case .content: .data
    case .missing: .missing
    case .inputOutput: .inputOutput
    }
  }
}
