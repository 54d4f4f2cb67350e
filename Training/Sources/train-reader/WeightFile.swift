/// Writes the flat weight file whose layout `LinearWeights` documents.
struct WeightFile {
  var weights: [Float]
  var tableBits: Int
  var statistics: [UInt8]
  var clusters: [UInt8]
  var statisticsBits: Int
  var maximumIDF: Float
  var scoreWeight: Float
  var fingerprint: UInt64
  var calibration: [Float]

  /// The bytes of the file.
  ///
  /// A weight is kept in one signed byte: the step is chosen so that one weight in ten thousand is
  /// clipped.
  func bytes() -> [UInt8] {
    let magnitudes = weights.lazy.map { abs($0) }.filter { $0 > 0 }.sorted()
    let largest =
      magnitudes.isEmpty
      ? 1 : magnitudes[min(magnitudes.count - 1, magnitudes.count * 9999 / 10000)]
    let step = max(largest, 1e-6) / 127
    var bytes: [UInt8] = []
    func append<Value: FixedWidthInteger>(_ value: Value) {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    append(UInt32(0x524B_5341))
    append(UInt32(2))
    append(fingerprint)
    append(UInt32(tableBits))
    append(UInt32(statisticsBits))
    append(step.bitPattern)
    append(maximumIDF.bitPattern)
    append(scoreWeight.bitPattern)
    for value in calibration { append(value.bitPattern) }
    bytes += [UInt8](repeating: 0, count: 228 - bytes.count)
    append(UInt32(TrainingCorpus.clusterBits))
    bytes += [UInt8](repeating: 0, count: 256 - bytes.count)
    for weight in weights {
      let steps = max(-127, min(127, (weight / step).rounded()))
      bytes.append(UInt8(bitPattern: Int8(steps)))
    }
    return bytes + statistics + clusters
  }
}
