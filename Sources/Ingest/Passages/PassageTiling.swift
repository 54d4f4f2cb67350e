/// Finds the cheapest way to group atoms into passages.
///
/// The cost of a tiling is the sum over its passages of what their length costs, and of what the cuts
/// between them cost. The minimum is found exactly by dynamic programming over the atoms, as Knuth and
/// Plass (1981) break paragraphs into lines. Complexity: atoms times the atoms of one passage.
struct PassageTiling {
  /// Headings of level 1 to 3 that one passage may run across cost this much each.
  private static let crossingCost = 20
  /// A passage has at most so many atoms, so that hostile input stays linear.
  private static let mostAtoms = 128

  private let atoms: [PassageAtom]
  private let limits: PassageLimits
  private let sections: [Section]
  /// The section of each atom.
  private let sectionOfAtom: [Int32]

  /// The atoms from a heading of level 1 to 3 to the next.
  private struct Section {
    /// 0 for what stands before the first heading.
    var level: Int
    var units = 0
  }

  init(_ atoms: [PassageAtom], outline: Outline, limits: PassageLimits) {
    self.atoms = atoms
    self.limits = limits
    var sections: [Section] = []
    var sectionOfAtom: [Int32] = []
    sectionOfAtom.reserveCapacity(atoms.count)
    for atom in atoms {
      if sections.isEmpty || atom.cut == .section {
        let level = atom.heading < 0 ? 0 : outline.headings[atom.heading].level
        sections.append(Section(level: level))
      }
      sections[sections.count - 1].units += atom.units
      sectionOfAtom.append(Int32(sections.count - 1))
    }
    self.sections = sections
    self.sectionOfAtom = sectionOfAtom
  }

  /// Returns the index of the first atom of each passage, in order.
  func passageStarts() -> [Int] {
    guard !atoms.isEmpty else { return [] }
    let previous = cheapestPredecessors()
    var starts: [Int] = []
    var end = atoms.count
    while end > 0 {
      end = Int(previous[end])
      starts.append(end)
    }
    return starts.reversed()
  }

  /// Returns for each end of a passage where the last passage before it begins, at the least cost.
  private func cheapestPredecessors() -> [Int32] {
    var previous = [Int32](repeating: 0, count: atoms.count + 1)
    // Of what was found for a place so far, only the cheapest is kept.
    var costs = [Int](repeating: 0, count: atoms.count + 1)
    // Buffers, because bounds checks take half of the time in this inner loop.
    atoms.withUnsafeBufferPointer { atoms in
      sectionOfAtom.withUnsafeBufferPointer { sectionOfAtom in
        sections.withUnsafeBufferPointer { sections in
          costs.withUnsafeMutableBufferPointer { costs in
            for end in 1...atoms.count {
              let best = cheapestPassage(
                endingAt: end, atoms, sectionOfAtom, sections, UnsafeBufferPointer(costs))
              costs[end] = best.cost
              previous[end] = Int32(best.start)
            }
          }
        }
      }
    }
    return previous
  }

  @inline(__always)
  private func cheapestPassage(
    endingAt end: Int, _ atoms: UnsafeBufferPointer<PassageAtom>,
    _ sectionOfAtom: UnsafeBufferPointer<Int32>, _ sections: UnsafeBufferPointer<Section>,
    _ costs: UnsafeBufferPointer<Int>
  ) -> (start: Int, cost: Int) {
    var best = (start: end &- 1, cost: Int.max)
    var (units, bytes, wideBytes) = (0, 0, 0)
    var crossingCost = 0
    var lowestLevel = Int.max
    var start = end &- 1
    while start >= 0, end &- start <= Self.mostAtoms {
      let section = Int(sectionOfAtom[start])
      units &+= atoms[start].units
      bytes &+= atoms[start].count
      wideBytes &+= atoms[start].wideBytes
      if start < end &- 1 {
        if isTooLong(units: units, bytes: bytes, wideBytes: wideBytes) { break }
        let nextSection = Int(sectionOfAtom[start &+ 1])
        if nextSection != section {
          // A section of good length keeps to itself.
          if sections[section].units >= limits.leastWords &* TextMeasure.unitsPerWord { break }
          crossingCost &+= Self.crossingCost
          lowestLevel = min(lowestLevel, sections[nextSection].level)
        }
      }
      // Only sections under the parent of the first one may follow it.
      if sections[section].level <= lowestLevel {
        let cut = start == 0 ? 0 : atoms[start].cut.cost
        let cost = costs[start] &+ cut &+ lengthCost(units) &+ crossingCost
        if cost < best.cost { best = (start, cost) }
      }
      start &-= 1
    }
    return best
  }

  @inline(__always)
  private func isTooLong(units: Int, bytes: Int, wideBytes: Int) -> Bool {
    if units > limits.hardWords * TextMeasure.unitsPerWord { return true }
    return bytes > (wideBytes * 2 > bytes ? limits.wideBytes : limits.bytes)
  }

  /// 0 to 2 within the limits, up to 100 for an empty passage, 3 for each word too many.
  @inline(__always)
  private func lengthCost(_ units: Int) -> Int {
    let least = limits.leastWords * TextMeasure.unitsPerWord
    let most = limits.mostWords * TextMeasure.unitsPerWord
    if units < least {
      let missing = (least - units) * 100 / least
      return missing * missing / 100 + 2
    }
    if units > most { return (units - most) * 3 / TextMeasure.unitsPerWord + 2 }
    return abs(units - (least + most) / 2) * 4 / (most - least + 1)
  }
}
