import CAssets
import Embed

/// The trained weights of the linear reader: a flat, little-endian file that is mapped, not parsed.
///
/// ```
///   0  magic "ASKR"             4  version          8  fingerprint of the features (64 bits)
///  16  bits of the table       20  bits of the statistics
///  24  value of one step of a weight (float)        28  largest idf (float)
///  32  weight of a passage's ranking score (float)  36  floats of calibration (at most 48)
/// 228  bits of the word groups
/// 256  2^bits weights, one signed byte each; then 2^bits statistics, two bytes each; then 2^bits
///      word groups, two bytes each
/// ```
struct LinearWeights: Sendable {
  /// Weight table: 2^`tableBits` signed bytes.
  private let table: MappedBytes
  let tableBits: Int
  /// Value of one step of a weight.
  let step: Float
  /// Weight of a passage's ranking score, as a difference from the best.
  let scoreWeight: Float
  /// Parameters of the confidence, `AnswerEvidence.linearCount` for each writing system.
  let calibration: [Float]
  /// How common terms are, and which words are alike.
  let lexicon: LearnedLexicon
  /// The analysis that the weights were trained with, see `FeatureFingerprint`.
  let fingerprint: UInt64

  static let version: UInt32 = 2
  static let headerCount = 256
  static let calibrationLimit = 48
  private static let magic: UInt32 = 0x524B_5341

  /// Reads the weights from `bytes`.
  ///
  /// - Throws: `ReaderError` where they are not weights of this version.
  init(_ bytes: MappedBytes) throws {
    guard bytes.count >= LinearWeights.headerCount else { throw ReaderError.truncated(bytes.count) }
    guard bytes.integer(UInt32.self, at: 0) == LinearWeights.magic else {
      throw ReaderError.notWeights
    }
    let version = bytes.integer(UInt32.self, at: 4)
    guard version == LinearWeights.version else { throw ReaderError.unknownVersion(version) }
    fingerprint = bytes.integer(UInt64.self, at: 8)
    tableBits = Int(bytes.integer(UInt32.self, at: 16))
    let statisticsBits = Int(bytes.integer(UInt32.self, at: 20))
    let clusterBits = Int(bytes.integer(UInt32.self, at: 228))
    guard (8...24).contains(tableBits), (8...20).contains(statisticsBits),
      (8...20).contains(clusterBits)
    else { throw ReaderError.truncated(bytes.count) }
    let tableEnd = LinearWeights.headerCount + (1 << tableBits)
    let statisticsEnd = tableEnd + (2 << statisticsBits)
    guard bytes.count == statisticsEnd + (2 << clusterBits) else {
      throw ReaderError.truncated(bytes.count)
    }
    step = bytes.float(at: 24)
    scoreWeight = bytes.float(at: 32)
    calibration = (0..<LinearWeights.calibrationLimit).map { bytes.float(at: 36 + 4 * $0) }
    table = bytes.slice(LinearWeights.headerCount..<tableEnd)
    lexicon = LearnedLexicon(
      statistics: TermStatistics(
        table: bytes.slice(tableEnd..<statisticsEnd), bits: statisticsBits,
        maximum: bytes.float(at: 28)),
      clusters: WordClusters(
        table: bytes.slice(statisticsEnd..<bytes.count), bits: clusterBits))
  }

  /// Returns the weights that are linked into the program.
  ///
  /// - Throws: `ReaderError` where there are none.
  static func embedded() throws -> LinearWeights {
    let asset = ask_asset_named("reader/linear")
    guard let base = asset.bytes else { throw ReaderError.noWeights }
    return try LinearWeights(MappedBytes(static: base, count: asset.count))
  }

  /// Returns the sum of the weights of the features in `buffer`.
  ///
  /// Whole steps are added, so the sum is the same on every machine.
  @inline(__always)
  func sum(_ buffer: FeatureBuffer) -> Float {
    var sum: Int32 = 0
    for index in buffer.indices { sum &+= Int32(Int8(bitPattern: table[Int(index)])) }
    return Float(sum) * step
  }
}
