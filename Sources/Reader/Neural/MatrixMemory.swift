import Glibc
import Synchronization

/// Memory that the network's matrices take from one another, in large pages.
///
/// Fresh memory comes a page at a time, and each costs the kernel a microsecond or more: a question
/// wants thousands of them. So blocks are cut from chunks that the kernel may back with its large
/// pages, and a block that is given back serves the next matrix that it fits. Chunks are kept.
enum MatrixMemory {
  /// A piece of memory, for one matrix at a time.
  struct Block: @unchecked Sendable {
    let values: UnsafeMutablePointer<Float>
    /// Floats that it has room for.
    let capacity: Int
  }

  private struct Pool {
    /// Blocks that wait for a matrix.
    var idle: [Block] = []
    /// The unused rest of the newest chunk.
    var rest: Block?
  }

  private static let pool = Mutex(Pool())
  /// Bytes of a large page.
  private static let largePage = 1 << 21
  /// Floats that are asked of the kernel at once.
  private static let chunkCapacity = 1 << 22

  /// Returns a block for `count` floats, not set to anything.
  ///
  /// O(idle blocks).
  static func take(_ count: Int) -> Block {
    // Rounded up to a line of the cache.
    let capacity = (max(1, count) + 15) / 16 * 16
    let block: Block? = pool.withLock { pool in
      var best: Int?
      // A block of more than twice the size is left for a matrix that needs it.
      for (index, block) in pool.idle.enumerated()
      where block.capacity >= capacity && block.capacity <= 2 * capacity {
        if block.capacity < best.map({ pool.idle[$0].capacity }) ?? .max { best = index }
      }
      if let best {
        pool.idle.swapAt(best, pool.idle.count - 1)
        return pool.idle.popLast()
      }
      guard capacity <= chunkCapacity else { return nil }
      if (pool.rest?.capacity ?? 0) < capacity {
        if let rest = pool.rest, rest.capacity > 0 { pool.idle.append(rest) }
        pool.rest = freshChunk()
      }
      guard let rest = pool.rest else { return nil }
      pool.rest = Block(values: rest.values + capacity, capacity: rest.capacity - capacity)
      return Block(values: rest.values, capacity: capacity)
    }
    return block ?? Block(values: .allocate(capacity: capacity), capacity: capacity)
  }

  /// Gives back what `take` returned.
  static func giveBack(_ block: Block) {
    guard block.capacity <= chunkCapacity else { return block.values.deallocate() }
    pool.withLock { $0.idle.append(block) }
  }

  private static func freshChunk() -> Block? {
    let byteCount = chunkCapacity * MemoryLayout<Float>.stride
    guard
      let base = mmap(
        nil, byteCount + largePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      base != MAP_FAILED
    else { return nil }
    let misplaced = Int(bitPattern: base) & (largePage - 1)
    let start = misplaced == 0 ? base : base + (largePage - misplaced)
    madvise(start, byteCount, MADV_HUGEPAGE)
    return Block(
      values: start.bindMemory(to: Float.self, capacity: chunkCapacity), capacity: chunkCapacity)
  }
}
