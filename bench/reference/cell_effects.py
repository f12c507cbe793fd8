"""Reference values for the effects of cells, by numpy and scipy, independent of the code they judge: the marginal likelihood
is that of orthonormal contrasts, the posterior comes from joint normals, and the ends of intervals from Brent's method on the
acceptance region as Yu and Hoff (2018) write it.

    python3 bench/reference/cell_effects.py > ml/stats/cell-effects.reference.json
    npx oxfmt ml/stats/cell-effects.reference.json
"""

import json

import numpy as np
from scipy import linalg, optimize, special, stats

RNG = np.random.default_rng(1_000_003)
LEVEL = 0.9


def rounded(values, digits=10):
    return [float(f"{value:.{digits}g}") for value in np.ravel(values)]


def shapes(layout, used):
    k = len(used)
    if layout["kind"] == "unordered":
        return [(1.0, np.eye(k))]
    at = np.asarray(layout["positions"], float)[used]
    gap = at[:, None] - at[None, :]
    if layout["kind"] == "circle":
        angle = np.pi * gap / layout["period"]
        smooth = [np.exp(-2 * np.sin(angle) ** 2 / length**2) for length in (1.5, 0.35)]
    else:
        smooth = [np.exp(-((gap / np.ptp(at)) ** 2) / (2 * length**2)) for length in (0.5, 0.12)]
    return [(0.4, smooth[0]), (0.3, smooth[1]), (0.3, np.eye(k))]


def posterior(case):
    counts, sums, squares = (np.asarray(case[name], float) for name in ("counts", "sums", "squares"))
    options = case["options"]
    used = np.flatnonzero(counts >= options.get("minimumCount", 20))
    n, k = counts[used], len(used)
    share = n / n.sum()
    means = sums[used] / n
    if "variances" in options:
        variance = np.asarray(options["variances"])[used]
    else:
        within = squares[used] - n * means**2
        pooled = within.sum() / (n - 1).sum()
        variance = (within + 400 * pooled) / (n - 1 + 400)
    noise = np.diag(options.get("designEffect", 1) * variance / n)
    centre = np.eye(k) - np.outer(np.ones(k), share)
    raw = centre @ means
    contrasts = linalg.null_space(np.ones((1, k))).T
    z = contrasts @ means
    small = options["smallestEffect"]
    hypotheses = [(0.5 * options.get("families", 1), np.zeros((k, k)))]
    for weight, kernel in shapes(options["layout"], used):
        kernel = centre @ kernel @ centre.T
        kernel = kernel / (share * np.diag(kernel)).sum()
        for size, part in ((1, 0.3), (2, 0.3), (4, 0.3), (8, 0.1)):
            hypotheses.append((weight * part, kernel * (size * small) ** 2))
    logs, parts = [], []
    for weight, kernel in hypotheses:
        spread = contrasts @ (kernel + noise) @ contrasts.T
        logs.append(np.log(weight) + stats.multivariate_normal(np.zeros(k - 1), spread).logpdf(z))
        gain = kernel @ contrasts.T @ np.linalg.inv(spread)
        parts.append((gain @ z, kernel - gain @ contrasts @ kernel))
    weights = special.softmax(logs)
    return {"used": used, "n": n, "share": share, "raw": raw, "noise": noise, "centre": centre, "weights": weights,
            "parts": parts, "small": small}


def effect(view, cells):
    place = [list(view["used"]).index(cell) for cell in cells]
    average = np.zeros(len(view["n"]))
    average[place] = view["n"][place] / view["n"][place].sum()
    raw = average @ view["raw"]
    own = view["centre"].T @ average
    error = np.sqrt(own @ view["noise"] @ own)
    out = {"cells": cells, "n": view["n"][place].sum(), "raw": raw, "effect": 0.0, "above": 0.0, "below": 0.0}
    others = []
    for index, (weight, (mean, spread)) in enumerate(zip(view["weights"], view["parts"])):
        if index == 0:
            others.append((weight / stats.norm.pdf(raw, 0, error), 0.0, 0.0))
            continue
        m, v = average @ mean, average @ spread @ average
        out["effect"] += weight * m
        out["above"] += weight * stats.norm.sf(view["small"], m, np.sqrt(v))
        out["below"] += weight * stats.norm.cdf(-view["small"], m, np.sqrt(v))
        before = 1 / (1 / v - 1 / error**2)
        centre = before * (m / v - raw / error**2)
        others.append((weight / stats.norm.pdf(raw, centre, np.sqrt(before + error**2)), centre, before))
    share, centre, before = np.asarray(others).T
    share = share / share.sum()
    prior_mean = share @ centre
    prior_sd = np.sqrt(share @ (before + centre**2) - prior_mean**2)
    low, high = adaptive(raw, error, prior_mean, max(prior_sd, view["small"] / 2), LEVEL)
    return {**out, "low": min(low, out["effect"]), "high": max(high, out["effect"])}


