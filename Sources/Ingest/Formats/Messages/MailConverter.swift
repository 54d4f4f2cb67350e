/// Turns mail (single messages and mbox files) into text: each message under its subject, with sender and
/// date, its text decoded, and its attachments named.
enum MailConverter {
  /// - Throws: `IngestError` with code `damaged` where no message is found.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    var builder = TextBuilder()
    let messages = Mailbox.messages(in: bytes)
    for range in messages {
      let source = Mailbox.unquoted(bytes[range])
      let message = MailPart(source[...], depth: 0)
      if messages.count == 1 { builder.setTitle(message.header("Subject")) }
      add(message, to: &builder)
    }
    guard !builder.isEmpty else {
      throw IngestError.damaged(path: name, format: "mail", found: "no header of a message")
    }
    // A box of messages has no title, though its first message has a subject.
    if messages.count > 1 { builder.doNotTakeTitleFromHeading() }
    return builder.converted()
  }

  private static func add(_ message: MailPart, to builder: inout TextBuilder) {
    let lines = ["From", "To", "Cc", "Date", "Subject"].compactMap { field in
      message.header(field).map { "\(field): \($0)" }
    }
    guard !lines.isEmpty else { return }
    builder.endSections(from: 1)
    builder.addHeading(heading(of: message), level: 1)
    builder.addParagraph(lines.joined(separator: "\n"))
    builder.levelOffset = 1
    addBody(of: message, to: &builder)
    builder.levelOffset = 0
  }

  /// "Budget (Anna Lind, 3 May 2024)": what each passage of the message is known under.
  private static func heading(of message: MailPart) -> String {
    let subject = message.header("Subject") ?? "No subject"
    let sender = message.header("From").map(senderName)
    let date = message.header("Date").map { date in
      // Without the weekday, the time and the zone.
      let words = date.drop { $0 != "," }.dropFirst().split(separator: " ")
      return (words.isEmpty ? date.split(separator: " ") : words).prefix(3).joined(separator: " ")
    }
    let origin = [sender, date].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
    return origin.isEmpty ? subject : "\(subject) (\(origin))"
  }

  private static func senderName(_ from: String) -> String {
    let name = from.prefix { $0 != "<" }.filter { $0 != "\"" }
    let trimmed = InlineText.collapsed(String(name))
    return trimmed.isEmpty ? from.filter { $0 != "<" && $0 != ">" } : trimmed
  }

  private static func addBody(of part: MailPart, to builder: inout TextBuilder) {
    switch part.type {
    case let type where type.hasPrefix("multipart/"):
      let parts = part.parts
      if type == "multipart/alternative" {
        // The same text several times; the plain one is the surest.
        let best =
          parts.first { $0.type == "text/plain" && !$0.isBlank } ?? parts.first {
            $0.type == "text/html"
          }
          ?? parts.last
        if let best { addBody(of: best, to: &builder) }
      } else {
        for part in parts { addBody(of: part, to: &builder) }
      }
    case "message/rfc822":
      let inner = part.message
      builder.addParagraph("Forwarded message:")
      let offset = builder.levelOffset
      add(inner, to: &builder)
      builder.levelOffset = offset
    case _ where part.isAttachment || !part.type.hasPrefix("text/"):
      if let name = part.fileName { builder.addParagraph("Attachment: \(name)") }
    case "text/html":
      part.text.withUnsafeBufferPointer { page in
        let title = builder.outline.declaredTitle
        HTMLConverter.add(page, to: &builder)
        builder.setTitle(title)
      }
    default:
      for paragraph in Self.paragraphs(of: part.text) { builder.addParagraph(paragraph) }
    }
  }

  private static func paragraphs(of text: [UInt8]) -> [String] {
    text.withUnsafeBufferPointer { text in
      var paragraphs: [String] = []
      var start: Int?
      for line in TextLines(text) {
        if line.isBlank {
          if let first = start { paragraphs.append(text.string(first..<line.start)) }
          start = nil
        } else if start == nil {
          start = line.start
        }
      }
      if let first = start { paragraphs.append(text.string(first..<text.count)) }
      return paragraphs.map { $0.replacing("\r\n", with: "\n") }
    }
  }
}
