import Embed
import Testing

struct HashingEmbedderTests {
  @Test func passagesAreUnitVectors() {
    for text in ["Hello world", "中国", "1984", "a quite ordinary sentence about nothing at all"] {
      let vector = Analysis.vector(text)
      #expect(abs(Analysis.dot(vector, vector) - 1) < 1e-5)
    }
  }

  @Test(arguments: ["", "   ", "...", "the of and", "👍"])
  func textsWithoutFeaturesAreZeros(text: String) {
    #expect(Analysis.vector(text).allSatisfy { $0 == 0 })
    #expect(Analysis.question(text).allSatisfy { $0 == 0 })
  }

  @Test func embeddingIsDeterministic() {
    let text = "Repeat: the réservoir is empty; 水库是空的, 1984!"
    #expect(Analysis.vector(text) == Analysis.vector(text))
    #expect(Analysis.question(text) == Analysis.question(text))
  }

  /// Not to be changed without a new version in the fingerprint: stores hold such vectors.
  @Test func fingerprintNamesEverythingThatChangesVectors() {
    #expect(
      HashingEmbedder(dimension: 512).fingerprint
        == "hash-v2 d=512 grams=2 pairs=0.4 fold-16.0-1 snowball-2")
  }

  @Test(arguments: [
    ("reservoir", "resevoir"), ("photosynthesis", "photosyntesis"),
    ("Constantinople", "constantin"),
    ("Достоевский", "Достоевскии"), ("electricity", "electrical"),
  ])
  func aMisspeltWordIsNearerThanAnother(word: String, variant: String) {
    let embedder = HashingEmbedder(dimension: 1024)
    let question = Analysis.question(variant, embedder)
    let near = Analysis.dot(question, Analysis.vector("\(word) and something else", embedder))
    let far = Analysis.dot(question, Analysis.vector("a bicycle and something else", embedder))
    #expect(near > far + 0.1)
  }

  @Test func aQuestionFindsItsPassageAmongMany() {
    let nouns = ["river", "castle", "engine", "violin", "glacier", "senate", "orchid", "comet"]
    let verbs = ["flows", "burned", "stopped", "sang", "melted", "voted", "bloomed", "returned"]
    let passages = nouns.flatMap { noun in verbs.map { "The \(noun) \($0) in the year of records." }
    }
    let vectors = passages.map { Analysis.vector($0) }
    for (index, passage) in passages.enumerated() {
      let question = Analysis.question(String(passage.dropLast(24)))
      let scores = vectors.map { Analysis.dot(question, $0) }
      #expect(scores.indices.max { scores[$0] < scores[$1] } == index)
    }
  }

  @Test func weightsDecideBetweenTheQuestionsWords() {
    let rare = Analysis.terms("orchid")[0]
    let question = Analysis.question("orchid castle") { $0 == rare ? 5 : 0.5 }
    let scores = ["the orchid", "the castle"].map {
      Analysis.dot(question, Analysis.vector($0))
    }
    #expect(scores[0] > scores[1] + 0.3)
  }

  @Test func weightIsAskedOnceForEachTermAndPair() {
    var asked: [UInt64] = []
    _ = Analysis.question("the cats cat 中国中国 12") {
      asked.append($0)
      return 1
    }
    let cat = Analysis.terms("cat")[0]
    let (first, second) = (Analysis.terms("中")[0], Analysis.terms("国")[0])
    #expect(
      asked == [
        cat, first, second, IndexTerms.pair(first, second), IndexTerms.pair(second, first),
        Analysis.terms("12")[0],
      ])
  }

  @Test func hostileTextGivesFiniteVectors() {
    let embedder = HashingEmbedder.standard
    var vector = [Float](repeating: 0, count: embedder.dimension)
    for bytes in HostileText.samples {
      let tokens = Analysis.tokens(bytes)
      bytes.withUnsafeBufferPointer { text in
        vector.withUnsafeMutableBufferPointer {
          embedder.embedPassage(text, tokens: tokens, into: $0)
        }
      }
      let square = Analysis.dot(vector, vector)
      #expect(square == 0 || abs(square - 1) < 1e-4)
    }
  }

  @Test(arguments: ["cat", "Straße und Straße", "中国 1984", "running dogs, Ёлка the end", ""])
  func signsAreThoseOfTheUnitVector(text: String) {
    let embedder = HashingEmbedder.standard
    let count = SignVector.byteCount(dimension: embedder.dimension)
    var (direct, packed) = (
      [UInt8](repeating: 1, count: count), [UInt8](repeating: 2, count: count)
    )
    var scratch = Analysis.vector(text)
    scratch.withUnsafeBufferPointer { vector in
      packed.withUnsafeMutableBufferPointer { SignVector.pack(vector, into: $0) }
    }
    let (bytes, tokens) = (Array(text.utf8), Analysis.tokens(text))
    bytes.withUnsafeBufferPointer { text in
      scratch.withUnsafeMutableBufferPointer { scratch in
        direct.withUnsafeMutableBufferPointer {
          embedder.embedSigns(text, tokens: tokens, scratch: scratch, into: $0)
        }
      }
    }
    #expect(direct == packed)
  }

  /// The definition, written down a second time: slow, in double precision, without reuse.
  @Test(arguments: ["cat", "Straße und Straße", "中国 1984", "running dogs, Ёлка the end"])
  func agreesWithTheNaiveDefinition(text: String) {
    let expected = NaiveEmbedding.vector(of: text, dimension: 64)
    let actual = Analysis.vector(text, HashingEmbedder(dimension: 64))
    for (first, second) in zip(expected, actual) { #expect(abs(first - Double(second)) < 1e-5) }
  }
}
