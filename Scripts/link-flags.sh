#!/bin/sh
# Prints the flags that put the libraries of ask into the program itself, so that it starts in
# milliseconds and runs where they are not installed. Where their archives are missing, the program
# needs the shared libraries at run time, as before.
set -eu
cd "$(dirname "$0")/.."

folder=.build/archives
mkdir -p "$folder"
multiarch=$(uname -m)-linux-gnu
flags="--static-swift-stdlib"

# link NAME ARCHIVE: the archive becomes lib<NAME>.a in a folder that is searched before those with the .so.
link() {
  rm -f "$folder/lib$1.a"
  if [ -f "$2" ]; then
    ln -s "$2" "$folder/lib$1.a"
  else
    echo "link-flags: no archive of $1, so ask will need its shared library" >&2
  fi
}

for name in sqlite3 stemmer uchardet zstd xml2 icuuc icudata lzma z archive nettle bz2; do link "$name" "/usr/lib/$multiarch/lib$name.a"; done
# OpenBLAS without threads: ask computes each product on one, and waiting threads would spin. What tells of
# its kernels is referred to weakly (CBLAS/shim.h), so it has to be asked for.
link blas "/usr/lib/$multiarch/openblas-serial/libopenblas.a"
if [ -e "$folder/libblas.a" ]; then flags="$flags -Xlinker -u -Xlinker openblas_get_config"; fi
# The compiler takes the newest GCC's.
link stdc++ "$(find "/usr/lib/gcc/$multiarch" -name libstdc++.a 2>/dev/null | sort -V | tail -n 1)"

# Fixed addresses: 87,000 of them need not be set at each start.
echo "$flags -Xswiftc -L$PWD/$folder -Xswiftc -Xclang-linker -Xswiftc -no-pie -Xswiftc -Xclang-linker -Xswiftc -static-libgcc"
