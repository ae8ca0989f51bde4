import CellGraphics
import Curriculum

/// Home in lines: what can be opened, numbered.
enum PlainHome {
  static func lines(_ model: Model) -> [String] {
    let done = model.library.lessons.lessons.filter { model.progress[$0.id]?.isComplete ?? false }
    let total = model.library.lessons.lessons.count
    var lines = ["Consistency Lab: see what replicas do to your data."]
    if total > 0 { lines.append("\(done.count) of \(total) lessons complete.") }
    let items = model.homeItems
    if !model.home.filter.isEmpty {
      lines.append("Only what holds \(model.home.filter); filter shows all.")
    }
    var section = ""
    for (index, item) in items.enumerated() {
      if item.section != section {
        lines += ["", item.section + ":"]
        section = item.section
      }
      lines.append("\(index + 1)) " + text(item, model))
    }
    lines.append("")
    if items.isEmpty { return lines + ["Nothing matches. Type filter, then Enter, to show all."] }
    return lines + ["Type 1 to \(items.count) to open one; ? lists what can be typed; quit ends."]
  }

  static func selected(_ model: Model) -> String {
    guard let item = model.homeItem else { return "Nothing is selected." }
    let items = model.homeItems
    let number = min(max(model.home.selection, 0), items.count - 1) + 1
    return "\(number)) " + text(item, model)
  }

  private static func text(_ item: HomeItem, _ model: Model) -> String {
    switch item {
    case .resume(let lesson, let round): "\(lesson.id) \(lesson.title), round \(round + 1)"
    case .lesson(let lesson, _): lessonText(lesson, model)
    case .preset(let preset): "\(preset.title). \(preset.summary)"
    case .saved(let entry):
      (["\(entry.name), saved \(entry.detail)"] + entry.contents).joined(separator: ", ")
    }
  }

  private static func lessonText(_ lesson: LessonHead, _ model: Model) -> String {
    let state: String
    if let progress = model.progress[lesson.id] {
      state =
        progress.isSolved ? "complete, solved" : progress.isComplete ? "complete" : "begun"
    } else {
      state = "not begun, about \(lesson.minutes) minutes"
    }
    return "\(lesson.id) \(lesson.title) (\(state))"
  }
}
