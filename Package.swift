// swift-tools-version: 6.0
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "ask",
  products: [
    .executable(name: "ask", targets: ["AskCLI"]),
    .library(name: "AskLibrary", targets: ["Embed", "Ingest", "Retriever", "Reader", "Ask"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    // System libraries, installed by `make setup`.
    .systemLibrary(name: "CBLAS", providers: [.apt(["libblas-dev", "libopenblas-serial-dev"])]),
    .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
    .systemLibrary(name: "CDetector", providers: [.apt(["libuchardet-dev"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(
      name: "CXML",
      providers: [.apt(["libxml2-dev", "libicu-dev", "liblzma-dev", "zlib1g-dev"])]),
    .systemLibrary(name: "CCompression", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CArchive", providers: [.apt(["libarchive-dev", "nettle-dev", "libbz2-dev"])]),

    // Bytes that travel inside the program: the handbook, learned weights, character tables.
    .target(
      name: "CAssets",
      cSettings: [.define("ASK_PACKAGE_ROOT", to: "\"\(Context.packageDirectory)\"")]),

    // Inner loops in C, compiled for several instruction sets.
    .target(name: "CKernels"),
    // Calls of the system that Swift does not show.
    .target(name: "CSystem"),

    // Libraries, in dependency order.
    .target(
      name: "Embed", dependencies: ["CStemmer", "CBLAS", "CAssets", "CKernels"],
      swiftSettings: settings),
    .target(
      name: "Ingest",
      dependencies: [
        "Embed", "CDetector", "CXML", "CCompression", "CArchive", "CSystem", "CKernels",
      ],
      swiftSettings: settings),
    .target(
      name: "Retriever",
      dependencies: [
        "Embed", "CAssets", "CKernels", "CZstd", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "Reader", dependencies: ["Embed", "CAssets", "CKernels"], swiftSettings: settings),
    .target(
      name: "Ask",
      dependencies: [
        "Embed", "Ingest", "Retriever", "Reader", "CAssets",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),

    // Tool.
    .executableTarget(
      name: "AskCLI",
      dependencies: [
        "Ask",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),

    // Tests.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "EmbedTests", dependencies: ["Embed", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "IngestTests", dependencies: ["Ingest", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "RetrieverTests",
      dependencies: [
        "Retriever", "Embed", "CKernels", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ReaderTests", dependencies: ["Reader", "Embed", "CKernels", "TestSupport"],
      exclude: ["Fixtures"],
      swiftSettings: settings),
    .testTarget(name: "AskTests", dependencies: ["Ask", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "AskCLITests", dependencies: ["AskCLI", "Ask", "TestSupport"],
      swiftSettings: settings),
  ]
)
