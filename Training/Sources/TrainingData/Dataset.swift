import Foundation

/// A labelled question and where its answers stand in its paragraph.
public struct LabelledQuestion: Sendable {
  public var id: String
  public var text: String
  /// UTF-8 byte ranges of the answers in the paragraph; empty where there is no answer.
  public var answers: [Range<Int>]
  /// The answers as they are written in the data, for scoring.
  public var texts: [String]
  /// Index into `Dataset.paragraphs`.
  public var paragraph: Int
}

/// A file of questions in the format of SQuAD 1.1 and 2.0.
public struct Dataset {
  public internal(set) var name: String
  public internal(set) var paragraphs: [String] = []
  /// For each paragraph, the UTF-8 bytes before its continuation: all, but in `documents()`.
  public internal(set) var ownCounts: [Int] = []
  /// For each paragraph, its article.
  public internal(set) var articles: [Int] = []
  /// For each article, its title; empty where it has none.
  public internal(set) var titles: [String] = []
  public internal(set) var questions: [LabelledQuestion] = []

  /// Reads the file at `path`.
  ///
  /// Answers whose place cannot be told are left out of `LabelledQuestion.answers`.
  public init(path: String) throws {
    name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    let file = try JSONDecoder().decode(
      File.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    for (article, entry) in file.data.enumerated() {
      titles.append(entry.title?.replacing("_", with: " ") ?? "")
      for paragraph in entry.paragraphs {
        paragraphs.append(paragraph.context)
        ownCounts.append(paragraph.context.utf8.count)
        articles.append(article)
        for question in paragraph.qas {
          questions.append(Dataset.question(question, in: paragraph.context, paragraphs.count - 1))
        }
      }
    }
  }

  private static func question(_ entry: Question, in context: String, _ paragraph: Int)
    -> LabelledQuestion
  {
    let answers = entry.isImpossible ? [] : entry.answers ?? []
    let ranges = answers.compactMap { range(of: $0, in: context) }
    return LabelledQuestion(
      id: entry.id, text: entry.question,
      answers: Array(Set(ranges)).sorted { $0.lowerBound < $1.lowerBound },
      texts: answers.map(\.text), paragraph: paragraph)
  }

  /// Byte range of an answer: where the data says, else the only place where its text occurs.
  private static func range(of answer: Answer, in context: String) -> Range<Int>? {
    guard !answer.text.isEmpty else { return nil }
    let scalars = context.unicodeScalars
    if let start = answer.answer_start, start >= 0,
      let from = scalars.index(scalars.startIndex, offsetBy: start, limitedBy: scalars.endIndex),
      scalars[from...].starts(with: answer.text.unicodeScalars)
    {
      let lower = context.utf8.distance(from: context.startIndex, to: from)
      return lower..<(lower + answer.text.utf8.count)
    }
    guard let found = context.range(of: answer.text, options: .literal),
      context.range(of: answer.text, options: .literal, range: found.upperBound..<context.endIndex)
        == nil
    else { return nil }
    let lower = context.utf8.distance(from: context.startIndex, to: found.lowerBound)
    return lower..<(lower + answer.text.utf8.count)
  }

  private struct File: Decodable { var data: [Article] }
  private struct Article: Decodable {
    var title: String?
    var paragraphs: [Paragraph]
  }
  private struct Paragraph: Decodable {
    var context: String
    var qas: [Question]
  }
  private struct Answer: Decodable {
    var text: String
    var answer_start: Int?
  }
  private struct Question: Decodable {
    var id: String
    var question: String
    var answers: [Answer]?
    var isImpossible: Bool

    enum CodingKeys: String, CodingKey {
      case id, question, answers
      case isImpossible = "is_impossible"
    }

    // CAIL 2019 writes the flag as the string "true" or "false".
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let number = try? container.decode(Int.self, forKey: .id)
      id = (try? container.decode(String.self, forKey: .id)) ?? number.map(String.init) ?? ""
      question = try container.decode(String.self, forKey: .question)
      answers = try? container.decode([Answer].self, forKey: .answers)
      let flag = try? container.decode(Bool.self, forKey: .isImpossible)
      let text = try? container.decode(String.self, forKey: .isImpossible)
      isImpossible = flag ?? (text == "true")
    }
  }
}
