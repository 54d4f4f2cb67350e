// The elementwise functions of the reader's network, over rows of floats.
//
// One source is compiled for several instruction sets, and the widest that the processor knows is taken when the
// program starts. Every function gives the same bits on each: nothing is fused, and sums keep one order.
#ifndef ASK_ACTIVATIONS_H
#define ASK_ACTIVATIONS_H

#include <stddef.h>

/// Replaces each value by its exponential, to a relative error below 2e-7; arguments beyond ±87 count as ±87.
void ask_exp(float *values, size_t count);

/// Replaces each value by 1 / (1 + e⁻ˣ).
void ask_sigmoid(float *values, size_t count);

/// Replaces each value by x Φ(x), the Gaussian error linear unit (Hendrycks & Gimpel 2016), with the error function of
/// Abramowitz & Stegun 7.1.26 (error below 1.5e-7).
void ask_gelu(float *values, size_t count);

/// Replaces each value below 0 by 0.
void ask_relu(float *values, size_t count);

/// Replaces each of `rows` rows by its softmax.
void ask_softmax(float *values, size_t rows, size_t columns);

/// Layer normalisation of `rows` rows (Ba, Kiros & Hinton 2016, section 3): to mean 0 and variance 1, then scaled and shifted.
void ask_normalize(const float *input, const float *gain, const float *shift, size_t rows, size_t columns,
                   float *output);

/// Runs the recurrence of an SRU over `steps` rows: c[t] = f[t] c[t-1] + (1 - f[t]) z[t], for `channels` channels.
///
/// `forget` and `fresh` point to the first row of f and z, `gate_stride` floats a row apart; `states` to that of c,
/// `state_stride` apart. Strides are negative for a sequence that is read backwards.
void ask_scan(const float *forget, const float *fresh, ptrdiff_t gate_stride, float *states, ptrdiff_t state_stride,
              size_t steps, size_t channels);

/// The outputs of an SRU, over its states: y = 1.4 r c + (1 - r) x. `gate` rows are `gate_stride` apart, the rest `channels`.
void ask_highway(const float *gate, size_t gate_stride, const float *input, float *states, size_t rows,
                 size_t channels);

// The same for the plainest processor, for the tests.
void ask_exp_portable(float *values, size_t count);
void ask_sigmoid_portable(float *values, size_t count);
void ask_gelu_portable(float *values, size_t count);
void ask_relu_portable(float *values, size_t count);
void ask_softmax_portable(float *values, size_t rows, size_t columns);
void ask_normalize_portable(const float *input, const float *gain, const float *shift, size_t rows, size_t columns, float *output);
void ask_scan_portable(const float *forget, const float *fresh, ptrdiff_t gate_stride, float *states, ptrdiff_t state_stride, size_t steps, size_t channels);
void ask_highway_portable(const float *gate, size_t gate_stride, const float *input, float *states, size_t rows, size_t channels);

#endif
