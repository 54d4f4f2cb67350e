/// One element of a glob that matches within a name.
enum GlobElement: Equatable {
  case byte(UInt8)
  /// `?`: one Unicode scalar.
  case anyScalar
  /// `*`: any number of bytes.
  case anyBytes
  /// `[…]`: one scalar of a set, or one outside of it.
  case set(ranges: [ClosedRange<UInt32>], isNegated: Bool)

  /// Reads the elements of a name's pattern. A bracket without its end stands for itself.
  static func parse(_ pattern: [UInt8]) -> [GlobElement] {
    var elements: [GlobElement] = []
    var rest = pattern[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "*"):
        if elements.last != .anyBytes { elements.append(.anyBytes) }
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
    return popScalar(&set)
  }

  /// Whether the elements match the whole of `name`.
  static func match<Name: RandomAccessCollection<UInt8>>(
    _ elements: [GlobElement], _ name: Name
  ) -> Bool where Name.SubSequence: RandomAccessCollection<UInt8> {
    var rest = name[...]
    var element = 0
    // Where to go on after a mismatch: behind the last star, which then takes one byte more. Stars
    // before it need no second thought.
    var retry: (element: Int, rest: Name.SubSequence)?
    while true {
      if element < elements.count, elements[element] == .anyBytes {
        element += 1
        retry = (element, rest)
        continue
      }
      if element == elements.count && rest.isEmpty { return true }
      if element < elements.count, elements[element].popMatch(&rest) {
        element += 1
        continue
      }
      guard let last = retry, !last.rest.isEmpty else { return false }
      let longer = last.rest.dropFirst()
      retry = (last.element, longer)
      (element, rest) = (last.element, longer)
    }
  }

  /// Removes what a single element matches from the front of `rest`.
  private func popMatch<Rest: RandomAccessCollection<UInt8>>(_ rest: inout Rest) -> Bool
  where Rest.SubSequence == Rest {
    switch self {
    case .byte(let byte):
      guard rest.first == byte else { return false }
      rest.removeFirst()
      return true
    case .anyScalar:
      return Self.popScalar(&rest) != nil
    case .set(let ranges, let isNegated):
      guard let scalar = Self.popScalar(&rest) else { return false }
      return ranges.contains { $0.contains(scalar) } != isNegated
    case .anyBytes:
      return false
    }
  }

  /// Removes one scalar; a byte that does not begin one counts as one.
  private static func popScalar<Bytes: RandomAccessCollection<UInt8>>(
    _ bytes: inout Bytes
  ) -> UInt32? where Bytes.SubSequence == Bytes {
    guard let first = bytes.first else { return nil }
    bytes.removeFirst()
    let count = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0
    var scalar = UInt32(first) & (count == 0 ? 0x7f : 0x3f >> UInt32(count))
    for _ in 0..<count {
      guard let next = bytes.first, next & 0xc0 == 0x80 else { break }
      bytes.removeFirst()
      scalar = scalar << 6 | UInt32(next & 0x3f)
    }
    return scalar
  }
}
