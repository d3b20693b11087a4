"""Reference values for numerics/statistics.test.ts and inverseNormal.test.ts.

    python3 statisticsReference.py > statisticsReference.json

Needs statsmodels (Wilson, Newcombe) and mpmath (the normal quantile, 50 digits).
"""
import json
from mpmath import mp, mpf, erfinv, sqrt
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

mp.dps = 50
LEVELS = [0.5, 0.9, 0.95, 0.99, 0.999]


def quantile(p):
    tail = mpf(p)
    if tail < mpf("1e-25"):  # erfinv loses itself near -1: solve for the logarithm of the tail
        f = lambda z: mp.log(mp.erfc(-z / sqrt(2)) / 2) - mp.log(tail)
        guess = -sqrt(-2 * mp.log(tail))
        return float(mp.findroot(f, guess))
    return float(sqrt(2) * erfinv(2 * tail - 1))


wilson = [
    [k, n, c, *map(float, proportion_confint(k, n, alpha=1 - c, method="wilson"))]
    for k, n in [(0, 1), (1, 1), (1, 2), (0, 10), (3, 10), (10, 10), (2, 100), (50, 100),
                 (99, 100), (100, 100), (1, 1000000), (333333, 1000000)]
    for c in LEVELS
]
newcombe = [
    [a, m, b, n, c, *map(float, confint_proportions_2indep(
        a, m, b, n, compare="diff", method="newcomb", alpha=1 - c))]
    for a, m, b, n in [(100, 100, 2, 100), (56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7),
                       (5, 56, 0, 29), (0, 10, 0, 20), (0, 10, 0, 10), (10, 10, 0, 20),
                       (10, 10, 0, 10), (1, 1, 1, 2)]
    for c in LEVELS
]
probabilities = [1e-300, 1e-100, 1e-30, 1e-16, 1e-11, 1e-10, 1.5e-10, 1e-6, 0.0005, 0.005, 0.01, 0.025,
                 0.05, 0.074, 0.075, 0.076, 0.1, 0.25, 0.3, 0.49, 0.4999999, 0.5, 0.51, 0.75, 0.9,
                 0.92, 0.925, 0.93, 0.95, 0.975, 0.99, 0.995, 0.9995, 0.999999, 0.9999999999]
print(json.dumps({
    "wilson": wilson,
    "newcombe": newcombe,
    "quantile": [[p, quantile(p)] for p in probabilities],
}).replace("], [", "],\n  ["))
