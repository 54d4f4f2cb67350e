import Foundation
import TestSupport
import Testing

/// The guide has every command with the help text that the program prints.
struct DocumentationTests {
  private let runner: CommandRunner
  private let guide: String

  init() throws {
    runner = try CommandRunner()
    guide = try Self.documentation("commands.md")
  }

  private static func documentation(_ name: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "Documentation/\(name)"), encoding: .utf8)
  }

  /// Commands as `ask help` lists them.
  private func commands() throws -> [String] {
    let help = try runner.ask("--help").text
    let sections = help.components(separatedBy: "SUBCOMMANDS:").dropFirst()
    let names = sections.flatMap { section in
      section.components(separatedBy: "\n\n")[0].split(separator: "\n")
        .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
        .compactMap { $0.split(separator: " ").first.map(String.init) }
    }
    return names
  }

  private func help(_ words: [String]) throws -> String {
    let result = try runner.run([CommandRunner.executable] + words + ["--help"])
    expect(result, status: 0)
    return result.text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
      .joined(separator: "\n")
      .trimmingCharacters(in: .newlines)
  }

  @Test func everyCommandIsInTheGuideWithItsHelp() throws {
    let commands = try commands()
    #expect(commands.count >= 13, "\(commands)")
    for command in commands {
      let block = "```text\n$ ask \(command) --help\n\(try help([command]))\n```"
      #expect(guide.contains(block), "the help of 'ask \(command)' has changed")
    }
    for words in [[], ["eval", "squad"], ["eval", "beir"], ["eval", "handbook"]] {
      let title = (["$ ask"] + words + ["--help"]).joined(separator: " ")
      #expect(guide.contains("```text\n\(title)\n\(try help(words))\n```"), "\(title)")
    }
  }

  @Test func everyOptionHasHelp() throws {
    for command in try commands() {
      for line in try help([command]).split(separator: "\n") where line.hasPrefix("  -") {
        let words = line.split(separator: " ", omittingEmptySubsequences: true)
        #expect(words.count > 2 || line.count > 20, "\(command): \(line)")
      }
    }
  }

  @Test func contractNamesEveryCommandFlagAndStatus() throws {
    let contract = try Self.documentation("contract.md")
    for command in try commands() { #expect(contract.contains("`ask \(command)"), "\(command)") }
    for flag in [
      "--store DIR", "-k N", "--json", "--plain", "-q", "-v", "--path GLOB", "--type EXT",
      "--color auto\\|always\\|never", "--min-confidence X", "--always-answer", "--explain",
    ] {
      #expect(contract.contains("`\(flag)`"), "\(flag)")
    }
    for status in 0...6 { #expect(contract.contains("| \(status) | ")) }
  }

  @Test func linksOfTheGuidesLead() throws {
    for name in ["commands.md", "contract.md"] {
      let text = try Self.documentation(name)
      let links = text.matches(of: /\]\((?<target>[^)]+)\)/).map { String($0.output.target) }
      for link in links where !link.hasPrefix("http") {
        #expect(throws: Never.self, "\(name): \(link)") { try Self.documentation(link) }
      }
    }
  }
}
