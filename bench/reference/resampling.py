"""Reference values of bootstrap intervals and of the sign-flip test by scipy, of splits by scikit-learn.

    python3 bench/reference/resampling.py > ml/evaluate/resampling.reference.json
    npx oxfmt ml/evaluate/resampling.reference.json
"""

import json

import numpy as np
from scipy import stats
from sklearn.model_selection import GroupKFold, TimeSeriesSplit

rng = np.random.default_rng(99)


def interval(sample, name, statistic, level):
    options = dict(n_resamples=400, confidence_level=level, vectorized=True, axis=0)
    percentile, bca = (
        stats.bootstrap((sample,), statistic, method=method, random_state=np.random.default_rng(1), **options)
        for method in ("percentile", "BCa"))
    assert (percentile.bootstrap_distribution == bca.bootstrap_distribution).all()
    return {
        "statistic": name, "sample": sample.tolist(), "level": level, "estimate": float(statistic(sample, axis=0)),
        "replicates": bca.bootstrap_distribution.tolist(),
        "percentile": list(percentile.confidence_interval), "bca": list(bca.confidence_interval),
    }


def long_run(sample, statistic, level, method):
    ends = stats.bootstrap(
        (sample,), statistic, method=method, confidence_level=level, n_resamples=200_000, vectorized=True, axis=0,
        batch=10_000, random_state=np.random.default_rng(2)).confidence_interval
    return list(ends)


def sign_flip(first, second):
    result = stats.permutation_test(
        (first, second), lambda a, b, axis: np.mean(a - b, axis=axis), permutation_type="samples", vectorized=True,
        n_resamples=np.inf)
    return {"first": first.tolist(), "second": second.tolist(), "difference": result.statistic, "pValue": result.pvalue}


def pairs(rows, shift):
    first = np.round(rng.gamma(2, 0.2, rows), 4)
    return first, np.round(first + rng.normal(shift, 0.15, rows), 4)


def time_series(rows, folds, **options):
    split = TimeSeriesSplit(folds, **options).split(np.zeros(rows))
    ends = [[int(train[0]), int(train[-1]), int(test[0]), int(test[-1])] for train, test in split]
    return {"rows": rows, "folds": folds, "options": options, "firstAndLast": ends}


def group_sizes(sizes, folds):
    groups = np.repeat(np.arange(len(sizes)), sizes)
    tested = [len(test) for _, test in GroupKFold(folds).split(groups, groups=groups)]
    return {"sizes": sizes, "folds": folds, "tested": sorted(tested)}


skewed = np.round(rng.lognormal(0, 0.8, 35), 4)
print(json.dumps({
    "intervals": [
        interval(skewed, "mean", np.mean, 0.9),
        interval(skewed, "variance", lambda x, axis: np.var(x, axis=axis, ddof=1), 0.95),
    ],
    "longRun": {
        "sample": skewed.tolist(), "level": 0.9,
        "percentile": long_run(skewed, np.mean, 0.9, "percentile"), "bca": long_run(skewed, np.mean, 0.9, "BCa"),
    },
    "signFlips": [
        sign_flip(*pairs(9, 0.05)), sign_flip(*pairs(10, 0.3)), sign_flip(*pairs(4, 0)),
        sign_flip(np.array([1.0, 2, 3, 4, 5]), np.array([2.0, 1, 3, 6, 6])),
    ],
    "timeSeries": [
        time_series(6, 5), time_series(17, 5), time_series(100, 3, gap=2), time_series(50, 4, test_size=3),
        time_series(40, 5, test_size=4, gap=3, max_train_size=10), time_series(21585, 5),
    ],
    "groupSizes": [
        group_sizes([5, 1, 1, 7, 3, 3, 2], 3), group_sizes([1, 1, 1, 1], 4), group_sizes([40, 5, 5, 5, 5, 4, 4], 2),
        group_sizes(rng.integers(1, 200, 60).tolist(), 5),
    ],
}, indent=1))
