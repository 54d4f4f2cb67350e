#include "activations.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

// A fused product and sum is rounded once instead of twice, so that processors that have it would differ from those
// that have not.
#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__) && !defined(ASK_PORTABLE)
#define EVERY_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define EVERY_PROCESSOR
#endif

#define ALWAYS static inline __attribute__((always_inline))

/// Partial sums that are kept side by side.
enum { LANES = 16 };

/// Cody & Waite's reduction to |r| ≤ ln 2 / 2, and Taylor's series to degree 6.
ALWAYS float exponential(float x) {
  float bounded = x < -87.0f ? -87.0f : x;
  bounded = bounded > 87.0f ? 87.0f : bounded;
  // Adding 1.5 · 2²³ rounds to a whole number and leaves it in the low bits.
  const float magic = 12582912.0f;
  float shifted = bounded * 1.44269504f + magic;
  float whole = shifted - magic;
  float r = bounded - whole * 0.693359375f + whole * 2.12194440e-4f;
  float p = r * (1.0f / 720) + (1.0f / 120);
  p = p * r + (1.0f / 24);
  p = p * r + (1.0f / 6);
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  uint32_t exponent, bits;
  memcpy(&exponent, &shifted, 4);
  memcpy(&bits, &p, 4);
  bits += exponent << 23;
  memcpy(&p, &bits, 4);
  return p;
}

EVERY_PROCESSOR void ask_exp(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = exponential(values[i]);
}

EVERY_PROCESSOR void ask_sigmoid(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = 1.0f / (1.0f + exponential(-values[i]));
}

EVERY_PROCESSOR void ask_gelu(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float x = values[i], scaled = x * 0.70710678f, size = scaled < 0 ? -scaled : scaled;
    float t = 1.0f / (1.0f + size * 0.3275911f);
    float p = t * 1.061405429f + -1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t + -0.284496736f;
    p = p * t + 0.254829592f;
    float erf = 1.0f - p * t * exponential(-(size * size));
    values[i] = x * 0.5f * (1.0f + (scaled < 0 ? -erf : erf));
  }
}

EVERY_PROCESSOR void ask_relu(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = values[i] < 0 ? 0 : values[i];
}

/// Halves the lanes until one is left.
ALWAYS float folded(float *lanes) {
  for (int half = LANES / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
  return lanes[0];
}

ALWAYS float largest_of(const float *values, size_t count) {
  float lanes[LANES];
  for (int lane = 0; lane < LANES; lane++) lanes[lane] = values[0];
  size_t i = 0;
  for (; i + LANES <= count; i += LANES)
    for (int lane = 0; lane < LANES; lane++) {
      float value = values[i + lane];
      lanes[lane] = value > lanes[lane] ? value : lanes[lane];
    }
  float largest = lanes[0];
  for (int lane = 1; lane < LANES; lane++) largest = lanes[lane] > largest ? lanes[lane] : largest;
  for (; i < count; i++) largest = values[i] > largest ? values[i] : largest;
  return largest;
}

EVERY_PROCESSOR void ask_softmax(float *values, size_t rows, size_t columns) {
  if (columns == 0) return;
  for (size_t row = 0; row < rows; row++, values += columns) {
    float largest = largest_of(values, columns), sums[LANES] = {0};
    for (size_t i = 0; i < columns; i++) values[i] = exponential(values[i] - largest);
    size_t i = 0;
    for (; i + LANES <= columns; i += LANES)
      for (int lane = 0; lane < LANES; lane++) sums[lane] += values[i + lane];
    for (int lane = 0; i < columns; i++, lane++) sums[lane] += values[i];
    float scale = 1.0f / folded(sums);
    for (size_t j = 0; j < columns; j++) values[j] *= scale;
  }
}

EVERY_PROCESSOR void ask_normalize(const float *input, const float *gain, const float *shift, size_t rows,
                                   size_t columns, float *output) {
  for (size_t row = 0; row < rows; row++, input += columns, output += columns) {
    float sums[LANES] = {0}, squares[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= columns; i += LANES)
      for (int lane = 0; lane < LANES; lane++) sums[lane] += input[i + lane];
    for (int lane = 0; i < columns; i++, lane++) sums[lane] += input[i];
    float mean = folded(sums) / (float)columns;
    for (i = 0; i + LANES <= columns; i += LANES)
      for (int lane = 0; lane < LANES; lane++) {
        float centred = input[i + lane] - mean;
        squares[lane] += centred * centred;
      }
    for (int lane = 0; i < columns; i++, lane++) squares[lane] += (input[i] - mean) * (input[i] - mean);
    float scale = 1.0f / sqrtf(folded(squares) / (float)columns + 1e-5f);
    for (size_t j = 0; j < columns; j++) output[j] = (input[j] - mean) * scale * gain[j] + shift[j];
  }
}

EVERY_PROCESSOR void ask_scan(const float *forget, const float *fresh, ptrdiff_t gate_stride, float *states,
                              ptrdiff_t state_stride, size_t steps, size_t channels) {
  for (size_t i = 0; i < channels; i++) states[i] = fresh[i] - forget[i] * fresh[i];
  for (size_t step = 1; step < steps; step++) {
    const float *before = states;
    forget += gate_stride;
    fresh += gate_stride;
    states += state_stride;
    for (size_t i = 0; i < channels; i++) {
      float z = fresh[i];
      states[i] = z + forget[i] * (before[i] - z);
    }
  }
}

EVERY_PROCESSOR void ask_highway(const float *gate, size_t gate_stride, const float *input, float *states, size_t rows,
                                 size_t channels) {
  for (size_t row = 0; row < rows; row++, gate += gate_stride, input += channels, states += channels)
    for (size_t i = 0; i < channels; i++) {
      float r = gate[i];
      states[i] = r * states[i] * 1.4f + (1.0f - r) * input[i];
    }
}
