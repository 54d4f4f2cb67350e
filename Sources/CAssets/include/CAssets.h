// Read-only bytes linked into the program by the assembler (see assets.c).
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *name;
  const uint8_t *bytes;
  size_t count;
} ask_asset;

/// The asset called `name`, or one with a NULL `bytes` where there is none.
ask_asset ask_asset_named(const char *name);

/// The documents of the built-in handbook: names are paths below Corpus/documents.
size_t ask_handbook_count(void);
ask_asset ask_handbook_document(size_t index);
