import Glibc
import Ingest
import Testing

struct FileContentsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func failure(_ path: String, limit: Int = 1 << 20) -> IngestError? {
    do {
      _ = try FileContents(path: path, limit: limit)
      return nil
    } catch {
      return error as? IngestError
    }
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 300_000])
  func readsEveryByte(count: Int) throws {
    var generator = SeededGenerator(seed: 1)
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let contents = try FileContents(path: folder.write(bytes, to: "a"), limit: count)
    #expect(contents.bytes == bytes)
    #expect(contents.facts.size == count)
  }

  @Test func aFileOverTheLimitIsRefused() throws {
    let path = try folder.write("12345", to: "a.md")
    let error = failure(path, limit: 4)
    #expect(error?.code == .tooLarge)
    #expect(error?.description == "'\(path)' has 5 bytes, more than the limit of 4.")
  }

  @Test func neverWaitsForAFIFO() throws {
    let path = "\(folder.path)/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    #expect(failure(path)?.found == "a FIFO")
    #expect(failure(folder.path)?.found == "a folder")
    #expect(failure("/dev/zero")?.found == "a character device")
  }

  @Test func systemErrorsSayWhy() {
    #expect(failure("\(folder.path)/none")?.code == .notFound)
    let long = "\(folder.path)/" + String(repeating: "x", count: 5000)
    #expect(failure(long)?.description == "'\(long)' cannot be read: File name too long.")
  }

  @Test func filesOfUnknownSizeAreReadToTheirEnd() throws {
    let contents = try FileContents(path: "/proc/self/status", limit: 1 << 20)
    #expect(contents.bytes.count > 100)
  }
}
