import CBLAS
import Glibc

/// The only door to BLAS: row-major matrices in, scores out; no pointer leaves it.
enum BLAS {
  /// Keeps each product on the thread that asks for it: tiles are too small to share, and the waiting
  /// threads of OpenBLAS would take the processor from the rest.
  private static let isSingleThreaded: Bool = {
    typealias SetThreads = @convention(c) (Int32) -> Void
    guard let symbol = dlsym(nil, "openblas_set_num_threads") else { return false }
    unsafeBitCast(symbol, to: SetThreads.self)(1)
    return true
  }()

  /// `scores = matrix · vector` (sgemv).
  ///
  /// `matrix` is row-major, `rows` × `columns`.
  static func multiply(
    matrix: UnsafePointer<Float>, rows: Int, columns: Int, vector: UnsafePointer<Float>,
    into scores: UnsafeMutablePointer<Float>
  ) {
    _ = isSingleThreaded
    cblas_sgemv(
      CblasRowMajor, CblasNoTrans, Int32(rows), Int32(columns), 1, matrix, Int32(columns), vector,
      1,
      0, scores, 1)
  }

  /// `scores = questions · matrixᵀ` (sgemm): `scores` is row-major, `questionCount` × `rows`.
  static func multiply(
    questions: UnsafePointer<Float>, questionCount: Int, matrix: UnsafePointer<Float>, rows: Int,
    columns: Int, into scores: UnsafeMutablePointer<Float>
  ) {
    _ = isSingleThreaded
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, Int32(questionCount), Int32(rows), Int32(columns), 1,
      questions, Int32(columns), matrix, Int32(columns), 0, scores, Int32(rows))
  }
}
