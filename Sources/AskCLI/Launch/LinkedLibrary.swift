import Ask
import Glibc

/// Names the shared libraries that this process was started with.
///
/// The libraries are asked through the dynamic linker, since Debian's alternatives decide which BLAS
/// is behind `libblas.so.3` only when the program starts.
enum LinkedLibrary {
  /// The BLAS in use, with the file it was loaded from, such as "OpenBLAS 0.3.21 … (/usr/lib/…)".
  static var blas: String {
    ShippedParts.prepareBLAS()
    guard let symbol = dlsym(nil, "cblas_sgemv") ?? dlsym(nil, "sgemv_") else {
      return "linked into the program"
    }
    let file = path(of: symbol) ?? "unknown file"
    if let version = string(from: "openblas_get_config") { return "\(version) (\(file))" }
    let lowered = file.lowercased()
    let providers = [
      ("openblas", "OpenBLAS"), ("mkl", "Intel MKL"), ("blis", "BLIS"), ("atlas", "ATLAS"),
    ]
    if let provider = providers.first(where: { lowered.contains($0.0) }) {
      return "\(provider.1) (\(file))"
    }
    return "reference BLAS, slow: install libopenblas0-pthread (\(file))"
  }

  /// SQLite's version.
  static var sqlite: String { string(from: "sqlite3_libversion") ?? "unknown version" }

  /// Calls a C function without parameters that returns a string; nil where there is none.
  private static func string(from name: String) -> String? {
    typealias Function = @convention(c) () -> UnsafePointer<CChar>?
    guard let symbol = dlsym(nil, name) else { return nil }
    let function = unsafeBitCast(symbol, to: Function.self)
    return function().map { String(cString: $0).trimmed() }
  }

  /// The file that `address` was mapped from, links resolved, as the kernel lists it.
  private static func path(of address: UnsafeMutableRawPointer) -> String? {
    let wanted = UInt(bitPattern: address)
    guard let file = fopen("/proc/self/maps", "r") else { return nil }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, file) > 0 {
      guard let line else { return nil }
      let fields = String(cString: line).split(maxSplits: 5, whereSeparator: \.isWhitespace)
      let ends = fields.first?.split(separator: "-").compactMap { UInt($0, radix: 16) } ?? []
      guard ends.count == 2, fields.count == 6 else { continue }
      if ends[0] <= wanted, wanted < ends[1] { return String(fields[5]).trimmed() }
    }
    return nil
  }
}
