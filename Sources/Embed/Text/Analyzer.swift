/// Splits text into tokens: the same analysis for documents and questions, always.
///
/// Words are runs of letters, digits and their marks; an apostrophe between letters stays inside
/// one (it's), save after an elided article (l'homme). Digits alone are numbers. Characters of
/// scripts written without spaces are tokens one by one, with the marks that belong to them, and
/// Latin text glued to them is split off. Every other visible mark is a symbol.
///
/// Not thread-safe: it owns stemmers and caches. Make one for each thread.
public final class Analyzer {
  /// Names the version of everything that decides a token's term.
  public static let fingerprint = "\(FoldingTable.version) \(TermStemmer.version)"

  private let stemmer = TermStemmer()

  public init() {}

  /// Replaces the contents of `tokens` with the tokens of `text`, in order, symbols included.
  ///
  /// Malformed UTF-8 is never an error: a bad byte separates tokens. Text beyond 2^31 - 1 bytes is
  /// not looked at. Linear time; no allocation once `tokens` has the capacity.
  public func tokenize(_ text: UnsafeBufferPointer<UInt8>, into tokens: inout [Token]) {
    tokens.removeAll(keepingCapacity: true)
    let text = UnsafeBufferPointer(rebasing: text.prefix(Int(Int32.max)))
    ASCIITable.shared.withEntries { ascii in
      var scanner = TokenScanner(text: text, ascii: ascii, stemmer: stemmer)
      scanner.scan(into: &tokens)
    }
  }

  /// Returns the tokens of `text`, whose ranges count UTF-8 bytes of `text`.
  public func tokens(of text: String) -> [Token] {
    var tokens: [Token] = []
    var text = text
    text.withUTF8 { tokenize($0, into: &tokens) }
    return tokens
  }
}
