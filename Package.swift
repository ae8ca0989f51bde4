// swift-tools-version: 6.1
import PackageDescription

/// Warnings are errors where the tests run; a newer compiler's new warning does not stop a user.
let strict: [SwiftSetting] =
  Context.environment["CONLAB_STRICT"] == "1" ? [.unsafeFlags(["-warnings-as-errors"])] : []
/// The engine is generic and specialised once for each protocol, across modules.
let fast: [SwiftSetting] =
  strict + [.unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))]

let package = Package(
  name: "ConsistencyLab",
  products: [.executable(name: "conlab", targets: ["conlab"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Layer 0: what everybody knows.
    .target(name: "Histories", swiftSettings: fast),
    .target(name: "CellGraphics", swiftSettings: fast),
    // Layer 1: the kernel, and the judges.
    .target(name: "Simulation", dependencies: ["Histories"], swiftSettings: fast),
    .target(name: "Checkers", dependencies: ["Histories"], swiftSettings: fast),
    // Layer 2: protocols.
    .target(name: "Replication", dependencies: ["Histories", "Simulation"], swiftSettings: fast),
    // Layer 3: scenarios, actions, runs.
    .target(
      name: "Laboratory", dependencies: ["Histories", "Simulation", "Checkers", "Replication"],
      swiftSettings: fast),
    // Layer 4: lessons.
    .target(
      name: "Curriculum", dependencies: ["Laboratory", "Histories", "Simulation", "Checkers"],
      swiftSettings: strict),
    // Layer 5: what a person sees and presses.
    .target(
      name: "LabInterface",
      dependencies: [
        "Histories", "Simulation", "Checkers", "Laboratory", "Curriculum", "CellGraphics",
      ],
      swiftSettings: fast),
    // Layer 6: lessons from files.
    .target(
      name: "LessonFiles",
      dependencies: [
        "Curriculum", "Laboratory", "Checkers", "Histories", "Simulation",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    // Layer 6: configuration and themes from files.
    .target(
      name: "SettingsFiles",
      dependencies: ["LessonFiles", "LabInterface", "Laboratory", "CellGraphics"],
      swiftSettings: strict),
    // Layer 6: recorded histories from files.
    .target(
      name: "HistoryFiles", dependencies: ["Histories", "Checkers", "CellGraphics"],
      swiftSettings: fast),
    // Layer 6: the terminal.
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw")]),
    .target(
      name: "CursesTerminal", dependencies: ["CellGraphics", "CNcurses"], swiftSettings: strict),
    // Layer 7: the program.
    .executableTarget(
      name: "conlab",
      dependencies: [
        "LessonFiles", "SettingsFiles", "HistoryFiles", "LabInterface", "Curriculum", "Laboratory",
        "CursesTerminal", "CellGraphics", "Checkers", "Histories", "Simulation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "ConsistencyBench",
      dependencies: [
        "Histories", "Simulation", "Replication", "Laboratory", "Curriculum", "LabInterface",
        "LessonFiles", "CellGraphics", "Checkers", "TerminalTesting",
      ],
      swiftSettings: fast),

    // For tests only.
    .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
    .target(
      name: "TerminalTesting", dependencies: ["CellGraphics", "CPseudoTerminal"],
      path: "Tests/TerminalTesting", swiftSettings: strict),
    .executableTarget(
      name: "TerminalDemo", dependencies: ["CellGraphics", "CursesTerminal"],
      path: "Tests/TerminalDemo", swiftSettings: strict),
    .testTarget(name: "CellGraphicsTests", dependencies: ["CellGraphics"], swiftSettings: strict),
    .testTarget(
      name: "CursesTerminalTests",
      dependencies: ["CellGraphics", "CursesTerminal", "TerminalTesting", "TerminalDemo"],
      swiftSettings: strict),
    .target(
      name: "TestWorlds", dependencies: ["Histories", "Simulation", "Replication"],
      path: "Tests/TestWorlds", swiftSettings: strict),
    .testTarget(
      name: "SimulationTests",
      dependencies: ["Simulation", "Replication", "Histories", "TestWorlds"],
      swiftSettings: strict),
    .testTarget(
      name: "ReplicationTests",
      dependencies: ["Simulation", "Replication", "Histories", "TestWorlds"],
      swiftSettings: strict),
    .testTarget(
      name: "LaboratoryTests",
      dependencies: ["Laboratory", "Histories", "Simulation", "Checkers"], swiftSettings: strict),
    .testTarget(
      name: "LabInterfaceTests",
      dependencies: [
        "Histories", "Simulation", "Checkers", "Laboratory", "Curriculum", "CellGraphics",
        "LabInterface", "LessonFiles",
      ],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "CurriculumTests",
      dependencies: [
        "Curriculum", "LessonFiles", "Laboratory", "Histories", "Simulation", "Checkers",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "LessonFilesTests",
      dependencies: [
        "LessonFiles", "HistoryFiles", "Curriculum", "Laboratory", "Histories", "Simulation",
        "Checkers",
      ],
      exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "SettingsFilesTests",
      dependencies: ["SettingsFiles", "LessonFiles", "LabInterface", "CellGraphics"],
      swiftSettings: strict),
    // Recorded histories of any length, for tests and, from `HistoryGenerator`, for trying the program.
    .target(
      name: "GeneratedHistories", path: "Tests/GeneratedHistories", swiftSettings: strict),
    .executableTarget(
      name: "HistoryGenerator",
      dependencies: [
        "GeneratedHistories", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/HistoryGenerator", swiftSettings: strict),
    .testTarget(
      name: "HistoryFilesTests",
      dependencies: ["HistoryFiles", "Checkers", "Histories", "GeneratedHistories"],
      swiftSettings: strict),
    .testTarget(
      name: "ProgramTests",
      dependencies: [
        "conlab", "CellGraphics", "TerminalTesting", "LessonFiles", "LabInterface", "Curriculum",
        "Laboratory", "GeneratedHistories",
      ], swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
    .testTarget(
      name: "CheckersTests", dependencies: ["Checkers", "Histories"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
