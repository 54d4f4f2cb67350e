import Glibc

extension UnsafeBufferPointer<UInt8> {
  /// Returns the offset of the first `byte` in `range`, or the range's end.
  @inline(__always)
  func offset(of byte: UInt8, in range: Range<Int>) -> Int {
    guard let baseAddress, !range.isEmpty,
      let hit = memchr(baseAddress + range.lowerBound, Int32(byte), range.count)
    else { return range.upperBound }
    return UnsafeRawPointer(hit) - UnsafeRawPointer(baseAddress)
  }

  /// Returns how often `byte` stands in `range`.
  ///
  /// For bytes that are rare, as line ends are.
  func count(of byte: UInt8, in range: Range<Int>) -> Int {
    var count = 0
    var index = offset(of: byte, in: range)
    while index < range.upperBound {
      count &+= 1
      index = offset(of: byte, in: index &+ 1..<range.upperBound)
    }
    return count
  }

  /// Returns how many bytes satisfy `test`.
  ///
  /// Counts in bytes, 128 at a time: the compiler turns that, and not the plain loop, into vectors.
  @inline(__always)
  func count(where test: (UInt8) -> Bool) -> Int {
    var total = 0
    var index = 0
    while index &+ 128 <= count {
      var lane: UInt8 = 0
      for offset in 0..<128 { lane &+= test(self[index &+ offset]) ? 1 : 0 }
      total &+= Int(lane)
      index &+= 128
    }
    while index < count {
      total &+= test(self[index]) ? 1 : 0
      index &+= 1
    }
    return total
  }
}
