import CKernels
import Embed

/// The cosine of a question's vector with the signs of the passages' vectors.
///
/// The question is quantised to integers of at most 127 and a passage is ±1, so that each product is an
/// exact integer. It is found by counting bits: every processor gives the same numbers, in whatever way
/// it counts.
struct VectorSearch {
  /// How bits are counted.
  enum Counting: Int32, CaseIterable {
    case portable, popcnt, avx512

    /// The ways that this processor knows, slowest first.
    static let available = allCases.filter { $0.rawValue <= ask_bits_best() }
    static let fastest = available.last ?? .portable

    /// Passages whose scan takes about half a millisecond on one core, from memory that others use, too.
    ///
    /// Measured: 50 ns a passage by AVX-512, 190 by single words, 400 without an instruction for it.
    var passagesAtOnce: Int {
      switch self {
      case .portable: 1_500
      case .popcnt: 4_000
      case .avx512: 16_000
      }
    }
  }

  /// Rows that are scored at a time.
  private static let tileRows = 1024

  private let planes: [UInt64]
  private let total: Int32
  private let wordCount: Int
  private let counting: Counting
  /// Turns an integer product into a cosine.
  private let scale: Float

  /// - Parameter vector: the question's unit vector; its dimension is a multiple of 64.
  init(question vector: [Float], counting: Counting = .fastest) {
    precondition(vector.count % 64 == 0, "\(vector.count) components are no multiple of 64")
    let quantized = QuantizedVector(vector)
    wordCount = vector.count / 64
    var planes = [UInt64](repeating: 0, count: Int(ASK_PLANES) * wordCount)
    ask_sign_planes(quantized.components, vector.count, &planes)
    self.planes = planes
    self.counting = counting
    total = quantized.components.reduce(0) { $0 + Int32($1) }
    scale = vector.isEmpty ? 0 : quantized.scale / Float(vector.count).squareRoot()
  }

  /// Whether the question has no features at all.
  var isEmpty: Bool { scale == 0 }

  /// The cosine that an integer product stands for.
  func cosine(ofProduct product: Int32) -> Float { Float(product) * scale }

  /// Offers every live passage of `part` with a positive cosine to `top`, whose scores are the integer
  /// products.
  func scan(_ part: SearchSpace.Part, into top: inout TopK) {
    guard !isEmpty, part.segment.dimension == 64 * wordCount else { return }
    let rows = part.segment.section(.vectors)
    guard let base = rows.baseAddress else { return }
    var products = [Int32](repeating: 0, count: Self.tileRows)
    var promising = [UInt32](repeating: 0, count: Self.tileRows)
    var start = 0
    while start < part.segment.passageCount {
      let count = min(Self.tileRows, part.segment.passageCount - start)
      ask_sign_products(
        base + start * 8 * wordCount, wordCount, nil, count, planes, total, counting.rawValue,
        &products)
      let found = ask_above(
        products, count, Int32(truncatingIfNeeded: top.threshold), &promising)
      for place in 0..<found {
        let row = Int(promising[place])
        guard part.live?.contains(start + row) ?? true else { continue }
        top.insert(part.start + UInt32(start + row), score: UInt32(products[row]))
      }
      start += count
    }
  }

  /// The cosines with the passages at `ordinals` of a segment.
  func cosines(at ordinals: [UInt32], of segment: Segment) -> [Float] {
    guard !isEmpty, segment.dimension == 64 * wordCount else {
      return [Float](repeating: 0, count: ordinals.count)
    }
    let rows = segment.section(.vectors)
    precondition(ordinals.allSatisfy { $0 < segment.passageCount })
    var products = [Int32](repeating: 0, count: ordinals.count)
    ask_sign_products(
      rows.baseAddress, wordCount, ordinals, ordinals.count, planes, total, counting.rawValue,
      &products)
    return products.map(cosine(ofProduct:))
  }
}
