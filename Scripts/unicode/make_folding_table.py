#!/usr/bin/env python3
"""Writes the character folding table that the Embed module reads (folding.bin).

    python3 -m venv .venv && .venv/bin/pip install -r Scripts/unicode/requirements.txt
    .venv/bin/python Scripts/unicode/make_folding_table.py Sources/CAssets/data/embed/folding.bin

Sources: the Unicode Character Database, version 16.0 (through `unicodedata2`; Unicode License v3),
and the character tables of OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0; through its Python
package, conversion t2s), from which only one-to-one mappings of single characters are taken.

Layout, little endian, every part aligned to 4 bytes:
    0   4 bytes  "AFT1"
    4   u32 x 8  offset and count of: first stage (u16), second stage (u32), pool (bytes),
                 pairs (3 x u32)
First stage: block number of each 128 scalars. Second stage: one entry for each scalar of a block:
    bits 0-3 class, 4-6 script, 7 upper case, 8 the value is a pool offset, 9 may compose with the
    scalar before it, 11-31 value: the folded scalar, or 0 where folding changes nothing, or the
    pool offset.
Pool: a length byte, then that many bytes of UTF-8.
Pairs: (first, second, composite), sorted: canonical compositions among folded scalars, for scripts
whose marks are not stripped. Hangul syllables compose by arithmetic, not by this table.
"""

import struct
import sys

import opencc
import unicodedata2 as unicode

SPACE, LINE_BREAK, CONTROL, LETTER, DIGIT, IDEOGRAPH = range(6)
MARK, IGNORED, JOINER, SYMBOL, APOSTROPHE = range(6, 11)
SCRIPTS = ["LATIN", "CYRILLIC", "GREEK", "ARABIC", "DEVANAGARI", "ARMENIAN"]
OTHER_SCRIPT = 7
BLOCK = 128

LINE_BREAKS = {0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029}
APOSTROPHES = {0x27, 0x2019, 0x02BC, 0xFF07}

# Letters whose stroke or ligature has no decomposition in Unicode.
STROKES = str.maketrans({
    "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ŧ": "t", "ı": "i", "ŀ": "l", "æ": "ae",
    "œ": "oe", "þ": "th", "ё": "е", "ʼ": "'",
})

# Scripts written without spaces between words: each character (with its marks) is a token.
UNSPACED = [
    (0x0E00, 0x0EFF),                                      # Thai, Lao
    (0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F),  # Myanmar
    (0x1780, 0x17FF), (0x19E0, 0x19FF),                    # Khmer
    (0x1950, 0x19DF), (0x1A20, 0x1AAF), (0xAA80, 0xAADF),  # Tai Le, New Tai Lue, Tai Tham, Tai Viet
    (0x1100, 0x11FF), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0x3130, 0x318F),  # Hangul
    (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3021, 0x302F), (0x3031, 0x3035), (0x3038, 0x303C),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFD),  # Han
    (0x3041, 0x309A), (0x309D, 0x309F), (0x30A1, 0x30FA), (0x30FC, 0x30FF), (0x31F0, 0x31FF),
    (0x1AFF0, 0x1B16F), (0x3100, 0x312F), (0x31A0, 0x31BF),  # kana, Bopomofo
    (0xA000, 0xA4CF), (0x16FE0, 0x18DFF), (0x1B170, 0x1B2FF),  # Yi, Tangut, Nushu
]

# Vowel points that are optional in writing, and marks that only decorate.
IGNORED_MARKS = [
    (0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F),
    (0x0483, 0x0489),                                      # Cyrillic
    (0x0591, 0x05C7),                                      # Hebrew
    (0x0610, 0x061A), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED),
    (0x08CA, 0x08FF),                                      # Arabic
    (0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF),  # variation selectors
    (0x302A, 0x302F), (0x3099, 0x309A),                    # tone marks; kana voicing (composes)
]

to_simplified = opencc.OpenCC("t2s")


def within(ranges, scalar):
    return any(low <= scalar <= high for low, high in ranges)


def category(character):
    return unicode.category(character)


def is_mark(character):
    return category(character)[0] == "M"


def is_ignored(character):
    scalar = ord(character)
    return within(IGNORED_MARKS, scalar) and (is_mark(character) or scalar == 0x0640)


def is_joiner(character):
    """Invisible inside a word: soft hyphen, joiners, direction marks. Zero-width space separates."""
    scalar = ord(character)
    if scalar in (0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0):
        return True
    return category(character) == "Cf" and scalar not in (0x200B, 0xFFF9, 0xFFFA, 0xFFFB)


def script(character):
    name = unicode.name(character, "")
    for number, prefix in enumerate(SCRIPTS, 1):
        if name.startswith(prefix):
            return number
    return OTHER_SCRIPT


def strips_marks(character):
    return script(character) in (1, 3)


def simplified(character):
    """The one simplified character of a traditional one, followed to its fixed point."""
    for _ in range(4):
        target = to_simplified.convert(character)
        if len(target) != 1 or target == character:
            break
        character = target
    return character


def without_marks(text):
    """`text` decomposed, Latin and Greek letters without their marks, composed again."""
    kept, base = [], ""
    for character in unicode.normalize("NFD", text):
        if is_mark(character) and base and strips_marks(base):
            continue
        if not is_mark(character):
            base = character
        kept.append(character)
    return unicode.normalize("NFC", "".join(kept))


