import Embed
import Foundation
public import Retriever

/// Writes what a store searches into a folder, for other programs to search the same.
///
/// - `passages.jsonl`: a line for each passage, `{"path","heading":[…],"text"}`.
/// - `vectors.npy` and `signs.npy`: the vectors of an even sample of the passages as unit vectors of floats, and as the packed signs
///   that the store keeps; `rows.npy`: which lines of `passages.jsonl` they are of, from 0 on.
/// - `questions.npy`: the vectors of the questions, weighted by the store's statistics.
public struct BenchmarkExport {
  private let store: KnowledgeStore
  private let folder: URL
  /// Passages read at a time.
  private static let batchCount = 1000

  public init(store: KnowledgeStore, folder: String) {
    self.store = store
    self.folder = URL(fileURLWithPath: folder)
  }

  /// Writes the files; the folder is made where it is missing.
  ///
  /// - Parameter vectorCount: passages whose vectors are written, at most.
  /// - Throws: `RetrieverError`, or what the file system says.
  public func write(questions: [String], vectorCount: Int) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try store.read { snapshot in
      try writePassages(of: snapshot, vectorCount: vectorCount)
      try writeQuestions(questions, of: snapshot)
    }
  }

  private func writeQuestions(_ questions: [String], of snapshot: any StoreSnapshot) throws {
    let embedder = QuestionEmbedder()
    let file = try NumPyFile(
      folder.appendingPathComponent("questions.npy"), type: "<f4",
      shape: [questions.count, HashingEmbedder.standard.dimension])
    for question in questions { try file.append(embedder.vector(of: question, in: snapshot)) }
    try file.close()
  }

  private func writePassages(of snapshot: any StoreSnapshot, vectorCount: Int) throws {
    let ranges = try snapshot.passageRanges(matching: DocumentFilter())
    let total = ranges.reduce(0) { $0 + $1.count }
    let rows = Array(0..<total).evenSample(of: vectorCount)
    var vectors = try VectorFiles(folder: folder, rows: rows)
    let lines = try LineFile(folder.appendingPathComponent("passages.jsonl"))
    var number = 0
    for range in ranges {
      for start in stride(from: range.lowerBound, through: range.upperBound, by: Self.batchCount) {
        let end = min(start + Int64(Self.batchCount) - 1, range.upperBound)
        let passages = try snapshot.passages(Array(start...end))
        let documents = try snapshot.documents(Array(Set(passages.map(\.documentID))).sorted())
        let known = Dictionary(
          documents.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for passage in passages {
          let document = known[passage.documentID]
          let heading = (document?.title.map { [$0] } ?? []) + passage.heading
          try lines.append(
            .object([
              ("path", .string(document?.path ?? "")),
              ("heading", .array(heading.map { .string($0) })),
              ("text", .string(String(decoding: passage.text, as: UTF8.self))),
            ]))
          try vectors.append(passage.text, number: number)
          number += 1
        }
      }
    }
    try lines.close()
    try vectors.close()
  }
}

/// The vectors of the passages with certain numbers.
private struct VectorFiles {
  private var wanted: ArraySlice<Int>
  private let vectors: NumPyFile
  private let signs: NumPyFile
  private let analyzer = Analyzer()
  private let embedder = HashingEmbedder.standard

  init(folder: URL, rows: [Int]) throws {
    wanted = rows[...]
    let dimension = embedder.dimension
    vectors = try NumPyFile(
      folder.appendingPathComponent("vectors.npy"), type: "<f4", shape: [rows.count, dimension])
    signs = try NumPyFile(
      folder.appendingPathComponent("signs.npy"), type: "|u1",
      shape: [rows.count, SignVector.byteCount(dimension: dimension)])
    let numbers = try NumPyFile(
      folder.appendingPathComponent("rows.npy"), type: "<i8", shape: [rows.count])
    try numbers.append(rows.map(Int64.init))
    try numbers.close()
  }

  mutating func append(_ text: [UInt8], number: Int) throws {
    guard wanted.first == number else { return }
    wanted.removeFirst()
    var tokens: [Token] = []
    var vector = [Float](repeating: 0, count: embedder.dimension)
    var packed = [UInt8](repeating: 0, count: SignVector.byteCount(dimension: embedder.dimension))
    text.withUnsafeBufferPointer { text in
      analyzer.tokenize(text, into: &tokens)
      vector.withUnsafeMutableBufferPointer { vector in
        embedder.embedPassage(text, tokens: tokens, into: vector)
        packed.withUnsafeMutableBufferPointer {
          SignVector.pack(UnsafeBufferPointer(vector), into: $0)
        }
      }
    }
    try vectors.append(vector)
    try signs.append(packed)
  }

  func close() throws {
    try vectors.close()
    try signs.close()
  }
}

/// A file of NumPy's format 1.0: a header, then the values row by row.
private struct NumPyFile {
  private let file: FileHandle

  init(_ url: URL, type: String, shape: [Int]) throws {
    let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(axes)), }"
    // The values begin at a multiple of 64 bytes.
    let space = (64 - (10 + header.utf8.count + 1) % 64) % 64
    header += String(repeating: " ", count: space) + "\n"
    let count = header.utf8.count
    let magic: [UInt8] =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(count & 255), UInt8(count >> 8)]
    try Data(magic + Array(header.utf8)).write(to: url)
    file = try FileHandle(forWritingTo: url)
    try file.seekToEnd()
  }

  func append<T: BitwiseCopyable>(_ values: [T]) throws {
    try values.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
  }

  func close() throws { try file.close() }
}

/// A file of JSON Lines.
private final class LineFile {
  private let file: FileHandle
  private var pending = ""

  init(_ url: URL) throws {
    try Data().write(to: url)
    file = try FileHandle(forWritingTo: url)
  }

  func append(_ value: ReportValue) throws {
    pending += value.jsonString + "\n"
    if pending.utf8.count > 1 << 20 { try flush() }
  }

  func close() throws {
    try flush()
    try file.close()
  }

  private func flush() throws {
    try file.write(contentsOf: Data(pending.utf8))
    pending = ""
  }
}
