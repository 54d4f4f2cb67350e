import Dispatch
import Ingest
import Retriever

/// Extracts and analyses files on several threads until a share of text is gathered or time is up.
///
/// One round becomes one transaction with a segment for each thread.
final class IngestionRound: @unchecked Sendable {  // Shared state is guarded by `lock`.
  /// Text of a round, bytes: bounds the memory, and the segments that a large folder makes.
  static let textByteLimit = 32 << 20
  /// A round of a slow folder ends after this long, so that what is done is seen, and kept.
  static let secondLimit = 2.0

  let batches: [IndexBatch]
  private let files: ArraySlice<FolderWalk.File>
  private let isCancelled: @Sendable () -> Bool
  private let lock = DispatchQueue(label: "ask.ingestion.round")
  private var next: Int
  private var textByteCount = 0
  private var fileByteCount = 0
  private var failures: [IngestError] = []

  /// - Parameter files: what is left to do; a round takes a part of it from the front.
  init(
    files: ArraySlice<FolderWalk.File>, threadCount: Int, isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.files = files
    self.isCancelled = isCancelled
    next = files.startIndex
    batches = (0..<threadCount).map { _ in IndexBatch() }
  }

  /// Files that were taken, their bytes, and those that could not be extracted.
  var outcome: (taken: Int, byteCount: Int, failures: [IngestError]) {
    lock.sync { (next - files.startIndex, fileByteCount, failures) }
  }

  func run() {
    let deadline = ContinuousClock.now + .seconds(Self.secondLimit)
    DispatchQueue.concurrentPerform(iterations: batches.count) { thread in
      let extractor = DocumentExtractor()
      while let file = takeFile(before: deadline) {
        do {
          let extracted = try extractor.extract(path: file.path)
          batches[thread].add(NewDocument(extracted, path: file.path, origin: .file))
          lock.sync {
            textByteCount += extracted.text.count
            fileByteCount += file.facts.size
          }
        } catch let error as IngestError {
          lock.sync { failures.append(error) }
        } catch {
          // The extractor throws nothing else; were it to, the file is left for the next time.
          continue
        }
      }
    }
  }

  private func takeFile(before deadline: ContinuousClock.Instant) -> FolderWalk.File? {
    lock.sync {
      guard next < files.endIndex, textByteCount < Self.textByteLimit, !isCancelled(),
        next == files.startIndex || ContinuousClock.now < deadline
      else { return nil }
      defer { next += 1 }
      return files[next]
    }
  }
}
