// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [.unsafeFlags(["-warnings-as-errors"])]
let fast: [SwiftSetting] = strict + [.unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))]

let package = Package(
  name: "ConsistencyLab",
  targets: [
    .target(name: "Histories", swiftSettings: fast),
    .target(name: "Simulation", dependencies: ["Histories"], swiftSettings: fast),
    .target(name: "Replication", dependencies: ["Histories", "Simulation"], swiftSettings: fast),
    .target(name: "Checkers", dependencies: ["Histories"], swiftSettings: fast),
    .target(
      name: "Laboratory", dependencies: ["Histories", "Simulation", "Checkers", "Replication"],
      swiftSettings: fast),
    .executableTarget(name: "ConsistencyBench", dependencies: ["Histories", "Simulation", "Replication"], swiftSettings: fast),
    .testTarget(name: "CheckersTests", dependencies: ["Checkers", "Histories"]),
    .testTarget(
      name: "LaboratoryTests", dependencies: ["Laboratory", "Histories", "Simulation", "Checkers"]),
  ],
  swiftLanguageModes: [.v6]
)
