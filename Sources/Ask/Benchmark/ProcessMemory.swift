/// Memory of this process, as the kernel accounts for it (`/proc/self/status`).
public struct ProcessMemory: Sendable, Equatable {
  /// Resident bytes now (VmRSS).
  public var resident: Int?
  /// The most that were resident at any time (VmHWM).
  public var peakResident: Int?
  /// Resident bytes that are the process's own (RssAnon): without the mapped index files, which the
  /// kernel may drop at any time.
  public var anonymous: Int?

  /// Reads the current figures; nil where the system does not tell.
  public static func current() -> ProcessMemory {
    let bytes = (try? FileBytes.read("/proc/self/status")) ?? []
    return ProcessMemory(status: String(decoding: bytes, as: UTF8.self))
  }

  init(status: String) {
    var kibibytes: [Substring: Int] = [:]
    for line in status.split(separator: "\n") {
      let fields = line.split { $0 == ":" || $0 == " " || $0 == "\t" }
      if fields.count == 3, fields[2] == "kB" { kibibytes[fields[0]] = Int(fields[1]) }
    }
    resident = kibibytes["VmRSS"].map { $0 * 1024 }
    peakResident = kibibytes["VmHWM"].map { $0 * 1024 }
    anonymous = kibibytes["RssAnon"].map { $0 * 1024 }
  }
}
