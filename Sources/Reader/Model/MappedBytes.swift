/// Read-only bytes that are mapped, not loaded: linked into the program, or owned by a copy.
struct MappedBytes: Sendable {
  private let owner: Owner?
  // Read-only for its whole life, which `owner` guarantees where the bytes are not static.
  private nonisolated(unsafe) let base: UnsafePointer<UInt8>
  /// Number of bytes.
  let count: Int

  private final class Owner: Sendable {
    nonisolated(unsafe) let base: UnsafeMutablePointer<UInt8>
    init(_ bytes: [UInt8]) {
      base = .allocate(capacity: max(1, bytes.count))
      bytes.withUnsafeBufferPointer { source in
        if let start = source.baseAddress { base.initialize(from: start, count: source.count) }
      }
    }
    deinit { base.deallocate() }
  }

  /// Wraps bytes that live as long as the program.
  init(static base: UnsafePointer<UInt8>, count: Int) {
    self.base = base
    self.count = count
    owner = nil
  }

  /// Copies `bytes`.
  init(_ bytes: [UInt8]) {
    let owner = Owner(bytes)
    self.owner = owner
    base = UnsafePointer(owner.base)
    count = bytes.count
  }

  /// Returns the part of the bytes in `range`, without a copy.
  func slice(_ range: Range<Int>) -> MappedBytes {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "\(range) is not in 0..<\(count)")
    return MappedBytes(owner: owner, base: base + range.lowerBound, count: range.count)
  }

  private init(owner: Owner?, base: UnsafePointer<UInt8>, count: Int) {
    self.owner = owner
    self.base = base
    self.count = count
  }

  /// The byte at `index`, which must be in range; unchecked in release builds.
  @inline(__always)
  subscript(index: Int) -> UInt8 {
    assert(index >= 0 && index < count)
    return base[index]
  }

  /// Calls `body` with the address of the byte at `offset`.
  @inline(__always)
  func withPointer<Result>(at offset: Int, _ body: (UnsafePointer<UInt8>) -> Result) -> Result {
    precondition(offset >= 0 && offset <= count)
    return body(base + offset)
  }

  /// Returns the little-endian integer at `offset`.
  func integer<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Value {
    precondition(offset >= 0 && offset + MemoryLayout<Value>.size <= count)
    return Value(
      littleEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: Value.self))
  }

  /// Returns the little-endian 32-bit float at `offset`.
  func float(at offset: Int) -> Float { Float(bitPattern: integer(UInt32.self, at: offset)) }
}
