import TestSupport
import Testing

/// Questions that no one would ask, which must neither crash nor be answered with rubbish.
struct HostileQuestionTests {
  private let runner: CommandRunner

  init() throws {
    runner = try CommandRunner()
    try runner.write(SampleDocuments.harbour, to: "harbour.md")
    expect(try runner.ask("init", "-q"), status: 0)
    expect(try runner.ask("add", "-q", "harbour.md"), status: 0)
  }

  @Test(arguments: [
    "\"", "''", "*", "(", ")", "NEAR", "AND OR NOT", "a*", "^$", "%", "%s%n%d", "\\", "--", "-",
    "; DROP TABLE documents; --", "👩‍👩‍👧‍👦", "\u{202E}evil\u{202C}", "e\u{301}\u{301}\u{301}", "\u{FEFF}",
    "\u{1}\u{2}\u{1B}[31m", "？", "。", "的", "lighthouse\nferry", "{}[]",
  ])
  func oddQuestionsEndProperly(_ question: String) throws {
    for command in ["q", "search"] {
      let result = try runner.ask(command, "--json", input: question)
      #expect([0, 1].contains(result.status), "\(result.status): \(result.errorText.prefix(300))")
      #expect(result.hasProperErrors)
      _ = try JSONObject(result)
    }
  }

  @Test(arguments: ["a", "🏴‍☠️", "问", "\"*(", "\u{301}", "x "])
  func hundredThousandCharactersAreSurvived(_ unit: String) throws {
    let question = String(repeating: unit, count: 100_000 / unit.unicodeScalars.count)
    let result = try runner.ask("q", "-", "--json", input: question + "?")
    #expect([0, 1].contains(result.status), "\(result.status): \(result.errorText.prefix(300))")
    #expect(try JSONObject(result).string("question").unicodeScalars.count >= 90_000)
  }

  @Test func randomCharactersAreSurvived() throws {
    var generator = SeededGenerator(seed: 20)
    var scalars = String.UnicodeScalarView()
    while scalars.count < 100_000 {
      let value = UInt32.random(in: 0...0x10FFFF, using: &generator)
      if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
    }
    let result = try runner.ask("q", "-", "--json", input: String(scalars))
    #expect([0, 1].contains(result.status))
    _ = try JSONObject(result)
  }

  @Test func bytesThatAreNotTextAreSurvived() throws {
    var generator = SeededGenerator(seed: 21)
    let bytes = (0..<50_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let result = try runner.run([CommandRunner.executable, "q", "-", "--json"], input: bytes)
    #expect([0, 1].contains(result.status))
    _ = try JSONObject(result)
  }

  @Test func longWordOnTheCommandLineIsToldInShort() throws {
    let result = try runner.ask(String(repeating: "z", count: 100_000))
    expect(result, status: 2)
    #expect(result.errors.count < 1000)
    let option = try runner.ask("q", "--" + String(repeating: "z", count: 100_000))
    expect(option, status: 2)
    #expect(option.errors.count < 5000)
  }

  @Test func controlCharactersOfDocumentsDoNotReachATerminal() throws {
    try runner.write("The beacon \u{1B}[2J\u{1B}]0;owned\u{7} is red.\n", to: "evil.md")
    expect(try runner.ask("add", "-q", "evil.md"), status: 0)
    for command in [["q", "--always-answer"], ["search"]] {
      let words = [CommandRunner.executable] + command + ["What colour is the beacon?"]
      let result = try runner.run(words)
      #expect(!result.output.contains(0x1B) && !result.output.contains(0x07))
      _ = try JSONObject(runner.run(words + ["--json"]))
    }
  }
}

/// A small generator whose numbers are the same on every run.
///
/// SplitMix64 (Steele et al. 2014, "Fast splittable pseudorandom number generators").
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
