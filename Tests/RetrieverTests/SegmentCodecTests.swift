import Testing

@testable import Retriever

struct SegmentCodecTests {
  @Test(arguments: 0...32)
  func blocksComeBackAsTheyWere(bits: Int) {
    var random = SeededGenerator(UInt64(bits))
    let limit: UInt64 = bits == 0 ? 1 : 1 << UInt64(bits)
    let values = (0..<128).map { _ in UInt32(truncatingIfNeeded: random.next() % limit) }
    var bytes: [UInt8] = []
    BlockPacking.pack(values, bits: bits, into: &bytes)
    #expect(bytes.count == BlockPacking.byteCount(bits: bits))
    var decoded = [UInt32](repeating: 7, count: 128)
    bytes.withUnsafeBytes { raw in
      if let base = raw.baseAddress { BlockPacking.unpack(base, bits: bits, into: &decoded) }
    }
    if bits == 0 { decoded = decoded.map { $0 == 7 ? 0 : $0 } }
    #expect(decoded == values)
  }

  @Test func bitWidthFitsTheLargestValue() {
    var values = [UInt32](repeating: 0, count: 128)
    #expect(BlockPacking.bitWidth(of: values) == 0)
    values[77] = 1
    #expect(BlockPacking.bitWidth(of: values) == 1)
    values[3] = .max
    #expect(BlockPacking.bitWidth(of: values) == 32)
  }

  @Test(arguments: [UInt64(0), 1, 127, 128, 300, 16_384, .max])
  func varintsComeBack(value: UInt64) {
    var bytes: [UInt8] = []
    Varint.append(value, to: &bytes)
    bytes.withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return }
      var offset = 0
      #expect(Varint.read(base, &offset, limit: raw.count) == value)
      #expect(offset == raw.count)
    }
  }

  /// Value computed with the reference implementation of XXH64, seed 0, over bytes 0…63.
  @Test func checksumIsXXH64() {
    var checksum = Checksum64()
    (0..<64).map { UInt8($0) }.withUnsafeBytes { checksum.update($0) }
    #expect(checksum.value == 0xf7c6_7301_db67_13f0)
  }

  @Test func checksumDoesNotDependOnHowTheBytesArrive() {
    let bytes = (0..<640).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var whole = Checksum64()
    bytes.withUnsafeBytes { whole.update($0) }
    var parts = Checksum64()
    bytes.withUnsafeBytes { raw in
      for start in stride(from: 0, to: 640, by: 32) {
        parts.update(UnsafeRawBufferPointer(rebasing: raw[start..<(start + 32)]))
      }
    }
    #expect(whole.value == parts.value)
  }

  @Test func lengthCodesAreExactToHalfAPassageAndNeverDecrease() {
    for length in 0...128 { #expect(LengthCode.length(of: LengthCode.code(of: length)) == length) }
    var previous: UInt8 = 0
    for length in 0...3000 {
      let code = LengthCode.code(of: length)
      #expect(code >= previous)
      previous = code
    }
  }

  @Test(arguments: [1, 2, 127, 128, 129, 1000])
  func postingListsComeBack(count: Int) throws {
    var random = SeededGenerator(UInt64(count))
    var ordinals: [UInt32] = []
    var next: UInt32 = 0
    for _ in 0..<count {
      next += UInt32(random.next() % 50)
      ordinals.append(next)
      next += 1
    }
    let frequencies = ordinals.map { _ in UInt8(1 + random.next() % 9) }
    let lengths = (0...next).map { _ in UInt8(random.next() % 200) }
    var encoder = PostingListEncoder()
    var bytes: [UInt8] = [0xff]
    encoder.encode(
      ordinals: UnsafeBufferPointer(ordinals), frequencies: UnsafeBufferPointer(frequencies),
      lengthCodes: UnsafeBufferPointer(lengths), into: &bytes)
    try bytes.withUnsafeBytes { raw in
      let cursor = try #require(PostingCursor(section: raw, offset: 1))
      #expect(cursor.documentFrequency == count)
      var decoded: [UInt32] = []
      var decodedFrequencies: [UInt8] = []
      cursor.decode()
      repeat {
        for index in 0..<cursor.count {
          decoded.append(cursor.ordinals[index])
          decodedFrequencies.append(UInt8(cursor.frequencies[index]))
        }
      } while cursor.advanceBlock()
      #expect(decoded == ordinals)
      #expect(decodedFrequencies == frequencies)
    }
  }

  /// Whatever bytes stand in the file, reading ends and stays inside them.
  @Test(arguments: 0..<200)
  func damagedListsEnd(seed: Int) {
    var random = SeededGenerator(UInt64(seed))
    let bytes = (0..<Int(random.next() % 400 + 1)).map { _ in
      UInt8(truncatingIfNeeded: random.next())
    }
    bytes.withUnsafeBytes { raw in
      guard let cursor = PostingCursor(section: raw, offset: 0) else { return }
      cursor.decode()
      var blocks = 0
      while cursor.advanceBlock() { blocks += 1 }
      #expect(blocks <= cursor.blockCount)
    }
  }
}

extension UnsafeBufferPointer {
  /// A copy that lives as long as the test.
  init(_ array: [Element]) {
    let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
    _ = copy.initialize(from: array)
    self.init(copy)
  }
}