def adaptive(y, se, mean, sd, level):
    alpha = 1 - level

    def share_above(theta):
        """w(θ): g(w) = 2 σ (θ − mean) / sd² with g(w) = Φ⁻¹(α w) − Φ⁻¹(α (1 − w))."""
        goal = 2 * se * (theta - mean) / sd**2
        g = lambda t: stats.norm.ppf(alpha * special.expit(t)) - stats.norm.ppf(alpha * special.expit(-t)) - goal
        edge = 600.0
        if g(edge) < 0:
            return 1.0, 0.0
        if g(-edge) > 0:
            return 0.0, 1.0
        t = optimize.brentq(g, -edge, edge, xtol=1e-13)
        return special.expit(t), special.expit(-t)

    upper = lambda theta: theta - y + se * stats.norm.ppf(alpha * share_above(theta)[0])
    lower = lambda theta: theta - y - se * stats.norm.ppf(alpha * share_above(theta)[1])
    reach = 12 * se + abs(y - mean)
    solve = lambda f: optimize.brentq(f, y - reach, y + reach, xtol=1e-13)
    return solve(lower), solve(upper)


def table(counts, truth, p=0.9):
    sums, squares = [], []
    for count, shift in zip(counts, truth):
        expected = RNG.beta(18, 2, count)
        residual = (RNG.random(count) < np.clip(expected + shift, 0, 1)) - expected
        sums.append(residual.sum())
        squares.append((residual**2).sum())
    return {"counts": counts, "sums": rounded(sums), "squares": rounded(squares)}


HOURS = {"kind": "circle", "positions": list(range(7, 23)), "period": 24}
CASES = [
    ("a daily cosine of 5 points", table([120] * 16, [0.05 * np.cos(2 * np.pi * (h - 9) / 24) for h in range(7, 23)]),
     {"layout": HOURS, "smallestEffect": 0.02}, [[0], [5], [11], [15], [1, 2, 3], [9, 10, 11, 12]]),
    ("no effect, uneven hours, sessions that share a mood", table([5, 300, 80, 20, 19, 150, 60, 40], [0.0] * 8),
     {"layout": {"kind": "circle", "positions": [3, 4.5, 6, 9, 12, 15, 18, 23.5], "period": 24},
      "smallestEffect": 0.02, "designEffect": 1.3, "families": 3}, [[1], [3], [7], [1, 2]]),
    ("a session that tires", table([200, 150, 120, 90, 60, 40], [0.02, 0.02, 0.01, 0, -0.05, -0.1]),
     {"layout": {"kind": "line", "positions": [15, 35, 45, 55, 75, 100]}, "smallestEffect": 0.02},
     [[0], [2], [5], [4, 5]]),
    ("formats of known variance", table([400, 50, 30, 90], [0, 0.06, -0.12, 0]),
     {"layout": {"kind": "unordered"}, "smallestEffect": 0.02, "minimumCount": 30,
      "variances": [0.08, 0.06, 0.12, 0.09]}, [[0], [1], [2], [0, 3]]),
]


def case(name, data, options, wanted):
    view = posterior({**data, "options": options})
    estimates = [effect(view, cells) for cells in wanted]
    numbers = ("n", "raw", "effect", "low", "high", "above", "below")
    return {"name": name, "table": data, "options": options, "noEffect": float(view["weights"][0]),
            "estimates": [{"cells": e["cells"], **{name: float(e[name]) for name in numbers}} for e in estimates]}


