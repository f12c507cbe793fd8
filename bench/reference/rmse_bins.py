"""RMSE(bins) as the FSRS benchmark computes it, from raw histories: bins are named by rounded labels.

Definition: rmse_matrix in utils.py and the columns i and rmse_bins_lapse in features/ of
https://github.com/open-spaced-repetition/srs-benchmark; the same in fsrs-rs (r_matrix_index, evaluate).

    python3 bench/reference/rmse_bins.py > ml/evaluate/rmse-bins.reference.json
    npx oxfmt ml/evaluate/rmse-bins.reference.json
"""

import json
from collections import defaultdict

import numpy as np

rng = np.random.default_rng(362)


def label(value, factor, base, digits):
    return round(factor * np.power(base, np.floor(np.log(value) / np.log(base))), digits)


def bin_of(elapsed, number, lapses):
    return (
        label(max(elapsed, 1e-6), 2.48, 3.62, 2),
        label(number, 1.99, 1.89, 0),
        label(lapses, 1.65, 1.73, 0) if lapses else 0,
    )


def rmse_bins(rows):
    bins = defaultdict(list)
    for row in rows:
        bins[bin_of(*row[:3])].append(row[3:])
    predicted = [np.mean([p for p, _ in members]) for members in bins.values()]
    recalled = [np.mean([y for _, y in members]) for members in bins.values()]
    weights = [len(members) for members in bins.values()]
    return np.sqrt(np.average(np.square(np.subtract(predicted, recalled)), weights=weights))


def history():
    """Reviews of one card on later days: elapsed days, review number, lapses so far, prediction, outcome."""
    number, lapses, rows = 1, 0, []
    for _ in range(rng.integers(3, 28)):
        number += 1
        elapsed = int(np.ceil(rng.lognormal(1.5, 1.6)))
        prediction = round(float(rng.beta(8, 1.5)), 4)
        outcome = int(rng.random() < prediction ** 1.4)
        rows.append((elapsed, number, lapses, prediction, outcome))
        lapses += 1 - outcome
    return rows


def table(rows):
    elapsed, numbers, lapses, predictions, outcomes = zip(*rows)
    return {
        "elapsedDays": elapsed, "reviewNumbers": numbers, "lapses": lapses, "predictions": predictions,
        "outcomes": outcomes, "value": rmse_bins(rows),
    }


# Each value of a column alone, so that every edge of a bin is crossed; two rows by outcome keep bins apart.
SWEEP = (
    [(t, 2, 0) for t in [0, 1e-7, 0.001, 0.003, 0.005, 0.007, 0.02, 0.06, 0.1, 0.3, 0.9, *range(1, 60), 171, 172, 622, 2253, 36500]]
    + [(5, i, 0) for i in [*range(1, 60), 164, 165, 400]]
    + [(5, 9, lapses) for lapses in [*range(0, 45), 138, 139, 300]]
)

print(json.dumps({
    "histories": table([row for _ in range(30) for row in history()][:350]),
    "sweep": table([(*at, round(0.5 + 0.4 * float(np.sin(k)), 3), k % 3 % 2) for k, at in enumerate(SWEEP)]),
}, indent=1))
