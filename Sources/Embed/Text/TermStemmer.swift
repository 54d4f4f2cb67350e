import CStemmer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Snowball stemming with a direct-mapped cache in front: libstemmer is called only for words that
/// were not seen lately.
///
/// The stemmer is chosen by the script of the word, since a document's language is not known where
/// a question is asked. Not thread-safe.
final class TermStemmer {
  /// Names the stemming in the embedder's fingerprint.
  static let version = "snowball-2"

  /// libstemmer's name for the stemmer of each script of `FoldingTable`.
  private static let languages: [String?] = [
    nil, "english", "russian", "greek", "arabic", "hindi", "armenian", nil,
  ]

  /// Whether words of a script are stemmed.
  static func stems(_ script: UInt8) -> Bool { script >= 1 && script <= 6 }

  private struct Entry {
    var folded: UInt64 = 0
    var term: UInt64 = 0
  }

  /// 2^16 entries of 16 bytes: half of a second-level cache of 2 MiB, and enough that the words of
  /// a few hundred passages seldom push each other out.
  private static let entryCount = 1 << 16

  private let cache: UnsafeMutablePointer<Entry>
  private var stemmers = [OpaquePointer?](repeating: nil, count: 8)
  private var buffer: [UInt8] = []

  init() {
    // Zeroed pages of the kernel: a process that asks one question touches a dozen of them.
    guard let memory = calloc(Self.entryCount, MemoryLayout<Entry>.stride) else {
      preconditionFailure("Out of memory")
    }
    cache = memory.bindMemory(to: Entry.self, capacity: Self.entryCount)
  }

  deinit {
    free(cache)
    for stemmer in stemmers { sb_stemmer_delete(stemmer) }
  }

  /// The term of the word `text`, whose folded form has the hash `folded`.
  @inline(__always)
  func term(of folded: UInt64, in text: UnsafeBufferPointer<UInt8>, script: UInt8) -> UInt64 {
    let slot = cache + Int(truncatingIfNeeded: folded & UInt64(Self.entryCount - 1))
    if slot.pointee.folded == folded { return slot.pointee.term }
    let term = stemmedHash(of: text, script: script) ?? folded
    slot.pointee = Entry(folded: folded, term: term)
    return term
  }

  /// The hash of the stem, or nil where libstemmer has no stemmer or no memory.
  @inline(never)
  private func stemmedHash(of text: UnsafeBufferPointer<UInt8>, script: UInt8) -> UInt64? {
    guard let stemmer = stemmer(for: Int(script)) else { return nil }
    TextFolding.fold(text, into: &buffer)
    guard let stem = sb_stemmer_stem(stemmer, buffer, Int32(buffer.count)) else { return nil }
    let count = Int(sb_stemmer_length(stemmer))
    guard count > 0 else { return nil }
    return StableHash.mix(StableHash.fnv1a(UnsafeBufferPointer(start: stem, count: count)))
  }

  private func stemmer(for script: Int) -> OpaquePointer? {
    if let stemmer = stemmers[script] { return stemmer }
    guard let language = Self.languages[script] else { return nil }
    stemmers[script] = sb_stemmer_new(language, "UTF_8")
    return stemmers[script]
  }
}
