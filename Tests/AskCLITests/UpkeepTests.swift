import Glibc
import TestSupport
import Testing

/// `sync`, `watch`, `--dry-run` and the filters, as typed.
struct UpkeepTests {
  private let runner: CommandRunner

  init() throws {
    runner = try CommandRunner()
    expect(try runner.ask("init", "-q"), status: 0)
  }

  private func paths(_ options: String...) throws -> [String] {
    let result = try runner.run([CommandRunner.executable, "ls", "--plain"] + options)
    return result.lines.compactMap { $0.split(separator: "\t").first.map(String.init) }
  }

  // MARK: Rehearsals and renames

  @Test func dryRunTellsAndChangesNothing() throws {
    try runner.write("one\n", to: "n/a.md")
    let result = try runner.ask("add", "--dry-run", "n", "--store", "none")
    expect(result, status: 0)
    #expect(result.lines.first == "add n/a.md")
    #expect(result.lines.last?.hasPrefix("would have: added 1,") == true)
    #expect(access(runner.path("none"), F_OK) != 0)
    expect(try runner.ask("add", "-q", "n"), status: 0)
    rename(runner.path("n/a.md"), runner.path("n/b.md"))
    let sync = try runner.ask("sync", "--dry-run", "--json")
    expect(sync, status: 0)
    let object = try JSONObject(sync)
    #expect(try object.integer("renamed") == 1)
    let change = try #require(try object.objects("changes").first)
    #expect(try change.string("action") == "rename" && change.string("path") == "n/b.md")
    #expect(try change.string("former_path") == "n/a.md")
    #expect(try paths() == ["n/a.md"])
    let removal = try runner.ask("rm", "--dry-run", "*.md")
    expect(removal, status: 0)
    #expect(removal.text == "remove n/a.md\nwould remove 1 document\n")
    #expect(try paths() == ["n/a.md"])
    let done = try runner.ask("sync")
    #expect(done.text == "added 0, updated 0, renamed 1, unchanged 0, removed 0, skipped 0\n")
    #expect(try paths() == ["n/b.md"])
  }

  // MARK: Filters

  @Test func filtersSelectByAgeAndCollection() throws {
    try runner.write("The harbour has 31 berths.\n", to: "old/a.md")
    try runner.write("The harbour has 44 berths.\n", to: "new/b.md")
    var times = [
      timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 1_000_000_000, tv_nsec: 0),
    ]
    utimensat(AT_FDCWD, runner.path("old/a.md"), &times, 0)
    expect(try runner.ask("add", "-q", "old", "--collection", "archive"), status: 0)
    expect(try runner.ask("add", "-q", "new", "--collection", "current"), status: 0)
    #expect(try paths("--since", "7d") == ["new/b.md"])
    #expect(try paths("--since", "2001-09-08") == ["new/b.md", "old/a.md"])
    #expect(try paths("--since", "2001-09-10") == ["new/b.md"])
    #expect(try paths("--collection", "archive") == ["old/a.md"])
    #expect(try paths("--collection", "archive", "--collection", "current").count == 2)
    let question = ["--always-answer", "--plain", "-q", "How many berths has the harbour?"]
    func answer(_ options: String...) throws -> String {
      try runner.run([CommandRunner.executable] + options + question).text
    }
    #expect(try answer("--collection", "archive").contains("\t31"))
    #expect(try answer("--since", "1h").contains("\t44"))
    let unknown = try runner.ask("search", "x", "--collection", "none")
    expect(unknown, status: 2)
    #expect(unknown.errorText.contains("Known: archive, current"))
    // What comes into the folder later is in the collection, too.
    try runner.write("later\n", to: "old/c.md")
    expect(try runner.ask("sync", "-q"), status: 0)
    #expect(try paths("--collection", "archive") == ["old/a.md", "old/c.md"])
    expect(try runner.ask("ls", "--tag", "nothing"), status: 1)
  }

  @Test(arguments: [
    "yesterday", "7", "7x", "-1d", "2026-13-01", "2026-02-30", "2026-1", "12:30", "9999999999999d",
    "2026-01-01 25:00", "26-01-01", "",
  ])
  func agesThatMeanNothingAreUsageErrors(age: String) throws {
    expect(try runner.ask("ls", "--since=\(age)"), status: 2)
  }

  @Test(arguments: ["0min", "90min", "12h", "7d", "2w", "1y", "2026-01-31", "2026-01-31T09:30"])
  func agesAreUnderstood(age: String) throws {
    expect(try runner.ask("ls", "--since", age), status: 1)
  }

  // MARK: Watching

  @Test func watchFollowsUntilItIsStopped() throws {
    try runner.write("one\n", to: "n/a.md")
    expect(try runner.ask("watch"), status: 2)
    let running = try runner.start([CommandRunner.executable, "watch", "n", "--json"])
    func eventually(_ condition: () throws -> Bool) rethrows {
      for _ in 0..<600 {
        if try condition() { return }
        usleep(50_000)
      }
      Issue.record("it did not happen within 30 s")
    }
    try eventually { try paths() == ["n/a.md"] }
    try runner.write("two\n", to: "n/b.md")
    try eventually { try paths() == ["n/a.md", "n/b.md"] }
    rename(runner.path("n/a.md"), runner.path("n/c.md"))
    try eventually { try paths() == ["n/b.md", "n/c.md"] }
    running.send(SIGINT)
    let ended = try running.wait()
    expect(ended, status: 0)
    #expect(ended.lines.count >= 3)
    #expect(ended.lines.allSatisfy { $0.hasPrefix("{\"schema\":\"ask/1\"") })
    #expect(ended.lines.contains { $0.contains("\"action\":\"rename\"") })
    expect(try runner.ask("doctor"), status: 0)
  }

  // MARK: Hostile trees

  @Test func hostileTreeCostsOnlyWhatIsHostile() throws {
    try runner.write("The quay is 88 metres long.\n", to: "t/good.md")
    try runner.write("hidden\n", to: "t/.hidden.md")
    try runner.write("closed\n", to: "t/closed.md")
    let made = try runner.shell(
      """
      cd t && ln -s . loop && ln -s ../t up && ln -s nowhere broken && mkfifo pipe &&
      printf x > "$(printf 'caf\\351.md')" && ln -s good.md link.md && chmod 0 closed.md &&
      mkdir -p $(printf 'd/%.0s' $(seq 200)) && echo deep > $(printf 'd/%.0s' $(seq 200))deep.md
      """)
    #expect(made.status == 0, "\(made.errorText)")
    let result = try runner.ask("add", "t")
    expect(result, status: 4)
    for reason in ["loop", "up", "broken", "FIFO", "caf"] {
      #expect(result.errorText.contains(reason), "\(reason)")
    }
    let found = try paths()
    #expect(found.contains("t/good.md") && found.contains("t/link.md"))
    #expect(found.contains { $0.hasSuffix("/deep.md") })
    #expect(!found.contains { $0.contains("hidden") || $0.contains("loop") })
    #expect(found.contains("t/closed.md") == (getuid() == 0))
    expect(try runner.ask("sync"), status: 4)
    #expect(try paths() == found)
    expect(try runner.ask("doctor"), status: 0)
  }
}
