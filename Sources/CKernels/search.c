// The lexical search of one window of passages: MaxScore with block maxima.
#include "retrieval.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define SKIP_SIZE 12
#define BOUND_OFFSET 8
#define NO_LENGTH 255

static inline int32_t score(const ask_clause *clause, uint32_t frequency, uint8_t length) {
  if (frequency - 1 < ASK_SCORE_ROWS) return clause->scores[256 * (frequency - 1) + length];
  float tf = (float)frequency;
  return (int32_t)((double)(clause->weight * tf * (clause->k1 + 1) / (tf + clause->norms[length]) *
                            clause->scale) +
                   0.5);
}

// The highest score of any posting of a block; see PostingBound.
static int32_t block_bound(const ask_clause *clause, uint32_t block) {
  const ask_cursor *cursor = clause->cursor;
  if (!cursor->skips) return clause->list_bound;
  const uint8_t *bound = cursor->skips + (size_t)SKIP_SIZE * block + BOUND_OFFSET;
  int32_t highest = 0;
  if (bound[1] != NO_LENGTH) highest = clause->scores[bound[1]];
  if (bound[2] != NO_LENGTH && clause->scores[256 + bound[2]] > highest)
    highest = clause->scores[256 + bound[2]];
  if (bound[3] != NO_LENGTH) {
    int32_t more = score(clause, bound[0], bound[3]);
    if (more > highest) highest = more;
  }
  return highest;
}

// Moves to the window and finds the bound there.
static void enter(ask_clause *clause, uint32_t start, uint32_t last) {
  ask_cursor *cursor = clause->cursor;
  clause->bound = 0;
  while (cursor->block < cursor->block_count && ask_last_ordinal(cursor, cursor->block) < start)
    cursor->block++;
  for (uint32_t block = cursor->block; block < cursor->block_count; block++) {
    // A block that begins behind the window has nothing to say in it.
    if (block > cursor->block && ask_last_ordinal(cursor, block - 1) >= last) return;
    int32_t bound = block_bound(clause, block);
    if (bound > clause->bound) clause->bound = bound;
    if (clause->bound == clause->list_bound) return;
  }
}

// Adds the scores of one term to the window's sums.
static void add(ask_clause *clause, uint32_t start, uint32_t size, const uint8_t *lengths,
                int32_t *sums) {
  ask_cursor *cursor = clause->cursor;
  if (!ask_seek(cursor, start)) return;
  for (;;) {
    const uint32_t *ordinals = cursor->ordinals;
    const uint32_t *frequencies = cursor->frequencies;
    uint32_t index = cursor->index, count = cursor->count;
    for (; index < count; index++) {
      uint32_t local = ordinals[index] - start;
      if (local >= size) {
        // Before the window: damaged data that steps back. Behind it: another window's.
        if (ordinals[index] < start) continue;
        break;
      }
      sums[local] += score(clause, frequencies[index], lengths[ordinals[index]]);
    }
    cursor->index = index;
    if (index < count || ++cursor->block >= cursor->block_count) return;
    ask_decode(cursor);
    if (cursor->count == 0) return;
  }
}

static size_t above_portable(const int32_t *values, size_t count, int32_t limit, uint32_t *indices) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++) {
    indices[found] = (uint32_t)i;
    found += values[i] > limit;
  }
  return found;
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static size_t above_avx2(const int32_t *values, size_t count,
                                                         int32_t limit, uint32_t *indices) {
  size_t found = 0, i = 0;
  __m256i bar = _mm256_set1_epi32(limit);
  for (; i + 32 <= count; i += 32) {
    const __m256i *part = (const __m256i *)(values + i);
    __m256i a = _mm256_cmpgt_epi32(_mm256_loadu_si256(part), bar);
    __m256i b = _mm256_cmpgt_epi32(_mm256_loadu_si256(part + 1), bar);
    __m256i c = _mm256_cmpgt_epi32(_mm256_loadu_si256(part + 2), bar);
    __m256i d = _mm256_cmpgt_epi32(_mm256_loadu_si256(part + 3), bar);
    __m256i any = _mm256_or_si256(_mm256_or_si256(a, b), _mm256_or_si256(c, d));
    if (_mm256_testz_si256(any, any)) continue;
    uint32_t mask = (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(a)) |
                    (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(b)) << 8 |
                    (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(c)) << 16 |
                    (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(d)) << 24;
    for (; mask; mask &= mask - 1) indices[found++] = (uint32_t)(i + (size_t)__builtin_ctz(mask));
  }
  for (; i < count; i++) {
    if (values[i] > limit) indices[found++] = (uint32_t)i;
  }
  return found;
}

#endif

size_t ask_above(const int32_t *values, size_t count, int32_t limit, uint32_t *indices) {
#if defined(__x86_64__)
  static int knows_avx2 = -1;
  if (__atomic_load_n(&knows_avx2, __ATOMIC_RELAXED) < 0) {
    __builtin_cpu_init();
    __atomic_store_n(&knows_avx2, __builtin_cpu_supports("avx2") ? 1 : 0, __ATOMIC_RELAXED);
  }
  if (__atomic_load_n(&knows_avx2, __ATOMIC_RELAXED)) return above_avx2(values, count, limit, indices);
#endif
  return above_portable(values, count, limit, indices);
}

size_t ask_search_window(ask_clause *clauses, size_t clause_count, uint32_t start, uint32_t size,
                         int32_t threshold, const uint8_t *lengths, int32_t *sums,
                         uint32_t *promising, ask_scored *found) {
  int32_t total = 0;
  for (size_t i = 0; i < clause_count; i++) {
    enter(&clauses[i], start, start + size - 1);
    total += clauses[i].bound;
  }
  if (total <= threshold) return 0;
  // By insertion: the order changes little from window to window.
  for (size_t i = 1; i < clause_count; i++) {
    ask_clause clause = clauses[i];
    size_t place = i;
    for (; place > 0 && clauses[place - 1].bound > clause.bound; place--)
      clauses[place] = clauses[place - 1];
    clauses[place] = clause;
  }
  size_t split = 0;
  int32_t optional = 0;
  while (split < clause_count && optional + clauses[split].bound <= threshold)
    optional += clauses[split++].bound;
  for (size_t i = split; i < clause_count; i++) add(&clauses[i], start, size, lengths, sums);
  // A passage that holds none of the added terms cannot exceed the threshold.
  size_t promising_count = ask_above(sums, size, threshold - optional, promising);
  size_t count = 0;
  for (size_t i = 0; i < promising_count; i++) {
    uint32_t ordinal = start + promising[i];
    int32_t sum = sums[promising[i]];
    int32_t rest = optional;
    for (size_t j = split; j-- > 0 && sum + rest > threshold;) {
      rest -= clauses[j].bound;
      ask_cursor *cursor = clauses[j].cursor;
      if (ask_seek(cursor, ordinal) && cursor->ordinals[cursor->index] == ordinal)
        sum += score(&clauses[j], cursor->frequencies[cursor->index], lengths[ordinal]);
    }
    if (sum > threshold) found[count++] = (ask_scored){ordinal, sum};
  }
  memset(sums, 0, size * sizeof(int32_t));
  return count;
}
