"""Reference values of Newcombe's paired interval (method 10) for numerics/pairedInterval.test.ts.

    python3 pairedIntervalReference.py > pairedIntervalReference.json

Python's standard library only. Unlike the library's closed form, the Wilson limits are found
as the roots of the score equation by bisection in 50 digits, and phi from exact integers.
"""
import json
from decimal import Decimal, getcontext
from statistics import NormalDist

getcontext().prec = 50


def wilson_limit(k, n, z, upper):
    share = Decimal(k) / n
    low, high = (share, Decimal(1)) if upper else (Decimal(0), share)
    for _ in range(160):  # (share - x)^2 <= z^2 x (1 - x) / n between the limits
        x = (low + high) / 2
        inside = (share - x) ** 2 * n <= z * z * x * (1 - x)
        if inside == upper:
            low = x
        else:
            high = x
    return (low + high) / 2


def paired(e, f, g, h, confidence):
    n = e + f + g + h
    z = Decimal(-NormalDist().inv_cdf((1 - confidence) / 2))
    p1, p2 = Decimal(e + f) / n, Decimal(e + g) / n
    l1, u1 = (wilson_limit(e + f, n, z, side) for side in (False, True))
    l2, u2 = (wilson_limit(e + g, n, z, side) for side in (False, True))
    c = Decimal(e * h - f * g)
    if c > 0:
        c = max(c - Decimal(n) / 2, Decimal(0))
    product = (e + f) * (g + h) * (e + g) * (f + h)
    phi = c / Decimal(product).sqrt() if product else Decimal(0)
    below = ((p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2).sqrt()
    above = ((u1 - p1) ** 2 - 2 * phi * (u1 - p1) * (p2 - l2) + (p2 - l2) ** 2).sqrt()
    return [float(p1 - p2 - below), float(p1 - p2 + above)]


tables = [(1, 1, 7, 12), (36, 12, 2, 0), (20, 12, 2, 16), (0, 100, 100, 0), (0, 7, 3, 0),
          (10, 0, 0, 10), (0, 0, 0, 30), (30, 0, 0, 0), (0, 30, 0, 0), (265, 65, 132, 3538),
          (330, 3670, 0, 0), (3, 1, 2, 5), (1, 0, 0, 0), (5, 2, 0, 3)]
rows = [[*t, c, *paired(*t, c)] for t in tables for c in (0.5, 0.9, 0.95, 0.99)]
print(json.dumps(rows).replace("], [", "],\n  ["))
