import Foundation
import Ingest
import Testing

/// Manual pages: what `man` shows, as far as its words go.
struct ManualTests {
  private let page = #"""
    .\" A comment
    '\" t
    .TH BRIDGE 1 "14 May 1973" "Nordheim"
    .ds Vn 2.0
    .SH NAME
    bridge \- open and close a bridge
    .SH SYNOPSIS
    .B bridge
    [\fB\-a\fR] [\fIname\fP ...]
    .SH OPTIONS
    .TP
    .BR \-a ", " \-\-all
    Open \fIall\fR of them,
    as of \*(Vn.
    .IP \(bu 2
    A point.
    .IP "\-\-quick"
    Be \s-1QUICK\s0\[em]no waiting.
    .SS "More of it"
    .if n .br
    .if t Not on a terminal.
    .ie n \{\
    Shown.
    .\}
    .el \{\
    Not shown.
    .\}
    .PP
    See
    .UR http://a.b
    .UE .
    .nf
    $ bridge \-a
      done
    .fi
    .de XX
    never shown
    ..
    .TS
    tab(;);
    lb l.
    Town;Mayor
    Nordheim;T{
    Anna
    Lind
    T}
    .TE
    """#

  @Test func pagesOfMan() throws {
    let document = try Extraction.document(page, "bridge.1")
    #expect(document.format == "man" && document.title == "bridge(1)")
    #expect(
      document.string == """
        NAME

        bridge - open and close a bridge

        SYNOPSIS

        bridge
        [-a] [name ...]

        OPTIONS

        - -a, --all
          Open all of them,
          as of 2.0.
        - A point.
        - --quick
          Be QUICK—no waiting.

        More of it

        Shown.

        See
        .

        $ bridge -a
          done

        Town | Mayor
        Town: Nordheim; Mayor: Anna Lind

        """)
  }

  @Test func pagesOfMdoc() throws {
    let source = #"""
      .Dd May 14, 1973
      .Dt BRIDGE 8
      .Os
      .Sh NAME
      .Nm bridge
      .Nd open and close a bridge
      .Sh SYNOPSIS
      .Nm
      .Op Fl ab
      .Op Fl f Ar file
      .Ar name ...
      .Sh DESCRIPTION
      The
      .Nm
      utility opens
      .Em all
      bridges, see
      .Xr ls 1 ,
      .Pq and Dq more .
      .Pp
      Or
      .Sm off
      .Oo Ar user @ Oc Ar host
      .Pa /x
      .Sm on
      .Ar more
      .Bl -tag -width x
      .It Fl a , Fl Fl all
      All of them.
      .It Ev HOME Ns = Ns Ar dir
      The home.
      .El
      .Bd -literal
      bridge -a
      .Ed
      """#
    let text = try Extraction.text(source, "bridge.8")
    for part in [
      "bridge\n– open and close a bridge", "[-ab]\n[-f file]\nname ...",
      "The\nbridge\nutility opens\nall",
      "ls(1),", "(and “more”).", "Or\n[user@]host/x\nmore", "- -a, --all\n  All of them.",
      "- HOME=dir\n  The home.",
      "\nbridge -a\n",
    ] { #expect(text.contains(part), "\(part)\n---\n\(text)") }
    #expect(try Extraction.document(source, "bridge.8").title == "bridge(8)")
  }

  @Test func otherFilesWithSuchNamesAreText() throws {
    #expect(try Extraction.document("Release 2.1 is out.\n", "notes.1").format == "text")
    #expect(try Extraction.document(page, "a.txt").format == "text")
    #expect(try Extraction.document(".so man1/bridge.1\n", "b.1").string.isEmpty)
  }

  /// The words that `man` shows are there: `groff` is the oracle, where it and pages are installed.
  @Test(arguments: ["ls.1", "tar.1", "bash.1", "gzip.1", "xz.1", "printf.3", "ssh.1", "git.1"])
  func wordsOfInstalledPages(name: String) throws {
    let section = name.split(separator: ".").last ?? "1"
    let path = "/usr/share/man/man\(section)/\(name).gz"
    guard FileManager.default.fileExists(atPath: path),
      FileManager.default.fileExists(atPath: "/usr/bin/groff")
    else { return }
    let folder = try TemporaryFolder()
    let command = "zcat '\(path)' | groff -rHY=0 -t -mandoc -Tutf8 -P-c -P-b -P-o -P-u > out.txt"
    guard try Containers.run(["sh", "-c", command], in: folder.path) else { return }
    let shown = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/out.txt")), as: UTF8.self)
    let found = try DocumentExtractor().extract(path: path).string
    func words(_ text: String) -> [String] {
      // Where groff hyphenates, the rest of the word follows on the next line, below the indentation.
      text.replacing(/\u{2010}\n\s*/, with: "").lowercased().split { !$0.isLetter }.map(String.init)
        .filter { $0.count > 2 }
    }
    let known = Set(words(found))
    let wanted = words(shown)
    let missing = wanted.filter { !known.contains($0) }
    // What groff itself adds at the edges of pages is most of these.
    #expect(missing.count * 50 < wanted.count, "\(missing.prefix(40))")
  }

  @Test func hostilePages() throws {
    var generator = SeededGenerator(seed: 13)
    let lines = page.split(separator: "\n").map(String.init)
    for round in 0..<60 {
      var shuffled = lines.shuffled(using: &generator).prefix(
        Int.random(in: 1...40, using: &generator))
      shuffled.append(".ds A \\*A\\*A")
      shuffled.append("\\*A \\f \\(x \\[ \\s \\h'")
      let text = ".TH X 1\n" + shuffled.joined(separator: "\n")
      let document = try Extraction.document(text, "x.1")
      try expectSoundConverted(document, using: &generator, "\(round)")
    }
    _ = try Extraction.document(
      ".TH X 1\n" + String(repeating: ".ie n \\{\\\n", count: 50_000), "x.1")
    _ = try Extraction.document(
      ".TH X 1\n.TS\nl.\n" + String(repeating: "T{\nx\n", count: 50_000), "x.1")
    _ = try Extraction.document(".TH X 1\n" + String(repeating: "x\\\n", count: 50_000), "x.1")
  }
}
