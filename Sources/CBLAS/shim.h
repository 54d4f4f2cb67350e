#pragma once
#include <cblas.h>

/// The OpenBLAS core that suits this processor, by its name in OPENBLAS_CORETYPE; NULL where the
/// choice makes no difference.
static inline const char *ask_blas_core(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return 0;
}
