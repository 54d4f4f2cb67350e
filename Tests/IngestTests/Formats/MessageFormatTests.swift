import Ingest
import Testing

struct MessageFormatTests {
  private static let message = """
    From: =?UTF-8?B?QW5uYSBMaW5k?= <anna@example.org>
    To: Bo Ek <bo@example.org>
    Date: Fri, 3 May 2024 10:00:00 +0200
    Subject: =?iso-8859-1?Q?Br=FCcke_?=
     =?utf-8?q?=E4lter?=
    Content-Type: multipart/mixed; boundary="XX"

    ignored
    --XX
    Content-Type: multipart/alternative; boundary=YY

    --YY
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: quoted-printable

    The bridge is=20
    412 metres lo=
    ng: caf=C3=A9.

    > quoted
    --YY
    Content-Type: text/html

    <p>The <b>HTML</b> twin</p>
    --YY--
    --XX
    Content-Type: application/pdf; name="plan.pdf"
    Content-Disposition: attachment; filename*=utf-8''pl%C3%A4ne.pdf
    Content-Transfer-Encoding: base64

    AAAA
    --XX--
    """

  @Test func aMessageHasSenderDateAndText() throws {
    let document = try Extraction.document(Self.message, "a.eml")
    #expect(document.title == "Brücke älter")
    #expect(
      document.string == """
        Brücke älter (Anna Lind, 3 May 2024)

        From: Anna Lind <anna@example.org>
        To: Bo Ek <bo@example.org>
        Date: Fri, 3 May 2024 10:00:00 +0200
        Subject: Brücke älter

        The bridge is\u{20}
        412 metres long: café.

        > quoted

        Attachment: pläne.pdf

        """)
    #expect(document.passages.map(\.heading) == [["Brücke älter (Anna Lind, 3 May 2024)"]])
  }

  @Test func carriageReturnsAndBase64InChinese() throws {
    let bytes = Array(
      ("Subject: =?gb2312?B?tPPHxbjE1Oy3vbC4?=\r\nFrom: a@b.c\r\n"
        + "Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + "x8XTyc31vai5+snovMahow==\r\n").utf8)
    #expect(try Extraction.text(bytes, "a.eml").contains("桥由王建国设计。"))
  }

  @Test func htmlMailIsReadAsAPage() throws {
    let text = try Extraction.text(
      "From: a@b.c\nSubject: Page\nContent-Type: text/html; charset=utf-8\n\n"
        + "<html><h1>Big</h1><script>x</script><p>news &amp; more</p></html>", "a.eml")
    #expect(text.contains("Big\n\nnews & more\n") && !text.contains("script"))
  }

  @Test func aBoxHasManyMessages() throws {
    let box = """
      From anna Fri May  3 10:00:00 2024
      From: Anna <a@b.c>
      Subject: One

      First text.
      >From the start it was quoted.

      From bo Sat May  4 10:00:00 2024
      From: Bo <b@b.c>
      Subject: Two

      Second text.
      """
    let document = try Extraction.document(box, "a.mbox")
    #expect(document.string.contains("From the start it was quoted."))
    #expect(document.passages.map(\.heading).last == ["Two (Bo)"] || document.passages.count == 1)
    #expect(document.string.contains("Two (Bo)\n\nFrom: Bo <b@b.c>"))
    #expect(document.title == nil)
  }

  @Test(arguments: [
    "From: a\nContent-Type: multipart/mixed; boundary=\"\"\n\nx",
    "From: a\nContent-Type: multipart/mixed\n\nx", "From: a\nContent-Type: ;;;=\n\nx",
    "From: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n--x\n--x",
    "Subject: =?utf-8?B?=?= =?x?y?z?= =?utf-8?Q?=F?=\n\nx", "From: a", "From: a\n\n",
  ])
  func brokenMailIsRead(source: String) throws {
    var generator = SeededGenerator(seed: 8)
    try expectSoundConverted(
      try Extraction.document(source, "a.eml"), using: &generator, "\(source)")
  }

  @Test func messagesWithinMessagesEnd() throws {
    var source = "Subject: core\n\nthe core"
    for _ in 0..<100 { source = "Subject: around\nContent-Type: message/rfc822\n\n" + source }
    _ = try Extraction.document(source, "a.eml")
    #expect(Extraction.failure(Array("no header here".utf8), "a.eml")?.code == .damaged)
  }

  @Test func subtitlesAreStretchesOfSpeech() throws {
    let source = """
      1
      00:01:02,500 --> 00:01:05,000
      <i>The bridge</i> was opened

      2
      00:01:05,000 --> 00:01:09,000
      {\\an8}in 1973.

      3
      01:02:00,000 --> 01:02:03,000
      Much later.
      """
    let document = try Extraction.document(source, "a.srt")
    #expect(
      document.string == "00:01:02 – 00:01:09\n\nThe bridge was opened\nin 1973.\n\n"
        + "01:02:00 – 01:02:03\n\nMuch later.\n")
    #expect(document.title == nil)
    #expect(
      try Extraction.text(
        "WEBVTT\n\nNOTE no\n\n00:05.000 --> 00:07.000 align:start\n<v Anna>Hello &amp; you\n",
        "a.vtt")
        == "00:00:05 – 00:00:07\n\nAnna: Hello & you\n")
    #expect(Extraction.failure(Array("no times".utf8), "a.srt")?.code == .damaged)
  }
}
