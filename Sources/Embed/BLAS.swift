import CBLAS
import Glibc

/// The only door to BLAS: row-major matrices in, products out; no pointer leaves it.
public enum BLAS {
  /// Makes OpenBLAS ready, once, before its first product; false where another library serves.
  ///
  /// Each product stays on the thread that asks for it: tiles are too small to share, and waiting
  /// threads of OpenBLAS would take the processor from the rest.
  private static let isReady: Bool = {
    wakeFastKernels()
    return ask_blas_use_one_thread() != 0
  }()

  /// Lets OpenBLAS choose its kernels again where it does not know the processor.
  ///
  /// A release falls back to kernels of 2004 ("Prescott", three to five times slower) on processors
  /// that are newer than itself: Debian 12's on Emerald Rapids. Its own variable names the right
  /// kernels, but is read when the library is loaded, so its start is run once more. Nothing is done
  /// where the user has set the variable, or where OpenBLAS does not offer this.
  private static func wakeFastKernels() {
    guard getenv("OPENBLAS_CORETYPE") == nil, let core = ask_blas_core(),
      let current = ask_blas_chosen_core(), String(cString: current) == "Prescott"
    else { return }
    setenv("OPENBLAS_CORETYPE", core, 1)
    ask_blas_choose_again()
    unsetenv("OPENBLAS_CORETYPE")
  }

  /// Makes the library ready, as the first product would: what it tells of itself is then true.
  public static func prepare() { _ = isReady }

  /// Version, options and kernels of OpenBLAS; nil where another library serves.
  public static var openBLASConfiguration: String? {
    prepare()
    return ask_blas_configuration().map { String(cString: $0) }
  }

  /// `result = left · right`, or `left · rightᵀ` where `transposes` (sgemm); all row-major.
  ///
  /// - Parameters:
  ///   - left: `rows` × `inner`.
  ///   - right: `inner` × `columns`, or `columns` × `inner` where it is transposed.
  ///   - result: `rows` × `columns`; added to, where `accumulates`.
  public static func multiply(
    left: UnsafePointer<Float>, rows: Int, inner: Int, right: UnsafePointer<Float>, columns: Int,
    transposes: Bool, scale: Float = 1, accumulates: Bool = false,
    into result: UnsafeMutablePointer<Float>
  ) {
    _ = isReady
    guard rows > 0, columns > 0 else { return }
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, transposes ? CblasTrans : CblasNoTrans, Int32(rows),
      Int32(columns), Int32(inner), scale, left, Int32(inner), right,
      Int32(transposes ? inner : columns), accumulates ? 1 : 0, result, Int32(columns))
  }
}