def folded(character):
    # Before case folding, which turns the Greek iota subscript, a mark, into a letter.
    text = without_marks(unicode.normalize("NFKC", character))
    for _ in range(2):
        text = unicode.normalize("NFKC", text.casefold())
    text = without_marks(text).translate(STROKES)
    result = []
    for piece in text:
        if len(text) > 1 and (is_ignored(piece) or is_joiner(piece)):
            continue
        digit = unicode.decimal(piece, None)
        result.append(str(digit) if digit is not None else simplified(piece))
    return unicode.normalize("NFC", "".join(result))


def is_unspaced_letter(character):
    return within(UNSPACED, ord(character)) and (
        category(character)[0] == "L" or category(character) in ("Nl", "So", "No", "Cn"))


def is_word_part(character):
    return category(character)[0] in "LM" or category(character) in ("Nl", "Nd", "No")


def classify(character, text):
    """The class of a scalar whose folded form is `text`."""
    scalar, kind = ord(character), category(character)
    if scalar in LINE_BREAKS:
        return LINE_BREAK
    if scalar in APOSTROPHES:
        return APOSTROPHE
    if kind == "Zs" or scalar == 0x09:
        return SPACE
    if is_joiner(character):
        return JOINER
    if is_ignored(character) or (len(text) == 1 and is_ignored(text)):
        return IGNORED
    if kind in ("Cc", "Cs", "Cf") or scalar & 0xFFFE == 0xFFFE or 0xFDD0 <= scalar <= 0xFDEF:
        return CONTROL
    if is_mark(character):
        return MARK
    if text and all(piece in "0123456789" for piece in text):
        return DIGIT
    if any(is_unspaced_letter(piece) for piece in text):
        if all(is_unspaced_letter(piece) or is_word_part(piece) for piece in text):
            return IDEOGRAPH
        return SYMBOL
    if text and all(is_word_part(piece) for piece in text) and not is_mark(text[0]):
        return LETTER
    return SYMBOL


def compositions(folds, classes):
    """(folded first, second) -> folded composite, for canonical pairs whose marks are kept."""
    pairs = {}
    for scalar in range(0x110000):
        if 0xD800 <= scalar < 0xE000 or 0xAC00 <= scalar <= 0xD7A3:
            continue
        character = chr(scalar)
        parts = unicode.decomposition(character)
        if not parts or parts.startswith("<") or " " not in parts:
            continue
        first, second = (chr(int(part, 16)) for part in parts.split())
        if unicode.normalize("NFC", first + second) != character or strips_marks(first):
            continue
        left, right, target = folds[ord(first)], folds[ord(second)], folds[scalar]
        if len(left) == len(right) == len(target) == 1 and not (
                classes[ord(second)] == IGNORED and left == target):
            if classes[ord(first)] in (LETTER, MARK, IDEOGRAPH):
                pairs[(ord(left), ord(right))] = ord(target)
    return pairs


def main(path):
    folds, classes = [], []
    for scalar in range(0x110000):
        surrogate = 0xD800 <= scalar < 0xE000
        text = "" if surrogate else folded(chr(scalar))
        folds.append(text)
        classes.append(CONTROL if surrogate else classify(chr(scalar), text))
    for scalar in APOSTROPHES:
        folds[scalar] = "'"
    pairs = compositions(folds, classes)
    seconds = {second for _, second in pairs}

    pool, places, entries = bytearray(b"\0"), {}, []
    for scalar in range(0x110000):
        kind, text = classes[scalar], folds[scalar]
        entry = kind
        if kind in (LETTER, MARK, DIGIT, IDEOGRAPH, SYMBOL, APOSTROPHE, IGNORED) and text:
            if kind == LETTER:
                scripts = {script(piece) for piece in text if category(piece)[0] == "L"}
                entry |= (scripts.pop() if len(scripts) == 1 else OTHER_SCRIPT) << 4
            if category(chr(scalar)) in ("Lu", "Lt"):
                entry |= 1 << 7
            only = ord(text) if len(text) == 1 else None
            is_jamo = only and (0x1161 <= only <= 0x1175 or 0x11A8 <= only <= 0x11C2)
            if only in seconds or is_jamo:
                entry |= 1 << 9
            if only is None:
                encoded = text.encode()
                if encoded not in places:
                    places[encoded] = len(pool)
                    pool += bytes([len(encoded)]) + encoded
                entry |= 1 << 8 | places[encoded] << 11
            elif only != scalar:
                entry |= only << 11
        entries.append(entry)

    first, second, seen = [], [], {}
    for start in range(0, len(entries), BLOCK):
        block = tuple(entries[start:start + BLOCK])
        if block not in seen:
            seen[block] = len(second) // BLOCK
            second.extend(block)
        first.append(seen[block])
    parts = [
        struct.pack(f"<{len(first)}H", *first),
        struct.pack(f"<{len(second)}I", *second),
        bytes(pool) + b"\0" * (-len(pool) % 4),
        b"".join(struct.pack("<III", a, b, c) for (a, b), c in sorted(pairs.items())),
    ]
    counts = [len(first), len(second), len(pool), len(pairs)]
    offset, header = 36, b"AFT1"
    for part, count in zip(parts, counts):
        header += struct.pack("<II", offset, count)
        offset += len(part)
    with open(path, "wb") as file:
        file.write(header + b"".join(parts))
    blocks = len(second) // BLOCK
    print(f"{path}: {offset} bytes, {blocks} blocks, {len(pool)} of pool, {len(pairs)} pairs")


if __name__ == "__main__":
    main(sys.argv[1])
