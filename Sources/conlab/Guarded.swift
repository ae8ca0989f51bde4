import ArgumentParser
import Glibc
import Laboratory
import LessonFiles

/// Runs the body of a command; what goes wrong becomes one clear message and an exit code of the
/// table.
func guarded(_ body: () throws -> Void) throws {
  do {
    try body()
    // A full disk is found out here.
    guard fflush(nil) == 0 else {
      throw CommandFailure(
        .inputOutput, "the output could not be written: \(String(cString: strerror(errno)))")
    }
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

extension LessonFileError.Kind {
  var status: ExitStatus {
    switch self {
    case .content: .data
    case .missing: .missing
    case .inputOutput: .inputOutput
    }
  }
}
