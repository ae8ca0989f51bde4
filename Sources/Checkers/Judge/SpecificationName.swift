/// The data types whose sequential behaviour a history can be judged by: one closed list, from which
/// the command line takes its words.
public enum SpecificationName: String, CaseIterable, Hashable, Sendable {
  case register
  case casRegister = "cas-register"
  case multiRegister = "multi-register"
  case kv
  case counter
  case set
  case queue
  case stack
  case list
  case mutex
}
