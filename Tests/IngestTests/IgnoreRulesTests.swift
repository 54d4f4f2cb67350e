import Glibc
import Ingest
import Testing

struct IgnoreRulesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func files(_ name: String = "") -> [String] {
    FolderWalk(path: name.isEmpty ? folder.path : "\(folder.path)/\(name)").compactMap { item in
      guard case .file(let file) = item else { return nil }
      return String(file.path.dropFirst(folder.path.count + 1))
    }
  }

  /// Patterns, a path, and whether git would pass it over: from gitignore(5) and its tests.
  @Test(arguments: [
    ("*.log", "a.log", true), ("*.log", "d/a.log", true), ("*.log", "a.logs", false),
    ("/a.md", "a.md", true), ("/a.md", "d/a.md", false), ("d/a.md", "d/a.md", true),
    ("d/a.md", "e/d/a.md", false), ("build/", "build/a.md", true), ("build/", "x/build/a.md", true),
    ("build/", "build", false), ("build", "build", true), ("**/x", "a/b/x", true),
    ("a/**/x", "a/x", true), ("a/**/x", "a/b/c/x", true), ("a/**", "a/b/c", true),
    ("a/**", "b/a/c", false), ("d*/x", "dd/x", true), ("d*/x", "dd/e/x", false),
    ("?.md", "a.md", true), ("?.md", "ab.md", false), ("[ab].md", "b.md", true),
    ("[!ab].md", "b.md", false), ("[a-c].md", "d.md", false), ("[.md", "[.md", true),
    ("#a", "#a", false), ("\\#a", "#a", true), ("\\!a", "!a", true), ("a\\*", "ab", false),
    ("a ", "a", true), ("a\\ ", "a ", true), ("*.md\n!keep.md", "keep.md", false),
    ("*.md\n!keep.md", "other.md", true), ("!keep.md\n*.md", "keep.md", true),
    ("d/\n!d/keep.md", "d/keep.md", true), ("d/*\n!d/keep.md", "d/keep.md", false),
    ("", "a", false), ("/", "a", false), ("a*b*c*d*e*f*g*h", "abcdefgabcdefg", false),
    ("和*", "和.md", true), ("a\r", "a", true),
  ])
  func patterns(rules: String, path: String, isIgnored: Bool) throws {
    try folder.write("x", to: path)
    try folder.write(rules, to: ".gitignore")
    #expect(files() == (isIgnored ? [] : [path]), "\(rules.debugDescription)")
  }

  @Test func deeperFilesDecideLast() throws {
    for name in ["a.log", "d/a.log", "d/b.log", "d/e/b.log", "d/c.tmp"] {
      try folder.write("x", to: name)
    }
    try folder.write("*.log\n", to: ".gitignore")
    try folder.write("!b.log\n", to: "d/.gitignore")
    try folder.write("*.tmp\n", to: "d/.askignore")
    #expect(files() == ["d/b.log", "d/e/b.log"])
    // Without a repository, what lies above the folder that is walked has no say.
    #expect(files("d") == ["d/a.log", "d/b.log", "d/e/b.log"])
    mkdir("\(folder.path)/.git", 0o755)
    #expect(files("d") == ["d/b.log", "d/e/b.log"])
    #expect(files("d/a.log") == ["d/a.log"])
  }

  @Test func askHasTheLastWord() throws {
    try folder.write("x", to: "a.md")
    try folder.write("*.md", to: ".gitignore")
    try folder.write("!a.md", to: ".askignore")
    #expect(files() == ["a.md"])
  }
}
