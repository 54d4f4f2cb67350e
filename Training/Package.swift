// swift-tools-version: 6.0
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// A package of its own, so that users of `ask` never build what only trains its weights.
let package = Package(
  name: "training",
  dependencies: [.package(name: "ask", path: "..")],
  targets: [
    .target(
      name: "TrainingData", dependencies: [.product(name: "AskLibrary", package: "ask")],
      swiftSettings: settings),
    .executableTarget(
      name: "prepare-reader",
      dependencies: ["TrainingData", .product(name: "AskLibrary", package: "ask")],
      swiftSettings: settings),
    .executableTarget(
      name: "calibrate-reader",
      dependencies: ["TrainingData", .product(name: "AskLibrary", package: "ask")],
      swiftSettings: settings),
    .executableTarget(
      name: "train-reader",
      dependencies: ["TrainingData", .product(name: "AskLibrary", package: "ask")],
      swiftSettings: settings),
    .executableTarget(
      name: "train-ranker", dependencies: [.product(name: "AskLibrary", package: "ask")],
      swiftSettings: settings),
  ]
)
