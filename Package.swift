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
    .executableTarget(name: "ConsistencyBench", dependencies: ["Histories", "Simulation", "Replication"], swiftSettings: fast),
    .target(
      name: "TestWorlds", dependencies: ["Histories", "Simulation", "Replication"],
      path: "Tests/TestWorlds", swiftSettings: strict),
    .testTarget(
      name: "SimulationTests", dependencies: ["Simulation", "Replication", "Histories", "TestWorlds"],
      swiftSettings: strict),
    .testTarget(
      name: "ReplicationTests", dependencies: ["Simulation", "Replication", "Histories", "TestWorlds"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
