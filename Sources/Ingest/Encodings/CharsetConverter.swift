import Glibc

/// Conversion by the C library's iconv; the only file that calls it.
///
/// For stateless charsets only: each character is spelled the same wherever it stands.
struct CharsetConverter: ~Copyable {
  private let descriptor: iconv_t

  /// Makes a converter, or nil where the C library does not know a charset.
  init?(from source: String, to target: String) {
    // iconv_open fails with the pointer -1.
    guard let descriptor = iconv_open(target, source), Int(bitPattern: descriptor) != -1 else {
      return nil
    }
    self.descriptor = descriptor
  }

  deinit { iconv_close(descriptor) }

  /// Why a conversion stopped.
  private enum Stop {
    /// All input was converted.
    case finished
    case outputFull
    /// The input ends within a character.
    case incomplete
    case undecodable
  }

  /// Appends `bytes` in UTF-8 to `text`; each byte that begins no character becomes U+FFFD.
  ///
  /// - Parameter refused: Offsets, in order, whose bytes are taken for undecodable if a character
  ///   begins there.
  func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, refusing refused: [Int] = [], into text: inout [UInt8]
  ) {
    var index = 0
    var refused = refused[...]
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 14) { scratch in
      while index < bytes.count {
        while let next = refused.first, next < index { refused = refused.dropFirst() }
        var limits = refused.makeIterator()
        var limit = 0
        var stop = Stop.incomplete
        // A refused byte that turns out to be the second half of a character is passed over.
        while stop == .incomplete, limit < bytes.count {
          limit = limits.next() ?? bytes.count
          var piece = bytes[index..<limit]
          let written: Int
          (stop, written) = convert(&piece, into: scratch)
          text.append(contentsOf: scratch[..<written])
          index = piece.startIndex
        }
        if stop == .incomplete || stop == .undecodable || index == refused.first {
          text += ReplacementCharacter.utf8
          index += 1
        }
      }
      text.append(contentsOf: scratch[..<flush(into: scratch)])
    }
  }

  /// Writes what the converter held back, in case the next character combined with it.
  private func flush(into scratch: UnsafeMutableBufferPointer<UInt8>) -> Int {
    scratch.withMemoryRebound(to: CChar.self) { scratch in
      var output = scratch.baseAddress
      var outputLeft = scratch.count
      _ = iconv(descriptor, nil, nil, &output, &outputLeft)
      return scratch.count - outputLeft
    }
  }

  /// Returns the bytes that spell `text`, valid UTF-8, in `charset`; U+FFFD counts one, and so does a
  /// character that the charset lacks.
  static func byteCount(of text: UnsafeBufferPointer<UInt8>, in charset: String) -> Int {
    guard let converter = CharsetConverter(from: "UTF-8", to: charset) else { return text.count }
    return converter.encodedCount(of: text)
  }

  private func encodedCount(of text: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    var index = 0
    while index < text.count {
      let end = ReplacementCharacter.firstOffset(in: text, from: index) ?? text.count
      count += encodedCount(ofEncodable: text[index..<end])
      index = end
      if index < text.count {
        count += 1
        index += ReplacementCharacter.utf8.count
      }
    }
    return count
  }

  private func encodedCount(ofEncodable text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var rest = text
    var count = 0
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 13) { scratch in
      while !rest.isEmpty {
        let (stop, written) = convert(&rest, into: scratch)
        count += written
        if stop == .undecodable || stop == .incomplete {
          count += 1
          repeat { rest.removeFirst() } while rest.first.map(UTF8Validation.isTrail) == true
        }
      }
    }
    return count
  }

  /// Converts as much of `rest` as fits and is well formed, and removes it from `rest`.
  private func convert(
    _ rest: inout Slice<UnsafeBufferPointer<UInt8>>, into scratch: UnsafeMutableBufferPointer<UInt8>
  ) -> (Stop, written: Int) {
    let source = UnsafeMutableBufferPointer(mutating: UnsafeBufferPointer(rebasing: rest))
    return source.withMemoryRebound(to: CChar.self) { source in
      scratch.withMemoryRebound(to: CChar.self) { scratch in
        var input = source.baseAddress
        var inputLeft = source.count
        var output = scratch.baseAddress
        var outputLeft = scratch.count
        let result = iconv(descriptor, &input, &inputLeft, &output, &outputLeft)
        let failure = errno
        rest = rest.dropFirst(source.count - inputLeft)
        let written = scratch.count - outputLeft
        if result != Int(bitPattern: UInt.max), inputLeft == 0 { return (.finished, written) }
        let stop: Stop =
          switch failure {
          case E2BIG: .outputFull
          case EINVAL: .incomplete
          default: .undecodable
          }
        return (stop, written)
      }
    }
  }
}