def smoothing(positions, values, weights, variance, kappa, at):
    kernel = stats.vonmises.pdf(2 * np.pi * (np.subtract.outer(at, positions)) / 24, kappa) if kappa > 0 else \
        np.ones((len(at), len(positions)))
    share = kernel * weights
    share = share / share.sum(axis=1, keepdims=True)
    return share @ values, np.sqrt((share**2) @ (variance / weights))


def left_out(positions, values, weights, kappa):
    errors = []
    for row in range(len(values)):
        rest = np.arange(len(values)) != row
        fit, _ = smoothing(positions[rest], values[rest], weights[rest], 1, kappa, positions[row:row + 1])
        errors.append(weights[row] * (values[row] - fit[0]) ** 2)
    return sum(errors)


def circle(name, values, weights):
    positions = np.arange(24.0)
    values = np.round(values, 4)
    grid = [0, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128]
    kappa = min(grid, key=lambda k: left_out(positions, values, weights, k))
    at = np.array([0, 6.5, 23.9])
    fit, error = smoothing(positions, values, weights, 0.09, kappa, at)
    return {"name": name, "positions": rounded(positions), "values": rounded(values), "weights": rounded(weights),
            "concentration": kappa, "at": rounded(at), "smoothed": fit.tolist(), "errors": error.tolist()}


ANSWERS = RNG.integers(20, 300, 24).astype(float)
NOISE = RNG.normal(0, 0.3, 24) / np.sqrt(ANSWERS)
DAY = np.arange(24)


def session_case():
    cells = np.repeat(np.arange(4), [5, 3, 1, 6])
    counts = RNG.integers(1, 12, len(cells))
    answers = [RNG.normal(RNG.normal(0, 0.3), 1, count) for count in counts]
    answers = [np.round(values, 4) for values in answers]
    between = between_freedom = within = within_freedom = 0.0
    for cell in range(4):
        of_cell = [answers[row] for row in np.flatnonzero(cells == cell)]
        everything = np.concatenate(of_cell)
        within += ((everything - everything.mean()) ** 2).sum()
        within_freedom += len(everything) - 1
        for values in of_cell:
            between += (values - everything.mean()).sum() ** 2
            between_freedom += len(values) * (1 - len(values) / len(everything))
    return {"cells": cells.tolist(), "counts": counts.tolist(), "sums": [float(values.sum()) for values in answers],
            "squares": [float((values**2).sum()) for values in answers],
            "designEffect": between / between_freedom / (within / within_freedom)}


print(json.dumps({
    "cells": [case(*c) for c in CASES],
    "intervals": [
        {"at": list(at), **dict(zip(("low", "high"), adaptive(*at)))}
        for at in ((0, 1, 0, 1, 0.9), (2.5, 1, 0, 1, 0.9), (-0.5, 1, 0, 0.3, 0.9), (1, 1, 0, 0.3, 0.9),
                   (1.5, 1, 0, 0.5, 0.9), (4, 1, 0, 0.5, 0.9), (-3, 2, 1, 0.7, 0.95), (0.03, 0.027, 0.01, 0.01, 0.9),
                   (1, 1, 0, 50, 0.8), (-6, 1, 2, 1.5, 0.5))],
    "circles": [
        circle("flat", NOISE, ANSWERS),
        circle("a day", 0.1 * np.cos(2 * np.pi * (DAY - 10) / 24) + NOISE, ANSWERS),
        circle("a narrow peak", 0.6 * np.exp(-0.5 * ((DAY - 21) / 1.5) ** 2) + NOISE, ANSWERS),
    ],
    "sessions": session_case(),
    "clopperPearson": [
        {"at": [c, n, level], "low": float(stats.beta.ppf((1 - level) / 2, c, n - c + 1)) if c else 0.0,
         "high": float(stats.beta.ppf((1 + level) / 2, c + 1, n - c)) if c < n else 1.0}
        for c, n, level in ((0, 20, 0.9), (3, 20, 0.9), (20, 20, 0.9), (50, 1000, 0.98), (1, 1, 0.5), (800, 1000, 0.95))],
    "binomialQuantile": [
        {"at": at, "value": int(stats.binom.ppf(*at))}
        for at in ((0.99, 1000, 0.05), (0.5, 10, 0.3), (0.999, 200, 0.05), (0, 5, 0.5), (0.9, 7, 1), (0.9, 7, 0))],
}, indent=1))
