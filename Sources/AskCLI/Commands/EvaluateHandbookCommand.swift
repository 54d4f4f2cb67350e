import ArgumentParser
import Ask

/// `ask eval handbook`: answers and abstentions on questions about the built-in handbook.
struct EvaluateHandbookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handbook",
    abstract: "Score answers on questions about the built-in handbook.",
    discussion: """
      Each line of the FILE is an object with id, question, answers, document, language, kind and \
      answerable. With -v, the questions that went wrong are listed.
      """)

  @Argument(help: ArgumentHelp("The questions, such as Corpus/questions.jsonl.", valueName: "file"))
  var file: String

  @OptionGroup var reader: ReaderOptions
  @OptionGroup var evaluation: EvaluationOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    let questions = try HandbookQuestion.read(file)
    let engine = try AnswerEngine(store: HandbookStore.open(), reader: reader.kind)
    var options = AnswerEngine.Options()
    options.arm = evaluation.arm
    let progress = ProgressLine(console: console)
    let result = try HandbookEvaluation(questions: questions)
      .run(engine: engine, options: options, limit: evaluation.limit) {
        progress.show("\($0) of \($1) questions")
      }
    progress.clear()
    if evaluation.json {
      console.print(result.report)
    } else {
      console.print(result.text(isVerbose: messages.verbose))
    }
  }
}
