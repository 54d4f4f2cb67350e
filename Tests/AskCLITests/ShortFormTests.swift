import TestSupport
import Testing

/// The short form, and words that are neither commands nor questions.
struct ShortFormTests {
  @Test(arguments: [
    "what is this", "What?", "什么？", "где", "été", "tab\tbetween", "wide\u{3000}space", " lead",
    "-5 degrees in Fahrenheit?", "--help me please", "- a b",
  ])
  func questionsAreTakenForQuestions(_ word: String) throws {
    let runner = try CommandRunner()
    let result = try runner.ask(word, environment: ["ASK_STORE": "/nowhere/at/all"])
    // Only a question gets as far as looking for the store.
    expect(result, status: 3)
    #expect(result.text.isEmpty)
  }

  @Test(arguments: ["serch", "What", "x", "README.md", "it's", "-", "🤷", "q2", "help2", ""])
  func otherWordsAreUsageErrors(_ word: String) throws {
    let result = try CommandRunner().ask(word)
    expect(result, status: 2)
    #expect(result.text.isEmpty)
    #expect(result.errorText.contains("is not a command"))
    #expect(result.errorText.contains("to ask about it: ask q "))
  }

  @Test(arguments: [
    ("serch", "search"), ("stauts", "status"), ("sycn", "sync"), ("shwo", "show"),
    ("list", "ls"), ("index", "add"), ("delete", "rm"), ("benhc", "bench"), ("hlep", "help"),
    ("bakcup", "backup"), ("ad", "add"), ("Status", "status"),
  ])
  func nearestCommandIsSuggested(_ typed: String, _ command: String) throws {
    let result = try CommandRunner().ask(typed)
    expect(result, status: 2)
    #expect(
      result.errorText == """
        ask: \(typed) is not a command. Did you mean: ask \(command)
        ask: to ask about it: ask q \(typed)

        """)
  }

  @Test func farWordsAreNotGuessed() throws {
    let result = try CommandRunner().ask("quetzalcoatl")
    expect(result, status: 2)
    #expect(!result.errorText.contains("Did you mean"))
  }

  @Test func optionsMayStandBeforeTheCommand() throws {
    let runner = try CommandRunner()
    let before = try runner.ask("--store", "/nowhere/at/all", "--json", "ls")
    let after = try runner.ask("ls", "--store", "/nowhere/at/all", "--json")
    expect(before, status: 3)
    #expect(before.errors == after.errors)
    expect(try runner.ask("--store", "/nowhere/at/all", "-k", "3", "What is it?"), status: 3)
  }

  @Test func questionMayBeAskedFromStandardInput() throws {
    let runner = try CommandRunner()
    expect(try runner.ask("q", "-", "--store", "/nowhere", input: "What?\n"), status: 3)
    expect(try runner.ask("q", "--store", "/nowhere", input: "What?\n"), status: 3)
    expect(try runner.ask("q", "--store", "/nowhere", input: " \n"), status: 2)
    expect(try runner.ask("q", "--store", "/nowhere"), status: 2)
  }
}
