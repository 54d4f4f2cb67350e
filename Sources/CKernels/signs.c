// Inner products of packed signs with a question of eight bits, by counting bits.
//
// A row is ±1 and the question q: the product is 2 · Σ q over the row's set bits − Σ q, and the first sum is
// Σ over the bits b of q of ±2^b · popcount(row & plane b), the highest bit counting negative (two's complement).
#include "retrieval.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

void ask_sign_planes(const int8_t *components, size_t count, uint64_t *planes) {
  size_t words = count / 64;
  memset(planes, 0, ASK_PLANES * words * sizeof(uint64_t));
  for (size_t i = 0; i < count; i++) {
    uint8_t value = (uint8_t)components[i];
    if (value == 0) continue;
    for (int plane = 0; plane < ASK_PLANES; plane++)
      planes[plane * words + i / 64] |= (uint64_t)(value >> plane & 1) << (i % 64);
  }
}

static inline const unsigned char *row_at(const void *rows, size_t words, const uint32_t *ordinals,
                                          size_t index) {
  size_t ordinal = ordinals ? ordinals[index] : index;
  return (const unsigned char *)rows + ordinal * words * 8;
}

static inline uint64_t load(const unsigned char *row, size_t word) {
  uint64_t value;
  memcpy(&value, row + 8 * word, 8);
  return value;
}

#define COUNTING_LOOP                                                                               \
  for (size_t i = 0; i < row_count; i++) {                                                          \
    const unsigned char *row = row_at(rows, words, ordinals, i);                                    \
    int64_t sum = 0;                                                                                \
    for (int plane = 0; plane < ASK_PLANES; plane++) {                                              \
      const uint64_t *bits = planes + plane * words;                                                \
      int64_t ones = 0;                                                                             \
      for (size_t w = 0; w < words; w++) ones += __builtin_popcountll(load(row, w) & bits[w]);      \
      sum += plane == ASK_PLANES - 1 ? -(ones << plane) : ones << plane;                            \
    }                                                                                               \
    products[i] = (int32_t)(2 * sum - total);                                                       \
  }

static void products_portable(const void *rows, size_t words, const uint32_t *ordinals,
                              size_t row_count, const uint64_t *planes, int32_t total,
                              int32_t *products) {
  COUNTING_LOOP
}

#if defined(__x86_64__)

__attribute__((target("popcnt"))) static void products_popcnt(
    const void *rows, size_t words, const uint32_t *ordinals, size_t row_count,
    const uint64_t *planes, int32_t total, int32_t *products) {
  COUNTING_LOOP
}

__attribute__((target("avx512f,avx512bw,avx512vpopcntdq"))) static void products_avx512(
    const void *rows, size_t words, const uint32_t *ordinals, size_t row_count,
    const uint64_t *planes, int32_t total, int32_t *products) {
  for (size_t i = 0; i < row_count; i++) {
    const unsigned char *row = row_at(rows, words, ordinals, i);
    if (ordinals && i + 4 < row_count) {
      const unsigned char *ahead = row_at(rows, words, ordinals, i + 4);
      for (size_t w = 0; w < words; w += 8) _mm_prefetch((const char *)ahead + 8 * w, _MM_HINT_T0);
    }
    __m512i ones[ASK_PLANES];
#pragma clang loop unroll(full)
    for (int plane = 0; plane < ASK_PLANES; plane++) ones[plane] = _mm512_setzero_si512();
    size_t w = 0;
    for (; w + 8 <= words; w += 8) {
      __m512i bits = _mm512_loadu_si512(row + 8 * w);
#pragma clang loop unroll(full)
      for (int plane = 0; plane < ASK_PLANES; plane++) {
        __m512i both = _mm512_and_si512(bits, _mm512_loadu_si512(planes + plane * words + w));
        ones[plane] = _mm512_add_epi64(ones[plane], _mm512_popcnt_epi64(both));
      }
    }
    if (w < words) {
      // Rows of a length that is no multiple of 512 bits end inside a vector.
      __mmask8 mask = (__mmask8)((1u << (words - w)) - 1);
      __m512i bits = _mm512_maskz_loadu_epi64(mask, row + 8 * w);
#pragma clang loop unroll(full)
      for (int plane = 0; plane < ASK_PLANES; plane++) {
        __m512i both =
            _mm512_and_si512(bits, _mm512_maskz_loadu_epi64(mask, planes + plane * words + w));
        ones[plane] = _mm512_add_epi64(ones[plane], _mm512_popcnt_epi64(both));
      }
    }
    __m512i sum = ones[0];
#pragma clang loop unroll(full)
    for (int plane = 1; plane < ASK_PLANES - 1; plane++)
      sum = _mm512_add_epi64(sum, _mm512_slli_epi64(ones[plane], plane));
    sum = _mm512_sub_epi64(sum, _mm512_slli_epi64(ones[ASK_PLANES - 1], ASK_PLANES - 1));
    products[i] = (int32_t)(2 * _mm512_reduce_add_epi64(sum) - total);
  }
}

int ask_bits_best(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("avx512bw"))
    return ASK_BITS_AVX512;
  return __builtin_cpu_supports("popcnt") ? ASK_BITS_POPCNT : ASK_BITS_PORTABLE;
}

#else

int ask_bits_best(void) { return ASK_BITS_PORTABLE; }

#endif

void ask_sign_products(const void *rows, size_t words, const uint32_t *ordinals, size_t row_count,
                       const uint64_t *planes, int32_t total, int level, int32_t *products) {
#if defined(__x86_64__)
  if (level >= ASK_BITS_AVX512) {
    products_avx512(rows, words, ordinals, row_count, planes, total, products);
    return;
  }
  if (level == ASK_BITS_POPCNT) {
    products_popcnt(rows, words, ordinals, row_count, planes, total, products);
    return;
  }
#endif
  (void)level;
  products_portable(rows, words, ordinals, row_count, planes, total, products);
}
