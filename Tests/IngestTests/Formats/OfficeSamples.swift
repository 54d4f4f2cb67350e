/// Small office documents and books as programs write them.
enum OfficeSamples {
  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"

  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default:
        // XML knows no control characters.
        let isAllowed = scalar.value >= 0x20 || scalar == "\n" || scalar == "\t"
        result.unicodeScalars.append(isAllowed && scalar.value < 0xfffe ? scalar : " ")
      }
    }
  }

  static func package(_ parts: [(String, String)]) -> [UInt8] {
    var writer = ZipWriter()
    for (name, content) in parts {
      writer.add(name, name == "mimetype" ? content : declaration + content)
    }
    return writer.archive
  }

  // MARK: Word

  static func docx(body: String, extra: [(String, String)] = []) -> [UInt8] {
    package(
      [
        ("[Content_Types].xml", "<Types/>"),
        (
          "word/styles.xml",
          """
          <w:styles xmlns:w="w"><w:style w:type="paragraph" w:styleId="berschrift1"><w:name \
          w:val="heading 1"/></w:style><w:style w:styleId="H2"><w:name w:val="Own"/><w:basedOn \
          w:val="Base2"/></w:style><w:style w:styleId="Base2"><w:name w:val="heading 2"/></w:style>\
          </w:styles>
          """
        ),
        ("word/document.xml", "<w:document xmlns:w=\"w\"><w:body>\(body)</w:body></w:document>"),
      ] + extra)
  }

  static func docx(paragraphs: [String]) -> [UInt8] {
    docx(body: paragraphs.map { paragraph($0) }.joined())
  }

  static func paragraph(_ text: String, style: String? = nil) -> String {
    let style = style.map { "<w:pPr><w:pStyle w:val=\"\($0)\"/></w:pPr>" } ?? ""
    return "<w:p>\(style)<w:r><w:t xml:space=\"preserve\">\(escaped(text))</w:t></w:r></w:p>"
  }

  static func table(_ rows: [[String]]) -> String {
    let rows = rows.map { row in
      "<w:tr>" + row.map { "<w:tc>\(paragraph($0))</w:tc>" }.joined() + "</w:tr>"
    }
    return "<w:tbl>\(rows.joined())</w:tbl>"
  }

  // MARK: OpenDocument

  static func openDocument(_ kind: String, _ content: String) -> [UInt8] {
    package([
      ("mimetype", "application/vnd.oasis.opendocument.\(kind)"),
      (
        "content.xml",
        """
        <office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d" \
        xmlns:presentation="p"><office:body>\(content)</office:body></office:document-content>
        """
      ),
      (
        "meta.xml",
        "<office:document-meta xmlns:office=\"o\" xmlns:dc=\"d\"><dc:title>Own title</dc:title>"
          + "</office:document-meta>"
      ),
    ])
  }

  static func odt(paragraphs: [String]) -> [UInt8] {
    let text = paragraphs.map { "<text:p>\(escaped($0))</text:p>" }.joined()
    return openDocument("text", "<office:text>\(text)</office:text>")
  }

  // MARK: PowerPoint and Excel

  static func pptx(slides: [(title: String?, paragraphs: [String], notes: String?)]) -> [UInt8] {
    var parts: [(String, String)] = [("[Content_Types].xml", "<Types/>")]
    var (identifiers, relationships) = ("", "")
    for (index, slide) in slides.enumerated() {
      // Files are not in the order of the show.
      let file = slides.count - index
      identifiers += "<p:sldId id=\"\(256 + index)\" r:id=\"rId\(file)\"/>"
      relationships +=
        "<Relationship Id=\"rId\(file)\" Type=\"x/slide\" Target=\"slides/slide\(file).xml\"/>"
      let title = slide.title.map { shape([$0], kind: "title") } ?? ""
      parts.append(
        (
          "ppt/slides/slide\(file).xml",
          "<p:sld xmlns:p=\"p\" xmlns:a=\"a\">\(title)\(shape(slide.paragraphs, kind: "body"))"
            + "\(shape(["7"], kind: "sldNum"))</p:sld>"
        ))
      if let notes = slide.notes {
        parts.append(
          (
            "ppt/slides/_rels/slide\(file).xml.rels",
            "<Relationships><Relationship Id=\"r\" Type=\"x/notesSlide\" "
              + "Target=\"../notesSlides/n\(file).xml\"/></Relationships>"
          ))
        parts.append(
          (
            "ppt/notesSlides/n\(file).xml",
            "<p:notes xmlns:p=\"p\" xmlns:a=\"a\">\(shape([notes], kind: "body"))</p:notes>"
          ))
      }
    }
    parts.append(
      (
        "ppt/presentation.xml",
        "<p:presentation xmlns:p=\"p\" xmlns:r=\"r\">\(identifiers)</p:presentation>"
      ))
    parts.append(
      ("ppt/_rels/presentation.xml.rels", "<Relationships>\(relationships)</Relationships>"))
    return package(parts)
  }

  private static func shape(_ paragraphs: [String], kind: String) -> String {
    let text = paragraphs.map { "<a:p><a:r><a:t>\(escaped($0))</a:t></a:r></a:p>" }.joined()
    return "<p:sp><p:nvPr><p:ph type=\"\(kind)\"/></p:nvPr><p:txBody>\(text)</p:txBody></p:sp>"
  }

  static func xlsx(sheets: [(name: String, rows: String)], strings: [String] = []) -> [UInt8] {
    var parts: [(String, String)] = [
      ("[Content_Types].xml", "<Types/>"),
      (
        "xl/sharedStrings.xml",
        "<sst>\(strings.map { "<si><t>\(escaped($0))</t></si>" }.joined())</sst>"
      ),
      (
        "xl/styles.xml",
        """
        <styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/></numFmts>\
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>
        """
      ),
    ]
    var (list, relationships) = ("", "")
    for (index, sheet) in sheets.enumerated() {
      list += "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
      relationships +=
        "<Relationship Id=\"rId\(index + 1)\" Type=\"x/worksheet\" Target=\"/xl/s\(index).xml\"/>"
      parts.append(
        ("xl/s\(index).xml", "<worksheet><sheetData>\(sheet.rows)</sheetData></worksheet>"))
    }
    parts.append(("xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets>\(list)</sheets></workbook>"))
    parts.append(
      ("xl/_rels/workbook.xml.rels", "<Relationships>\(relationships)</Relationships>"))
    return package(parts)
  }

  // MARK: EPUB

  static func epub(chapters: [String], names: [String] = []) -> [UInt8] {
    var parts: [(String, String)] = [
      ("mimetype", "application/epub+zip"),
      (
        "META-INF/container.xml",
        "<container><rootfiles><rootfile full-path=\"OEBPS/book.opf\"/></rootfiles></container>"
      ),
    ]
    var (items, spine, points) = ("", "", "")
    for (index, chapter) in chapters.enumerated() {
      items += "<item id=\"c\(index)\" href=\"text/ch%20\(index).xhtml\"/>"
      spine += "<itemref idref=\"c\(index)\"/>"
      if index < names.count {
        points +=
          "<navPoint><navLabel><text>\(names[index])</text></navLabel>"
          + "<content src=\"text/ch%20\(index).xhtml#top\"/></navPoint>"
      }
      parts.append(
        (
          "OEBPS/text/ch \(index).xhtml",
          "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>file</title></head>"
            + "<body>\(chapter)</body></html>"
        ))
    }
    parts.append(("OEBPS/toc.ncx", "<ncx><navMap>\(points)</navMap></ncx>"))
    parts.append(
      (
        "OEBPS/book.opf",
        """
        <package xmlns:dc="dc"><metadata><dc:title>The Book</dc:title><dc:creator>A. Writer\
        </dc:creator></metadata><manifest><item id="ncx" href="toc.ncx" \
        media-type="application/x-dtbncx+xml"/>\(items)</manifest><spine>\(spine)</spine></package>
        """
      ))
    return package(parts)
  }
}
