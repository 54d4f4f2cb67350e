// One pass over a passage's signatures: what the ranker's features are made of.
#include "retrieval.h"

#include <string.h>

// Matches that a new match is compared with, and words within which two are near.
#define NEAR 4
#define FADING 0.9f
// Beyond this many words nothing is left of a match.
#define FADED 160

typedef struct {
  unsigned slot;
  uint32_t position;
} match;

static float weight_of(uint64_t mask, const float *weights) {
  float sum = 0;
  for (; mask; mask &= mask - 1) sum += weights[__builtin_ctzll(mask)];
  return sum;
}

static void end_sentence(uint64_t sentence, uint64_t previous, const float *weights, ask_overlap *scan) {
  if (sentence == 0) return;
  float own = weight_of(sentence, weights);
  float both = previous & ~sentence ? weight_of(sentence | previous, weights) : own;
  if (own > scan->sentence) scan->sentence = own;
  if (both > scan->two_sentences) scan->two_sentences = both;
}

static float faded(uint32_t distance) {
  if (distance >= FADED) return 0;
  float rest = 1, factor = FADING;
  for (; distance; distance >>= 1) {
    if (distance & 1) rest *= factor;
    factor *= factor;
  }
  return rest;
}

void ask_scan_passage(const uint16_t *entry, size_t count, uint16_t context_end, uint16_t sentence_end,
                      const ask_question *question, ask_overlap *scan) {
  memset(scan, 0, sizeof(*scan));
  const uint8_t *slots = question->slots;
  const float *weights = question->weights;
  size_t index = 0;
  while (index < count) {
    uint16_t signature = entry[index++];
    if (signature == context_end) break;
    unsigned slot = slots[signature];
    if (slot > 0) scan->context |= 1ull << ((slot - 1) & 63);
  }
  uint64_t previous = 0, sentence = 0;
  float density = 0;
  uint32_t position = 0, last = 0;
  match recent[NEAR];
  unsigned recent_count = 0;
  for (; index < count; index++) {
    uint16_t signature = entry[index];
    unsigned slot = slots[signature];
    if (slot == 0) {
      if (signature == sentence_end) {
        end_sentence(sentence, previous, weights, scan);
        previous = sentence;
        sentence = 0;
      } else {
        position++;
      }
      continue;
    }
    position++;
    slot = (slot - 1) & 63;
    sentence |= 1ull << slot;
    scan->body |= 1ull << slot;
    density = density * faded(position - last) + weights[slot];
    last = position;
    if (density > scan->density) scan->density = density;
    for (unsigned i = 0; i < recent_count; i++) {
      uint32_t distance = position - recent[i].position;
      if (distance > NEAR) break;
      unsigned forward = question->pairs[recent[i].slot * 64 + slot];
      if (forward > 0) {
        scan->near_pairs |= 1ull << ((forward - 1) & 63);
        if (distance == 1) scan->pairs |= 1ull << ((forward - 1) & 63);
      }
      unsigned backward = question->pairs[slot * 64 + recent[i].slot];
      if (backward > 0) scan->near_pairs |= 1ull << ((backward - 1) & 63);
    }
    memmove(recent + 1, recent, (NEAR - 1) * sizeof(match));
    recent[0] = (match){slot, position};
    if (recent_count < NEAR) recent_count++;
  }
  end_sentence(sentence, previous, weights, scan);
  scan->length = position;
}
