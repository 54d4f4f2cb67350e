import Ask
import Foundation
import Testing

@Suite("Report values")
struct EvaluationReportValueTests {
  @Test func keysKeepTheirOrderAndTextIsEscaped() {
    let value = ReportValue.object([
      ("z", 1), ("a", .array([.number(0.5), .null, true])),
      ("text", .string("a\"b\\c\n\u{1}\u{7F}京👩‍👧")), ("none", .number(.nan)), ("empty", .object([])),
    ])
    #expect(
      value.jsonString
        == #"{"z":1,"a":[0.5,null,true],"text":"a\"b\\c\n\u0001"# + "\u{7F}京👩‍👧"
        + #"","none":null,"empty":{}}"#)
    #expect(
      ReportValue.object([("a", [1, 2]), ("b", [])]).indentedJSONString
        == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}")
  }

  @Test func lookUps() throws {
    let value = try ReportValue.parse(#"{"a":{"b":2.5},"c":"x","a2":3}"#.utf8, path: "-")
    #expect(value[path: ["a", "b"]]?.numberValue == 2.5)
    #expect(value["a2"]?.numberValue == 3)
    #expect(value[path: ["a", "none"]] == nil)
    #expect(value["c"]?["b"] == nil)
  }

  @Test(arguments: [
    ("", 1), ("{", 1), ("[1,\n2,\n]", 3), ("{\"a\" 1}", 1), ("\n\n{\"a\":tru}", 3),
    ("\"open", 1), ("1 2", 1), ("{\"a\":1,}", 1), ("[01x]", 1), ("+1", 1), ("\"\\q\"", 1),
    ("\"\\u12\"", 1), (String(repeating: "[", count: 100_000), 1), ("nul", 1), ("-", 1),
  ])
  func malformedTextIsRefusedWithItsLine(text: String, line: Int) {
    let error = #expect(throws: EvaluationError.self) {
      try ReportValue.parse(text.utf8, path: "f.json")
    }
    guard case .malformed(let path, let found, _)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(path == "f.json")
    #expect(found == line, "in \(text.prefix(20).debugDescription)")
  }

  @Test func escapesAreRead() throws {
    let text = #""\u4eac\ud83d\ude00\ud83d x\udc00\/\b\f\r\t\"""#
    let value = try ReportValue.parse(text.utf8, path: "-")
    #expect(value.stringValue == "京😀\u{FFFD} x\u{FFFD}/\u{8}\u{C}\r\t\"")
  }

  @Test func whatIsWrittenReadsBackTheSame() throws {
    var random = EvaluationRandom(seed: 19)
    for _ in 0..<300 {
      let value = Self.randomValue(&random, depth: 4)
      #expect(try ReportValue.parse(value.jsonString.utf8, path: "-") == value)
      #expect(try ReportValue.parse(value.indentedJSONString.utf8, path: "-") == value)
    }
  }

  /// Foundation's parser as the oracle for what is JSON at all.
  @Test func damagedTextIsJudgedAsFoundationDoes() throws {
    var random = EvaluationRandom(seed: 23)
    for _ in 0..<500 {
      var bytes = Array(Self.randomValue(&random, depth: 3).jsonString.utf8)
      let index = random.next(below: bytes.count)
      bytes[index] = Array("{}[]\",:x1 ".utf8)[random.next(below: 10)]
      let expected = try? JSONSerialization.jsonObject(
        with: Data(bytes), options: .fragmentsAllowed)
      let found = try? ReportValue.parse(bytes, path: "-")
      // Numbers are read more generously here ("01"), never less.
      if expected != nil {
        #expect(found != nil, "\(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  private static func randomValue(_ random: inout EvaluationRandom, depth: Int) -> ReportValue {
    switch random.next(below: depth == 0 ? 5 : 7) {
    case 0: return .null
    case 1: return .bool(random.next(below: 2) == 0)
    case 2: return .integer(random.next(below: 2000) - 1000)
    case 3: return .number(random.nextUnit() * 100 + 0.123)
    case 4:
      let parts = ["a", "\"", "\\", "\n", "京", "👍🏽", "e\u{301}", "\u{0}", "/", "\u{2028}"]
      let count = random.next(below: 6)
      return .string((0..<count).map { _ in parts[random.next(below: 10)] }.joined())
    case 5:
      return .array(
        (0..<random.next(below: 4)).map { _ in randomValue(&random, depth: depth - 1) })
    default:
      return .object(
        (0..<random.next(below: 4)).map {
          ("k\($0)\"", randomValue(&random, depth: depth - 1))
        })
    }
  }
}
