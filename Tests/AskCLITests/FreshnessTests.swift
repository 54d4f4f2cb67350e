import Glibc
import TestSupport
import Testing

/// An answer is never quoted from text that is no longer on disk.
struct FreshnessTests {
  private let runner: CommandRunner
  private let old = "The password of the vault is MARZIPAN.\n"

  init() throws {
    runner = try CommandRunner()
    try runner.write(old, to: "docs/vault.md")
    try runner.write(SampleDocuments.harbour, to: "docs/harbour.md")
    expect(try runner.ask("init", "-q"), status: 0)
    expect(try runner.ask("add", "-q", "docs"), status: 0)
  }

  private func question(_ options: String...) throws -> CommandResult {
    try runner.run(
      [CommandRunner.executable, "q", "What is the password of the vault?", "--always-answer"]
        + options)
  }

  @Test func indexedFileIsQuoted() throws {
    #expect(try question().text.contains("MARZIPAN"))
  }

  @Test func editedFileIsNotQuotedAsItWas() throws {
    try runner.write("The password of the vault is NOUGAT.\n", to: "docs/vault.md")
    let result = try question("--json")
    #expect(!result.text.contains("MARZIPAN"))
    let warnings = try JSONObject(result).objects("warnings")
    #expect(!warnings.isEmpty)
    #expect(!(try question().text.contains("MARZIPAN")))
    #expect(!(try runner.ask("search", "password vault").text.contains("MARZIPAN")))
  }

  @Test func editOfTheSameSizeAndTimeIsSeen() throws {
    let path = runner.path("docs/vault.md")
    var facts = stat()
    stat(path, &facts)
    try runner.write("The password of the vault is MARMALAD\n", to: "docs/vault.md")
    var times = [facts.st_atim, facts.st_mtim]
    utimensat(AT_FDCWD, path, &times, 0)
    #expect(!(try question("--json").text.contains("MARZIPAN")))
  }

  @Test func deletedFileIsDroppedWithAWarning() throws {
    unlink(runner.path("docs/vault.md"))
    let result = try question("--json")
    #expect(!result.text.contains("MARZIPAN"))
    #expect(try !JSONObject(result).objects("warnings").isEmpty)
    let human = try question()
    #expect(!human.text.contains("MARZIPAN"))
    #expect(human.errorText.contains("vault.md"))
  }

  @Test func movedFolderIsDropped() throws {
    rename(runner.path("docs"), runner.path("moved"))
    #expect(!(try question("--json").text.contains("MARZIPAN")))
    #expect(!(try runner.ask("search", "--json", "password vault").text.contains("MARZIPAN")))
  }

  @Test func touchedFileIsStillQuoted() throws {
    try runner.write(old, to: "docs/vault.md")
    let result = try question("--json")
    expect(result, status: 0)
    #expect(result.text.contains("MARZIPAN"))
  }

  @Test func syncTakesInEditsAndRemovals() throws {
    try runner.write("The password of the vault is NOUGAT.\n", to: "docs/vault.md")
    try runner.write("The moat is 7 metres deep.\n", to: "docs/moat.md")
    unlink(runner.path("docs/harbour.md"))
    let sync = try runner.ask("sync", "--json")
    expect(sync, status: 0)
    let counts = try JSONObject(sync)
    #expect(try counts.integer("added") == 1)
    #expect(try counts.integer("updated") == 1)
    #expect(try counts.integer("removed") == 1)
    #expect(try question().text.contains("NOUGAT"))
    expect(try runner.ask("search", "lighthouse", "--path", "*harbour.md"), status: 1)
    #expect(try JSONObject(runner.ask("sync", "--json")).integer("unchanged") == 2)
  }

  @Test func statusCountsWhatChangedSinceTheLastSync() throws {
    try runner.write("The password of the vault is NOUGAT.\n", to: "docs/vault.md")
    unlink(runner.path("docs/harbour.md"))
    let stale = try JSONObject(runner.ask("status", "--json")).object("stale")
    #expect(try stale.integer("changed") == 1)
    #expect(try stale.integer("missing") == 1)
  }

  @Test func removedDocumentsStopAnsweringAtOnce() throws {
    expect(try runner.ask("rm", "docs/vault.md"), status: 0)
    #expect(!(try question("--json").text.contains("MARZIPAN")))
    #expect(!(try runner.ask("search", "--json", "password vault").text.contains("MARZIPAN")))
    #expect(try runner.ask("ls", "--plain").lines.count == 1)
    expect(try runner.ask("rm", "docs/vault.md"), status: 1)
    expect(try runner.ask("add", "-q", "docs/vault.md"), status: 0)
    #expect(try question().text.contains("MARZIPAN"))
  }
}
