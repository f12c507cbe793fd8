"""Reference values of permutation tests by scipy, and of randomisation tests by trying every assignment.

    python3 bench/reference/permutation.py > ml/stats/permutation.reference.json
    npx oxfmt ml/stats/permutation.reference.json
"""

import itertools
import json

import numpy as np
from scipy import stats

random = np.random.default_rng(4)
TWO_SAMPLES = {
    "three and four": ([5.1, 6.3, 7.2], [1.0, 5.0, 5.5, 2.5]),
    "ties": ([0, 1, 1, 0, 1, 1], [0, 0, 1, 0, 0]),
    "shifted": (np.round(random.normal(1.2, 1, 7), 2), np.round(random.normal(0, 1, 6), 2)),
    "unequal spread": (np.round(random.normal(0, 4, 5), 2), np.round(random.normal(0, 1, 7), 2)),
}
DIFFERENCES = {
    "five": [0.4, 1.2, -0.1, 0.8, 0.5],
    "with zeros": [0, 0, 1, 2, -1, 3, 1],
    "twelve": np.round(random.normal(0.5, 1, 12), 2),
}
STATISTICS = {
    "mean": lambda a, b, axis: np.mean(a, axis=axis) - np.mean(b, axis=axis),
    "log ratio of squares": lambda a, b, axis: np.log((1 + np.sum(a**2, axis=axis)) / (1 + np.sum(b**2, axis=axis))),
}
SIDES = ("two-sided", "greater", "less")


def tests(data, statistic, kind):
    results = [stats.permutation_test(data, statistic, permutation_type=kind, vectorized=True, n_resamples=np.inf,
                                      alternative=side) for side in SIDES]
    return {"statistic": float(results[0].statistic), **{side: float(r.pvalue) for side, r in zip(SIDES, results)}}


def pairs(units):
    return [sum(choice, ()) for choice in itertools.product(((0, 1), (1, 0)), repeat=units // 2)]


def alternating(units, longest_run):
    return [a for a in itertools.product((0, 1), repeat=units)
            if sum(a) in (units // 2, (units + 1) // 2)
            and all(len(list(run)) <= longest_run for _, run in itertools.groupby(a))]


def phases(units, count, minimum):
    return [a for a in itertools.product((0, 1), repeat=units)
            if (lengths := [len(list(run)) for _, run in itertools.groupby(a)])
            and len(lengths) == count and min(lengths) >= minimum]


def analysed(assignment, unit_days, washout):
    """Condition of each day, 2 for the first days after a change."""
    days = []
    for unit, condition in enumerate(assignment):
        is_change = unit > 0 and assignment[unit - 1] != condition
        days += [condition] * unit_days
        if is_change:
            since = len(days) - unit_days
        elif unit == 0:
            since = None
        if since is not None:
            for day in range(since, min(since + washout, len(days))):
                days[day] = 2
    return np.array(days)


def difference(assignment, unit_days, washout, days, values):
    condition = analysed(assignment, unit_days, washout)[days]
    return values[condition == 1].mean() - values[condition == 0].mean()


def randomisation(design, days, outcomes, assignment, level):
    """p at a shift, from every assignment; the interval by walking along shifts until p comes down to 1 - level."""
    every = design["assignments"]
    unit_days, washout = design["unitDays"], design["washoutDays"]
    treated = np.repeat(np.array(assignment), unit_days)[days]

    def p_at(shift):
        shifted = outcomes - shift * treated
        seen = difference(assignment, unit_days, washout, days, shifted)
        values = np.array([difference(a, unit_days, washout, days, shifted) for a in every])
        return min(1, 2 * min(np.mean(values >= seen - 1e-9), np.mean(values <= seen + 1e-9)))

    effect = difference(assignment, unit_days, washout, days, outcomes)

    def end(direction):
        inside, outside = effect, effect + direction * 50
        if p_at(outside) > 1 - level + 1e-9:
            return None
        for _ in range(40):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if p_at(middle) > 1 - level + 1e-9 else (inside, middle)
        return float(inside)

    return {"effect": float(effect), "pValue": float(p_at(0)), "low": end(-1), "high": end(1)}


def experiment(design, every, effect, per_day=1, missing=()):
    units, unit_days = design["units"], design["unitDays"]
    assignment = every[int(random.integers(len(every)))]
    days = np.array([day for day in range(units * unit_days) if day not in missing for _ in range(per_day)])
    treated = np.repeat(np.array(assignment), unit_days)[days]
    outcomes = np.round(random.normal(0, 1, len(days)) + effect * treated, 2)
    return {"design": design, "assignments": len(every), "assignment": list(assignment), "days": days.tolist(),
            "outcomes": outcomes.tolist(),
            "at": [{"level": level, **randomisation({**design, "assignments": every}, days, outcomes, assignment, level)}
                   for level in (0.8, 0.9)]}


def plan(kind, units, unit_days=1, washout=0, **more):
    return {"kind": kind, "units": units, "unitDays": unit_days, "washoutDays": washout, **more}


print(json.dumps({
    "twoSample": [{"name": name, "first": list(map(float, a)), "second": list(map(float, b)),
                   "tests": {label: tests((np.array(a, float), np.array(b, float)), statistic, "independent")
                             for label, statistic in STATISTICS.items()}}
                  for name, (a, b) in TWO_SAMPLES.items()],
    "signFlip": [{"name": name, "differences": list(map(float, d)),
                  **tests((np.array(d, float),), lambda a, axis: np.mean(a, axis=axis), "samples")}
                 for name, d in DIFFERENCES.items()],
    "randomisation": [
        experiment(plan("pairs", 14), pairs(14), 1.5),
        experiment(plan("pairs", 12, 3), pairs(12), 0.0, 1, (4, 5, 20)),
        experiment(plan("alternating", 11, longestRun=2), alternating(11, 2), 1.0, 2),
        experiment(plan("alternating", 10, 3, 1, longestRun=2), alternating(10, 2), -2.0),
        experiment(plan("alternating", 12, longestRun=1), alternating(12, 1), 3.0),
        experiment(plan("phases", 18, 1, 1, phases=4, minimumUnits=3), phases(18, 4, 3), 1.0),
    ],
}, indent=1))
