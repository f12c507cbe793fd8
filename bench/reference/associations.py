"""Reference values of correlations with Fisher's interval and of the Theil-Sen slope with Sen's, by scipy.

    python3 bench/reference/associations.py > ml/stats/associations.reference.json
    npx oxfmt ml/stats/associations.reference.json
"""

import json

import numpy as np
from scipy import stats

random = np.random.default_rng(11)
x40 = np.round(random.normal(50, 10, 40), 3)
x200 = np.round(random.exponential(3, 200), 3)
SAMPLES = {
    "four rows": ([1, 2, 3, 4], [2, 1, 4, 3]),
    "a line": ([1, 2, 3, 4, 5], [3, 5, 7, 9, 11]),
    "falling": (x40, np.round(-0.4 * x40 + random.normal(0, 3, 40), 3)),
    "nothing": (x40, np.round(random.normal(0, 3, 40), 3)),
    "ties": (random.integers(0, 5, 60), random.integers(0, 3, 60)),
    "outliers": (x200, np.round(0.3 * x200 + random.standard_cauchy(200), 3)),
    "far from zero": (1e9 + np.arange(12.0), 1e9 + np.array([0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12.0])),
}
LEVELS = (0.9, 0.99)


def pearson(x, y, level):
    result = stats.pearsonr(x, y)
    low, high = result.confidence_interval(level)
    return {"r": float(result.statistic), "pValue": float(result.pvalue), "low": float(low), "high": float(high)}


def spearman(x, y, level):
    """The interval that Bonett and Wright (2000) give; r and p by scipy."""
    r, p = stats.spearmanr(x, y)
    with np.errstate(divide="ignore"):
        half = stats.norm.ppf((1 + level) / 2) * np.sqrt((1 + r * r / 2) / (len(x) - 3))
        low, high = np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
    return {"r": float(r), "pValue": float(p), "low": float(low), "high": float(high)}


def theil_sen(x, y, level):
    slope, intercept, low, high = stats.theilslopes(y, x, level)
    return {"slope": float(slope), "intercept": float(intercept), "low": float(low), "high": float(high)}


print(json.dumps([{
    "name": name,
    "x": [float(value) for value in x],
    "y": [float(value) for value in y],
    "at": [{"level": level, "pearson": pearson(x, y, level), "spearman": spearman(x, y, level),
            "theilSen": theil_sen(x, y, level)} for level in LEVELS],
} for name, (x, y) in SAMPLES.items()], indent=1))
