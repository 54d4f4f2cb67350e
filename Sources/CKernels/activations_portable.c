// The functions of activations.c once more, for the plainest processor and under names of their own: the tests compare
// the two.
#define ASK_PORTABLE
#define ask_exp ask_exp_portable
#define ask_sigmoid ask_sigmoid_portable
#define ask_gelu ask_gelu_portable
#define ask_relu ask_relu_portable
#define ask_softmax ask_softmax_portable
#define ask_normalize ask_normalize_portable
#define ask_scan ask_scan_portable
#define ask_highway ask_highway_portable
#include "activations.c"
