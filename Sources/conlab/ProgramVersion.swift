/// The version of the program, for people. Saved runs carry the engine's own version.
enum ProgramVersion {
  static let current = "0.1.0"
}
