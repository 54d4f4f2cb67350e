"""What the scripts that make question sets of our own questions share."""

import random
import re
from collections import Counter

# An opening may be this much more frequent among the questions without an answer.
MARGIN = 1.3
LEAST = 0.005


def opening(question):
    return " ".join(question.lower().split()[:2])


def kept(questions):
    """Returns which of `questions`, pairs of a question and its answer or None, stay: a set of indices.

    Whoever writes questions that a text does not answer is tempted to ask "How many …" and "In what year …". A reader
    must not learn that such openings mean "no answer": those without one that open so too often are left out.
    """
    answered = [opening(question) for question, answer in questions if answer is not None]
    without = [index for index, (_, answer) in enumerate(questions) if answer is None]
    share = Counter(answered)
    random.Random(1).shuffle(without)
    count, stay = Counter(), {index for index, (_, answer) in enumerate(questions) if answer is not None}
    for index in without:
        first = opening(questions[index][0])
        limit = max(MARGIN * share[first] / max(1, len(answered)), LEAST) * len(without)
        if count[first] < limit:
            count[first] += 1
            stay.add(index)
    return stay


def place(answer, text):
    """Returns where `answer` first stands in `text`, by itself rather than inside a longer word or number."""
    before = r"(?<![A-Za-z0-9])" if re.match(r"[A-Za-z0-9]", answer) else ""
    after = r"(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]$", answer) else ""
    found = re.search(before + re.escape(answer) + after, text)
    return found.start() if found else text.index(answer)
