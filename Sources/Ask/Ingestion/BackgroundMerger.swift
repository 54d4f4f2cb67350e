import Foundation
import Retriever

/// Merges a store's segments on a thread of its own, while documents go on being taken in.
final class BackgroundMerger: @unchecked Sendable {  // Shared state is guarded by `condition`.
  private let store: KnowledgeStore
  private let condition = NSCondition()
  private var isWanted = false
  private var isEnding = false
  private var isRunning = false
  private var failure: (any Error)?

  init(store: KnowledgeStore) { self.store = store }

  /// Asks for merges, which begin soon; the caller goes on.
  func request() {
    condition.withLock {
      isWanted = true
      if isRunning {
        condition.broadcast()
      } else {
        isRunning = true
        Thread { self.work() }.start()
      }
    }
  }

  /// Waits until the thread has ended its work.
  ///
  /// - Throws: what a merge threw.
  func finish() throws {
    condition.lock()
    defer { condition.unlock() }
    isEnding = true
    condition.broadcast()
    while isRunning { condition.wait() }
    if let failure { throw failure }
  }

  private func work() {
    while takeRequest() {
      do {
        try store.mergeSegments()
      } catch {
        condition.withLock { failure = failure ?? error }
      }
    }
  }

  /// Waits for a request; false when the thread shall end.
  private func takeRequest() -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while !isWanted && !isEnding { condition.wait() }
    if isWanted && failure == nil {
      isWanted = false
      return true
    }
    isRunning = false
    condition.broadcast()
    return false
  }
}
