/// A growing list of plain values for inner loops: an array without its checks of bounds and of owners.
///
/// Only for indices that the code around it has made itself.
struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  init() {
    capacity = 1 << 10
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// Amortised O(1).
  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow() }
    (base + count).initialize(to: element)
    count += 1
  }

  /// - Precondition: `index` is below `count`, which is checked in debug builds only.
  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    set {
      assert(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }
}

extension GrowingBuffer where Element: FixedWidthInteger {
  /// `count` zeros.
  init(zeros count: Int) {
    self.init()
    for _ in 0..<count { append(0) }
  }
}
