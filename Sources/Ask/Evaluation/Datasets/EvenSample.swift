extension Array {
  /// An even sample of at most `limit` elements, in order: of n elements, every n/limit-th.
  ///
  /// All of them for nil or a limit of n or more. The same sample for the same n and limit, always.
  func evenSample(of limit: Int?) -> [Element] {
    guard let limit, limit < count else { return self }
    return (0..<Swift.max(0, limit)).map { self[$0 * count / limit] }
  }
}
