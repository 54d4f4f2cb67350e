import ArgumentParser
import Ask

/// `ask status`: what the store holds, how large it is, and whether it is up to date.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Tell what the store holds, its size, and whether it is up to date.",
    discussion:
      "Files are compared with the store by size and time; none is indexed. With -v, stale ones are named."
  )

  @OptionGroup var format: JSONOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    let opened = try storeOptions.openForReading(console)
    let status = try StoreStatus(of: opened.store)
    for (path, state) in status.stale { console.detail("\(state): \(path)".printable()) }
    if format.json {
      console.print(status.json)
    } else {
      status.lines.forEach(console.print)
      if let advice = status.advice { console.note(advice) }
    }
  }
}
