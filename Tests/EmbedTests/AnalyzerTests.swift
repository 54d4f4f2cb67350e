import Embed
import Testing

struct AnalyzerTests {
  @Test(
    arguments: [
      ("", []), (" \n\t ", []), ("Hello, world!", ["Hello", ",", "world", "!"]),
      ("gen-itgc后50条", ["gen", "-", "itgc", "后", "50", "条"]),
      ("don't O’Brien's dogs'", ["don't", "O’Brien's", "dogs", "'"]),
      ("l'homme qu’elle d'Artagnan", ["l", "'", "homme", "qu", "’", "elle", "d", "'", "Artagnan"]),
      ("3.14 1,000 b2b", ["3", ".", "14", "1", ",", "000", "b2b"]),
      ("snake_case", ["snake", "_", "case"]),
      ("日本語のプログラム", ["日", "本", "語", "の", "プ", "ロ", "グ", "ラ", "ム"]),
      ("ｶﾞｽ", ["ｶﾞ", "ｽ"]), ("한국", ["한", "국"]), ("กินข้าว", ["กิ", "น", "ข้", "า", "ว"]),
      ("हिन्दी में", ["हिन्दी", "में"]), ("cafe\u{301}!", ["cafe\u{301}", "!"]),
      ("soft\u{AD}hyphen\u{AD} x", ["soft\u{AD}hyphen", "x"]), ("👨‍👩‍👧", ["👨", "👩", "👧"]),
      ("中文Swift编程", ["中", "文", "Swift", "编", "程"]), ("a\u{0}b", ["a", "b"]),
      ("x\u{200B}y", ["x", "y"]), ("½ kg", ["½", "kg"]),
    ] as [(String, [String])])
  func cutsTokens(text: String, expected: [String]) {
    #expect(Analysis.pieces(text).map { Array($0.utf8) } == expected.map { Array($0.utf8) })
  }

  @Test func kindsAndShapes() {
    let tokens = Analysis.tokens("The NASA iPhone 4S\n1984 后 的 of ? I")
    #expect(
      tokens.map(\.kind) == [
        .word, .word, .word, .word, .number, .ideograph, .ideograph, .word, .symbol, .word,
      ])
    let space: Token.Shape = .followsSpace
    #expect(
      tokens.map(\.shape) == [
        [space, .capitalized, .functionWord], [space, .capitalized, .allCapitals], space,
        [space, .hasDigit, .capitalized], [space, .followsLineBreak, .hasDigit], space,
        [space, .functionWord], [space, .functionWord], space,
        [space, .capitalized, .functionWord],
      ])
    #expect(Analysis.tokens("a,b").map(\.shape.rawValue) == [8 + 32, 0, 0])
  }

  /// The question's form and the document's must meet in one term.
  @Test(arguments: [
    ("running", "runs"), ("cat's", "cats"), ("Cafés", "cafe"), ("中國", "中国"), ("１２３", "123"),
    ("Ｓｗｉｆｔ", "swift"), ("ﾃｽﾄ", "テスト"), ("ガ", "ｶﾞ"), ("книги", "книга"), ("ёлка", "елка"),
    ("الكتاب", "كتاب"), ("लड़के", "लड़का"), ("don’t", "don't"), ("Ελλάδα", "ελλαδα"), ("٣", "3"),
    ("CO₂", "co2"), ("naïve", "nai\u{308}ve"), ("مُحَمَّد", "محمد"),
  ])
  func variantsShareTheirTerms(first: String, second: String) {
    #expect(Analysis.terms(first) == Analysis.terms(second))
  }

  @Test(arguments: [("й", "и"), ("が", "か"), ("gen", "general"), ("1", "2"), ("中", "国")])
  func differentWordsDoNot(first: String, second: String) {
    #expect(Analysis.terms(first) != Analysis.terms(second))
  }

  @Test func hashesAreThoseOfTheFoldedForm() {
    let text = "Running Ärzte 中國 １２ ガ ﾋﾟ 한 \u{1112}\u{1161}\u{11AB} O’Neil's … йод"
    let bytes = Array(text.utf8)
    for token in Analysis.tokens(text) {
      let folded = TextFolding.folded(String(decoding: bytes[token.range], as: UTF8.self))
      #expect(token.folded == Analysis.hash(folded), "\(folded)")
    }
    #expect(Analysis.terms("running") == [Analysis.hash("run")])
    #expect(Analysis.terms("...") == [0, 0, 0])
  }

  @Test func aWordAboveSixtyFourBytesIsNotStemmed() {
    let long = String(repeating: "nesses", count: 11)
    #expect(Analysis.terms(long) == Analysis.folds(long))
    let short = String(repeating: "nesses", count: 10)
    #expect(Analysis.terms(short) != Analysis.folds(short))
  }

  @Test func aMegabyteWithoutSpaceIsOneToken() {
    for piece in ["a", "é", "a\u{301}", "1", "ш", "x\u{AD}"] {
      let bytes = Array(String(repeating: piece, count: 1 << 20).utf8)
      let tokens = Analysis.tokens(bytes)
      #expect(tokens.count == 1)
      let tail = piece == "x\u{AD}" ? 2 : 0
      #expect(tokens.first?.range == 0..<(bytes.count - tail), "\(piece)")
    }
  }

  @Test func anAnalyzerIsReusable() {
    let analyzer = Analyzer()
    let first = analyzer.tokens(of: "Books and 書籍")
    _ = analyzer.tokens(of: "Something else, 12 times")
    #expect(analyzer.tokens(of: "Books and 書籍") == first)
    #expect(Analyzer().tokens(of: "Books and 書籍") == first)
  }
}
