import Glibc

/// The machine that figures were measured on.
public struct MachineDescription: Sendable, Equatable {
  /// As the processor names itself; nil where the system does not tell.
  public var processor: String?
  /// Number of cores that this process may use.
  public var coreCount: Int
  /// Kernel name and release.
  public var system: String
  /// The frequency governor of the first core ("performance", "powersave"); nil in most virtual
  /// machines.
  public var governor: String?
  /// Processes that wanted to run, averaged over the last minute: on a busy machine, times are others'.
  public var loadAverage: Double?

  public static func current() -> MachineDescription {
    MachineDescription(
      processor: processorName(in: text(of: "/proc/cpuinfo")),
      coreCount: allowedCoreCount(in: text(of: "/proc/self/status"))
        ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
      system: systemName(),
      governor: text(of: "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
        .split(separator: "\n").first.map(String.init),
      loadAverage: text(of: "/proc/loadavg").split(separator: " ").first.flatMap { Double($0) })
  }

  static func processorName(in cpuInfo: String) -> String? {
    for line in cpuInfo.split(separator: "\n") where line.hasPrefix("model name") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let words = line[line.index(after: colon)...].split(separator: " ")
      if !words.isEmpty { return words.joined(separator: " ") }
    }
    return nil
  }

  /// Counts the bits of `Cpus_allowed`, a mask in hexadecimal groups: "3", "ff,ffffffff".
  static func allowedCoreCount(in status: String) -> Int? {
    for line in status.split(separator: "\n") where line.hasPrefix("Cpus_allowed:") {
      let count = line.dropFirst("Cpus_allowed:".count).reduce(0) {
        $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0)
      }
      if count > 0 { return count }
    }
    return nil
  }

  private static func systemName() -> String {
    var names = utsname()
    guard uname(&names) == 0 else { return "unknown" }
    func text<T>(_ field: T) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return "\(text(names.sysname)) \(text(names.release))"
  }

  private static func text(of path: String) -> String {
    String(decoding: (try? FileBytes.read(path)) ?? [], as: UTF8.self)
  }
}

extension MachineDescription {
  public var report: ReportValue {
    .object([
      ("processor", processor.map { .string($0) } ?? .null),
      ("cores", .integer(coreCount)),
      ("system", .string(system)),
      ("governor", governor.map { .string($0) } ?? .null),
      ("load_average", .optional(loadAverage)),
    ])
  }
}
