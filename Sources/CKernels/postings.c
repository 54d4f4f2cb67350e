// Posting lists: unpacking blocks, and walking from one to the next.
//
// Vectors of four are what the layout has and what every 64-bit processor knows, so there is one path only.
// Safe on damaged bytes: what does not fit ends the list.
#include "retrieval.h"

#include <string.h>

typedef uint32_t four __attribute__((vector_size(16)));

static inline four load_four(const void *source) {
  four value;
  memcpy(&value, source, 16);
  return value;
}

static inline void store_four(void *target, four value) { memcpy(target, &value, 16); }

// With a constant number of bits the compiler unrolls this into shifts by constants.
__attribute__((always_inline)) static inline void unpack(const unsigned char *source, unsigned bits,
                                                         uint32_t *values) {
  four mask = (four){} + (bits == 32 ? UINT32_MAX : (1u << bits) - 1);
  four word = load_four(source);
  unsigned shift = 0;
#pragma clang loop unroll(full)
  for (unsigned i = 0; i < 32; i++) {
    four value = word >> shift;
    shift += bits;
    if (shift >= 32 && i < 31) {
      shift -= 32;
      source += 16;
      word = load_four(source);
      if (shift > 0) value |= word << (bits - shift);
    }
    store_four(values + 4 * i, value & mask);
  }
}

#define CASE(n) \
  case n:       \
    unpack(source, n, values); \
    break;

void ask_unpack(const void *source, unsigned bits, uint32_t *values) {
  switch (bits) {
    case 0:
      memset(values, 0, 128 * sizeof(uint32_t));
      break;
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11)
    CASE(12) CASE(13) CASE(14) CASE(15) CASE(16) CASE(17) CASE(18) CASE(19) CASE(20) CASE(21)
    CASE(22) CASE(23) CASE(24) CASE(25) CASE(26) CASE(27) CASE(28) CASE(29) CASE(30) CASE(31)
    CASE(32)
  }
}

void ask_add_gaps(uint32_t *values, uint32_t previous) {
  four zero = (four){};
  four before = zero + previous;
  for (unsigned i = 0; i < 32; i++) {
    four value = load_four(values + 4 * i) + 1;
    value += __builtin_shufflevector(zero, value, 0, 4, 5, 6);
    value += __builtin_shufflevector(zero, value, 0, 1, 4, 5);
    value += before;
    store_four(values + 4 * i, value);
    before = __builtin_shufflevector(value, value, 3, 3, 3, 3);
  }
}

#define BLOCK 128
#define SKIP_SIZE 12

static inline uint32_t load_word(const uint8_t *source) {
  uint32_t value;
  memcpy(&value, source, 4);
  return value;
}

uint32_t ask_last_ordinal(const ask_cursor *cursor, uint32_t block) {
  return cursor->skips ? load_word(cursor->skips + (size_t)SKIP_SIZE * block) : cursor->ordinals[0];
}

static uint64_t read_varint(const uint8_t *base, size_t *offset, size_t limit) {
  uint64_t value = 0;
  for (unsigned shift = 0; *offset < limit && shift < 64; shift += 7) {
    uint8_t byte = base[(*offset)++];
    value |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

static void decode_packed(ask_cursor *cursor, size_t offset, uint32_t previous) {
  if (offset + 2 > cursor->blocks_size) return;
  unsigned gap_bits = cursor->blocks[offset];
  unsigned frequency_bits = cursor->blocks[offset + 1];
  size_t end = offset + 2 + 16 * (size_t)gap_bits + 16 * (size_t)frequency_bits;
  if (gap_bits > 32 || frequency_bits > 8 || end > cursor->blocks_size) return;
  ask_unpack(cursor->blocks + offset + 2, gap_bits, cursor->ordinals);
  ask_unpack(cursor->blocks + offset + 2 + 16 * gap_bits, frequency_bits, cursor->frequencies);
  ask_add_gaps(cursor->ordinals, previous);
  for (unsigned i = 0; i < BLOCK; i++) cursor->frequencies[i]++;
  cursor->count = BLOCK;
}

static void decode_rest(ask_cursor *cursor, size_t offset, uint32_t previous, uint32_t count) {
  uint32_t ordinal = previous;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t gap = read_varint(cursor->blocks, &offset, cursor->blocks_size);
    ordinal += (uint32_t)(gap >> 1) + 1;
    cursor->ordinals[i] = ordinal;
    cursor->frequencies[i] = 1;
    if (gap & 1) {
      uint64_t frequency = read_varint(cursor->blocks, &offset, cursor->blocks_size);
      cursor->frequencies[i] = frequency < 255 ? (uint32_t)frequency : 255;
    }
  }
  cursor->count = count;
}

void ask_decode(ask_cursor *cursor) {
  if (cursor->decoded == cursor->block) return;
  cursor->decoded = cursor->block;
  cursor->index = 0;
  cursor->count = 0;
  if (!cursor->skips) {
    cursor->count = 1;
    return;
  }
  size_t offset = load_word(cursor->skips + (size_t)SKIP_SIZE * cursor->block + 4);
  uint32_t previous = cursor->block == 0 ? UINT32_MAX : ask_last_ordinal(cursor, cursor->block - 1);
  uint32_t rest = cursor->document_frequency - cursor->block * BLOCK;
  if (rest >= BLOCK)
    decode_packed(cursor, offset, previous);
  else
    decode_rest(cursor, offset, previous, rest);
}

int ask_seek(ask_cursor *cursor, uint32_t ordinal) {
  while (cursor->block < cursor->block_count && ask_last_ordinal(cursor, cursor->block) < ordinal)
    cursor->block++;
  if (cursor->block >= cursor->block_count) return 0;
  ask_decode(cursor);
  uint32_t index = cursor->index;
  const uint32_t *ordinals = cursor->ordinals;
  while (index + 16 < cursor->count && ordinals[index + 16] < ordinal) index += 16;
  while (index < cursor->count && ordinals[index] < ordinal) index++;
  cursor->index = index;
  return index < cursor->count;
}
