"""Reference values for FSRS-6, in plain Python from the published formulas, independent of ts-fsrs.

Formulas: open-spaced-repetition, "The Algorithm", section FSRS-6
(https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm); conversion from SM-2: fsrs-rs,
memory_state_from_sm2. One choice differs between implementations: whether a same-day Hard may lower stability. As in
ts-fsrs (and the optimiser's training model), Hard, Good and Easy never do.

    python3 bench/reference/fsrs6.py > ml/memory/fsrs6.reference.json
    npx oxfmt ml/memory/fsrs6.reference.json
"""

import json
import math

DEFAULT_WEIGHTS = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
    1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
]
# A learner whose weights were fitted: all differ from the defaults, the decay by much.
FITTED_WEIGHTS = [
    0.4072, 1.1829, 3.1262, 15.4722, 7.2102, 0.5316, 1.0651, 0.0234, 1.616, 0.1544, 1.0824, 1.9813, 0.0953, 0.2975,
    2.2042, 0.2407, 2.9466, 0.5034, 0.6567, 0.11, 0.35,
]

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


def clamp(value, low, high):
    return min(max(value, low), high)


def factor(w):
    return 0.9 ** (-1 / w[20]) - 1


def retrievability(w, t, s):
    return (1 + factor(w) * t / s) ** -w[20]


def interval(w, s, retention):
    return s / factor(w) * (retention ** (-1 / w[20]) - 1)


def initial_stability(w, g):
    return w[g - 1]


def initial_difficulty_raw(w, g):
    return w[4] - math.exp(w[5] * (g - 1)) + 1


def initial_difficulty(w, g):
    return clamp(initial_difficulty_raw(w, g), 1, 10)


def next_difficulty(w, d, g):
    damped = d + -w[6] * (g - 3) * (10 - d) / 9
    return clamp(w[7] * initial_difficulty_raw(w, EASY) + (1 - w[7]) * damped, 1, 10)


def stability_after_recall(w, d, s, r, g):
    hard = w[15] if g == HARD else 1
    easy = w[16] if g == EASY else 1
    return s * (math.exp(w[8]) * (11 - d) * s ** -w[9] * (math.exp(w[10] * (1 - r)) - 1) * hard * easy + 1)


def stability_after_lapse(w, d, s, r):
    forgotten = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * math.exp(w[14] * (1 - r))
    return min(forgotten, s / math.exp(w[17] * w[18]))


def stability_same_day(w, s, g):
    growth = math.exp(w[17] * (g - 3 + w[18])) * s ** -w[19]
    return s * (max(growth, 1) if g >= HARD else growth)


def next_memory(w, memory, t, g):
    if memory is None:
        return initial_stability(w, g), initial_difficulty(w, g)
    s, d = memory
    if t == 0:
        after = stability_same_day(w, s, g)
    elif g == AGAIN:
        after = stability_after_lapse(w, d, s, retrievability(w, t, s))
    else:
        after = stability_after_recall(w, d, s, retrievability(w, t, s), g)
    return clamp(after, 0.001, 36500), next_difficulty(w, d, g)


def memory_from_sm2(w, days, ease):
    s = days
    d = 11 - (ease - 1) / (math.exp(w[8]) * s ** -w[9] * (math.exp(0.1 * w[10]) - 1))
    return s, clamp(d, 1, 10)


# (elapsed days, rating) of each review
HISTORIES = [
    [(0, 1)], [(0, 2)], [(0, 3)], [(0, 4)],
    [(0, 3), (0, 3)], [(0, 1), (0, 1), (0, 3), (0, 4)], [(0, 3), (0, 2), (0, 1)],
    [(0, 3), (2, 3), (8, 3), (30, 3), (90, 3)],
    [(0, 3), (2, 3), (11, 1), (0, 3), (2, 2), (5, 4)],
    [(0, 4), (8, 4), (60, 4), (400, 1), (1, 3)],
    [(0, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1)],
    [(0, 2), (1, 2), (3, 2), (5, 2), (9, 2)],
    [(0, 3), (200, 3), (1, 3), (0, 4), (3000, 3)],
    [(0, 4), (8, 3), (30, 1), (0, 1), (0, 2), (0, 3), (4, 3)],
]


def run(w, history):
    memory, steps = None, []
    for t, g in history:
        memory = next_memory(w, memory, t, g)
        steps.append({"elapsedDays": t, "rating": g, "stability": memory[0], "difficulty": memory[1]})
    return steps


def table(w):
    return {
        "weights": w,
        "histories": [run(w, history) for history in HISTORIES],
        "retrievability": [
            {"stability": s, "elapsedDays": t, "value": retrievability(w, t, s)}
            for s in (0.01, 0.5, 3, 12.5, 400) for t in (0, 1, 7, 45, 900)
        ],
        "intervals": [
            {"stability": s, "desiredRetention": r, "value": interval(w, s, r)}
            for s in (0.2, 1, 9.75, 180) for r in (0.7, 0.8, 0.9, 0.95, 0.99)
        ],
        "fromSm2": [
            {"intervalDays": i, "ease": e, "stability": memory_from_sm2(w, i, e / 1000)[0],
             "difficulty": memory_from_sm2(w, i, e / 1000)[1]}
            for i in (1, 7, 30, 365) for e in (1300, 2000, 2500, 3200)
        ],
    }


print(json.dumps({"default": table(DEFAULT_WEIGHTS), "fitted": table(FITTED_WEIGHTS)}, indent=1))
