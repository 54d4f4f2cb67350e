import Ask

/// A store that is open for questions, and what is known about it.
struct OpenStore {
  let store: KnowledgeStore
  /// Nil for the built-in handbook.
  let location: StoreLocation?
  /// Milliseconds that opening took.
  let openMilliseconds: Double

  var isHandbook: Bool { location == nil }
}

extension StoreOptions {
  /// Opens the store for reading; the built-in handbook stands in where none has been made and none
  /// was named.
  ///
  /// - Throws: `RetrieverError`; `.storeNotFound` for a named store.
  func openForReading(_ console: Console) throws -> OpenStore {
    let start = ContinuousClock.now
    let location = StoreLocation(option: directory)
    if location.exists || location.isNamed {
      let store = try KnowledgeStore.open(at: location.path)
      console.detail("store: \(location.path)")
      return OpenStore(
        store: store, location: location, openMilliseconds: start.millisecondsToNow)
    }
    let store = try HandbookStore.open()
    console.note(
      "there is no store yet, so this is the built-in handbook. "
        + "Add your own documents with: ask add PATH")
    return OpenStore(store: store, location: nil, openMilliseconds: start.millisecondsToNow)
  }

  /// Opens a store that must be there already.
  ///
  /// - Throws: `RetrieverError`; `.storeNotFound` where there is none.
  func openExisting() throws -> KnowledgeStore {
    try KnowledgeStore.open(at: StoreLocation(option: directory).path)
  }

  /// Opens the store, or makes it.
  func openOrCreate() throws -> KnowledgeStore {
    try KnowledgeStore.create(at: StoreLocation(option: directory).path)
  }
}

extension ContinuousClock.Instant {
  /// Milliseconds since this instant.
  var millisecondsToNow: Double {
    let (seconds, attoseconds) = (ContinuousClock.now - self).components
    return Double(seconds) * 1e3 + Double(attoseconds) / 1e15
  }
}
