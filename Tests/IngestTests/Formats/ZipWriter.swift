/// Writes ZIP archives, byte by byte, so that tests can also write wrong ones.
struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// Adds a member; where `packed` is given, as deflated data of `content`.
  mutating func add(
    _ name: String, _ content: [UInt8], packed: [UInt8]? = nil, isEncrypted: Bool = false
  ) {
    let data = packed ?? content
    var fields: [UInt8] = []
    fields += word(20) + word(isEncrypted ? 1 : 0) + word(packed == nil ? 0 : 8) + word(0) + word(0)
    fields += long(Int(Self.checksum(content))) + long(data.count) + long(content.count)
    fields += word(name.utf8.count) + word(0)
    directory += long(0x0201_4b50) + word(20) + fields + word(0) + word(0) + word(0) + long(0)
    directory += long(bytes.count) + Array(name.utf8)
    bytes += long(0x0403_4b50) + fields + Array(name.utf8) + data
    count += 1
  }

  mutating func add(_ name: String, _ content: String) { add(name, Array(content.utf8)) }

  /// The whole archive.
  var archive: [UInt8] {
    bytes + directory + long(0x0605_4b50) + word(0) + word(0) + word(count) + word(count)
      + long(directory.count) + long(bytes.count) + word(0)
  }

  private func word(_ value: Int) -> [UInt8] { [UInt8(value & 0xff), UInt8(value >> 8 & 0xff)] }

  private func long(_ value: Int) -> [UInt8] { word(value & 0xffff) + word(value >> 16 & 0xffff) }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { value, byte in
      table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ value >> 8
    }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1
    }
  }
}
