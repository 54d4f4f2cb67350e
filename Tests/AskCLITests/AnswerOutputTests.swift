import Foundation
import TestSupport
import Testing

/// The forms in which an answer is printed.
struct AnswerOutputTests {
  private let runner: CommandRunner

  init() throws {
    runner = try CommandRunner()
    try runner.write(SampleDocuments.harbour, to: "notes/harbour.md")
    try runner.write(SampleDocuments.chinese, to: "notes/tea.md")
    expect(try runner.ask("init", "-q"), status: 0)
    expect(try runner.ask("add", "-q", "notes"), status: 0)
  }

  @Test func jsonHasTheMembersOfTheContractInTheirOrder() throws {
    let result = try runner.ask(
      "q", "When was the lighthouse built?", "--json", "--always-answer")
    expect(result, status: 0)
    let json = try JSONObject(result)
    #expect(
      topLevelKeys(result.text) == [
        "schema", "question", "status", "generation", "took_ms", "answers", "searched", "warnings",
      ])
    #expect(try json.string("schema") == "ask/1")
    #expect(try json.string("question") == "When was the lighthouse built?")
    #expect(try json.string("status") == "answered")
    #expect(try json.integer("generation") > 0)
    #expect(
      Set(try json.object("took_ms").members.keys) == ["total", "open", "retrieve", "read"])
    #expect(try json.object("searched").integer("documents") == 2)
    #expect(try json.object("searched").integer("passages") >= 2)
    let answers = try json.objects("answers")
    #expect(!answers.isEmpty && answers.count <= 3)
    for (index, answer) in answers.enumerated() {
      try checkShape(of: answer, rank: index + 1)
    }
  }

  @Test func reasonsAreGivenAsSentencesUnlessASpanIsWanted() throws {
    try runner.write(
      "The museum closes early on Fridays because the guards go to the harbour for the market.",
      to: "notes/museum.txt")
    expect(try runner.ask("add", "-q", "notes"), status: 0)
    func text(_ question: String, _ form: String = "--always-answer") throws -> String {
      let result = try runner.ask("q", "--always-answer", "--json", question, form)
      return try #require(try JSONObject(result).objects("answers").first).string("text")
    }
    let sentence =
      "The museum closes early on Fridays because the guards go to the harbour for the market."
    let why = "Why does the museum close early on Fridays?"
    let span = try text(why, "--span")
    #expect(try text(why) == sentence)
    #expect(span.utf8.count < sentence.utf8.count && sentence.contains(span))
    let when = "On which day does the museum close early?"
    #expect(try text(when).utf8.count < sentence.utf8.count)
    #expect(try text(when, "--sentence") == sentence)
  }

  private func checkShape(of answer: JSONObject, rank: Int) throws {
    #expect(
      Set(answer.members.keys) == [
        "rank", "text", "confidence", "support", "citation", "passage", "scores", "also_at",
      ])
    #expect(try answer.integer("rank") == rank)
    #expect((0...1).contains(try answer.number("confidence")))
    #expect(try answer.integer("support") >= 1)
    let citation = try answer.object("citation")
    #expect(
      Set(citation.members.keys) == [
        "path", "line", "column", "page", "heading", "byte_range", "sha256", "stale",
      ])
    #expect(citation.members["page"] is NSNull)
    #expect(citation.members["stale"] as? Bool == false)
    #expect(try citation.string("sha256").utf8.count == 64)
    let passage = try answer.object("passage")
    #expect(Set(passage.members.keys) == ["id", "text", "byte_range", "answer_in_passage"])
    let range = try passage.range("answer_in_passage")
    let slice = Array(try passage.string("text").utf8)[range]
    #expect(String(decoding: slice, as: UTF8.self) == (try answer.string("text")))
  }

  /// The member names of the outermost object, in the order printed.
  private func topLevelKeys(_ text: String) -> [String] {
    var keys: [String] = []
    var depth = 0
    var string: String?
    var last = ""
    var escaped = false
    for character in text {
      if let current = string {
        if escaped {
          escaped = false
        } else if character == "\\" {
          escaped = true
        } else if character == "\"" {
          last = current
          string = nil
          continue
        }
        string = current + String(character)
        continue
      }
      switch character {
      case "\"": string = ""
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      case ":" where depth == 1: keys.append(last)
      default: break
      }
    }
    return keys
  }

  @Test func plainIsOneTabSeparatedLineForEachAnswer() throws {
    let result = try runner.ask("q", "Where does the ferry go?", "--plain", "--always-answer")
    expect(result, status: 0)
    #expect(!result.lines.isEmpty)
    for line in result.lines {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      try #require(fields.count == 3)
      let place = fields[0].split(separator: ":")
      #expect(place.count == 3 && place[0].hasPrefix("notes/"))
      #expect(Int(place[1]) != nil && Int(place[2]) != nil)
      #expect(Double(fields[1]).map { (0...1).contains($0) } == true)
      #expect(!fields[2].isEmpty)
    }
  }

  @Test func humanFormMarksTheAnswerWithGuillemetsWhereThereIsNoTerminal() throws {
    let result = try runner.ask("q", "When was the lighthouse built?", "--always-answer")
    expect(result, status: 0)
    #expect(result.text.contains("«") && result.text.contains("»"))
    #expect(result.text.contains("(confidence 0.") || result.text.contains("(confidence 1."))
    #expect(result.text.contains("notes/harbour.md:"))
    #expect(!result.text.contains("\u{1B}"))
  }

  @Test func colorAlwaysWritesEmphasisAndALink() throws {
    let arguments = ["q", "When was the lighthouse built?", "--always-answer", "--color", "always"]
    let result = try runner.run([CommandRunner.executable] + arguments)
    expect(result, status: 0)
    #expect(result.text.contains("\u{1B}[1m"))
    #expect(result.text.contains("\u{1B}]8;;file://"))
    #expect(result.text.contains("/notes/harbour.md\u{1B}\\"))
    #expect(!result.text.contains("«"))
  }

  @Test func terminalGetsColorUnlessNoColorIsSet() throws {
    let line = "script -qec '$ASK q \"When was the lighthouse built?\" --always-answer' /dev/null"
    let onTerminal = try runner.shell(line, environment: ["TERM": "xterm"])
    guard onTerminal.status != 127 else {
      Issue.record("not checked: no 'script' command here", severity: .warning)
      return
    }
    #expect(onTerminal.text.contains("\u{1B}[1m"))
    let without = try runner.shell(line, environment: ["TERM": "xterm", "NO_COLOR": "1"])
    #expect(!without.text.contains("\u{1B}["))
    let dumb = try runner.shell(line, environment: ["TERM": "dumb"])
    #expect(!dumb.text.contains("\u{1B}["))
  }

  @Test func countLimitsTheAnswers() throws {
    for count in 1...2 {
      let result = try runner.ask(
        "q", "How long does it take?", "-k", "\(count)", "--plain", "--always-answer")
      #expect(result.lines.count <= count)
    }
  }

  @Test func abstentionIsSaidOnStandardErrorAndEndsWithOne() throws {
    let words = ["q", "xyzzy plugh qwertyuiop?", "--min-confidence", "1"]
    let result = try runner.run([CommandRunner.executable] + words)
    expect(result, status: 1)
    #expect(result.text.isEmpty)
    #expect(result.errorText.contains("No answer found in 2 documents"))
    let quiet = try runner.run([CommandRunner.executable] + words + ["-q"])
    expect(quiet, status: 1)
    #expect(quiet.errorText.isEmpty)
    let json = try runner.run([CommandRunner.executable] + words + ["--json"])
    expect(json, status: 1)
    #expect(try JSONObject(json).string("status") == "abstained")
    #expect(try JSONObject(json).objects("answers").isEmpty)
  }

  @Test func explanationStaysOffStandardOutput() throws {
    let words = ["q", "When was the lighthouse built?", "--always-answer"]
    let without = try runner.run([CommandRunner.executable] + words + ["--plain"])
    let with = try runner.run([CommandRunner.executable] + words + ["--plain", "--explain"])
    expect(with, status: 0)
    #expect(with.output == without.output)
    #expect(!with.errorText.isEmpty)
    let json = try JSONObject(
      runner.run([CommandRunner.executable] + words + ["--json", "--explain"]))
    #expect((json.explanation as? [String])?.isEmpty == false)
  }

  @Test func verboseTellsTimingsOnStandardError() throws {
    let result = try runner.ask("q", "-v", "When was the lighthouse built?", "--always-answer")
    expect(result, status: 0)
    #expect(result.errorText.contains(" ms"))
  }

  @Test func searchPrintsRankedPassages() throws {
    let json = try JSONObject(runner.ask("search", "ferry Osterholm", "--json"))
    let passages = try json.objects("passages")
    let first = try #require(passages.first)
    #expect(try first.string("path") == "notes/harbour.md")
    #expect(try first.string("text").contains("ferry"))
    #expect(passages.map { try? $0.integer("rank") } == (1...passages.count).map { $0 })
    for key in ["rank", "score", "path", "line", "byte_range", "text", "scores"] {
      #expect(first.members[key] != nil, "\(key)")
    }
    let scores = try passages.map { try $0.number("score") }
    #expect(scores == scores.sorted(by: >))
    let none = try runner.ask("search", "zzzzqqqq", "--path", "nothing/*")
    expect(none, status: 1)
    #expect(none.text.isEmpty)
  }

  @Test func filtersApplyBeforeRanking() throws {
    let tea = try runner.ask("search", "1932 1874", "--path", "*tea.md", "--plain")
    #expect(tea.lines.allSatisfy { $0.hasPrefix("notes/tea.md:") })
    let type = try runner.ask("search", "lighthouse", "--type", ".md", "--plain")
    #expect(!type.lines.isEmpty)
    expect(try runner.ask("search", "lighthouse", "--type", "txt"), status: 1)
  }
}
