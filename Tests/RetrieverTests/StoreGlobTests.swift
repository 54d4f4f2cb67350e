import Testing

@testable import Retriever

struct StoreGlobTests {
  /// Pattern, path, whether it matches; the working directory is /home/ann.
  static let cases: [(String, String, Bool)] = [
    // A name matches anywhere.
    ("a.md", "/home/ann/a.md", true),
    ("a.md", "/elsewhere/deep/a.md", true),
    ("a.md", "/home/ann/a.md.txt", false),
    ("*.md", "/x/y.md", true),
    ("*.md", "/x/y.mdx", false),
    ("?.md", "/x/é.md", true),
    ("?.md", "/x/文.md", true),
    ("??.md", "/x/文.md", false),
    ("*??.md", "/x/文.md", false),
    ("*??.md", "/x/文a.md", true),
    // A folder's name selects everything below.
    ("notes", "/home/ann/notes/deep/a.md", true),
    ("notes", "/home/ann/notes.md", false),
    ("notes/", "/home/ann/notes/a.md", true),
    ("notes/", "/home/ann/notes", false),
    // A slash ties the pattern to the working directory.
    ("notes/*.md", "/home/ann/notes/a.md", true),
    ("notes/*.md", "/home/ann/notes/b/a.md", false),
    ("notes/*.md", "/home/bob/notes/a.md", false),
    ("./notes", "/home/ann/notes/a.md", true),
    ("../bob/*", "/home/bob/notes/a.md", true),
    ("../bob/*", "/home/ann/bob/a.md", false),
    (".", "/home/ann/notes/a.md", true),
    (".", "/home/bob/a.md", false),
    // A slash at the front ties it to the root.
    ("/home/*/notes", "/home/ann/notes/a.md", true),
    ("/home/*/notes", "/home/ann/b/notes/a.md", false),
    ("/", "/home/ann/a.md", true),
    // ** crosses folders, and stands for none, too.
    ("notes/**/a.md", "/home/ann/notes/a.md", true),
    ("notes/**/a.md", "/home/ann/notes/x/y/a.md", true),
    ("notes/**/a.md", "/home/ann/notes/x/y/b.md", false),
    ("/**/a.md", "/q/w/e/a.md", true),
    ("/home/**/x/**/z", "/home/x/y/z/w.md", true),
    ("/home/**/x/**/z", "/home/y/z/w.md", false),
    ("**", "/anything", true),
    // Sets, escapes, and brackets that do not end.
    ("[a-c].md", "/b.md", true),
    ("[a-c].md", "/d.md", false),
    ("[!a-c].md", "/d.md", true),
    ("[^a-c].md", "/b.md", false),
    ("[]x].md", "/].md", true),
    ("[α-ω].md", "/λ.md", true),
    ("[a.md", "/[a.md", true),
    ("[a-]z", "/-z", true),
    (#"\*.md"#, "/*.md", true),
    (#"\*.md"#, "/a.md", false),
    (#"[\]]"#, "/]", true),
    ("a*b*c", "/aXXbYYbZZc", true),
    ("a*b*c", "/aXXbYYbZZ", false),
    ("*", "/x", true),
    // Documents that are not files are matched by their name.
    ("minutes", "minutes", true),
    ("min*", "minutes", true),
    ("talks/*.md", "talks/a.md", true),
    ("/minutes", "minutes", true),
    (".", "minutes", false),
    ("", "/a.md", true),
  ]

  @Test(arguments: cases)
  func matches(pattern: String, path: String, expected: Bool) {
    #expect(PathGlob(pattern, workingDirectory: "/home/ann").matches(path) == expected)
  }

  @Test func hostilePatternsTakeNoTime() {
    let name = String(repeating: "a", count: 2_000)
    let star = String(repeating: "*a", count: 500) + "b"
    #expect(!PathGlob(star, workingDirectory: "/").matches("/" + name))
    let deep = String(repeating: "/a", count: 1_000)
    let anyDepth = String(repeating: "/**/a", count: 300) + "/b"
    #expect(!PathGlob(anyDepth, workingDirectory: "/").matches(deep))
  }

  @Test func malformedBytesAreNotFatal() {
    for pattern in ["?", "[", "[a", "[-", "[!", "\\", "[\\", "*\u{FFFD}", "a//b/", "//"] {
      let glob = PathGlob(pattern, workingDirectory: "/")
      for bytes: [UInt8] in [[], [0xff], [0xe6, 0x96], [0x2f, 0xf0], [0x80, 0x2f]] {
        bytes.withUnsafeBufferPointer { _ = glob.matches($0) }
      }
    }
  }
}
