/// Coarse scales, which make numbers into features.
enum Buckets {
  /// 0, 1, 2, 3, then powers of about 1.5: distances and lengths.
  static func distance(_ value: Int) -> UInt64 {
    switch value {
    case ..<0: return 15
    case 0...4: return UInt64(value)
    case 5...6: return 5
    case 7...9: return 6
    case 10...14: return 7
    case 15...22: return 8
    case 23...35: return 9
    default: return 10
    }
  }

  /// Eleven steps from 0 to 1, finer near 0.
  static func share(_ value: Float) -> UInt64 {
    switch value {
    case ..<0.001: return 0
    case ..<0.03: return 1
    case ..<0.07: return 2
    case ..<0.12: return 3
    case ..<0.2: return 4
    case ..<0.3: return 5
    case ..<0.4: return 6
    case ..<0.5: return 7
    case ..<0.65: return 8
    case ..<0.8: return 9
    default: return 10
    }
  }
}
