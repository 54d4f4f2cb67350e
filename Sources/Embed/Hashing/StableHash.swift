/// Hashing that is the same in every process, on every machine, for ever.
///
/// Swift's `Hasher` is seeded per process, so nothing stored may depend on it.
public enum StableHash {
  /// FNV-1a, 64 bits (Fowler, Noll, Vo; offset basis 0xcbf29ce484222325, prime 0x100000001b3).
  public static func fnv1a(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }

  /// The 64-bit finaliser of MurmurHash3 (Appleby): a bijection that mixes every bit into every
  /// other.
  @inline(__always)
  public static func mix(_ value: UInt64) -> UInt64 {
    var hash = value
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return hash ^ (hash >> 33)
  }

  /// Hash of an ordered pair.
  @inline(__always)
  public static func combine(_ first: UInt64, _ second: UInt64) -> UInt64 {
    mix(first &* 0x9e37_79b9_7f4a_7c15 &+ second)
  }
}
