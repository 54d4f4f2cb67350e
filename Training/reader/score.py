"""F1 and exact match by the rules of SQuAD 1.1, or by character as CMRC 2018 does."""

import collections
import re
import string
import unicodedata

PUNCTUATION = set(string.punctuation)


def normalized(text, by_character):
    if by_character:
        kept = [c for c in text.lower() if unicodedata.category(c)[0] not in "PSZ"]
        return kept
    text = "".join(c for c in text.lower() if c not in PUNCTUATION)
    return re.sub(r"\b(a|an|the)\b", " ", text).split()


def f1(prediction, gold, by_character):
    a, b = normalized(prediction, by_character), normalized(gold, by_character)
    common = sum((collections.Counter(a) & collections.Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if common else float(a == b)


def score(predictions, answers, by_character):
    """Returns mean F1 and exact match, in percent; a question's best gold answer counts."""
    total = exact = 0.0
    for prediction, golds in zip(predictions, answers):
        total += max(f1(prediction, gold, by_character) for gold in golds)
        exact += max(normalized(prediction, by_character) == normalized(g, by_character) for g in golds)
    return 100 * total / len(answers), 100 * exact / len(answers)
