import Foundation
import TestSupport
import Testing

/// A JSON object that a command printed, for reading in tests.
@dynamicMemberLookup
struct JSONObject {
  let members: [String: Any]

  /// Parses standard output, which must hold one object and a line feed and nothing else.
  init(_ result: CommandResult) throws {
    #expect(result.output.last == UInt8(ascii: "\n"))
    #expect(result.output.filter { $0 == UInt8(ascii: "\n") }.count == 1, "one line")
    let value = try JSONSerialization.jsonObject(with: Data(result.output))
    members = try #require(value as? [String: Any])
  }

  init(_ value: Any?) throws { members = try #require(value as? [String: Any]) }

  subscript(dynamicMember key: String) -> Any? { members[key] }

  func string(_ key: String) throws -> String { try #require(members[key] as? String) }
  func integer(_ key: String) throws -> Int { try #require(members[key] as? Int) }
  func number(_ key: String) throws -> Double {
    try #require((members[key] as? NSNumber)?.doubleValue)
  }
  func object(_ key: String) throws -> JSONObject { try JSONObject(members[key]) }
  func objects(_ key: String) throws -> [JSONObject] {
    try #require(members[key] as? [Any]).map { try JSONObject($0) }
  }
  func range(_ key: String) throws -> Range<Int> {
    let ends = try #require(members[key] as? [Int])
    try #require(ends.count == 2 && ends[0] <= ends[1])
    return ends[0]..<ends[1]
  }
}

extension CommandResult {
  /// Every line of standard error begins with "ask: ".
  var hasProperErrors: Bool {
    errorText.split(separator: "\n").allSatisfy { $0.hasPrefix("ask: ") }
  }
}

/// Checks the exit status, showing what the command said where it differs.
func expect(
  _ result: CommandResult, status: Int32, _ location: SourceLocation = #_sourceLocation
) {
  #expect(
    result.status == status,
    "status \(result.status), not \(status); said: \(result.errorText.prefix(500))",
    sourceLocation: location)
  #expect(
    result.hasProperErrors, "standard error: \(result.errorText.prefix(500))",
    sourceLocation: location)
}

/// Documents with facts that questions can be asked about.
enum SampleDocuments {
  static let harbour = """
    # Harbour handbook

    ## Lighthouse

    The lighthouse of Veldmar was built in 1874 by the engineer Ada Lindqvist. Its lamp can be
    seen from 31 kilometres away.

    ## Ferry

    The ferry to Osterholm leaves every 45 minutes. A ticket costs 12 euros.

    """

  static let chinese = """
    # 茶园笔记

    龙井茶产于浙江省杭州市。这座茶园由陈立明于1932年创建。茶叶在每年四月采摘。

    """
}
