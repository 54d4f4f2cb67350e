import Glibc

/// A retrieval test set in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, and judgments in
/// `qrels.tsv` or `qrels/test.tsv`.
public struct BeirDataset: Sendable {
  public struct Document: Sendable, Equatable {
    public var id: String
    public var title: String
    public var text: String
  }

  /// A query that has judgments.
  public struct Query: Sendable, Equatable {
    public var id: String
    public var text: String
    /// Gain of each judged document; 0 for one judged and found irrelevant.
    public var gains: [String: Double]
  }

  public private(set) var documents: [Document] = []
  /// In the order of `queries.jsonl`; queries without judgments are not among them.
  public private(set) var queries: [Query] = []

  /// Reads the directory.
  ///
  /// - Throws: `EvaluationError` with file and line: a line that is not what it should be, an
  ///   identifier given twice, a judgment of a query that is not there.
  public init(directory: String) throws {
    let root = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    try readCorpus(root + "/corpus.jsonl")
    let candidates = ["\(root)/qrels.tsv", "\(root)/qrels/test.tsv"]
    guard let qrels = candidates.first(where: { access($0, F_OK) == 0 }) else {
      throw EvaluationError.fileFailed(
        path: candidates[0], detail: "there is neither this file nor 'qrels/test.tsv' beside it")
    }
    try readQueries(root + "/queries.jsonl", judgments: Self.readJudgments(qrels), from: qrels)
    guard !documents.isEmpty, !queries.isEmpty else {
      throw EvaluationError.nothingToMeasure(
        detail: "'\(directory)' has \(documents.count) documents, \(queries.count) judged queries")
    }
  }

  private mutating func readCorpus(_ path: String) throws {
    var seen: Set<String> = []
    try TextLines.forEachObject(in: path) { object, line in
      let id = try Self.identifier(object, in: path, line: line)
      guard seen.insert(id).inserted else {
        throw EvaluationError.malformed(path: path, line: line, detail: "'\(id)' is there twice")
      }
      let title = object["title"]?.stringValue ?? ""
      guard let text = object["text"]?.stringValue ?? (title.isEmpty ? nil : "") else {
        throw EvaluationError.malformed(
          path: path, line: line, detail: "a string 'text' is expected")
      }
      documents.append(Document(id: id, title: title, text: text))
    }
  }

  private mutating func readQueries(
    _ path: String, judgments: [String: [String: Double]], from qrels: String
  ) throws {
    var missing = Set(judgments.keys)
    try TextLines.forEachObject(in: path) { object, line in
      let id = try Self.identifier(object, in: path, line: line)
      guard let text = object["text"]?.stringValue else {
        throw EvaluationError.malformed(
          path: path, line: line, detail: "a string 'text' is expected")
      }
      guard let gains = judgments[id], missing.remove(id) != nil else { return }
      queries.append(Query(id: id, text: text, gains: gains))
    }
    // Every judged query counts: dropping one silently would flatter the mean.
    if let id = missing.min() {
      throw EvaluationError.malformed(
        path: qrels, line: nil, detail: "query '\(id)' is judged but is not in '\(path)'")
    }
  }

  /// Reads `query-id <TAB> corpus-id <TAB> score` lines, with or without a header line; TREC's four
  /// columns (query, 0, document, score) are understood as well.
  private static func readJudgments(_ path: String) throws -> [String: [String: Double]] {
    var judgments: [String: [String: Double]] = [:]
    for (index, line) in TextLines.of(try FileBytes.read(path)).enumerated() {
      let separators: Set<UInt8> = [UInt8(ascii: "\t"), UInt8(ascii: " ")]
      let fields = line.bytes.split { separators.contains($0) }
        .map { String(decoding: $0, as: UTF8.self) }
      guard fields.count == 3 || fields.count == 4 else {
        throw EvaluationError.malformed(
          path: path, line: line.number,
          detail: "query, document and score are expected, and there are \(fields.count) columns")
      }
      guard let gain = Double(fields[fields.count - 1]), gain.isFinite else {
        if index == 0 { continue }
        throw EvaluationError.malformed(
          path: path, line: line.number,
          detail: "the score '\(fields[fields.count - 1])' is not a number")
      }
      judgments[fields[0], default: [:]][fields[fields.count - 2]] = gain
    }
    return judgments
  }

  private static func identifier(_ object: ReportValue, in path: String, line: Int) throws
    -> String
  {
    guard let id = (object["_id"] ?? object["id"])?.labelValue else {
      throw EvaluationError.malformed(path: path, line: line, detail: "an '_id' is expected")
    }
    return id
  }
}
