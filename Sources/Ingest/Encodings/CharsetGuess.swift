import CDetector

/// What Mozilla's detector (uchardet) takes a text for; the only file that calls it.
enum CharsetGuess {
  /// Returns the encoding that the detector names, if it is one that can be read.
  static func encoding(of sample: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    let failed = sample.withMemoryRebound(to: CChar.self) {
      uchardet_handle_data(detector, $0.baseAddress, $0.count) != 0
    }
    if failed { return nil }
    uchardet_data_end(detector)
    guard let name = uchardet_get_charset(detector) else { return nil }
    return encoding(named: String(cString: name))
  }

  private static func encoding(named name: String) -> TextEncoding? {
    switch name.lowercased() {
    case "iso-8859-1", "iso-8859-15": .windows1252
    case "iso-8859-9": .windows1254
    case "iso-8859-8": .windows1255
    case "uhc": .eucKR
    case let name: TextEncoding(rawValue: name)
    }
  }
}
