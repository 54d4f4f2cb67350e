// SHA-256 (FIPS 180-4), by the processor's own instructions where it has them.
#include "text.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

// Fractional parts of the cube roots of the first 64 primes (4.2.2).
static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t rotate(uint32_t value, unsigned count) {
  return value >> count | value << (32 - count);
}

static inline uint32_t big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void blocks_portable(uint32_t *state, const uint8_t *blocks, size_t block_count) {
  uint32_t w[64];
  for (; block_count > 0; block_count--, blocks += 64) {
    for (unsigned t = 0; t < 16; t++) w[t] = big_endian(blocks + 4 * t);
    for (unsigned t = 16; t < 64; t++) {
      uint32_t x = w[t - 15], y = w[t - 2];
      uint32_t sigma0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >> 3);
      uint32_t sigma1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >> 10);
      w[t] = w[t - 16] + sigma0 + w[t - 7] + sigma1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (unsigned t = 0; t < 64; t++) {
      uint32_t sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      uint32_t sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      uint32_t t1 = h + sum1 + (g ^ (e & (f ^ g))) + constants[t] + w[t];
      uint32_t t2 = sum0 + ((a & b) | (c & (a | b)));
      h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
}

#if defined(__x86_64__)

// The instructions keep the state as the words (a b e f) and (c d g h), highest first; Intel, "Intel SHA
// Extensions" (2013), says what each of them computes.
__attribute__((target("sha,ssse3,sse4.1"))) static void blocks_instructions(
    uint32_t *state, const uint8_t *blocks, size_t block_count) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bll, 0x0405060700010203ll);
  __m128i abef = _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]);
  __m128i cdgh = _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
  for (; block_count > 0; block_count--, blocks += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i w[4];
    for (unsigned i = 0; i < 4; i++)
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)blocks + i), swap);
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < 16; i++) {
      if (i >= 4) {
        // Four words of the schedule from the sixteen before them.
        __m128i sums = _mm_sha256msg1_epu32(w[i % 4], w[(i + 1) % 4]);
        sums = _mm_add_epi32(sums, _mm_alignr_epi8(w[(i + 3) % 4], w[(i + 2) % 4], 4));
        w[i % 4] = _mm_sha256msg2_epu32(sums, w[(i + 3) % 4]);
      }
      __m128i words = _mm_add_epi32(w[i % 4], _mm_load_si128((const __m128i *)constants + i));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, words);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(words, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  uint32_t words[8];
  _mm_storeu_si128((__m128i *)words, abef);
  _mm_storeu_si128((__m128i *)(words + 4), cdgh);
  state[0] = words[3], state[1] = words[2], state[4] = words[1], state[5] = words[0];
  state[2] = words[7], state[3] = words[6], state[6] = words[5], state[7] = words[4];
}

int ask_sha256_best(void) {
  unsigned a, b = 0, c, d;
  // Bit 29 of EBX, leaf 7: SHA. A processor that has it has SSE4.1, too.
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1)) return ASK_SHA256_INSTRUCTIONS;
  return ASK_SHA256_PORTABLE;
}

#else

int ask_sha256_best(void) { return ASK_SHA256_PORTABLE; }

#endif

void ask_sha256(uint32_t *state, const uint8_t *blocks, size_t block_count, int level) {
#if defined(__x86_64__)
  if (level >= ASK_SHA256_INSTRUCTIONS) {
    blocks_instructions(state, blocks, block_count);
    return;
  }
#endif
  (void)level;
  blocks_portable(state, blocks, block_count);
}
