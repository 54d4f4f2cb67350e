/// Splits text into sentences, by rules that need no language to be named.
///
/// - `.`, `!` and `?`, with the closing quotes and brackets after them, end a sentence where white
///   space follows and then something other than a lower-case letter. A full stop does not after an
///   abbreviation (`Abbreviations`), an initial, the number of a list item or in an ellipsis.
/// - The full stops of scripts that put no space after them (。！？), the danda and their like always
///   do, unless what was quoted goes on (」と).
/// - A blank line always does. A single line break does where the next line is a list item,
///   heading, quotation or table row, or where a short line ends without punctuation and no
///   lower-case letter follows: a heading or a line of a list.
public enum SentenceSplitter {
  /// Returns the UTF-8 byte ranges of the sentences of `text`, in order; together they tile it
  /// (white space after a sentence belongs to it).
  ///
  /// No sentence is empty; empty text has none. Linear time. Malformed bytes are like letters.
  public static func sentences(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var scanner = SentenceScanner(text: text)
    return scanner.scan()
  }
}
