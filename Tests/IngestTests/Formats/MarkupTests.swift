import Ingest
import Testing

/// Formats whose bytes are their text: headings, tables and code in them.
struct MarkupTests {
  private static let filler = String(repeating: "Some words that fill a section well. ", count: 12)

  private func headings(_ text: String, _ name: String) throws -> [[String]] {
    try Extraction.document(text, name).passages.map(\.heading)
  }

  @Test func orgFiles() throws {
    let text = """
      #+TITLE: My notes
      * TODO [#A] Bridges :history:old:
      \(Self.filler)
      ** DONE Built
      #+BEGIN_SRC sh
      * no heading
      #+END_SRC
      \(Self.filler)
      *bold* is no heading
      """
    let document = try Extraction.document(text, "a.org")
    #expect(document.title == "My notes")
    #expect(document.passages.map(\.heading) == [["Bridges"], ["Bridges", "Built"]])
    #expect(document.citesFileBytes && document.string == text)
  }

  @Test func latexFiles() throws {
    let text = #"""
      \documentclass{article}
      \title[short]{On \emph{Bridges} \& more}
      \section*{Built in {1973}}
      \#(Self.filler)
      \subsection{Deep~down}
      \begin{verbatim}
      \section{no}
      \end{verbatim}
      \#(Self.filler)
      \begin{itemize}
      \item one
      \end{itemize}
      """#
    let document = try Extraction.document(text, "a.tex")
    #expect(document.title == "On Bridges & more")
    #expect(
      document.passages.map(\.heading).suffix(2) == [
        ["Built in 1973"], ["Built in 1973", "Deep down"],
      ])
  }

  @Test(arguments: ["a.md", "a.org"])
  func rowsKnowTheirColumns(name: String) throws {
    let row = "| a cell of a table | another cell with a few more words | the last |\n"
    let table = "| one | **two** | three |\n|---|---|---|\n" + String(repeating: row, count: 50)
    let found = try headings("Text before\n\n" + table, name)
    #expect(found.count > 5)
    #expect(found.first?.isEmpty == true)
    #expect(found.dropFirst().allSatisfy { $0.last?.hasPrefix("one | ") == true })
    // Without the line of dashes the first row is a row.
    #expect(try headings(String(repeating: row, count: 50), name).allSatisfy(\.isEmpty))
  }

  @Test(arguments: [
    ("func parseHeader(line: String) {", "parseHeader (parse header)"),
    ("  public static final int getURLCount() {", "getURLCount (get url count)"),
    ("def read_file(path):", "read_file"), ("class HTTPServer(Base):", "HTTPServer (http server)"),
    ("pub(crate) fn main() -> Result<()> {", "main"), ("impl<T> Trait for Type {", "Trait"),
    ("func (s *Server) Start() error {", "Start"), ("int main(int argc, char **argv) {", "main"),
    ("static void *xml_node(struct a *b)", "xml_node"), ("export default function App() {", "App"),
    ("const parse = (line) => {", "parse"), ("CREATE TABLE IF NOT EXISTS towns (", "towns"),
    ("std::string Foo::bar(int x) const {", "Foo::bar"), ("type Server struct {", "Server"),
    ("x = compute(y)", nil), ("return call(x)", nil), ("if (a) {", nil), ("import os", nil),
    ("foo(bar);", nil), ("let x = 1", nil), ("} else if (x) {", nil), ("type: string", nil),
  ])
  func declarations(line: String, name: String?) throws {
    let text = line + "\n" + (1...30).map { "    call \($0) here and there again\n" }.joined()
    for ending in ["swift", "py", "c"] {
      #expect(try headings(text, "a.\(ending)").first == [name].compactMap { $0 }, "\(line)")
    }
  }

  @Test func codeKnowsItsFunction() throws {
    let lines = (1...40).map { "        value\($0) = compute(first, second)\n" }.joined()
    let text = """
      # comment
      import os

      class Server:
          def start(self):
      \(lines)
          def stopNow(self):
      \(lines)
      def main():
      \(lines)
      """
    let found = try headings(text, "a.py")
    #expect(found.contains(["Server", "start"]))
    #expect(found.contains(["Server", "stopNow (stop now)"]))
    #expect(found.last == ["main"])
    #expect(try Extraction.document(text, "a.py").title == nil)
  }
}
