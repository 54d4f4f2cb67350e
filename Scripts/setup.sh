#!/bin/sh
# Installs the system packages that ask needs and that are missing. Says what it does; asks nothing.
set -eu

needed="libsqlite3-dev libblas-dev libopenblas-serial-dev libstemmer-dev libuchardet-dev libzstd-dev"
needed="$needed libxml2-dev libicu-dev liblzma-dev zlib1g-dev libarchive-dev nettle-dev libbz2-dev"
needed="$needed poppler-utils"

command -v swift >/dev/null 2>&1 || {
  echo "setup: the Swift toolchain is missing; install Swift 6 from https://www.swift.org/install" >&2
  exit 1
}
command -v dpkg-query >/dev/null 2>&1 || {
  echo "setup: this is not Debian or Ubuntu; install the equivalents of: $needed" >&2
  exit 0
}

missing=""
for package in $needed; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "setup: installing system packages:$missing" >&2
as_root=""
if [ "$(id -u)" -ne 0 ]; then as_root="sudo"; fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq >&2
# shellcheck disable=SC2086 # The list is meant to be split.
$as_root apt-get install -y -qq --no-install-recommends $missing >&2
