import Glibc
import TestSupport
import Testing

/// A process that is killed at a random moment leaves each document as it was before or after.
@Suite(.serialized)
struct KillTests {
  /// The size of a document in the store, which names its version; nil where it is not stored.
  private typealias State = [String: Int]

  private static let fileCount = 240
  private static let roundCount = 50

  @Test func killingAtAnyMomentLeavesTheStoreWhole() throws {
    let runner = try CommandRunner()
    var generator = SeededGenerator(seed: UInt64.random(in: 0...1 << 20))
    let seed = generator
    var disk: State = [:]
    for number in 0..<Self.fileCount { try rewrite(number, version: 0, &disk, runner) }
    expect(try runner.ask("init", "-q"), status: 0)
    expect(try runner.ask("add", "-q", "files"), status: 0)
    var stored = try state(runner)
    #expect(stored == disk)
    var killed = 0
    for round in 1...Self.roundCount {
      let before = stored
      let (words, after) = try prepare(round, &disk, before, runner, &generator)
      let running = try runner.start([CommandRunner.executable] + words)
      usleep(UInt32.random(in: 0...60_000, using: &generator))
      running.send(SIGKILL)
      let ended = try running.wait()
      #expect([0, 1, 137].contains(ended.status), "\(words): \(ended.errorText.prefix(300))")
      if ended.status == 137 { killed += 1 }
      stored = try state(runner)
      for name in Set(before.keys).union(after.keys).union(stored.keys) {
        let now = stored[name]
        #expect(
          now == before[name] || now == after[name], "round \(round), \(words), \(name), \(seed)")
      }
      let doctor = try runner.ask("doctor")
      #expect(doctor.status == 0, "round \(round), \(words): \(doctor.text)\(doctor.errorText)")
    }
    #expect(killed > 10, "too few processes were killed at work")
    expect(try runner.ask("sync", "-q"), status: 0)
    #expect(try state(runner) == disk)
    expect(try runner.ask("compact", "-q"), status: 0)
    expect(try runner.ask("doctor"), status: 0)
    let (name, _) = try #require(disk.first)
    let found = try runner.ask("search", marker(name), "--plain", "-k", "1")
    #expect(found.text.hasPrefix("\(name):"))
  }

  /// A word that only this document has.
  private func marker(_ name: String) -> String {
    "quux" + name.filter(\.isNumber)
  }

  private func rewrite(
    _ number: Int, version: Int, _ disk: inout State, _ runner: CommandRunner
  ) throws {
    let name = "files/f\(number).md"
    let padding = String(repeating: "all work and no play. ", count: 20)
    let text = "# \(marker(name))\n\n\(padding)\n" + String(repeating: "x", count: version) + "\n"
    try runner.write(text, to: name)
    disk[name] = text.utf8.count
  }

  /// Changes files, and returns a command with the state that it would lead to.
  private func prepare(
    _ round: Int, _ disk: inout State, _ before: State, _ runner: CommandRunner,
    _ generator: inout SeededGenerator
  ) throws -> ([String], State) {
    for _ in 0..<40 {
      let number = Int.random(in: 0..<Self.fileCount + 40, using: &generator)
      try rewrite(number, version: round, &disk, runner)
    }
    switch round % 4 {
    case 0:
      let digit = Int.random(in: 0...9, using: &generator)
      let after = before.filter { !$0.key.hasSuffix("\(digit).md") }
      return (["rm", "-q", "*\(digit).md"], after)
    case 1:
      return (["add", "-q", "files"], before.merging(disk) { $1 })
    case 2:
      for name in disk.keys.shuffled(using: &generator).prefix(15) {
        unlink(runner.path(name))
        disk[name] = nil
      }
      return (["sync", "-q"], disk)
    default:
      return (["compact", "-q"], before)
    }
  }

  private func state(_ runner: CommandRunner) throws -> State {
    let result = try runner.ask("ls", "--plain")
    expect(result, status: 0)
    var state: State = [:]
    for line in result.lines {
      let fields = line.split(separator: "\t")
      state[String(fields[0])] = Int(fields[1])
    }
    return state
  }
}
