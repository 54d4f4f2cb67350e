import Glibc
import TestSupport
import Testing

/// Stores that are shared, damaged, newer than the program, or on a full disk.
struct StoreTroubleTests {
  private let runner: CommandRunner

  init() throws { runner = try CommandRunner() }

  private func fill(_ folder: String, count: Int) throws {
    for number in 0..<count {
      let text = "# Note \(number)\n\n\(folder) number \(number) has weight \(number * 7).\n"
      try runner.write(text, to: "\(folder)/\(number).md")
    }
  }

  @Test func twoProcessesThatAddAtOnceTakeTurns() throws {
    try fill("left", count: 150)
    try fill("right", count: 150)
    let words = [CommandRunner.executable, "add", "--store", "s", "-q"]
    let left = try runner.start(words + ["left"])
    let right = try runner.start(words + ["right"])
    var questions = 0
    for _ in 0..<5 {
      let asked = try runner.ask("search", "weight", "--store", "s", "--plain")
      #expect([0, 1, 3].contains(asked.status), "\(asked.errorText)")
      questions += 1
    }
    expect(try left.wait(), status: 0)
    expect(try right.wait(), status: 0)
    #expect(try runner.ask("ls", "--store", "s", "--plain").lines.count == 300)
    expect(try runner.ask("doctor", "--store", "s"), status: 0)
  }

  @Test(arguments: [true, false])
  func damagedSegmentIsFoundAndRebuiltAlike(_ removes: Bool) throws {
    try fill("notes", count: 60)
    expect(try runner.ask("add", "-q", "notes", "--store", "s"), status: 0)
    expect(try runner.ask("doctor", "--store", "s"), status: 0)
    let question = ["search", "weight of number 33", "--plain", "--store", "s", "-k", "50"]
    let before = try runner.run([CommandRunner.executable] + question)
    let listed = try runner.run(["sh", "-c", "ls s/segments/*.seg"])
    let segment = try #require(listed.lines.first)
    if removes {
      unlink(runner.path(segment))
    } else {
      var bytes = readFile(runner.path(segment))
      bytes[bytes.count / 2] ^= 0x10
      try runner.write(bytes, to: segment)
    }
    let found = try runner.ask("doctor", "--store", "s")
    expect(found, status: 5)
    #expect((found.text + found.errorText).contains("ask doctor --repair"))
    expect(try runner.ask("doctor", "--repair", "--store", "s"), status: 0)
    expect(try runner.ask("doctor", "--store", "s"), status: 0)
    let after = try runner.run([CommandRunner.executable] + question)
    #expect(after.output == before.output)
  }

  @Test func newerFormatIsRefusedWithAWayOut() throws {
    try fill("notes", count: 3)
    expect(try runner.ask("add", "-q", "notes", "--store", "s"), status: 0)
    var bytes = readFile(runner.path("s/knowledge.sqlite"))
    // The database header holds user_version at byte 60 (https://sqlite.org/fileformat.html, 1.3).
    bytes[60] = 0x7F
    try runner.write(bytes, to: "s/knowledge.sqlite")
    for command in [["q", "x"], ["search", "x"], ["ls"], ["add", "notes"], ["sync"], ["doctor"]] {
      let result = try runner.run([CommandRunner.executable] + command + ["--store", "s"])
      expect(result, status: 5)
      #expect(result.text.isEmpty)
      #expect(result.errorText.contains("newer ask") || result.errorText.contains("--store"))
    }
    #expect(readFile(runner.path("s/knowledge.sqlite")) == bytes)
  }

  @Test func folderOfOtherThingsIsNoStore() throws {
    try runner.write("mine", to: "other/file.txt")
    for command in [["add", "other"], ["q", "x"], ["ls"]] {
      let result = try runner.run([CommandRunner.executable] + command + ["--store", "other"])
      expect(result, status: 5)
      #expect(result.errorText.contains("not a store"))
    }
    #expect(readFile(runner.path("other/file.txt")) == Array("mine".utf8))
  }

