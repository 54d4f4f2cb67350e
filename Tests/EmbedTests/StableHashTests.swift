import Embed
import Testing

struct StableHashTests {
  /// From the authors' own test program (Noll, test_fnv.c, FNV-1a 64).
  @Test(
    arguments: [
      ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("b", 0xaf63_df4c_8601_f1a5),
      ("fo", 0x0898_5907_b541_d342), ("foo", 0xdcb2_7518_fed9_d577),
      ("foob", 0xdd12_0e79_0c25_12af), ("fooba", 0xcac1_65af_a2fe_f40a),
      ("foobar", 0x8594_4171_f739_67e8),
    ] as [(String, UInt64)])
  func fnv1aGivesThePublishedValues(text: String, expected: UInt64) {
    #expect(Array(text.utf8).withUnsafeBufferPointer { StableHash.fnv1a($0) } == expected)
  }

  /// Known values of fmix64, the finaliser of MurmurHash3_x64_128; zero is its fixed point.
  @Test(
    arguments: [
      (0, 0), (1, 0xb456_bcfc_34c2_cb2c), (2, 0x3abf_2a20_6506_83e7),
      (UInt64.max, 0x64b5_720b_4b82_5f21),
    ] as [(UInt64, UInt64)])
  func mixGivesThePublishedValues(value: UInt64, expected: UInt64) {
    #expect(StableHash.mix(value) == expected)
  }

  @Test func combineDependsOnTheOrder() {
    #expect(StableHash.combine(1, 2) != StableHash.combine(2, 1))
    #expect(StableHash.combine(1, 2) == StableHash.mix(0x9e37_79b9_7f4a_7c15 &+ 2))
  }
}
