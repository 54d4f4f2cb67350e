import Ask
import Testing

@Suite("Test sets")
struct EvaluationDatasetTests {
  @Test func squadQuestionsShareTheirParagraphs() throws {
    let json = #"""
      {"version":"2.0","data":[{"title":"T","paragraphs":[
        {"context":"Ask was made in 2026.","qas":[
          {"id":"1","question":"When?","answers":[{"text":"2026","answer_start":16},{"text":"in 2026"}]},
          {"id":2,"question":"Where?","answers":[],"is_impossible":true},
          {"id":"3","question":"Why?","answers":[{"text":"x","answer_start":0}],"is_impossible":"true"},
          {"id":"4","question":"What?","answers":[{"text":"Ask"}],"is_impossible":"false"}]},
        {"context":"Other.","qas":[{"question":"Who?","answers":[{"text":""}]}]},
        {"context":"Ask was made in 2026.","qas":[{"id":"5","question":"How?","answers":null}]}]}]}
      """#
    try EvaluationFixture.withDirectory { directory in
      try EvaluationFixture.write("\u{FEFF}" + json, to: directory + "/a.json")
      let set = try SquadDataset(contentsOf: [directory + "/a.json"])
      #expect(set.paragraphs == ["Ask was made in 2026.", "Other."])
      #expect(set.questions.map(\.id) == ["1", "2", "3", "4", "data[0].paragraphs[1].qas[0]", "5"])
      #expect(set.questions.map(\.answers) == [["2026", "in 2026"], [], [], ["Ask"], [], []])
      #expect(set.questions.map(\.paragraph) == [0, 0, 0, 0, 1, 0])
      #expect(set.hasUnanswerable)
      #expect(set.questions.allSatisfy { $0.scoring == .words })
    }
  }

  @Test func eachFileIsScoredInItsOwnWay() throws {
    try EvaluationFixture.withDirectory { directory in
      for (name, context) in [("en", "Plain English."), ("zh", "这是一句中文。")] {
        try EvaluationFixture.write(
          #"{"data":[{"paragraphs":[{"context":"\#(context)","qas":[{"question":"?","answers":[{"text":"a"}]}]}]}]}"#,
          to: "\(directory)/\(name).json")
      }
      let set = try SquadDataset(contentsOf: ["\(directory)/en.json", "\(directory)/zh.json"])
      #expect(set.questions.map(\.scoring) == [.words, .characters])
      #expect(!set.hasUnanswerable)
    }
  }

  @Test(arguments: [
    ("{}", "'F': an array 'data' is expected in the outermost object."),
    ("[", "'F', line 1: the JSON text ends too early."),
    (#"{"data":[{}]}"#, "'F': an array 'paragraphs' is expected in data[0]."),
    (
      #"{"data":[{"paragraphs":[{"qas":[]}]}]}"#,
      "'F': a string 'context' is expected in data[0].paragraphs[0]."
    ),
    (
      #"{"data":[{"paragraphs":[{"context":"","qas":[{"question":"?","is_impossible":3}]}]}]}"#,
      "'F': 'is_impossible' must be true or false in data[0].paragraphs[0].qas[0]."
    ),
    (#"{"data":[]}"#, "Nothing to measure: there is no question in F."),
  ])
  func malformedSquadFilesAreExplained(json: String, message: String) throws {
    try EvaluationFixture.withDirectory { directory in
      let path = directory + "/squad.json"
      try EvaluationFixture.write(json, to: path)
      let error = #expect(throws: EvaluationError.self) { try SquadDataset(contentsOf: [path]) }
      let text = (error?.description ?? "").split(separator: path).joined(separator: "F")
      #expect(text == message)
    }
  }

  @Test func beirDirectoriesAreRead() throws {
    try EvaluationFixture.withDirectory { directory in
      try EvaluationFixture.write(
        "\u{FEFF}{\"_id\":\"d1\",\"title\":\"One\",\"text\":\"alpha\"}\r\n\n"
          + "{\"_id\":2,\"text\":\"beta\"}\n{\"_id\":\"d3\",\"title\":\"Only a title\"}\n",
        to: directory + "/corpus.jsonl")
      try EvaluationFixture.write(
        "{\"_id\":\"q1\",\"text\":\"first\"}\n{\"_id\":\"q2\",\"text\":\"second\"}\n"
          + "{\"_id\":\"q3\",\"text\":\"never judged\"}",
        to: directory + "/queries.jsonl")
      try EvaluationFixture.write(
        "query-id\tcorpus-id\tscore\r\nq1\td1\t2\r\nq1\t2\t0\r\n\nq2\td3\t1\n",
        to: directory + "/qrels.tsv")
      let set = try BeirDataset(directory: directory + "/")
      #expect(set.documents.map(\.id) == ["d1", "2", "d3"])
      #expect(set.documents.map(\.text) == ["alpha", "beta", ""])
      #expect(set.queries.map(\.id) == ["q1", "q2"])
      #expect(set.queries.map(\.gains) == [["d1": 2, "2": 0], ["d3": 1]])
    }
  }

  @Test(arguments: [
    ("corpus", "{\"_id\":\"d\",\"text\":\"\"}\nnonsense", "line 2: a value is expected."),
    (
      "corpus", "{\"_id\":\"d\",\"text\":\"\"}\n{\"_id\":\"d\",\"text\":\"\"}", "'d' is there twice"
    ),
    ("corpus", "[1]", "line 1: a JSON object is expected on each line."),
    ("corpus", "{\"_id\":\"d\"}", "a string 'text' is expected"),
    ("corpus", "{\"text\":\"d\"}", "an '_id' is expected"),
    ("corpus", "", "has 0 documents, 1 judged queries"),
    ("queries", "", "query 'q' is judged but is not in"),
    ("qrels", "h\nq\td", "line 1: query, document and score are expected, and"),
    ("qrels", "q\td\t1\nq\td2\tmany", "line 2: the score 'many' is not a number."),
  ])
  func malformedBeirFilesAreExplained(file: String, text: String, message: String) throws {
    try EvaluationFixture.withDirectory { directory in
      let good = [
        "corpus": "{\"_id\":\"d\",\"text\":\"t\"}", "queries": "{\"_id\":\"q\",\"text\":\"t\"}",
        "qrels": "q\td\t1",
      ]
      for (name, content) in good {
        try EvaluationFixture.write(
          name == file ? text : content,
          to: "\(directory)/\(name).\(name == "qrels" ? "tsv" : "jsonl")")
      }
      let error = #expect(throws: EvaluationError.self) {
        try BeirDataset(directory: directory)
      }
      #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }
  }

  @Test func missingFilesAreNamed() {
    let error = #expect(throws: EvaluationError.self) {
      try SquadDataset(contentsOf: ["/nowhere/squad.json"])
    }
    #expect(
      error?.description == "'/nowhere/squad.json' could not be used: No such file or directory.")
  }

  @Test func handbookQuestionsAreRead() throws {
    try EvaluationFixture.withDirectory { directory in
      let path = directory + "/questions.jsonl"
      try EvaluationFixture.write(
        #"{"id":"a","question":"Q?","answers":["x","y"],"document":"d.md","language":"en","kind":"number","answerable":true}"#
          + "\n"
          + #"{"id":"b","question":"R?","answers":[],"document":null,"language":"zh","answerable":false}"#,
        to: path)
      let questions = try HandbookQuestion.read(path)
      #expect(questions.map(\.isAnswerable) == [true, false])
      #expect(questions.map(\.kind) == ["number", "unanswerable"])
      #expect(questions.map(\.document) == ["d.md", nil])
      try EvaluationFixture.write(#"{"question":"Q?","answers":[],"answerable":true}"#, to: path)
      #expect(throws: EvaluationError.self) { try HandbookQuestion.read(path) }
    }
  }
}
