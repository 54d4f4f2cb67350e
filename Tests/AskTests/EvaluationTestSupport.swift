import Foundation

/// A small generator with a seed, so that failures repeat: SplitMix64 (Steele, Lea, Flood 2014).
struct EvaluationRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// From 0 to 1, 1 excluded.
  mutating func nextUnit() -> Double { Double(next() >> 11) / Double(1 << 53) }
}

/// What the tests of evaluation and benchmark need of the file system.
enum EvaluationFixture {
  /// Runs `body` with a directory that is removed when it ends.
  static func withDirectory<T>(_ body: (String) throws -> T) throws -> T {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("ask-evaluation-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }

  static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }
}
