import ArgumentParser
import Ask

/// `ask compact`: gives back space.
struct CompactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compact",
    abstract: "Give back the space of what was removed.",
    discussion: "Needs, for a while, as much space again as the store has.")

  @OptionGroup var format: JSONOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    let store = try storeOptions.openExisting()
    let before = try store.statistics().byteCount
    try store.compact()
    let after = try store.statistics().byteCount
    if format.json {
      console.print(
        .object([
          ("schema", JSONSchema.name), ("bytes_before", .integer(before)),
          ("bytes_after", .integer(after)),
        ]))
    } else {
      console.summarize(
        "compacted: \(Shown.bytes(Int64(before))) before, \(Shown.bytes(Int64(after))) now")
    }
  }
}

extension StoreStatistics {
  /// Bytes of everything on disk.
  var byteCount: Int { databaseByteCount + segmentByteCount }
}
