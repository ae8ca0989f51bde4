import CellGraphics
import Checkers
import Histories
import Laboratory

/// What differs between two moments of the lab, in words.
struct PlainChanges {
  let old: LabView
  let from: PlainMemory.Place
  let lab: LabState
  let remarks: [Status]

  init(from old: LabView, at place: PlainMemory.Place, to lab: LabState, remarks: [Status]) {
    self.old = old
    from = place
    self.lab = lab
    self.remarks = remarks
  }

  var lines: [String] { [] }
}
