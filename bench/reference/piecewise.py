"""Reference values of a regression with one break and of a change in mean, by brute force over breaks with numpy and by
scipy's curve_fit for the standard errors.

    python3 bench/reference/piecewise.py > ml/stats/piecewise.reference.json
    npx oxfmt ml/stats/piecewise.reference.json
"""

import json

import numpy as np
from scipy import optimize, stats

random = np.random.default_rng(21)


def sample(n, slope_before, slope_after, sd, minutes=60, whole=False):
    x = random.uniform(0, minutes, n)
    x = np.round(x) if whole else np.round(x, 2)
    y = 2 + slope_before * np.minimum(x, 30) + slope_after * np.maximum(0, x - 30) + random.normal(0, sd, n)
    return x, np.round(y, 3), random.integers(1, 20, n).astype(float)


CASES = [
    ("clear", *sample(40, 0.05, -0.08, 0.3), False, False),
    ("flat before", *sample(60, 0, -0.05, 0.4), False, True),
    ("weighted", *sample(50, 0.02, -0.06, 0.3), True, False),
    ("weighted, flat", *sample(50, 0, -0.06, 0.3), True, True),
    ("whole minutes", *sample(80, 0.03, -0.03, 0.5, whole=True), False, False),
]


def line(x, c, parameters):
    *a, d = parameters
    return a[0] + (a[1] if len(a) == 2 else 0) * np.minimum(x, c) + d * np.maximum(0, x - c)


def fit_at(c, x, y, w, flat):
    columns = [np.ones_like(x)] + ([] if flat else [np.minimum(x, c)]) + [np.maximum(0, x - c)]
    root = np.sqrt(w)
    coefficients, *_ = np.linalg.lstsq(np.column_stack(columns) * root[:, None], y * root, rcond=None)
    return coefficients, float(np.sum(w * (y - line(x, c, coefficients)) ** 2))


def piecewise(x, y, w, flat, level=0.9):
    ordered = np.sort(x)
    rows = max(3, int(np.ceil(len(x) / 20)))
    low, high = ordered[rows - 1], ordered[-rows]
    squares = lambda c: fit_at(c, x, y, w, flat)[1]
    grid = np.linspace(low, high, 3001)
    values = np.array([squares(c) for c in grid])
    best = int(np.argmin(values))
    near = grid[max(0, best - 1)], grid[min(3000, best + 1)]
    smooth = optimize.minimize_scalar(squares, bounds=near, method="bounded", options={"xatol": 1e-11}).x
    # On one of the x the squares may have a corner, which a smooth search misses by a little.
    c = min([smooth, *x[(x >= near[0]) & (x <= near[1])]], key=squares)
    coefficients, least = fit_at(c, x, y, w, flat)
    df = len(x) - (3 if flat else 4)
    bound = least * (1 + stats.f.ppf(level, 1, df) / df)
    inside = np.flatnonzero(values <= bound)

    def end(index, outside):
        if not 0 <= outside < len(grid):
            return float(grid[index])
        return float(optimize.brentq(lambda c: squares(c) - bound, grid[index], grid[outside], xtol=1e-11))

    model = lambda x, c, *parameters: line(x, c, parameters)
    _, covariance = optimize.curve_fit(model, x, y, p0=[c, *coefficients], sigma=1 / np.sqrt(w), xtol=1e-14, ftol=1e-14)
    errors = np.sqrt(np.diag(covariance))[1:]
    return {
        "breakpoint": float(c), "low": end(inside[0], inside[0] - 1), "high": end(inside[-1], inside[-1] + 1),
        "intercept": float(coefficients[0]), "slopeBefore": 0.0 if flat else float(coefficients[1]),
        "slopeAfter": float(coefficients[-1]), "slopeBeforeError": 0.0 if flat else float(errors[1]),
        "slopeAfterError": float(errors[-1]), "residualVariance": least / df,
    }


def change(values, weights, minimum=5, level=0.9):
    values, weights = np.array(values), np.array(weights)
    mean = lambda a, b: np.average(values[a:b], weights=weights[a:b])
    left = lambda a, b: float(np.sum(weights[a:b] * (values[a:b] - mean(a, b)) ** 2))
    n = len(values)
    squares = {k: left(0, k) + left(k, n) for k in range(minimum, n - minimum + 1)}
    position = min(squares, key=squares.get)
    bound = -2 * np.log(1 - np.sqrt(level))
    return {
        "position": position, "before": float(mean(0, position)), "after": float(mean(position, n)),
        "explained": 1 - squares[position] / left(0, n),
        "confidenceSet": [k for k in squares if n * np.log(squares[k] / squares[position]) <= bound],
    }


CHANGES = [
    ("clear", np.round(np.r_[random.normal(0, 1, 30), random.normal(2, 1, 20)], 2), np.ones(50)),
    ("none", np.round(random.normal(0, 1, 40), 2), np.ones(40)),
    ("weighted", np.round(np.r_[random.normal(0, 1, 25), random.normal(1, 1, 35)], 2),
     random.integers(1, 9, 60).astype(float)),
]

print(json.dumps({
    "piecewise": [{"name": name, "x": x.tolist(), "y": y.tolist(), "weights": w.tolist() if weighted else None,
                   "isFlatBefore": flat, **piecewise(x, y, w if weighted else np.ones_like(x), flat)}
                  for name, x, y, w, weighted, flat in CASES],
    "change": [{"name": name, "values": values.tolist(), "weights": weights.tolist(), **change(values, weights)}
               for name, values, weights in CHANGES],
}, indent=1))
