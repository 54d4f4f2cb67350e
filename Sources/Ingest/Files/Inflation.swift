import CCompression

/// Unpacking of what zlib packed; the only door to zlib.
enum Inflation {
  enum Format: Int32 {
    /// As in ZIP archives.
    case raw = -15
    /// As `gzip` writes it.
    case gzip = 31
  }

  enum Outcome {
    case done([UInt8])
    /// More would come than the limit.
    case tooMuch
    case damaged
  }

  private static let chunkSize = 1 << 18

  /// Unpacks `packed`, up to `limit` bytes; what follows the end of the packed data is not looked at.
  static func inflate(
    _ packed: UnsafeBufferPointer<UInt8>, format: Format, limit: Int
  ) -> Outcome {
    var stream = z_stream()
    guard ask_inflate_init(&stream, format.rawValue) == Z_OK else { return .damaged }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
    stream.avail_in = UInt32(clamping: packed.count)
    var content: [UInt8] = []
    while true {
      var status = Z_OK
      let piece = [UInt8](unsafeUninitializedCapacity: chunkSize) { buffer, count in
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(buffer.count)
        status = CCompression.inflate(&stream, Z_NO_FLUSH)
        count = buffer.count - Int(stream.avail_out)
      }
      content += piece
      if content.count > limit { return .tooMuch }
      if status == Z_STREAM_END { return .done(content) }
      guard status == Z_OK, !piece.isEmpty || stream.avail_in > 0 else { return .damaged }
    }
  }

  /// The CRC-32 that ZIP archives keep.
  static func checksum(of bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer {
      UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count))
    }
  }
}
