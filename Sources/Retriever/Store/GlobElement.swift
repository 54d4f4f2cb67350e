/// One element of a glob that matches within a name.
enum GlobElement: Equatable {
  case byte(UInt8)
  /// `?`: one Unicode scalar.
  case anyScalar
  /// `*`: any number of scalars.
  case anyScalars
  /// `[…]`: one scalar of a set, or one outside of it.
  case set(ranges: [ClosedRange<UInt32>], isNegated: Bool)

  /// Reads the elements of a name's pattern.
  ///
  /// A bracket without its end stands for itself.
  static func parse(_ pattern: [UInt8]) -> [GlobElement] {
    var elements: [GlobElement] = []
    var rest = pattern[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "*"):
        if elements.last != .anyScalars { elements.append(.anyScalars) }
      case UInt8(ascii: "?"):
        elements.append(.anyScalar)
      case UInt8(ascii: "\\"):
        elements.append(.byte(rest.popFirst() ?? byte))
      case UInt8(ascii: "["):
        elements.append(parseSet(&rest) ?? .byte(byte))
      default:
        elements.append(.byte(byte))
      }
    }
    return elements
  }

  /// Reads a set whose opening bracket is behind, or returns nil and reads nothing.
  private static func parseSet(_ rest: inout ArraySlice<UInt8>) -> GlobElement? {
    var set = rest
    let isNegated = set.first == UInt8(ascii: "!") || set.first == UInt8(ascii: "^")
    if isNegated { set.removeFirst() }
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while let byte = set.first {
      if byte == UInt8(ascii: "]") && !isFirst {
        rest = set.dropFirst()
        return .set(ranges: ranges, isNegated: isNegated)
      }
      isFirst = false
      guard let low = popSetMember(&set) else { return nil }
      var high = low
      if set.first == UInt8(ascii: "-"), let second = set.dropFirst().first,
        second != UInt8(ascii: "]")
      {
        set.removeFirst()
        guard let end = popSetMember(&set) else { return nil }
        high = end
      }
      if low <= high { ranges.append(low...high) }
    }
    return nil
  }

  private static func popSetMember(_ set: inout ArraySlice<UInt8>) -> UInt32? {
    if set.first == UInt8(ascii: "\\") { set.removeFirst() }
    guard !set.isEmpty else { return nil }
    let (scalar, end) = scalar(at: set)
    set = set[end...]
    return scalar
  }

  /// Whether the elements match all bytes of `range`.
  static func match(
    _ elements: [GlobElement], _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Bool {
    var position = range.lowerBound
    var element = 0
    // Where to go on after a mismatch: behind the last star, which then takes one scalar more. Stars
    // before it need no second thought.
    var retry: (element: Int, position: Int)?
    while true {
      if element < elements.count {
        if case .anyScalars = elements[element] {
          element += 1
          retry = (element, position)
          continue
        }
        if let next = elements[element].matchOne(bytes, position..<range.upperBound) {
          element += 1
          position = next
          continue
        }
      } else if position == range.upperBound {
        return true
      }
      guard let last = retry, last.position < range.upperBound else { return false }
      let longer = Self.scalar(at: bytes[last.position..<range.upperBound]).end
      retry = (last.element, longer)
      (element, position) = (last.element, longer)
    }
  }

  /// Where a single element, matched at the start of `range`, ends.
  private func matchOne(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return nil }
    switch self {
    case .byte(let byte):
      return bytes[range.lowerBound] == byte ? range.lowerBound + 1 : nil
    case .anyScalar:
      return Self.scalar(at: bytes[range]).end
    case .set(let ranges, let isNegated):
      let (scalar, end) = Self.scalar(at: bytes[range])
      return ranges.contains { $0.contains(scalar) } != isNegated ? end : nil
    case .anyScalars:
      return nil
    }
  }

  /// The scalar at the start of `bytes`, which are not empty, and where it ends; a byte that does not
  /// begin a scalar counts as one.
  private static func scalar<Bytes: Collection<UInt8>>(
    at bytes: Bytes
  ) -> (scalar: UInt32, end: Int) where Bytes.Index == Int {
    let first = bytes[bytes.startIndex]
    let count = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0
    var scalar = UInt32(first) & (count == 0 ? 0x7f : 0x3f >> UInt32(count))
    var end = bytes.startIndex + 1
    while end < bytes.endIndex && end <= bytes.startIndex + count && bytes[end] & 0xc0 == 0x80 {
      scalar = scalar << 6 | UInt32(bytes[end] & 0x3f)
      end += 1
    }
    return (scalar, end)
  }
}
