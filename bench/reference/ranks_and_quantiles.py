"""Reference values of ranks with ties and of quantiles of Student's distribution, by scipy.

    python3 bench/reference/ranks_and_quantiles.py > ml/numeric/ranks-and-quantiles.reference.json
    npx oxfmt ml/numeric/ranks-and-quantiles.reference.json
"""

import json

import numpy as np
from scipy import optimize, stats

SAMPLES = [
    [4.0],
    [2.0, 2.0, 2.0],
    [3.5, -1.0, 3.5, 0.0, 12.0, -1.0, 3.5],
    [float(value) for value in np.random.default_rng(3).integers(0, 12, 40)],
]
QUANTILES = [(p, df) for df in (1, 2, 2.5, 7, 40, 1000, 1e6) for p in (1e-9, 0.001, 0.2, 0.4999, 0.5, 0.7, 0.95, 0.9999)]



def student_quantile(p, df):
    """By the root of scipy's distribution: its own t.ppf ends at 1e-9 of p."""
    if p == 0.5:
        return 0.0
    side, tail = (-1, p) if p < 0.5 else (1, 1 - p)
    return side * optimize.brentq(lambda t: stats.t.sf(t, df) - tail, 0, 1e12, xtol=1e-15, rtol=1e-14)


print(json.dumps({
    "ranks": [{"values": values, "ranks": stats.rankdata(values).tolist()} for values in SAMPLES],
    "studentQuantile": [{"p": p, "df": df, "value": student_quantile(p, df)} for p, df in QUANTILES],
}, indent=1))
