import Foundation
import Testing

@testable import Reader

/// Layers and weight tables against naive loops.
struct NeuralLayerTests {
  private static func matrix(
    _ rows: Int, _ columns: Int, _ generator: inout SeededGenerator
  ) -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    for index in 0..<matrix.count {
      matrix.values[index] = Float.random(in: -1...1, using: &generator)
    }
    return matrix
  }

  @Test(arguments: [(1, 1, 1), (3, 5, 2), (17, 64, 33)])
  func linearLayerMultiplies(rows: Int, inputs: Int, outputs: Int) {
    var generator = SeededGenerator(seed: 5)
    let layer = Linear(
      weight: Self.matrix(outputs, inputs, &generator), bias: Self.matrix(1, outputs, &generator))
    let input = Self.matrix(rows, inputs, &generator)
    let output = layer(input)
    for row in 0..<rows {
      for column in 0..<outputs {
        var expected = Double(layer.bias?.values[column] ?? 0)
        for inner in 0..<inputs {
          expected += Double(input.row(row)[inner]) * Double(layer.weight.row(column)[inner])
        }
        #expect(abs(Double(output.row(row)[column]) - expected) < 1e-5)
      }
    }
  }

  /// The recurrence of the paper, one channel and one step at a time, for two sequences.
  @Test func recurrentLayerFollowsItsEquations() {
    var generator = SeededGenerator(seed: 7)
    let size = 8
    let layer = RecurrentLayer(
      norm: LayerNorm(
        gain: Self.matrix(1, size, &generator), shift: Self.matrix(1, size, &generator)),
      linear: Linear(
        weight: Self.matrix(3 * size, size, &generator),
        bias: Self.matrix(1, 3 * size, &generator)))
    let input = Self.matrix(11, size, &generator)
    let sequences = [0..<4, 4..<11]
    let output = layer(input, sequences: sequences)
    let gates = layer.linear(layer.norm(input))
    let sigmoid = { (x: Float) in 1 / (1 + exp(-Double(x))) }
    for sequence in sequences {
      for channel in 0..<size {
        var carry = 0.0
        let steps = channel < size / 2 ? Array(sequence) : sequence.reversed()
        for row in steps {
          let f = sigmoid(gates.row(row)[channel])
          let r = sigmoid(gates.row(row)[size + channel])
          carry = f * carry + (1 - f) * Double(gates.row(row)[2 * size + channel])
          let expected = 1.4 * r * carry + (1 - r) * Double(input.row(row)[channel])
          #expect(abs(Double(output.row(row)[channel]) - expected) < 1e-5)
        }
      }
    }
  }

  @Test(arguments: [4, 8, 16])
  func tablesUnpack(bits: Int) throws {
    var generator = SeededGenerator(seed: UInt64(bits))
    let (rows, columns) = (3, 10)
    let largest = (1 << (bits - 1)) - 1
    let numbers = (0..<(rows * columns)).map { _ in
      Int.random(in: -largest...largest, using: &generator)
    }
    let scales: [Float] = [0.5, 0.001, 3]
    var bytes: [UInt8] = []
    for value in [UInt32(rows), UInt32(columns), UInt32(bits), 0] + scales.map(\.bitPattern) {
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    switch bits {
    case 4:
      for pair in stride(from: 0, to: numbers.count, by: 2) {
        bytes.append(UInt8(numbers[pair] & 15) | UInt8(numbers[pair + 1] & 15) << 4)
      }
    case 8: bytes += numbers.map { UInt8(bitPattern: Int8($0)) }
    default:
      for number in numbers {
        bytes += [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
      }
    }
    let table = try #require(QuantizedTable(MappedBytes(bytes), at: 0))
    #expect(table.byteCount == bytes.count)
    let matrix = table.unpacked()
    for (index, number) in numbers.enumerated() {
      #expect(matrix.values[index] == Float(number) * scales[index / columns])
    }
    #expect(QuantizedTable(MappedBytes(Array(bytes.dropLast())), at: 0) == nil)
  }

  @Test func damagedWeightsAreRefused() throws {
    #expect(throws: ReaderError.self) { try NeuralWeights(MappedBytes([])) }
    let zeros = [UInt8](repeating: 0, count: 4096)
    #expect(throws: ReaderError.self) { try NeuralWeights(MappedBytes(zeros)) }
    var magic = zeros
    magic.replaceSubrange(0..<8, with: Array("ASKN".utf8) + [1, 0, 0, 0])
    #expect(throws: ReaderError.self) { try NeuralWeights(MappedBytes(magic)) }
    magic[4] = 9
    #expect(throws: ReaderError.self) { try NeuralWeights(MappedBytes(magic)) }
  }
}
