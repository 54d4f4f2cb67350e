// Inner loops of taking documents in: digests, measuring, and packing of signs.
//
// Every function gives the same result on every processor. The tests compare the paths.
#ifndef ASK_TEXT_H
#define ASK_TEXT_H

#include <stddef.h>
#include <stdint.h>

// Ways to compute SHA-256. A processor may know only the first.
enum {
  ASK_SHA256_PORTABLE = 0,
  ASK_SHA256_INSTRUCTIONS = 1,
};

/// The fastest way to compute SHA-256 that this processor knows.
int ask_sha256_best(void);

/// Takes `block_count` blocks of 64 bytes into the eight words of `state` (FIPS 180-4, 6.2.2).
///
/// `level` is one of ASK_SHA256_…, at most ask_sha256_best().
void ask_sha256(uint32_t *state, const uint8_t *blocks, size_t block_count, int level);

/// Packs the signs of `count` components (a multiple of 8): bit k of byte j is set where component 8j + k is positive.
/// A component of zero takes its bit from `zeros`, which has count / 8 bytes.
void ask_pack_signs(const float *components, size_t count, const uint8_t *zeros, uint8_t *bytes);

/// How many of the bytes are control characters: below 0x20, or 0x7f.
size_t ask_count_controls(const uint8_t *bytes, size_t count);

/// Counts the words of the ASCII bytes from `bytes` on: runs of letters and digits, several of which are one word where only
/// `'`, `-`, `.`, `/` and `_` stand between them.
///
/// Stops at the first byte from 0x80 on, and returns how many bytes it has passed. `is_inside` says whether a word reaches up to the
/// first byte, and then whether one reaches up to the last; `words` grows by the words that begin.
size_t ask_count_words(const uint8_t *bytes, size_t count, int *is_inside, size_t *words);

/// The number of bytes before the first that is a full stop, `!`, `?`, line feed, carriage return or not ASCII; `count`
/// where none is.
size_t ask_find_stop(const uint8_t *bytes, size_t count);

#endif
