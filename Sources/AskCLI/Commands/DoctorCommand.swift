import ArgumentParser
import Ask

/// `ask doctor`: checks every invariant, and rebuilds what is derived.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check the store, and repair what can be rebuilt.",
    discussion: """
      Reads everything. Exits with 5 where something is wrong; what only costs space is noted. \
      With --repair, index segments are rebuilt from the stored text, and the store is checked \
      again.
      """)

  @Flag(help: "Rebuild what is missing, damaged or of another embedder.")
  var repair = false

  @OptionGroup var format: JSONOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    let path = StoreLocation(option: storeOptions.directory).path
    let store = try KnowledgeStore.open(at: path, forRepair: true)
    var report: RepairReport?
    if repair {
      console.note("checking and repairing '\(path)'")
      report = try store.repair()
    }
    let findings = try store.check()
    if format.json {
      console.print(json(findings, report))
    } else {
      tell(findings, report, path, console)
    }
    guard !findings.contains(where: { $0.severity >= .warning }) else {
      throw AskExitCode.storeUnusable.exit
    }
  }

  private func tell(
    _ findings: [StoreFinding], _ report: RepairReport?, _ path: String, _ console: Console
  ) {
    if let report {
      console.print(
        "repaired: \(Shown.count(report.replacedSegmentCount, "segment")) replaced, "
          + "\(Shown.count(report.rebuiltPassageCount, "passage")) indexed anew")
      for path in report.documentsToReadAgain {
        console.print("to be read again by ask sync: \(FilePath.shown(path).printable())")
      }
    }
    for finding in findings {
      console.print("\(finding.severity.rawValue): \(finding.detail.printable())")
    }
    var remedies: [String] = []
    for finding in findings where !remedies.contains(finding.remedy) {
      remedies.append(finding.remedy)
    }
    remedies.forEach(console.error)
    if findings.isEmpty { console.print("'\(path)' is in order.") }
  }

  private func json(_ findings: [StoreFinding], _ report: RepairReport?) -> ReportValue {
    let repaired = report.map { report -> ReportValue in
      .object([
        ("replaced_segments", .integer(report.replacedSegmentCount)),
        ("rebuilt_passages", .integer(report.rebuiltPassageCount)),
        ("documents_to_read_again", .strings(report.documentsToReadAgain)),
      ])
    }
    return .object([
      ("schema", JSONSchema.name),
      ("healthy", .bool(!findings.contains { $0.severity >= .warning })),
      (
        "findings",
        .array(
          findings.map { finding in
            .object([
              ("kind", .string(finding.kind.rawValue)),
              ("severity", .string(finding.severity.rawValue)),
              ("detail", .string(finding.detail)),
              ("remedy", .string(finding.remedy)),
            ])
          })
      ),
      ("repaired", repaired ?? .null),
    ])
  }
}
