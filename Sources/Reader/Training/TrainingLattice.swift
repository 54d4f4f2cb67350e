// What the training program needs of the reader: the same units, features and beam as at run time,
// so that there is no skew between the two. Not part of the public interface.

import Embed

/// A question ready for training.
@_spi(Training) public struct TrainingQuestion {
  let profile: QuestionProfile
  /// Raw value of the writing system: 0 spaced, 1 Han, 2 kana.
  public var script: Int { Int(profile.script.rawValue) }
  public var type: Int { Int(profile.type.rawValue) }
  public var isEmpty: Bool { profile.isEmpty }
}

/// A passage ready for training.
@_spi(Training) public struct TrainingPassage {
  let segmented: SegmentedText
  let text: [UInt8]
  public var unitCount: Int { segmented.units.count }
  public func canStart(_ unit: Int) -> Bool { segmented.canStart[unit] }
  public func canEnd(_ unit: Int) -> Bool { segmented.canEnd[unit] }
  /// UTF-8 bytes of the units `first...last`.
  public func range(_ first: Int, _ last: Int) -> Range<Int> {
    Int(segmented.units[first].lower)..<Int(segmented.units[last].upper)
  }
}

/// Makes questions and passages for training.
@_spi(Training) public final class TrainingKit {
  let components: ReaderComponents

  /// - Parameters:
  ///   - statistics: Bytes of a table, as `statistics(of:documentCount:bits:)` returns.
  ///   - statisticsBits: Bits of that table.
  ///   - maximum: The largest idf, from the same function.
  ///   - clusters: Bytes of a table, as `clusters(of:bits:)` returns.
  ///   - clusterBits: Bits of that table.
  public init(
    statistics: [UInt8], statisticsBits: Int, maximum: Float, clusters: [UInt8], clusterBits: Int
  ) {
    components = ReaderComponents(
      lexicon: LearnedLexicon(
        statistics: TermStatistics(
          table: MappedBytes(statistics), bits: statisticsBits, maximum: maximum),
        clusters: WordClusters(table: MappedBytes(clusters), bits: clusterBits)))
  }

  /// Returns the bytes of a table of word groups.
  public static func clusters(of groups: [UInt64: UInt8], bits: Int) -> [UInt8] {
    WordClusters.table(of: groups, bits: bits)
  }

  /// Number of parameters of the confidence of one writing system.
  public static let calibrationCount = AnswerEvidence.linearCount

  /// See `FeatureFingerprint`.
  public var fingerprint: UInt64 { FeatureFingerprint.compute(components) }

  public func question(_ text: String) -> TrainingQuestion {
    TrainingQuestion(profile: components.questions.profile(of: text))
  }

  public func passage(_ text: [UInt8]) -> TrainingPassage {
    TrainingPassage(
      segmented: text.withUnsafeBufferPointer { components.segmenter.segment($0) }, text: text)
  }

  /// Returns the bytes of a table of term statistics, and the largest idf.
  public static func statistics(
    of frequencies: [UInt64: Int], documentCount: Int, bits: Int
  ) -> (bytes: [UInt8], maximum: Float) {
    TermStatistics.table(of: frequencies, documentCount: documentCount, bits: bits)
  }
}

/// One question before one passage: its features as indices into the weight table.
@_spi(Training) public struct TrainingLattice {
  let extractor: FeatureExtractor
  private var buffer: FeatureBuffer

  public init(
    question: TrainingQuestion, passage: TrainingPassage, kit: TrainingKit, tableBits: Int
  ) {
    let lexicon = kit.components.lexicon
    extractor = passage.text.withUnsafeBufferPointer {
      FeatureExtractor(
        question: question.profile, passage: passage.segmented, text: $0, lexicon: lexicon)
    }
    buffer = FeatureBuffer(tableBits: tableBits, script: passage.segmented.script)
  }

  public static let longest = SpanLimits.longestClauseEastern
  public static let beamWidth = PassageScorer.beamWidth

  public var items: UInt64 { extractor.evidence.passageItems }
  public var bestCoverage: Float { extractor.evidence.sentenceCoverage.max() ?? 0 }

  public mutating func start(_ unit: Int) -> [UInt32] {
    collect { $0.collectStart(unit, into: &$1) }
  }
  public mutating func end(_ unit: Int) -> [UInt32] { collect { $0.collectEnd(unit, into: &$1) } }
  public mutating func length(_ count: Int) -> [UInt32] {
    collect { $0.collectLength(count, into: &$1) }
  }
  public mutating func span(_ first: Int, _ last: Int) -> [UInt32] {
    collect { $0.collectSpan(first...last, into: &$1) }
  }
  public mutating func none(items: UInt64) -> [UInt32] {
    collect { $0.collectNone(items: items, into: &$1) }
  }

  /// Returns the spans that the first pass keeps.
  public func beam(
    starts: [Float], ends: [Float], lengths: [Float], width: Int
  ) -> [(first: Int, last: Int)] {
    SpanBeam(width: width, passage: extractor.passage)
      .bestSpans(starts: starts, ends: ends, lengths: lengths, ownCount: .max)
      .map { ($0.first, $0.last) }
  }

  private mutating func collect(
    _ body: (FeatureExtractor, inout FeatureBuffer) -> Void
  ) -> [UInt32] {
    buffer.removeAll()
    body(extractor, &buffer)
    return buffer.indices
  }
}

extension LinearReader {
  /// The fingerprint of this program's features with this reader's lexicon.
  @_spi(Training) public var featureFingerprint: UInt64 { FeatureFingerprint.compute(components) }

  /// Returns the best answer with the regressors of its confidence, and the writing system whose
  /// calibration it falls under.
  @_spi(Training) public func calibrationCase(
    question: String, passages: [ReadingPassage]
  ) -> (passage: Int, range: Range<Int>, features: [Float], script: Int)? {
    guard let lattice = lattice(question: question, passages: passages),
      let best = lattice.distinctAnswers(limit: 1).answers.first
    else { return nil }
    let features = Array(best.evidence.features.prefix(AnswerEvidence.linearCount))
    return (best.candidate.passage, best.candidate.range, features, lattice.script)
  }
}
