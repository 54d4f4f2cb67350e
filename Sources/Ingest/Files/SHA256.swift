/// SHA-256, as FIPS 180-4 defines it (National Institute of Standards and Technology, 2015, §6.2).
public enum SHA256 {
  /// Returns the 32 bytes of the digest of `bytes`.
  public static func digest(of bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var state = initialState
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      let whole = bytes.count & ~63
      compress(UnsafeRawBufferPointer(bytes), 0..<whole, into: &state, schedule)
      let tail = padded(bytes[whole...], ofTotal: bytes.count)
      tail.withUnsafeBytes { compress($0, 0..<$0.count, into: &state, schedule) }
    }
    return (0..<8).flatMap { word in
      withUnsafeBytes(of: state[word].bigEndian) { Array($0) }
    }
  }

  /// Returns the 32 bytes of the digest of `bytes`.
  public static func digest(of bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { digest(of: $0) }
  }

  /// The last, partial block with the bit 1, zeros, and the length in bits (§5.1.1): one block or two.
  private static func padded(_ rest: Slice<UnsafeBufferPointer<UInt8>>, ofTotal count: Int)
    -> [UInt8]
  {
    var tail = Array(rest) + [0x80]
    while tail.count % 64 != 56 { tail.append(0) }
    withUnsafeBytes(of: (UInt64(count) &* 8).bigEndian) { tail.append(contentsOf: $0) }
    return tail
  }

  private static func compress(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>,
    into state: inout SIMD8<UInt32>, _ w: UnsafeMutableBufferPointer<UInt32>
  ) {
    roundConstants.withUnsafeBufferPointer { k in
      var offset = range.lowerBound
      while offset < range.upperBound {
        fill(w, from: bytes, at: offset)
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        var t = 0
        while t < 64 {
          // Eight rounds at a time, the variables' roles turning instead of their values.
          (d, h) = round(a, b, c, d, e, f, g, h, k[t] &+ w[t])
          (c, g) = round(h, a, b, c, d, e, f, g, k[t &+ 1] &+ w[t &+ 1])
          (b, f) = round(g, h, a, b, c, d, e, f, k[t &+ 2] &+ w[t &+ 2])
          (a, e) = round(f, g, h, a, b, c, d, e, k[t &+ 3] &+ w[t &+ 3])
          (h, d) = round(e, f, g, h, a, b, c, d, k[t &+ 4] &+ w[t &+ 4])
          (g, c) = round(d, e, f, g, h, a, b, c, k[t &+ 5] &+ w[t &+ 5])
          (f, b) = round(c, d, e, f, g, h, a, b, k[t &+ 6] &+ w[t &+ 6])
          (e, a) = round(b, c, d, e, f, g, h, a, k[t &+ 7] &+ w[t &+ 7])
          t &+= 8
        }
        state = state &+ SIMD8(a, b, c, d, e, f, g, h)
        offset += 64
      }
    }
  }

  /// One round: returns the new values of `d` (the next `e`) and `h` (the next `a`).
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32,
    _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: UInt32, _ constant: UInt32
  ) -> (UInt32, UInt32) {
    let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    let choice = g ^ (e & (f ^ g))
    let t1 = h &+ sum1 &+ choice &+ constant
    let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    let majority = (a & b) | (c & (a | b))
    return (d &+ t1, t1 &+ sum0 &+ majority)
  }

  /// The message schedule of one block (§6.2.2, step 1).
  @inline(__always)
  private static func fill(
    _ w: UnsafeMutableBufferPointer<UInt32>, from bytes: UnsafeRawBufferPointer, at offset: Int
  ) {
    for t in 0..<16 {
      let word = bytes.loadUnaligned(fromByteOffset: offset &+ t &* 4, as: UInt32.self)
      w[t] = UInt32(bigEndian: word)
    }
    for t in 16..<64 {
      let (x, y) = (w[t &- 15], w[t &- 2])
      let sigma0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3)
      let sigma1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >> 10)
      w[t] = w[t &- 16] &+ sigma0 &+ w[t &- 7] &+ sigma1
    }
  }

  @inline(__always)
  private static func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 {
    value &>> count | value &<< (32 &- count)
  }

  /// Fractional parts of the square roots of the first 8 primes (§5.3.3).
  private static let initialState = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)

  /// Fractional parts of the cube roots of the first 64 primes (§4.2.2).
  private static let roundConstants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5,
    0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
    0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc,
    0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
    0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3,
    0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5,
    0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
    0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
