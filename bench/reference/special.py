"""Reference values of special functions, distributions and sample descriptions, by scipy and numpy.

    python3 bench/reference/special.py > ml/numeric/special.reference.json
    npx oxfmt ml/numeric/special.reference.json
"""

import json

import numpy as np
from scipy import special, stats

LARGE = 1e5


def table(function, cases):
    return [{"at": list(case), "value": float(function(*case))} for case in cases]


SAMPLES = [
    [3.0],
    [2.0, 1.0],
    [5.5, -1.25, 0.0, 7.75, 7.75, 2.5, -3.0],
    [float(value) for value in np.round(np.random.default_rng(5).normal(10, 4, 40), 3)],
]

print(json.dumps({
    "logGamma": table(special.gammaln, [(x,) for x in
        (1e-10, 0.01, 0.1, 0.49, 0.5, 0.9, 1.5, 2.5, 3.7, 10, 41.3, 100, 1e4, 1e8)]),
    "incompleteGammaUpper": table(special.gammaincc, [
        (0.01, 0.5), (0.5, 0.001), (0.5, 1.4), (0.5, 1.6), (0.5, 30), (1, 1), (2.5, 0.1), (2.5, 3.4), (2.5, 3.6),
        (2.5, 60), (50, 40), (50, 50), (50, 51.5), (50, 90), (1000, 900), (1000, 1001), (1000, 1100)]),
    "chiSquareUpper": table(stats.chi2.sf, [
        (0.02, 1), (3.841458820694124, 1), (30, 1), (5, 4), (200, 3), (23, 16), (100, 100)]),
    "chiSquareUpperLarge": table(stats.chi2.sf, [(LARGE, LARGE), (1.01 * LARGE, LARGE), (1e6, 1e6), (998_000, 1e6)]),
    "normalCdf": table(special.ndtr, [(z,) for z in (-37, -20, -8, -3, -1.7, -1, -0.3, -1e-8, 0, 0.5, 1, 2, 6, 9)]),
    "normalPdf": table(stats.norm.pdf, [(z,) for z in (-30, -2, 0, 0.7, 5)]),
    "normalQuantile": table(special.ndtri, [(p,) for p in
        (1e-300, 1e-20, 1e-5, 0.01, 0.05, 0.2, 0.45, 0.6, 0.975, 0.9999, 1 - 1e-12)]),
    "incompleteBeta": table(lambda x, a, b: special.betainc(a, b, x), [
        (0.3, 2, 5), (0.5, 0.5, 0.5), (0.01, 0.1, 3), (0.999, 50, 0.2), (0.5, 1000, 1000), (0.45, 1000, 1000),
        (0.2, 1e5, 4e5), (1e-5, 1e-3, 10), (0.97, 90, 4), (0.6, 3, 1), (0.28571428571428571, 1, 2)]),
    "betaQuantile": table(lambda p, a, b: special.betaincinv(a, b, p), [
        (0.05, 2, 5), (0.5, 0.5, 0.5), (0.95, 1000, 10), (0.025, 1, 1), (0.9, 30, 70)]),
    "studentCdf": table(stats.t.cdf, [
        (0, 5), (1, 1), (-3, 2), (2, 10), (-8, 30), (-40, 3), (1.5, 2.5), (0.001, 7), (-2.5, 1000)]),
    "logit": table(special.logit, [(p,) for p in (1e-9, 0.02, 0.5, 0.7, 0.999)]),
    "sigmoid": table(special.expit, [(x,) for x in (-800, -40, -2, 0, 0.5, 30)]),
    "samples": [{
        "values": values,
        "sum": float(np.sum(values)),
        "mean": float(np.mean(values)),
        "variance": float(np.var(values, ddof=1)) if len(values) > 1 else None,
        "median": float(np.median(values)),
        "quantiles": [{"share": q, "value": float(np.quantile(values, q))} for q in (0, 0.1, 0.25, 0.333, 0.9, 1)],
    } for values in SAMPLES],
}, indent=1))
