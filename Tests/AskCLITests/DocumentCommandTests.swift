import Glibc
import TestSupport
import Testing

/// `add`, `rm`, `ls`, `show`, `status`, `init`, and where the store is looked for.
struct DocumentCommandTests {
  private let runner: CommandRunner

  init() throws { runner = try CommandRunner() }

  private func summary(_ arguments: String...) throws -> JSONObject {
    let result = try runner.run([CommandRunner.executable] + arguments + ["--json"])
    expect(result, status: 0)
    return try JSONObject(result)
  }

  @Test func secondAddOfTheSameFilesCostsNothing() throws {
    try runner.write(SampleDocuments.harbour, to: "notes/harbour.md")
    try runner.write(SampleDocuments.chinese, to: "notes/deep/tea.md")
    let first = try summary("add", "notes", "--store", "s")
    #expect(try first.integer("added") == 2 && first.integer("unchanged") == 0)
    let before = try JSONObject(runner.ask("status", "--store", "s", "--json"))
    let second = try summary("add", "notes", "--store", "s")
    #expect(try second.integer("added") == 0 && second.integer("unchanged") == 2)
    let after = try JSONObject(runner.ask("status", "--store", "s", "--json"))
    #expect(try before.integer("generation") == after.integer("generation"))
    #expect(try before.integer("passages") == after.integer("passages"))
  }

  @Test func humanSummaryCountsEveryKind() throws {
    try runner.write("text\n", to: "a.md")
    let result = try runner.ask("add", "a.md", "--store", "s")
    expect(result, status: 0)
    for word in ["added", "updated", "unchanged", "removed", "skipped"] {
      #expect((result.text + result.errorText).contains(word), "\(word)")
    }
  }

  @Test func skippedInputsAreToldAndEndWithFour() throws {
    try runner.write(SampleDocuments.harbour, to: "good.md")
    try runner.write([0x7F, 0x45, 0x4C, 0x46, 0, 0, 0, 1, 2, 3], to: "bad.bin")
    let result = try runner.ask("add", "good.md", "bad.bin", "missing.md", "--store", "s")
    expect(result, status: 4)
    #expect(result.errorText.contains("bad.bin"))
    #expect(result.errorText.contains("missing.md"))
    #expect(try runner.ask("ls", "--store", "s", "--plain").lines.count == 1)
  }

  @Test func emptyAndOddFilesAreTakenIn() throws {
    try runner.write("", to: "odd/empty.md")
    try runner.write(String(repeating: "word ", count: 210_000), to: "odd/one-line.md")
    try runner.write("e\u{301}\u{301} 👩‍👩‍👧‍👦\t\u{200B}\r\rend", to: "odd/marks.txt")
    let result = try runner.ask("add", "odd", "--store", "s", "--json")
    #expect(result.status == 0, "\(result.errorText)")
    #expect(try runner.ask("ls", "--store", "s", "--plain").lines.count == 3)
    expect(try runner.ask("q", "word?", "--store", "s", "--always-answer", "-q"), status: 0)
  }

  @Test func standardInputBecomesADocument() throws {
    let added = try runner.ask(
      "add", "-", "--name", "pasted note", "--store", "s",
      input: "The anchor of the Albatros weighs 420 kilograms.\n")
    expect(added, status: 0)
    #expect(try runner.ask("ls", "--store", "s", "--plain").text.hasPrefix("pasted note\t"))
    let result = try runner.ask("search", "anchor Albatros", "--store", "s", "--plain")
    #expect(result.text.hasPrefix("pasted note:1:1\t"))
    #expect(try runner.ask("show", "pasted note", "--store", "s").text.contains("420"))
    expect(try runner.ask("rm", "pasted note", "--store", "s"), status: 0)
    expect(try runner.ask("search", "anchor Albatros", "--store", "s"), status: 1)
  }

  @Test func globsRemoveWhatTheyMatch() throws {
    for name in ["a.md", "b.md", "c.txt", "deep/d.md"] {
      try runner.write("about \(name)\n", to: "n/\(name)")
    }
    expect(try runner.ask("add", "-q", "n", "--store", "s"), status: 0)
    let result = try runner.ask("rm", "*.md", "--store", "s", "--json")
    expect(result, status: 0)
    #expect(try JSONObject(result).integer("removed") == 3)
    #expect(try runner.ask("ls", "--store", "s", "--plain").text.hasPrefix("n/c.txt\t"))
    let partly = try runner.ask("rm", "n/c.txt", "nothing.md", "--store", "s")
    expect(partly, status: 4)
    #expect(partly.errorText.contains("nothing.md"))
  }

  @Test func listingHasSizesAndPassages() throws {
    try runner.write(SampleDocuments.harbour, to: "harbour.md")
    expect(try runner.ask("add", "-q", "harbour.md", "--store", "s"), status: 0)
    let documents = try JSONObject(runner.ask("ls", "--store", "s", "--json")).objects("documents")
    let document = try #require(documents.first)
    #expect(try document.string("path") == "harbour.md")
    #expect(try document.integer("size") == SampleDocuments.harbour.utf8.count)
    #expect(try document.integer("passages") >= 1)
    #expect(try document.string("format") == "markdown")
    #expect(try document.string("encoding") == "utf-8")
    #expect(try document.string("sha256").count == 64)
    expect(try runner.ask("ls", "*.txt", "--store", "s"), status: 1)
    expect(try runner.ask("ls", "*.md", "--store", "s"), status: 0)
    #expect(try runner.ask("ls", "--store", "s", "--type", "md", "--plain").lines.count == 1)
  }

