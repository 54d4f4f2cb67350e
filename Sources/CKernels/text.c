// Packing signs, measuring text, and finding what may end a sentence.
#include "text.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#if defined(__x86_64__)

static inline unsigned positives(__m128 four) { return ~(unsigned)_mm_movemask_ps(four) & 15; }

static inline unsigned nothings(__m128 four) {
  return (unsigned)_mm_movemask_ps(_mm_cmpeq_ps(four, _mm_setzero_ps()));
}

// Every x86-64 has these instructions.
static void pack_signs_sse2(const float *components, size_t start, size_t end, const uint8_t *zeros,
                            uint8_t *bytes) {
  for (size_t place = start; place < end; place++) {
    __m128 low = _mm_loadu_ps(components + 8 * place);
    __m128 high = _mm_loadu_ps(components + 8 * place + 4);
    unsigned signs = positives(low) | positives(high) << 4;
    unsigned empty = nothings(low) | nothings(high) << 4;
    bytes[place] = (uint8_t)((signs & ~empty) | (zeros[place] & empty));
  }
}

__attribute__((target("avx512f,avx512dq"))) static size_t pack_signs_avx512(
    const float *components, size_t end, const uint8_t *zeros, uint8_t *bytes) {
  size_t place = 0;
  for (; place + 2 <= end; place += 2) {
    __m512 values = _mm512_loadu_ps(components + 8 * place);
    uint16_t signs = (uint16_t)~_cvtmask16_u32(_mm512_movepi32_mask(_mm512_castps_si512(values)));
    uint16_t empty =
        (uint16_t)_cvtmask16_u32(_mm512_cmp_ps_mask(values, _mm512_setzero_ps(), _CMP_EQ_OQ));
    uint16_t zero;
    memcpy(&zero, zeros + place, 2);
    uint16_t both = (uint16_t)((signs & ~empty) | (zero & empty));
    memcpy(bytes + place, &both, 2);
  }
  return place;
}

void ask_pack_signs(const float *components, size_t count, const uint8_t *zeros, uint8_t *bytes) {
  size_t done = 0;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512dq"))
    done = pack_signs_avx512(components, count / 8, zeros, bytes);
  pack_signs_sse2(components, done, count / 8, zeros, bytes);
}

#else

void ask_pack_signs(const float *components, size_t count, const uint8_t *zeros, uint8_t *bytes) {
  for (size_t place = 0; place < count / 8; place++) {
    unsigned signs = 0, empty = 0;
    for (unsigned i = 0; i < 8; i++) {
      uint32_t pattern;
      memcpy(&pattern, components + 8 * place + i, 4);
      signs |= (pattern >> 31 ^ 1) << i;
      empty |= (unsigned)(pattern << 1 == 0) << i;
    }
    bytes[place] = (uint8_t)((signs & ~empty) | (zeros[place] & empty));
  }
}

#endif

size_t ask_count_controls(const uint8_t *bytes, size_t count) {
  size_t found = 0;
  for (size_t start = 0; start < count;) {
    // Sums of a byte each, which the compiler keeps in vectors, for as long as they cannot overflow.
    size_t end = count - start < 255 ? count : start + 255;
    uint8_t some = 0;
    for (; start < end; start++) some += (uint8_t)((bytes[start] < 0x20) | (bytes[start] == 0x7f));
    found += some;
  }
  return found;
}

// What 64 bytes are, a bit each.
typedef struct {
  uint64_t wide, letters, joins;
} masks;

#if defined(__x86_64__)

static inline __m128i between(__m128i bytes, char low, char high) {
  return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
                       _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(high + 1))));
}

static inline __m128i equal(__m128i bytes, char value) {
  return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(value));
}

static masks masks_of(const uint8_t *bytes) {
  masks result = {0, 0, 0};
  for (int part = 0; part < 4; part++) {
    __m128i some = _mm_loadu_si128((const __m128i *)bytes + part);
    __m128i letters = _mm_or_si128(between(_mm_or_si128(some, _mm_set1_epi8(0x20)), 'a', 'z'),
                                   between(some, '0', '9'));
    __m128i joins = _mm_or_si128(_mm_or_si128(equal(some, '\''), equal(some, '_')),
                                 between(some, '-', '/'));
    result.wide |= (uint64_t)(uint32_t)_mm_movemask_epi8(some) << (16 * part);
    result.letters |= (uint64_t)(uint32_t)_mm_movemask_epi8(letters) << (16 * part);
    result.joins |= (uint64_t)(uint32_t)_mm_movemask_epi8(joins) << (16 * part);
  }
  return result;
}

#else

static masks masks_of(const uint8_t *bytes) {
  masks result = {0, 0, 0};
  for (int i = 0; i < 64; i++) {
    uint8_t byte = bytes[i];
    result.wide |= (uint64_t)(byte >= 0x80) << i;
    int is_letter = (uint8_t)((byte | 0x20) - 'a') < 26 || (uint8_t)(byte - '0') < 10;
    result.letters |= (uint64_t)(is_letter && byte < 0x80) << i;
    result.joins |= (uint64_t)(byte == '\'' || byte == '_' || (uint8_t)(byte - '-') < 3) << i;
  }
  return result;
}

#endif

size_t ask_count_words(const uint8_t *bytes, size_t count, int *is_inside, size_t *words) {
  size_t done = 0;
  while (done < count) {
    uint8_t rest[64] = {0};
    size_t size = count - done < 64 ? count - done : 64;
    if (size < 64) memcpy(rest, bytes + done, size);
    masks found = masks_of(size < 64 ? rest : bytes + done);
    if (found.wide) {
      size_t end = (size_t)__builtin_ctzll(found.wide);
      size = end < size ? end : size;
      if (size == 0) break;
      found.letters &= UINT64_MAX >> (64 - size);
      found.joins &= UINT64_MAX >> (64 - size);
    }
    uint64_t before = *is_inside ? 1 : 0;
    // Runs of joining marks right behind a word belong to it: the sum carries through each run that is begun so.
    uint64_t begun = (found.letters << 1 | before) & found.joins;
    uint64_t inside = found.letters | (found.joins & ~(found.joins + begun));
    *words += (size_t)__builtin_popcountll(found.letters & ~(inside << 1 | before));
    *is_inside = (int)(inside >> (size - 1) & 1);
    done += size;
    if (found.wide) break;
  }
  return done;
}

static inline int may_stop(uint8_t byte) {
  return byte == '.' || byte == '!' || byte == '?' || byte == '\n' || byte == '\r' || byte >= 0x80;
}

size_t ask_find_stop(const uint8_t *bytes, size_t count) {
  size_t index = 0;
#if defined(__x86_64__)
  for (; index + 16 <= count; index += 16) {
    __m128i some = _mm_loadu_si128((const __m128i *)(bytes + index));
    __m128i stops = _mm_or_si128(_mm_or_si128(equal(some, '.'), equal(some, '!')),
                                 _mm_or_si128(equal(some, '?'), equal(some, '\n')));
    // Bytes that are not ASCII have the highest bit, which is the one that counts.
    stops = _mm_or_si128(_mm_or_si128(stops, equal(some, '\r')), some);
    int mask = _mm_movemask_epi8(stops);
    if (mask) return index + (size_t)__builtin_ctz((unsigned)mask);
  }
#endif
  while (index < count && !may_stop(bytes[index])) index++;
  return index;
}
