import CArchive
import Glibc

/// A file that libarchive unpacks, member by member; the only door to libarchive.
final class ArchiveReader {
  /// A member's header.
  struct Entry {
    /// The name as it stands in the archive.
    var name: [UInt8]
    var isFile: Bool
    var isEncrypted: Bool
    /// Bytes as the archive says; nil where it does not.
    var size: Int?
  }

  /// How the library came to an end that is none of the file's.
  struct Failure: Error {
    /// What it says: "Truncated tar archive".
    var reason: String
  }

  enum Form {
    /// ZIP or tar, packed or not.
    case archive
    /// One stream of bytes, packed or not.
    case stream
  }

  private static let blockSize = 1 << 16

  private let archive: OpaquePointer
  /// Bytes that came out so far.
  private(set) var unpackedCount = 0

  /// Begins to read what `descriptor` gives, which stays the caller's.
  ///
  /// - Throws: `Failure`.
  convenience init(descriptor: Int32, form: Form) throws {
    lseek(descriptor, 0, SEEK_SET)
    try self.init(form) { archive_read_open_fd($0, descriptor, Self.blockSize) }
  }

  /// Begins to read bytes, which must outlive the value.
  ///
  /// - Throws: `Failure`.
  convenience init(_ bytes: UnsafeBufferPointer<UInt8>, form: Form) throws {
    try self.init(form) { archive_read_open_memory($0, bytes.baseAddress, bytes.count) }
  }

  private init(_ form: Form, open: (OpaquePointer) -> Int32) throws {
    guard let archive = archive_read_new() else { throw Failure(reason: "no memory") }
    self.archive = archive
    archive_read_support_filter_gzip(archive)
    archive_read_support_filter_bzip2(archive)
    archive_read_support_filter_xz(archive)
    archive_read_support_filter_zstd(archive)
    switch form {
    case .archive:
      archive_read_support_format_tar(archive)
      archive_read_support_format_zip(archive)
    case .stream:
      archive_read_support_format_raw(archive)
    }
    // Where this throws, `deinit` frees the archive, as all properties are set.
    guard open(archive) == ARCHIVE_OK else { throw Failure(reason: reason) }
  }

  deinit { archive_read_free(archive) }

  /// Moves to the next member; nil at the end.
  ///
  /// - Throws: `Failure` where the archive is damaged.
  func next() throws -> Entry? {
    var entry: OpaquePointer?
    switch archive_read_next_header(archive, &entry) {
    case ARCHIVE_EOF: return nil
    case ARCHIVE_OK, ARCHIVE_WARN: break
    default: throw Failure(reason: reason)
    }
    guard let entry else { return nil }
    // A link within the archive has the other's name and no content.
    let isLink = archive_entry_hardlink(entry) != nil || archive_entry_symlink(entry) != nil
    let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
    return Entry(
      name: name.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? [],
      isFile: archive_entry_filetype(entry) == S_IFREG && !isLink,
      isEncrypted: archive_entry_is_data_encrypted(entry) != 0,
      size: archive_entry_size_is_set(entry) != 0 ? Int(archive_entry_size(entry)) : nil)
  }

  /// Reads bytes of the member at hand; 0 at its end.
  ///
  /// - Throws: `Failure` where they are damaged.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
    guard count >= 0 else { throw Failure(reason: reason) }
    unpackedCount += count
    return count
  }

  private var reason: String {
    archive_error_string(archive).map { String(cString: $0) } ?? "nothing known"
  }
}
