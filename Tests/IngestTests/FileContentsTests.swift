import Foundation
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

  @Test func neverWaitsForAFIFOOrSocket() throws {
    let path = "\(folder.path)/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    #expect(failure(path)?.found == "a FIFO")
    #expect(mknod("\(folder.path)/socket", S_IFSOCK | 0o600, 0) == 0)
    #expect(failure("\(folder.path)/socket")?.code != nil)
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

  /// A file that is replaced over and over, as programs save: what is read is one of its versions, whole.
  @Test func aFileThatChangesMeanwhileIsReadWholeOrNotAtAll() throws {
    let path = try folder.write("", to: "a.txt")
    let versions = (0..<4).map {
      [UInt8](repeating: UInt8(ascii: "a") + $0, count: 40_000 + Int($0))
    }
    let isDone = Flag()
    let writer = Thread {
      var round = 0
      while !isDone.isSet {
        if let new = fopen(path + ".new", "w") {
          let bytes = versions[round % versions.count]
          fwrite(bytes, 1, bytes.count, new)
          fclose(new)
          rename(path + ".new", path)
        }
        round += 1
      }
      isDone.end()
    }
    writer.start()
    defer {
      isDone.set()
      while !isDone.hasEnded { usleep(1_000) }
    }
    var readCount = 0
    for _ in 0..<2_000 {
      do {
        let contents = try FileContents(path: path, limit: 1 << 20)
        #expect(contents.bytes.isEmpty || versions.contains(contents.bytes))
        #expect(contents.facts.size == contents.bytes.count)
        readCount += 1
      } catch let error as IngestError {
        #expect(error.code == .changedWhileReading)
      }
    }
    #expect(readCount > 0)
  }

  private final class Flag: @unchecked Sendable {  // Guarded by `lock`.
    private let lock = NSLock()
    private var value = false
    private var ended = false
    var isSet: Bool { lock.withLock { value } }
    var hasEnded: Bool { lock.withLock { ended } }
    func set() { lock.withLock { value = true } }
    func end() { lock.withLock { ended = true } }
  }
}
