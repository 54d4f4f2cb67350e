import TestSupport
import Testing

/// `ask eval` and `ask bench`: the members of their objects, and their gates.
struct MeasuringCommandTests {
  private let runner: CommandRunner

  init() throws { runner = try CommandRunner() }

  private func writeSquad() throws {
    try runner.write(
      """
      {"version":"v2.0","data":[{"title":"Harbour","paragraphs":[
      {"context":"The lighthouse of Veldmar was built in 1874 by the engineer Ada Lindqvist.",
       "qas":[{"id":"a","question":"When was the lighthouse of Veldmar built?",
               "answers":[{"text":"1874","answer_start":39}],"is_impossible":false},
              {"id":"b","question":"Who painted the moon?","answers":[],"is_impossible":true}]},
      {"context":"The ferry to Osterholm leaves every 45 minutes. A ticket costs 12 euros.",
       "qas":[{"id":"c","question":"What does a ticket for the ferry cost?",
               "answers":[{"text":"12 euros","answer_start":63}],"is_impossible":false}]}]}]}
      """, to: "squad.json")
  }

  @Test(arguments: ["reader", "open"])
  func squadPrintsTheMembersOfTheContract(_ mode: String) throws {
    try writeSquad()
    let result = try runner.ask("eval", "squad", "squad.json", "--mode", mode, "--json")
    expect(result, status: 0)
    let json = try JSONObject(result)
    #expect(try json.integer("n") == 3)
    for key in ["exact_match", "f1"] { #expect((0...100).contains(try json.number(key))) }
    #expect(try json.number("ms_per_question") > 0)
    #expect(try json.object("answerable").integer("n") == 2)
    #expect(try json.object("unanswerable").integer("n") == 1)
    #expect(json.members["calibration_error"] != nil)
    guard mode == "open" else { return }
    let retrieval = try json.object("retrieval")
    for key in ["recall_at_1", "recall_at_5", "recall_at_20", "mrr_at_10"] {
      #expect((0...1).contains(try retrieval.number(key)))
    }
    for arm in ["lexical", "vector"] {
      expect(try runner.ask("eval", "squad", "squad.json", "--arm", arm), status: 0)
    }
    #expect(
      try JSONObject(runner.ask("eval", "squad", "squad.json", "--limit", "2", "--json"))
        .integer("n") == 2)
  }

  @Test func beirPrintsTheMembersOfTheContractAndWritesARun() throws {
    try runner.write(
      """
      {"_id":"d1","title":"Ferry","text":"The ferry to Osterholm leaves every 45 minutes."}
      {"_id":"d2","title":"Lamp","text":"The lamp can be seen from 31 kilometres away."}

      """, to: "set/corpus.jsonl")
    try runner.write("{\"_id\":\"q1\",\"text\":\"ferry Osterholm\"}\n", to: "set/queries.jsonl")
    try runner.write("query-id\tcorpus-id\tscore\nq1\td1\t1\n", to: "set/qrels.tsv")
    let result = try runner.ask("eval", "beir", "set", "--json", "--run-out", "run.txt")
    expect(result, status: 0)
    let json = try JSONObject(result)
    #expect(try json.integer("n") == 1)
    for key in ["ndcg_at_10", "recall_at_100", "mrr_at_10"] {
      #expect(try json.number(key) == 1)
    }
    #expect(try json.number("ms_per_query") > 0)
    let run = String(decoding: readFile(runner.path("run.txt")), as: UTF8.self)
    #expect(run.hasPrefix("q1 Q0 d1 1 "))
  }

  @Test func badFilesAreUsageErrors() throws {
    try runner.write("{\"data\": 3", to: "broken.json")
    for words in [
      ["eval", "squad", "broken.json"], ["eval", "squad", "missing.json"],
      ["eval", "beir", "missing"], ["bench", "--queries", "missing.txt"],
      ["bench", "--compare", "broken.json"], ["bench", "--fail-if", "soon"],
    ] {
      let result = try runner.run([CommandRunner.executable] + words)
      expect(result, status: 2)
      #expect(result.text.isEmpty)
    }
  }

  @Test func benchmarkMeasuresAndGates() throws {
    try runner.write(SampleDocuments.harbour, to: "harbour.md")
    expect(try runner.ask("add", "-q", "harbour.md", "--store", "s"), status: 0)
    let words = [
      CommandRunner.executable, "bench", "--store", "s", "--count", "30", "--cold-count", "3",
    ]
    let result = try runner.run(words + ["--json"])
    expect(result, status: 0)
    let json = try JSONObject(result)
    for key in ["cold_process", "first_query", "closed_loop", "open_loop", "stages", "machine"] {
      #expect(json.members[key] != nil, "\(key)")
    }
    #expect(try json.string("blas").contains("BLAS"))
    try runner.write(result.output, to: "before.json")
    let human = try runner.run(words + ["--compare", "before.json", "--fail-if", "p50<0ms"])
    expect(human, status: 0)
    #expect(human.text.contains("p99"))
    let failed = try runner.run(words + ["--fail-if", "p50>0ms", "-q"])
    expect(failed, status: 6)
    #expect(failed.errorText.contains("gate failed"))
    try runner.write("When was the lighthouse built?\nHow often does the ferry go?\n", to: "q.txt")
    let retrieving = words + ["--queries", "q.txt", "--stage", "retrieve"]
    let sampled = try runner.run(retrieving + ["--samples", "--json"])
    expect(sampled, status: 0)
    let loop = try JSONObject(sampled).object("closed_loop")
    #expect((loop.members["samples_ms"] as? [Any])?.count == 30)
  }

  @Test func benchmarkWritesWhatTheStoreSearches() throws {
    try runner.write(SampleDocuments.harbour, to: "harbour.md")
    expect(try runner.ask("add", "-q", "harbour.md", "--store", "s"), status: 0)
    try runner.write("When was the lighthouse built?\nHow often does the ferry go?\n", to: "q.txt")
    let words = ["bench", "--store", "s", "--queries", "q.txt", "--export", "out"]
    let result = try runner.run([CommandRunner.executable] + words)
    expect(result, status: 0)
    #expect(result.text.isEmpty)
    let lines = String(decoding: readFile(runner.path("out/passages.jsonl")), as: UTF8.self)
      .split(separator: "\n")
    #expect(!lines.isEmpty && lines.allSatisfy { $0.contains("harbour.md") })
    let shapes = [
      "questions": "'<f4', 'fortran_order': False, 'shape': (2, 2048)",
      "vectors": "'<f4', 'fortran_order': False, 'shape': (\(lines.count), 2048)",
      "signs": "'|u1', 'fortran_order': False, 'shape': (\(lines.count), 256)",
      "rows": "'<i8', 'fortran_order': False, 'shape': (\(lines.count),)",
    ]
    for (name, shape) in shapes {
      let file = readFile(runner.path("out/\(name).npy"))
      #expect(String(decoding: file.prefix(128), as: UTF8.self).contains(shape), "\(name)")
    }
    #expect(readFile(runner.path("out/questions.npy")).count == 128 + 2 * 2048 * 4)
  }
}
