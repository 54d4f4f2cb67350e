/// Writes PDFs of Helvetica text.
enum PDFSample {
  /// Returns a PDF with a page for each list of lines.
  static func pdf(pages: [[String]], title: String? = nil) -> [UInt8] {
    var objects: [String] = ["<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    let tree = 2 * pages.count + 2
    var kids = ""
    for lines in pages {
      var content = "BT /F1 12 Tf 72 750 Td 14 TL\n"
      for line in lines { content += "(\(escaped(line))) Tj T*\n" }
      content += "ET"
      objects.append("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
      objects.append(
        "<< /Type /Page /Parent \(tree) 0 R /MediaBox [0 0 612 792] /Contents \(objects.count) 0 R "
          + "/Resources << /Font << /F1 1 0 R >> >> >>")
      kids += "\(objects.count) 0 R "
    }
    objects.append("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>")
    objects.append("<< /Type /Catalog /Pages \(tree) 0 R >>")
    objects.append("<< /Title (\(escaped(title ?? ""))) >>")
    var bytes = Array("%PDF-1.4\n".utf8)
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(bytes.count)
      bytes += Array("\(index + 1) 0 obj\n\(object)\nendobj\n".utf8)
    }
    let start = bytes.count
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    let info = title == nil ? "" : " /Info \(objects.count) 0 R"
    table += "trailer << /Size \(objects.count + 1) /Root \(objects.count - 1) 0 R\(info) >>\n"
    return bytes + Array((table + "startxref\n\(start)\n%%EOF\n").utf8)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("(", with: "\\(").replacing(")", with: "\\)")
  }
}
