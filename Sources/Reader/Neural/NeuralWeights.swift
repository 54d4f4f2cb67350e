import CAssets
import Embed

/// The trained weights of the network: a flat, little-endian file that is mapped; tables stay as they
/// are, and the dense layers are unpacked when the network is made.
///
/// ```
///   0  magic "ASKN"            4  version              8  number of words (W)
///  12  longest answer, pieces 16  weight of a passage's ranking score (float)
///  20  floats of calibration (16)
///  84  reserved              88  layers of the encoder     92  layers behind the last one
/// 128  W keys of four bytes, W inverse document frequencies of one byte, padding to 16
///      sections: rows, columns, bits (8, 16 or 32), 0, each four bytes; then a scale of four bytes for
///      each row where bits < 32, then the values, rows by columns; padding to 16
/// ```
/// The sections are those of `Training/reader/export.py`, in its order.
struct NeuralWeights: Sendable {
  let words: WordTable
  /// Vectors of words: row 0 is that of unknown ones.
  let wordVectors: QuantizedTable
  /// Vectors of parts of words.
  let partVectors: QuantizedTable
  /// Everything else.
  let dense: [QuantizedTable]
  let longestAnswer: Int
  let scoreWeight: Float
  let calibration: [Float]
  /// Recurrent layers that read a text by itself, and further ones at the end.
  let depth: (encoder: Int, last: Int)

  static let version: UInt32 = 2
  static let headerCount = 128
  private static let deepest = 16
  static let calibrationLimit = 16
  private static let magic: UInt32 = 0x4E4B_5341

  /// Reads the weights from `bytes`.
  ///
  /// - Throws: `ReaderError` where they are not weights of this version.
  init(_ bytes: MappedBytes) throws {
    guard bytes.count >= Self.headerCount else { throw ReaderError.truncated(bytes.count) }
    guard bytes.integer(UInt32.self, at: 0) == Self.magic else { throw ReaderError.notWeights }
    let version = bytes.integer(UInt32.self, at: 4)
    guard version == Self.version else { throw ReaderError.unknownVersion(version) }
    let count = Int(bytes.integer(UInt32.self, at: 8))
    longestAnswer = Int(bytes.integer(UInt32.self, at: 12))
    scoreWeight = bytes.float(at: 16)
    calibration = (0..<Self.calibrationLimit).map { bytes.float(at: 20 + 4 * $0) }
    depth = (
      Int(bytes.integer(UInt32.self, at: 88)), Int(bytes.integer(UInt32.self, at: 92))
    )
    let keysEnd = Self.headerCount + 4 * count
    guard keysEnd + count <= bytes.count else { throw ReaderError.truncated(bytes.count) }
    words = WordTable(
      keys: bytes.slice(Self.headerCount..<keysEnd), idfs: bytes.slice(keysEnd..<(keysEnd + count)),
      count: count)
    var offset = Self.padded(keysEnd + count)
    var sections: [QuantizedTable] = []
    while offset < bytes.count {
      guard let table = QuantizedTable(bytes, at: offset) else {
        throw ReaderError.truncated(bytes.count)
      }
      sections.append(table)
      offset = Self.padded(offset + table.byteCount)
    }
    guard depth.encoder <= Self.deepest, depth.last <= Self.deepest,
      sections.count == NeuralNetwork.sectionCount(depth), sections[0].rows == count + 1,
      sections[1].rows == 1 << Int(SubwordRows.bits)
    else { throw ReaderError.truncated(bytes.count) }
    wordVectors = sections[0]
    partVectors = sections[1]
    dense = Array(sections[2...])
  }

  /// Returns the weights that are linked into the program under `name`.
  ///
  /// - Throws: `ReaderError` where there are none.
  static func embedded(_ name: String) throws -> NeuralWeights {
    let asset = ask_asset_named(name)
    guard let base = asset.bytes else { throw ReaderError.noWeights }
    return try NeuralWeights(MappedBytes(static: base, count: asset.count))
  }

  private static func padded(_ offset: Int) -> Int { (offset + 15) / 16 * 16 }
}

/// A matrix in a weight file: whole numbers with one scale a row, or floats.
struct QuantizedTable: Sendable {
  let rows: Int
  let columns: Int
  private let bits: Int
  private let scales: MappedBytes
  private let values: MappedBytes
  /// Bytes of the section, its head included.
  let byteCount: Int

  /// Reads the section at `offset`, or returns nil where it does not fit.
  init?(_ bytes: MappedBytes, at offset: Int) {
    guard offset + 16 <= bytes.count else { return nil }
    rows = Int(bytes.integer(UInt32.self, at: offset))
    columns = Int(bytes.integer(UInt32.self, at: offset + 4))
    bits = Int(bytes.integer(UInt32.self, at: offset + 8))
    guard bits == 4 || bits == 8 || bits == 16 || bits == 32, columns % 2 == 0 || bits > 4 else {
      return nil
    }
    let scaleCount = bits < 32 ? 4 * rows : 0
    byteCount = 16 + scaleCount + rows * columns * bits / 8
    guard rows < 1 << 24, columns < 1 << 16, offset + byteCount <= bytes.count else { return nil }
    scales = bytes.slice((offset + 16)..<(offset + 16 + scaleCount))
    values = bytes.slice((offset + 16 + scaleCount)..<(offset + byteCount))
  }

  /// Adds `factor` times a row to `sum`, `columns` floats.
  @inline(__always)
  func add(row: Int, times factor: Float, to sum: UnsafeMutablePointer<Float>) {
    precondition(row >= 0 && row < rows, "row \(row) is not in 0..<\(rows)")
    let first = row * columns
    switch bits {
    case 4:
      let scale = scales.float(at: 4 * row) * factor
      values.withPointer(at: first / 2) { source in
        for pair in 0..<(columns / 2) {
          let byte = Int8(bitPattern: source[pair])
          sum[2 * pair] += Float((byte &<< 4) &>> 4) * scale
          sum[2 * pair + 1] += Float(byte &>> 4) * scale
        }
      }
    case 8:
      let scale = scales.float(at: 4 * row) * factor
      values.withPointer(at: first) { source in
        for column in 0..<columns { sum[column] += Float(Int8(bitPattern: source[column])) * scale }
      }
    case 16:
      let scale = scales.float(at: 4 * row) * factor
      values.withPointer(at: 2 * first) { source in
        let words = UnsafeRawPointer(source).assumingMemoryBound(to: Int16.self)
        for column in 0..<columns {
          sum[column] += Float(Int16(littleEndian: words[column])) * scale
        }
      }
    default:
      for column in 0..<columns { sum[column] += values.float(at: 4 * (first + column)) * factor }
    }
  }

  /// Returns the matrix as floats.
  func unpacked() -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    for row in 0..<rows { add(row: row, times: 1, to: matrix.row(row)) }
    return matrix
  }
}
