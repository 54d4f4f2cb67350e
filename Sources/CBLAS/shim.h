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

// Entries of OpenBLAS beyond CBLAS. They are weak: NULL where another library serves.
extern void openblas_set_num_threads(int count) __attribute__((weak));
extern char *openblas_get_config(void) __attribute__((weak));
extern char *openblas_get_corename(void) __attribute__((weak));
extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern void gotoblas_dynamic_quit(void) __attribute__((weak));

/// True where OpenBLAS serves and each product now stays on the thread that asks for it.
static inline int ask_blas_use_one_thread(void) {
  if (!openblas_set_num_threads) return 0;
  openblas_set_num_threads(1);
  return 1;
}

/// Version and options of OpenBLAS; NULL where another library serves.
static inline const char *ask_blas_configuration(void) {
  return openblas_get_config ? openblas_get_config() : 0;
}

/// The name of the kernels that OpenBLAS has chosen; NULL where another library serves.
static inline const char *ask_blas_chosen_core(void) {
  return openblas_get_corename ? openblas_get_corename() : 0;
}

/// Lets OpenBLAS choose its kernels again; nothing where it does not offer that.
static inline void ask_blas_choose_again(void) {
  if (!gotoblas_dynamic_init || !gotoblas_dynamic_quit) return;
  gotoblas_dynamic_quit();
  gotoblas_dynamic_init();
}