  @Test func statusTellsCountsRootsAndHealth() throws {
    try runner.write(SampleDocuments.harbour, to: "notes/harbour.md")
    expect(try runner.ask("add", "-q", "notes", "--store", "s"), status: 0)
    let status = try JSONObject(runner.ask("status", "--store", "s", "--json"))
    #expect(try status.string("store") == runner.path("s"))
    #expect(try status.integer("documents") == 1)
    #expect(try status.integer("passages") >= 1)
    #expect(status.members["roots"] as? [String] == [runner.path("notes")])
    #expect(try status.integer("store_bytes") > 0)
    let human = try runner.ask("status", "--store", "s")
    expect(human, status: 0)
    #expect(human.text.contains(runner.path("s")))
  }

  @Test func nearestFolderUpwardIsTheStore() throws {
    try runner.write("The quay is 88 metres long.\n", to: "project/quay.md")
    try runner.write("x", to: "project/deep/er/x")
    let project = runner.path("project")
    #expect(try runner.ask("init", in: project).text == "\(project)/.ask\n")
    expect(try runner.ask("add", "-q", "quay.md", in: project), status: 0)
    let deep = try runner.ask("search", "quay metres", "--plain", in: "\(project)/deep/er")
    expect(deep, status: 0)
    #expect(deep.text.hasPrefix("\(project)/quay.md:1:1\t"))
    #expect(try runner.ask("search", "quay", "--plain", in: project).text.hasPrefix("quay.md:1:1"))
    let again = try runner.ask("init", in: project)
    expect(again, status: 0)
    #expect(again.errorText.contains("there already"))
  }

  @Test func optionGoesBeforeVariableBeforeFolderBeforeDefault() throws {
    try runner.write("plain\n", to: "a.md")
    expect(try runner.ask("add", "-q", "a.md"), status: 0)
    func store(_ arguments: String..., environment: [String: String] = [:]) throws -> String {
      let words = [CommandRunner.executable, "status", "--json"] + arguments
      return try JSONObject(runner.run(words, environment: environment)).string("store")
    }
    #expect(try store() == runner.directory.path("home/data/ask/default"))
    expect(try runner.ask("init", "-q"), status: 0)
    #expect(try store() == runner.path(".ask"))
    expect(try runner.ask("init", "-q", "--store", "b"), status: 0)
    #expect(try store(environment: ["ASK_STORE": "b"]) == runner.path("b"))
    #expect(try store("--store", ".ask", environment: ["ASK_STORE": "b"]) == runner.path(".ask"))
    #expect(try store(environment: ["ASK_STORE": ""]) == runner.path(".ask"))
  }

  @Test func handbookAnswersWhereThereIsNoStore() throws {
    let result = try runner.ask("search", "BM25", "--plain")
    expect(result, status: 0)
    #expect(!result.lines.isEmpty)
    let notes = result.errorText.split(separator: "\n")
    #expect(notes.count == 1)
    #expect(result.errorText.contains("handbook") && result.errorText.contains("ask add PATH"))
    #expect(try runner.ask("search", "BM25", "-q").errorText.isEmpty)
    expect(try runner.ask("ls", "-q"), status: 0)
    expect(try runner.ask("sync"), status: 3)
    expect(try runner.ask("rm", "x"), status: 3)
    expect(try runner.ask("doctor"), status: 3)
  }

  @Test func emptyStoreSaysHowToFillIt() throws {
    expect(try runner.ask("init", "-q"), status: 0)
    let result = try runner.ask("q", "What is it?")
    expect(result, status: 1)
    #expect(result.errorText.contains("ask add PATH"))
    #expect(!result.errorText.contains("handbook"))
  }

  @Test func listingIntoAClosedPipeIsQuiet() throws {
    for number in 0..<300 { try runner.write("note \(number)\n", to: "n/\(number).md") }
    expect(try runner.ask("add", "-q", "n"), status: 0)
    let result = try runner.shell("$ASK ls --json | head -c 1; $ASK ls | head -n 1")
    #expect(result.errorText.isEmpty)
    #expect(result.status == 0)
  }

  @Test func backupAndRestoreBringEverythingBack() throws {
    try runner.write(SampleDocuments.harbour, to: "harbour.md")
    expect(try runner.ask("add", "-q", "harbour.md", "--store", "s"), status: 0)
    let before = try runner.ask("search", "ferry", "--plain", "--store", "s")
    expect(try runner.ask("backup", "saved.askbackup", "--store", "s"), status: 0)
    expect(try runner.ask("restore", "saved.askbackup", "--store", "t"), status: 0)
    #expect(try runner.ask("search", "ferry", "--plain", "--store", "t").output == before.output)
    expect(try runner.ask("doctor", "--store", "t"), status: 0)
    try runner.write("not a backup", to: "junk")
    let failed = try runner.ask("restore", "junk", "--store", "u")
    #expect([2, 5].contains(failed.status) && failed.hasProperErrors)
    let over = try runner.ask("restore", "saved.askbackup", "--store", "s")
    expect(over, status: 2)
    #expect(over.errorText.contains("--force"))
    expect(try runner.ask("restore", "saved.askbackup", "--store", "s", "--force"), status: 0)
    #expect(try runner.ask("search", "ferry", "--plain", "--store", "s").output == before.output)
  }
}
