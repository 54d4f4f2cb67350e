import Embed

/// The sides of a question that its features are crossed with.
struct QuestionKeys {
  let type: UInt64
  let head: UInt64
  let runEnd: UInt64
  let complement: UInt64
  let opening: UInt64
  let headCluster: UInt64
  let runEndCluster: UInt64

  init(_ question: QuestionProfile, clusters: WordClusters) {
    type = StableHash.mix(UInt64(question.type.rawValue) &+ 0x51)
    head = StableHash.combine(type, question.head.head)
    runEnd = StableHash.combine(type &+ 1, question.head.runEnd)
    complement = StableHash.combine(type &+ 2, question.head.complement)
    opening = question.head.opening
    let headGroup = UInt64(clusters.group(of: question.head.headWord))
    headCluster = StableHash.combine(type &+ 3, headGroup)
    let runEndGroup = UInt64(clusters.group(of: question.head.runEndWord))
    runEndCluster = StableHash.combine(type &+ 4, runEndGroup)
  }
}
