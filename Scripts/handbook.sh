#!/bin/sh
# Lists the documents of the handbook for the assembler (Sources/CAssets/handbook.inc), and makes the
# next build take up changed bytes: the build system does not see what `.incbin` reads.
set -eu
cd "$(dirname "$0")/.."

list=Sources/CAssets/handbook.inc
draft=$(mktemp)
trap 'rm -f "$draft"' EXIT
{
  echo "// DOCUMENT(symbol, path below Corpus/documents): every document of the handbook, in order."
  find Corpus/documents -name '*.md' | sed 's,^Corpus/documents/,,' | LC_ALL=C sort | while read -r path; do
    symbol=ask_handbook_$(echo "${path%.md}" | tr '/-' '__')
    echo "DOCUMENT($symbol, \"$path\")"
  done
} >"$draft"
cmp -s "$draft" "$list" || cp "$draft" "$list"

if [ -n "$(find Corpus/documents Sources/CAssets/data -type f -newer Sources/CAssets/assets.c -print -quit)" ]; then
  touch Sources/CAssets/assets.c
fi
