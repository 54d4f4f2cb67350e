#include "CAssets.h"
#include <string.h>

// `.incbin` places a file's bytes in the read-only data of the program: nothing is installed beside
// it, and the kernel maps the bytes only when they are touched.
#define EMBED(symbol, path)                                                                   \
  __asm__(".section .rodata\n.balign 64\n.global " #symbol "\n" #symbol ":\n.incbin \"" path  \
          "\"\n.global " #symbol "_end\n" #symbol "_end:\n.byte 0\n.balign 64\n.previous\n"); \
  extern const uint8_t symbol[], symbol##_end[];

#define ASSET(symbol, name, path) EMBED(symbol, ASK_PACKAGE_ROOT "/" path)
#include "assets.inc"
#undef ASSET

#define DOCUMENT(symbol, path) EMBED(symbol, ASK_PACKAGE_ROOT "/Corpus/documents/" path)
#include "handbook.inc"
#undef DOCUMENT

typedef struct {
  const char *name;
  const uint8_t *begin, *end;
} entry;

static const entry assets[] = {
#define ASSET(symbol, name, path) {name, symbol, symbol##_end},
#include "assets.inc"
#undef ASSET
    {NULL, NULL, NULL}};

static const entry documents[] = {
#define DOCUMENT(symbol, path) {path, symbol, symbol##_end},
#include "handbook.inc"
#undef DOCUMENT
    {NULL, NULL, NULL}};

static ask_asset asset_of(entry e) {
  ask_asset result = {e.name, e.begin, (size_t)(e.end - e.begin)};
  return result;
}

ask_asset ask_asset_named(const char *name) {
  for (const entry *e = assets; e->name; e++)
    if (strcmp(e->name, name) == 0) return asset_of(*e);
  ask_asset none = {name, NULL, 0};
  return none;
}

size_t ask_handbook_count(void) { return sizeof documents / sizeof documents[0] - 1; }

ask_asset ask_handbook_document(size_t index) {
  if (index < ask_handbook_count()) return asset_of(documents[index]);
  ask_asset none = {NULL, NULL, 0};
  return none;
}
