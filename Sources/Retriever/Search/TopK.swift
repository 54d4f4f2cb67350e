/// The k highest-scored passages seen so far; among equal scores the lower number wins.
///
/// A binary min-heap of keys that order by score, then by number: O(log k) an insertion.
struct TopK {
  let capacity: Int
  private var keys: [UInt64] = []

  init(capacity: Int) {
    self.capacity = capacity
    keys.reserveCapacity(capacity)
  }

  /// A score must be higher than this to enter (as long as numbers come in ascending order).
  var threshold: UInt32 {
    keys.count < capacity ? 0 : UInt32(truncatingIfNeeded: (keys.first ?? .max) >> 32)
  }

  /// Offers passage `number` with `score`.
  mutating func insert(_ number: UInt32, score: UInt32) {
    let key = UInt64(score) << 32 | UInt64(UInt32.max - number)
    if keys.count < capacity {
      keys.append(key)
      siftUp(keys.count - 1)
    } else if let least = keys.first, key > least {
      keys[0] = key
      siftDown(0)
    }
  }

  /// What was kept, best first.
  ///
  /// O(k log k).
  var sorted: [(number: UInt32, score: UInt32)] {
    keys.sorted(by: >).map {
      (UInt32.max - UInt32(truncatingIfNeeded: $0), UInt32(truncatingIfNeeded: $0 >> 32))
    }
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard keys[child] < keys[parent] else { return }
      keys.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var child = 2 * parent + 1
      guard child < keys.count else { return }
      if child + 1 < keys.count && keys[child + 1] < keys[child] { child += 1 }
      guard keys[child] < keys[parent] else { return }
      keys.swapAt(child, parent)
      parent = child
    }
  }
}
