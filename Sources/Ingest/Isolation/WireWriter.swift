/// Writes values for the other side of a connection between two processes of one program.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: Int) {
    withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func write(_ content: some Collection<UInt8>) {
    write(content.count)
    bytes.append(contentsOf: content)
  }

  mutating func write(_ text: String) { write(Array(text.utf8)) }

  mutating func write(_ text: String?) {
    write(text == nil ? 0 : 1)
    if let text { write(text) }
  }

  mutating func write<Element>(
    _ elements: [Element], _ writeElement: (inout WireWriter, Element) -> Void
  ) {
    write(elements.count)
    for element in elements { writeElement(&self, element) }
  }
}

/// Reads values that `WireWriter` wrote, and believes none: the other side may have gone mad.
struct WireReader {
  /// What was read is not what can have been written.
  struct Malformed: Error {}

  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func int() throws -> Int {
    guard bytes.count - index >= 8 else { throw Malformed() }
    defer { index += 8 }
    return bytes[index..<index + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// A number within `range`.
  mutating func int(in range: ClosedRange<Int>) throws -> Int {
    let value = try int()
    guard range.contains(value) else { throw Malformed() }
    return value
  }

  mutating func content() throws -> ArraySlice<UInt8> {
    let count = try int(in: 0...(bytes.count - index))
    guard bytes.count - index >= count else { throw Malformed() }
    defer { index += count }
    return bytes[index..<index + count]
  }

  mutating func string() throws -> String { String(decoding: try content(), as: UTF8.self) }

  mutating func optionalString() throws -> String? {
    try int(in: 0...1) == 1 ? try string() : nil
  }

  mutating func array<Element>(
    _ readElement: (inout WireReader) throws -> Element
  ) throws -> [Element] {
    // Each element has a byte at least, which bounds what a false count can ask for.
    let count = try int(in: 0...(bytes.count - index))
    var elements: [Element] = []
    elements.reserveCapacity(min(count, 1 << 16))
    for _ in 0..<count { elements.append(try readElement(&self)) }
    return elements
  }
}
