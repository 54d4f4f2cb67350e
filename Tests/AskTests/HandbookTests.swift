import Foundation
import Retriever
import Testing

@testable import Ask

/// The built-in handbook: its data is sound, and its own questions find their documents.
struct HandbookTests {
  private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Corpus")

  private static func questions() throws -> [HandbookQuestion] {
    try HandbookQuestion.read(corpus.appending(path: "questions.jsonl").path)
  }

  @Test func everyDocumentIsInTheProgram() throws {
    let folder = Self.corpus.appending(path: "documents")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".md") }.sorted()
    let embedded = HandbookStore.documents
    #expect(embedded.map(\.name).sorted() == files.map { "handbook/" + $0 })
    for (name, bytes) in embedded {
      let file = try Data(
        contentsOf: folder.appending(path: String(name.dropFirst("handbook/".count))))
      #expect(Array(bytes) == Array(file), "\(name)")
    }
  }

  @Test func questionsFitTheirDocuments() throws {
    let questions = try Self.questions()
    #expect(Set(questions.map(\.id)).count == questions.count)
    #expect(questions.count >= 150)
    #expect(questions.count { $0.language.hasPrefix("zh") } >= 40)
    #expect(questions.count { $0.answers.isEmpty } >= 30)
    for question in questions {
      guard let document = question.document else {
        #expect(question.answers.isEmpty, "\(question.id)")
        continue
      }
      let text = try String(
        contentsOf: Self.corpus.appending(path: "documents/" + document), encoding: .utf8)
      for answer in question.answers { #expect(text.contains(answer), "\(question.id): \(answer)") }
    }
  }

  @Test func questionsFindTheirDocuments() throws {
    let engine = try AnswerEngine(store: try HandbookStore.open())
    let result = try HandbookEvaluation(questions: try Self.questions()).run(engine: engine)
    let answerable = result.answerable
    #expect(answerable.count >= 280)
    // Floors, a little below what was measured (README.md): the right document, the right span, "no answer".
    #expect(Self.share(answerable.inDocument, of: answerable) >= 0.9)
    #expect(Self.share(answerable.rightIfAlwaysAnswered, of: answerable) >= 0.6)
    #expect(Self.share(result.unanswerable.answered, of: result.unanswerable) <= 0.4)
    for language in ["zh", "zh-Hant"] {
      let slice = try #require(result.byLanguage[language])
      #expect(Self.share(slice.inDocument, of: slice) >= 0.95, "\(language)")
    }
    for (kind, slice) in result.byKind {
      #expect(Self.share(slice.inDocument, of: slice) >= 0.85, "\(kind)")
    }
    let counted = try #require(result.byKind["how-many"])
    #expect(Self.share(counted.rightIfAlwaysAnswered, of: counted) >= 0.8)
  }

  private static func share(_ part: Int, of slice: HandbookEvaluation.Slice) -> Double {
    Double(part) / Double(max(1, slice.count))
  }
}
