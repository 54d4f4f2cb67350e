"""python3 -m unittest discover Benchmarks"""

import math
import unittest

from metrics import ndcg, overlap, percentiles, quality, reciprocal_rank


class MetricsTests(unittest.TestCase):
    def test_a_percentile_needs_ten_samples_above_it(self):
        self.assertEqual(percentiles(range(1, 20))["p50"], None)
        self.assertEqual(percentiles(range(1, 21))["p50"], 10)
        self.assertEqual(percentiles(range(1, 1001)), {"p50": 500, "p95": 950, "p99": 990})
        self.assertEqual(percentiles(range(1, 1000))["p99"], None)

    def test_ranks_count_from_one(self):
        self.assertEqual(reciprocal_rank([7, 8, 9], {9: 1}), 1 / 3)
        self.assertEqual(reciprocal_rank(list(range(11)), {10: 1}), 0)

    def test_ndcg_by_hand(self):
        ideal = 2 + 1 / math.log2(3)
        self.assertAlmostEqual(ndcg([5, 1, 2], {1: 2, 2: 1}), (2 / math.log2(3) + 0.5) / ideal)
        self.assertEqual(ndcg([1, 2], {1: 2, 2: 1}), 1)
        self.assertEqual(ndcg([], {1: 1}), 0)

    def test_means_over_questions(self):
        found = quality([[1, 2], [3]], [{2: 1}, {4: 1}])
        self.assertEqual((found["R@1"], found["R@5"], found["MRR@10"]), (0, 0.5, 0.25))

    def test_overlap(self):
        self.assertEqual(overlap([[1, 2], []], [[2, 3], []]), 0.75)


if __name__ == "__main__":
    unittest.main()
