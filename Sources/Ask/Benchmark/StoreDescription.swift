import Foundation
import Retriever

/// The store that figures were measured on.
public struct StoreDescription: Sendable, Equatable {
  public var path: String
  public var generation: Int64
  public var documentCount: Int
  public var passageCount: Int
  public var segmentCount: Int
  /// Bytes of all files of the store.
  public var byteCount: Int

  init(of store: KnowledgeStore) throws {
    path = store.path
    let snapshot = try store.read { snapshot in
      (snapshot.generation, snapshot.segments.count as Int, try snapshot.counts())
    }
    (generation, segmentCount, (documentCount, passageCount)) = snapshot
    byteCount = Self.size(of: store.path)
  }

  private static func size(of directory: String) -> Int {
    let files = FileManager.default.enumerator(atPath: directory)
    var total = 0
    while let name = files?.nextObject() as? String {
      let attributes = try? FileManager.default.attributesOfItem(atPath: directory + "/" + name)
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { continue }
      total += (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
    return total
  }

  public var report: ReportValue {
    .object([
      ("path", .string(path)), ("generation", .integer(Int(generation))),
      ("documents", .integer(documentCount)), ("passages", .integer(passageCount)),
      ("segments", .integer(segmentCount)), ("bytes", .integer(byteCount)),
    ])
  }
}
