// Inner loops of the retriever that want the processor's own instructions.
//
// Every function gives the same result on every processor: integers, or floats in one order. The tests compare the paths.
#ifndef ASK_RETRIEVAL_H
#define ASK_RETRIEVAL_H

#include <stddef.h>
#include <stdint.h>

// Ways to count bits, slowest first. A processor may know only some of them.
enum {
  ASK_BITS_PORTABLE = 0,
  ASK_BITS_POPCNT = 1,
  ASK_BITS_AVX512 = 2,
};

/// The fastest way to count bits that this processor knows.
int ask_bits_best(void);

/// Bits of a question's component.
#define ASK_PLANES 8

/// Splits `count` components (a multiple of 64) into ASK_PLANES bit planes of count / 64 words each, one
/// after the other; bit b of component i is bit i % 64 of word i / 64 of plane b.
void ask_sign_planes(const int8_t *components, size_t count, uint64_t *planes);

/// For each of `row_count` packed rows of ±1 (a set bit is +1), the inner product with the question that
/// `planes` came from; `total` is the sum of the question's components.
///
/// `ordinals` says which rows, or is NULL for the rows from 0 on. `words` is the length of a row in 64-bit words;
/// rows need no alignment. `level` is one of ASK_BITS_…, at most ask_bits_best().
void ask_sign_products(const void *rows, size_t words, const uint32_t *ordinals, size_t row_count,
                       const uint64_t *planes, int32_t total, int level, int32_t *products);

/// Writes the indices of the values above `limit` into `indices`, ascending, and returns how many there are.
size_t ask_above(const int32_t *values, size_t count, int32_t limit, uint32_t *indices);

/// Unpacks 128 values of `bits` bits (0 to 32) from 16 · bits bytes; see BlockPacking.
void ask_unpack(const void *source, unsigned bits, uint32_t *values);

/// Turns 128 gaps into ascending numbers, in place: each is the one before plus its gap plus 1.
void ask_add_gaps(uint32_t *values, uint32_t previous);

/// Where a walk along a posting list stands; see PostingListEncoder for the bytes.
typedef struct {
  /// One entry a block, or NULL for a list of one posting, which is decoded already.
  const uint8_t *skips;
  const uint8_t *blocks;
  size_t blocks_size;
  uint32_t document_frequency;
  uint32_t block_count;
  /// Current block, `block_count` at the end of the list, and the one that is decoded (UINT32_MAX for none).
  uint32_t block;
  uint32_t decoded;
  /// Decoded postings, and the next one to look at.
  uint32_t count;
  uint32_t index;
  uint32_t *ordinals;
  uint32_t *frequencies;
} ask_cursor;

/// Last ordinal of a block.
uint32_t ask_last_ordinal(const ask_cursor *cursor, uint32_t block);

/// Decodes the current block unless it is decoded; damaged bytes give fewer postings.
void ask_decode(ask_cursor *cursor);

/// Moves to the first posting at or after `ordinal` and decodes its block; 0 at the end of the list.
int ask_seek(ask_cursor *cursor, uint32_t ordinal);

/// Frequencies whose scores are in a clause's table.
#define ASK_SCORE_ROWS 3

/// One term of a question in one segment.
typedef struct {
  ask_cursor *cursor;
  /// 256 scores by length code for a frequency of 1, then for 2, and so on.
  const int32_t *scores;
  /// What higher frequencies are scored with: weight · tf · (k1 + 1) / (tf + norms[code]), in fixed point.
  const float *norms;
  float weight;
  float k1;
  float scale;
  /// The highest score of the list, and of the current window.
  int32_t list_bound;
  int32_t bound;
} ask_clause;

/// A passage of a window with its score.
typedef struct {
  uint32_t ordinal;
  int32_t score;
} ask_scored;

/// Scores the passages of a window (`start` to `start + size`) and writes those above `threshold` to `found`, ascending
/// by ordinal; returns how many there are. `sums` holds `size` zeros before and after.
///
/// Clauses whose bounds together do not exceed the threshold are looked up only for passages that another one has brought
/// up (MaxScore): the result is that of a full scan. `clauses` may be put into another order. Windows must ascend.
size_t ask_search_window(ask_clause *clauses, size_t clause_count, uint32_t start, uint32_t size,
                         int32_t threshold, const uint8_t *lengths, int32_t *sums,
                         uint32_t *promising, ask_scored *found);

/// A question as a scan of a passage's signatures needs it.
typedef struct {
  /// For each signature, the number of the question's word from 1 on, or 0.
  const uint8_t *slots;
  /// Weight of each word of the question; at most 64 words.
  const float *weights;
  /// For each (first word · 64 + second word), the number of the pair from 1 on, or 0.
  const uint8_t *pairs;
} ask_question;

/// What a passage and a question have in common. Masks have a bit for each word, or each pair, of the question.
typedef struct {
  uint64_t context;
  uint64_t body;
  uint64_t pairs;
  uint64_t near_pairs;
  /// Weight of the best sentence, of the best two neighbouring sentences, and of the densest stretch (each match fades by
  /// a tenth a word).
  float sentence;
  float two_sentences;
  float density;
  /// Words of the passage.
  uint32_t length;
} ask_overlap;

/// Scans an entry of `count` signatures: context, `context_end`, words with `sentence_end` between sentences.
void ask_scan_passage(const uint16_t *entry, size_t count, uint16_t context_end, uint16_t sentence_end,
                      const ask_question *question, ask_overlap *scan);

#endif
