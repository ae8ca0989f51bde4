/// What a monitor of one data type says of a component.
enum MonitorFinding {
  /// Indices of operations in an order that explains them; empty if it was not asked for.
  case holds([Int])
  /// Operations that no order explains, ascending: everything of some elements, and nothing of others.
  case fails([Int32])
  /// The method does not decide this history.
  case handsOver
}