  @Test func databaseThatIsJunkIsSaid() throws {
    try runner.write(String(repeating: "junk ", count: 4000), to: "s/knowledge.sqlite")
    let result = try runner.ask("q", "x", "--store", "s")
    expect(result, status: 5)
  }

  @Test func fullDiskIsSaidAndLosesNothing() throws {
    try fill("first", count: 20)
    mkdir(runner.path("small"), 0o755)
    let mount = try runner.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", "small"])
    guard mount.status == 0 else {
      Issue.record("not checked: no permission to mount a small disk", severity: .warning)
      return
    }
    defer { _ = try? runner.run(["umount", "small"]) }
    let store = "small/s"
    expect(try runner.ask("add", "-q", "first", "--store", store), status: 0)
    let before = try runner.ask("ls", "--plain", "--store", store)
    for number in 0..<60 {
      var generator = SeededGenerator(seed: UInt64(number))
      let words = (0..<6000).map { _ in String(generator.next() % 1_000_000, radix: 36) }
      try runner.write(words.joined(separator: " "), to: "big/\(number).txt")
    }
    let full = try runner.ask("add", "-q", "big", "--store", store)
    #expect(full.status == 5, "\(full.status): \(full.errorText)")
    #expect(full.errorText.contains("full") && full.hasProperErrors)
    let after = try runner.ask("ls", "--plain", "first/*", "--store", store)
    expect(after, status: 0)
    #expect(after.lines.count == before.lines.count)
    expect(try runner.ask("search", "weight of number 7", "--store", store), status: 0)
    expect(try runner.ask("doctor", "--store", store), status: 0)
  }

  @Test func fileThatMayNotGrowIsAnErrorAndNoCrash() throws {
    try fill("first", count: 20)
    expect(try runner.ask("add", "-q", "first", "--store", "s"), status: 0)
    for number in 0..<40 {
      let text = (0..<3000).map { "w\($0 * 31 + number)" }.joined(separator: " ")
      try runner.write(text, to: "big/\(number).txt")
    }
    // 512-byte blocks: 100 kB, for each file that the process writes.
    let limited = try runner.shell("ulimit -f 200; $ASK add -q big --store s")
    #expect(limited.status == 5, "\(limited.status): \(limited.errorText)")
    #expect(limited.hasProperErrors)
    expect(try runner.ask("doctor", "--store", "s"), status: 0)
    #expect(try runner.ask("ls", "first/*", "--plain", "--store", "s").lines.count == 20)
    expect(try runner.ask("add", "-q", "big", "--store", "s"), status: 0)
  }

  @Test func storeThatMayOnlyBeReadAnswersAndRefusesChanges() throws {
    guard getuid() != 0 else {
      Issue.record("not checked: the superuser may write everywhere", severity: .warning)
      return
    }
    try fill("notes", count: 3)
    expect(try runner.ask("add", "-q", "notes", "--store", "s"), status: 0)
    expect(try runner.shell("chmod -R a-w s; $ASK search weight --store s"), status: 0)
    let result = try runner.shell("$ASK rm '*' --store s; code=$?; chmod -R u+w s; exit $code")
    expect(result, status: 5)
    #expect(result.errorText.contains("cannot be written"))
  }

  @Test func interruptedAddKeepsWhatItHas() throws {
    try fill("notes", count: 2000)
    let running = try runner.start([CommandRunner.executable, "add", "notes", "--store", "s"])
    usleep(80_000)
    running.send(SIGINT)
    let ended = try running.wait()
    #expect([0, 130].contains(ended.status), "\(ended.status): \(ended.errorText)")
    if [0, 3].contains(try runner.ask("ls", "--store", "s").status) {
      expect(try runner.ask("add", "-q", "notes", "--store", "s"), status: 0)
      expect(try runner.ask("doctor", "--store", "s"), status: 0)
      #expect(try runner.ask("ls", "--plain", "--store", "s").lines.count == 2000)
    }
  }
}
