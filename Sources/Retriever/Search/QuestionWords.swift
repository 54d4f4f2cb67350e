import Embed

/// Words that ask, and say nothing of what is asked about.
enum QuestionWords {
  private static let list = """
    what who whom whose which when where why how much many
    什 么 谁 哪 几 何 怎 样 请 问 誰 何 いつ どこ どの なぜ
    was wer wen wem wann wo warum welche welcher welches wie wieviel
    qui quoi quel quelle quels quelles quand comment pourquoi combien
    que quien quienes cual cuales cuando donde cuanto cuantos
    что кто когда где почему как какой какая какое какие сколько
    """

  private static let hashes: Set<UInt64> = Set(
    Analyzer().tokens(of: list).map(\.folded))

  static func contains(_ folded: UInt64) -> Bool { hashes.contains(folded) }
}
