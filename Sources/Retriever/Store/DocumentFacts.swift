/// What tells, without reading it, whether a file is still the one that was stored.
public struct DocumentFacts: Sendable, Equatable {
  /// The document's identifier.
  public var id: Int64
  public var size: Int64
  /// Modification time, ns since 1970.
  public var modifiedNanoseconds: Int64
  /// Status-change time, ns since 1970; 0 where the times must not be trusted.
  public var changedNanoseconds: Int64
  public var inode: UInt64

  public init(
    id: Int64, size: Int64, modifiedNanoseconds: Int64, changedNanoseconds: Int64, inode: UInt64
  ) {
    self.id = id
    self.size = size
    self.modifiedNanoseconds = modifiedNanoseconds
    self.changedNanoseconds = changedNanoseconds
    self.inode = inode
  }
}

extension Document {
  /// The document's facts.
  ///
  /// Setting them leaves the identifier alone.
  public var facts: DocumentFacts {
    get {
      DocumentFacts(
        id: id, size: size, modifiedNanoseconds: modifiedNanoseconds,
        changedNanoseconds: changedNanoseconds, inode: inode)
    }
    set {
      size = newValue.size
      modifiedNanoseconds = newValue.modifiedNanoseconds
      changedNanoseconds = newValue.changedNanoseconds
      inode = newValue.inode
    }
  }
}
