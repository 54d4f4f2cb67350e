import Ask
import Glibc

/// Names the libraries that this process computes with.
///
/// Where they are shared, the dynamic linker is asked, since Debian's alternatives decide which BLAS is
/// behind `libblas.so.3` only when the program starts.
enum LinkedLibrary {
  /// The BLAS in use and where it is, such as "OpenBLAS 0.3.21 … (/usr/lib/…)".
  static var blas: String {
    let configuration = ShippedParts.openBLASConfiguration?.trimmed()
    guard let symbol = dlsym(nil, "cblas_sgemm") ?? dlsym(nil, "sgemm_") else {
      return "\(configuration ?? "BLAS") (in the program)"
    }
    let file = path(of: symbol) ?? "unknown file"
    if let configuration { return "\(configuration) (\(file))" }
    let lowered = file.lowercased()
    let providers = [("mkl", "Intel MKL"), ("blis", "BLIS"), ("atlas", "ATLAS")]
    if let provider = providers.first(where: { lowered.contains($0.0) }) {
      return "\(provider.1) (\(file))"
    }
    return "reference BLAS, slow: install libopenblas0-serial (\(file))"
  }

  /// SQLite's version.
  static var sqlite: String { ShippedParts.sqliteVersion ?? "unknown version" }

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
