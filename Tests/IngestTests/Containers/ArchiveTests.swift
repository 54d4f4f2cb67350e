import Foundation
import TestSupport
import Testing

@testable import Ingest

/// Members of archives are documents; whatever an archive holds, nothing is written, and none is too much.
struct ArchiveTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    ["zip", "-qr", "box.zip", "docs"], ["tar", "cf", "box.tar", "docs"],
    ["tar", "czf", "box.tgz", "docs"], ["tar", "cjf", "box.tar.bz2", "docs"],
    ["tar", "cJf", "box.tar.xz", "docs"], ["tar", "--zstd", "-cf", "box.tar.zst", "docs"],
    ["tar", "--format=pax", "-czf", "box.tar.gz", "./docs"],
  ])
  func archivesOfProgramsThatPeopleUse(command: [String]) throws {
    let long = "docs/" + String(repeating: "a long name ", count: 15) + "é.txt"
    try folder.write("# Bridge\n", to: "docs/notes/a.md")
    try folder.write("long", to: long)
    try folder.write("和", to: "docs/和.txt")
    try folder.write("hidden", to: "docs/.hidden/b.md")
    try folder.write("", to: "docs/empty.txt")
    symlink("/etc/passwd", "\(folder.path)/docs/link.txt")
    guard try Containers.run(command, in: folder.path) else { return }
    let name = try #require(command.first { $0.hasPrefix("box.") })
    var members = try Containers.members(of: "\(folder.path)/\(name)")
    // zip follows links, tar keeps them; neither gives a name that leads elsewhere.
    members["docs/link.txt"] = nil
    #expect(
      members == [
        "docs/notes/a.md": "# Bridge\n", long: "long", "docs/和.txt": "和", "docs/empty.txt": "",
      ])
  }

  @Test func namesAreOnlyNames() throws {
    var tar = TarWriter()
    for name in [
      "../../etc/passwd", "/etc/shadow", "./a/./b.md", "a/../c.md", "..", "__MACOSX/x", "-",
    ] { tar.add(name, "text") }
    tar.add("dir/", [])
    tar.add("link", [], kind: "2", link: "/etc/passwd")
    tar.add("twin.md", "first")
    tar.add("twin.md", "second")
    let path = try folder.write(tar.archive, to: "a.tar")
    #expect(
      try Containers.members(of: path) == [
        "etc/passwd": "text", "etc/shadow": "text", "a/b.md": "text", "a/c.md": "text", "-": "text",
        "twin.md": "second",
      ])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.tar"])
  }

  @Test func namesInOtherEncodings() throws {
    let name = "说明文件和桥梁的历史以及其他几个重要的问题.md"
    var tar = TarWriter()
    tar.add(name: try #require(Charset.encode(name, "GB18030")), Array("x".utf8))
    let path = try folder.write(tar.archive, to: "a.tar")
    let members = try Containers.members(of: path)
    #expect(members == [name: "x"])
  }

  // MARK: Hostile archives

  @Test func bombsAreRefused() throws {
    // 80 MB of zeros, which gzip packs a thousandfold.
    var tar = TarWriter()
    tar.add("zeros.txt", [UInt8](repeating: 0x61, count: 80 << 20))
    try folder.write(tar.archive, to: "b.tar")
    guard try Containers.run(["gzip", "-9", "b.tar"], in: folder.path) else { return }
    let path = "\(folder.path)/b.tar.gz"
    let failure = Containers.failure(path)
    #expect(failure?.code == .tooMuch)
    #expect(
      failure?.description
        == "'\(path)' is refused: it unpacks into more than 32 GB, 250 times its size, or "
        + "1000000 members.")
  }

  @Test func limitsHold() throws {
    var tar = TarWriter()
    for index in 0..<20 { tar.add("\(index).txt", String(repeating: "x", count: 2000)) }
    let path = try folder.write(tar.archive, to: "a.tar")
    var limits = ContainerLimits()
    limits.members = 19
    #expect(Containers.failure(path, limits: limits)?.code == .tooMuch)
    limits.members = 20
    #expect(Containers.failure(path, limits: limits) == nil)
    limits.totalSize = 39_999
    #expect(Containers.failure(path, limits: limits)?.code == .tooMuch)
    limits = ContainerLimits()
    limits.memberSize = 1999
    #expect(
      Set(try Containers.members(of: path, limits: limits).values) == [
        "\(IngestError.Code.tooLarge)"
      ])
  }

  @Test func archivesWithinArchivesStayClosed() throws {
    var inner = ZipWriter()
    inner.add("deep.md", "deep")
    var zip = ZipWriter()
    zip.add("inner.zip", inner.archive)
    zip.add("page.1.gz", [0x1f, 0x8b, 8])
    zip.add("locked.md", Array("x".utf8), isEncrypted: true)
    zip.add("a.md", "open")
    let path = try folder.write(zip.archive, to: "a.zip")
    let unsupported = "\(IngestError.Code.formatNotSupported)"
    #expect(
      try Containers.members(of: path) == [
        "inner.zip": unsupported, "page.1.gz": unsupported, "a.md": "open",
        "locked.md": "\(IngestError.Code.encrypted)",
      ])
  }

  /// Cut off, changed in a few places, or nothing but rubbish.
  @Test(arguments: ["a.zip", "a.tar", "a.tar.gz", "a.tar.bz2", "a.tar.xz", "a.tar.zst"])
  func brokenArchivesEndInAnErrorOrInMembers(name: String) throws {
    var generator = SeededGenerator(seed: 12)
    try folder.write(RandomText.text(pieces: 400, using: &generator), to: "docs/a.md")
    try folder.write("short", to: "docs/b.md")
    let command = name == "a.zip" ? ["zip", "-qr", name, "docs"] : ["tar", "caf", name, "docs"]
    guard try Containers.run(command, in: folder.path) else { return }
    let whole = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")))
    for round in 0..<90 {
      var bytes = whole
      switch round % 3 {
      case 0: bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator)))
      case 1:
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
          let index = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[index] = UInt8.random(in: 0...255, using: &generator)
        }
      default:
        bytes =
          Array(bytes.prefix(40))
          + (0..<600).map { _ in UInt8.random(in: 0...255, using: &generator) }
      }
      let path = try folder.write(bytes, to: "broken-\(name)")
      if let failure = Containers.failure(path) {
        #expect([.damaged, .tooMuch].contains(failure.code), "\(failure)")
      }
    }
  }

  // MARK: Paths and packed files

  @Test(arguments: [
    ("/a/box.zip!/notes/a.md", "/a/box.zip", "notes/a.md"),
    ("/a/BOX.TAR.GZ!/a!/b.zip!/c", "/a/BOX.TAR.GZ", "a!/b.zip!/c"),
    ("wiki.xml.bz2!/AC/DC", "wiki.xml.bz2", "AC/DC"), ("/news!/box.zip!/a", "/news!/box.zip", "a"),
    ("/a/news!/b.md", nil, nil), ("/a/box.zip!/", nil, nil), ("/a/box.zip", nil, nil),
    ("/a/box.zip!b", nil, nil),
  ])
  func pathsComeApart(path: String, container: String?, member: String?) {
    let found = ContainerPath(path)
    #expect(found?.container == container && found?.member == member)
    if let found { #expect(found.path == path) }
  }

  @Test(arguments: [["gzip"], ["bzip2"], ["xz"], ["zstd", "-q"]])
  func packedFilesAreTheDocumentWithin(command: [String]) throws {
    let text = "# Bridges\n\nThe bridge was opened in 1973.\n"
    try folder.write(text, to: "a.md")
    guard try Containers.run(command + ["a.md"], in: folder.path) else { return }
    let ending = ["gzip": "gz", "bzip2": "bz2", "xz": "xz", "zstd": "zst"][command[0]] ?? ""
    let document = try DocumentExtractor().extract(path: "\(folder.path)/a.md.\(ending)")
    #expect(document.format == "markdown" && document.title == "Bridges")
    #expect(document.string == text && !document.citesFileBytes)
    var generator = SeededGenerator(seed: 1)
    try expectSoundConverted(document, using: &generator, "\(command)")
    let packed = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/a.md.\(ending)")))
    #expect(Extraction.failure(Array(packed.dropLast(9)), "a.md.\(ending)")?.code == .damaged)
    #expect(Extraction.failure(packed, "a.md.\(ending)") == nil)
  }

  @Test func aDigestOfAFileIsThatOfItsBytes() throws {
    for count in [0, 1, 63, 64, 1 << 20, (1 << 20) + 1, (2 << 20) + 77] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      var rest = bytes[...]
      let digest = SHA256.digest { buffer in
        let piece = rest.prefix(min(buffer.count, 40_000))
        rest = rest.dropFirst(piece.count)
        buffer.copyBytes(from: piece)
        return piece.count
      }
      #expect(digest == SHA256.digest(of: bytes), "\(count)")
    }
  }
}
