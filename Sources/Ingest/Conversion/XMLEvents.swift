import CXML
import Glibc

/// The elements and texts of an XML or HTML document, in order; the only door to libxml2.
///
/// Entities that a document defines itself are not followed, nothing outside is loaded, and elements
/// of XML may lie 256 deep, so that hostile documents stay small.
final class XMLEvents {
  enum Event: Equatable {
    case start, end, text
  }

  /// The local name of the element that starts or ends, without a prefix.
  private(set) var name = ""
  /// Whether reading stopped at a place that is not well-formed.
  private(set) var isCutShort = false

  private let reader: ask_xml_reader
  private let document: ask_xml_document?
  private var isEmptyElement = false
  /// What gives the bytes of a stream; kept for as long as the library may ask.
  private var source: ByteSource?

  /// Gives the bytes of a document piece by piece.
  final class ByteSource {
    /// Fills the buffer; returns how many bytes it wrote, 0 at the end, less where there is an error.
    let read: (UnsafeMutableRawBufferPointer) -> Int

    init(_ read: @escaping (UnsafeMutableRawBufferPointer) -> Int) { self.read = read }
  }

  /// Serializes the one-time set-up of the library.
  private static let isSetUp: Bool = {
    xmlInitParser()
    return true
  }()

  private enum Option {
    static let recover: Int32 = 1
    static let noErrors: Int32 = 1 << 5
    static let noWarnings: Int32 = 1 << 6
    static let noNetwork: Int32 = 1 << 11
    static let compact: Int32 = 1 << 16
    static let anyDepth: Int32 = 1 << 19
    static let ignoreEncoding: Int32 = 1 << 21
    static let quiet = noErrors | noWarnings | noNetwork | compact
  }

  private init(reader: ask_xml_reader, document: ask_xml_document?) {
    self.reader = reader
    self.document = document
  }

  deinit {
    xmlFreeTextReader(reader)
    document.map(xmlFreeDoc)
  }

  /// Begins to read XML, in the encoding that it declares; nil for empty input.
  ///
  /// `bytes` must outlive the value.
  static func xml(_ bytes: UnsafeBufferPointer<UInt8>) -> XMLEvents? {
    guard isSetUp, let base = bytes.baseAddress, bytes.count <= Int32.max else { return nil }
    return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) { base in
      xmlReaderForMemory(base, Int32(bytes.count), nil, nil, Option.quiet)
        .map { XMLEvents(reader: $0, document: nil) }
    }
  }

  /// Begins to read XML in UTF-8 of any length, of which only the element at hand is in memory.
  static func stream(_ source: ByteSource) -> XMLEvents? {
    guard isSetUp else { return nil }
    let read:
      @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, Int32) -> Int32 =
        { context, buffer, count in
          guard let context, let buffer, count > 0 else { return 0 }
          let source = Unmanaged<ByteSource>.fromOpaque(context).takeUnretainedValue()
          return Int32(
            clamping: source.read(UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))))
        }
    let context = Unmanaged.passUnretained(source).toOpaque()
    guard let reader = xmlReaderForIO(read, nil, context, nil, nil, Option.quiet) else {
      return nil
    }
    let events = XMLEvents(reader: reader, document: nil)
    events.source = source
    return events
  }

  /// Parses HTML in UTF-8 as browsers do, with all its faults; nil for empty input.
  static func html(_ bytes: UnsafeBufferPointer<UInt8>) -> XMLEvents? {
    guard isSetUp, let base = bytes.baseAddress, bytes.count <= Int32.max else { return nil }
    let options = Option.quiet | Option.recover | Option.anyDepth | Option.ignoreEncoding
    return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) { base in
      guard let document = htmlReadMemory(base, Int32(bytes.count), nil, "UTF-8", options)
      else { return nil }
      guard let reader = xmlReaderWalker(document) else {
        xmlFreeDoc(document)
        return nil
      }
      return XMLEvents(reader: reader, document: document)
    }
  }

  /// Moves to the next event; nil at the end.
  func next() -> Event? {
    if isEmptyElement {
      isEmptyElement = false
      return .end
    }
    while true {
      let result = xmlTextReaderRead(reader)
      guard result == 1 else {
        isCutShort = result < 0
        return nil
      }
      switch xmlTextReaderNodeType(reader) {
      case 1:
        name = Self.string(xmlTextReaderConstLocalName(reader))
        isEmptyElement = xmlTextReaderIsEmptyElement(reader) == 1
        return .start
      case 15:
        name = Self.string(xmlTextReaderConstLocalName(reader))
        return .end
      case 3, 4, 13, 14:
        return .text
      default:
        continue
      }
    }
  }

  /// The text at a `.text` event.
  var text: UnsafeBufferPointer<UInt8> {
    guard let value = xmlTextReaderConstValue(reader) else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(start: value, count: Self.length(value))
  }

  /// The value of an attribute of the element that starts, by its local name.
  func attribute(_ name: StaticString) -> String? { attributes(name).first }

  /// The values of attributes with this local name: one for each prefix.
  func attributes(_ name: StaticString) -> [String] {
    guard xmlTextReaderMoveToFirstAttribute(reader) == 1 else { return [] }
    defer { xmlTextReaderMoveToElement(reader) }
    var values: [String] = []
    repeat {
      if Self.equals(xmlTextReaderConstLocalName(reader), name) {
        values.append(Self.string(xmlTextReaderConstValue(reader)))
      }
    } while xmlTextReaderMoveToNextAttribute(reader) == 1
    return values
  }

  /// Passes over the rest of the element that has started, its end included.
  func skipElement() {
    var depth = 1
    while depth > 0, let event = next() {
      depth += event == .start ? 1 : event == .end ? -1 : 0
    }
  }

  /// Reads the rest of the element that has started and returns the text in it.
  func elementText() -> String {
    var inline = InlineText()
    var depth = 1
    while depth > 0, let event = next() {
      switch event {
      case .start: depth += 1
      case .end: depth -= 1
      case .text: inline.append(text)
      }
    }
    return inline.string
  }

  /// Reads the rest of the element that has started and returns the text in it, white space and all.
  func rawElementText() -> String {
    var text = ""
    var depth = 1
    while depth > 0, let event = next() {
      switch event {
      case .start: depth += 1
      case .end: depth -= 1
      case .text: text += String(decoding: self.text, as: UTF8.self)
      }
    }
    return text
  }

  private static func string(_ value: UnsafePointer<UInt8>?) -> String {
    guard let value else { return "" }
    return String(decoding: UnsafeBufferPointer(start: value, count: length(value)), as: UTF8.self)
  }

  private static func length(_ value: UnsafePointer<UInt8>) -> Int {
    strlen(UnsafeRawPointer(value).assumingMemoryBound(to: CChar.self))
  }

  private static func equals(_ value: UnsafePointer<UInt8>?, _ name: StaticString) -> Bool {
    guard let value else { return false }
    for index in 0..<name.utf8CodeUnitCount where value[index] != name.utf8Start[index] {
      return false
    }
    return value[name.utf8CodeUnitCount] == 0
  }
}
