#ifndef ASK_CCOMPRESSION_SHIM_H
#define ASK_CCOMPRESSION_SHIM_H

#include <zlib.h>

// A macro in zlib.h, which Swift cannot see.
static inline int ask_inflate_init(z_stream *stream, int window_bits) {
  return inflateInit2(stream, window_bits);
}

#endif
