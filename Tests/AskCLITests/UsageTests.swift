import TestSupport
import Testing

/// Wrong usage ends with 2 and nothing on standard output; help and version with 0.
struct UsageTests {
  @Test(arguments: [
    ["q", "--nonsense", "x"], ["q", "-k", "0", "x"], ["q", "-k", "1001", "x"],
    ["q", "-k", "three", "x"], ["q", "-k"], ["q", "--min-confidence", "1.5", "x"],
    ["q", "--min-confidence", "-0.1", "x"], ["q", "--min-confidence", "nan", "x"],
    ["q", "--json", "--plain", "x"], ["q", ""], ["q", " \t "], ["q", "--color", "red", "x"],
    ["q", "--store", "", "x"], ["q", "--path", "", "x"], ["q", "--type", ".", "x"],
    ["search", ""], ["search", "--always-answer", "x"], ["add"], ["rm"], ["show"],
    ["show", "a", "b"], ["status", "x"], ["sync", "x"], ["doctor", "x"], ["compact", "x"],
    ["backup"], ["restore"], ["eval"], ["eval", "squad"], ["eval", "beir"], ["eval", "other"],
    ["eval", "squad", "--mode", "shut", "f"], ["eval", "squad", "--arm", "left", "f"],
    ["bench", "--stage", "none"], ["bench", "--rate", "0"], ["bench", "--rate", "-3"],
    ["init", "/nowhere/at/all"], ["add", "a", "--name", "b"],
    ["add", "-", "--name", "", "--store", "s"], ["--nonsense"], ["help", "nonsense"],
  ])
  func wrongUsageEndsWithTwo(_ arguments: [String]) throws {
    let runner = try CommandRunner()
    let result = try runner.run([CommandRunner.executable] + arguments)
    expect(result, status: 2)
    #expect(result.text.isEmpty)
    #expect(!result.errorText.isEmpty)
  }

  @Test(arguments: [
    [], ["--help"], ["-h"], ["help"], ["help", "q"], ["q", "--help"], ["rm", "-h"],
  ])
  func helpIsAResult(_ arguments: [String]) throws {
    let result = try CommandRunner().run([CommandRunner.executable] + arguments)
    expect(result, status: 0)
    #expect(result.text.contains("USAGE: ask"))
    #expect(result.errorText.isEmpty)
  }

  @Test func versionNamesWhatNumbersDependOn() throws {
    let result = try CommandRunner().ask("--version")
    expect(result, status: 0)
    for part in ["ask ", "reader: ", "embedder: ", "BLAS: ", "SQLite: 3.", "index format: "] {
      #expect(result.text.contains(part), "\(part) in \(result.text)")
    }
    #expect(result.text.contains("network: none, ever"))
  }

  @Test func commandsOnANamedStoreThatIsNotThereEndWithThree() throws {
    let runner = try CommandRunner()
    let commands: [[String]] = [
      ["q", "x"], ["search", "x"], ["sync"], ["rm", "x"], ["ls"], ["show", "x"], ["status"],
      ["doctor"], ["compact"], ["backup", "b"], ["bench"],
    ]
    for command in commands {
      let words = [CommandRunner.executable] + command
      let byOption = try runner.run(words + ["--store", runner.path("none")])
      expect(byOption, status: 3)
      let byVariable = try runner.run(words, environment: ["ASK_STORE": runner.path("none")])
      expect(byVariable, status: 3)
      #expect(byVariable.errorText.contains("There is no store at '\(runner.path("none"))'"))
      #expect(byOption.text.isEmpty && byVariable.text.isEmpty)
    }
  }

  @Test func outputThatCannotBeWrittenIsAnError() throws {
    let runner = try CommandRunner()
    let result = try runner.shell("$ASK --help > /dev/full")
    expect(result, status: 2)
    #expect(result.errorText.contains("standard output cannot be written"))
  }

  @Test func closedPipeIsQuiet() throws {
    let runner = try CommandRunner()
    let result = try runner.shell("{ $ASK help q; echo $? > status; } | head -n 1")
    #expect(result.lines.count == 1)
    #expect(result.errorText.isEmpty)
    #expect(readFile(runner.path("status")) == Array("0\n".utf8))
  }
}
