import Embed

/// Indices into the weight table, collected for one unit or span at a time.
///
/// A feature is a template number and up to two values, hashed into the table (Weinberger et al.
/// 2009): no dictionary is kept, and unknown words cost nothing.
struct FeatureBuffer {
  /// The indices collected so far.
  private(set) var indices: [UInt32] = []
  private let shift: UInt64
  /// Separates the weights of the writing systems from one another.
  private let salt: UInt64

  /// - Parameter tableBits: The weight table has 2^`tableBits` entries.
  init(tableBits: Int, script: SegmentedText.Script) {
    shift = UInt64(64 - tableBits)
    salt = StableHash.mix(UInt64(script.rawValue) + 1)
    indices.reserveCapacity(96)
  }

  mutating func removeAll() { indices.removeAll(keepingCapacity: true) }

  /// Adds the feature `template` with the values `first` and `second`.
  @inline(__always)
  mutating func add(_ template: UInt64, _ first: UInt64, _ second: UInt64 = 0) {
    // Two rounds of multiply and shift: enough for a table, a fifth of the cost of a full mix.
    var key = salt ^ (template &* 0x9e37_79b9_7f4a_7c15)
    key = (key ^ first) &* 0xff51_afd7_ed55_8ccd
    key = (key ^ (key >> 32) ^ second) &* 0xc4ce_b9fe_1a85_ec53
    let mixed = (key ^ (key >> 29)) &* 0x9e37_79b9_7f4a_7c15
    indices.append(UInt32(truncatingIfNeeded: mixed >> shift))
  }
}
