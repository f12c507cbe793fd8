"""Reference values of calibrations: isotonic and Platt by scikit-learn, beta by bounded minimisation with scipy.

    python3 bench/reference/calibrate.py > ml/calibrate/calibrate.reference.json
    npx oxfmt ml/calibrate/calibrate.reference.json
"""

import json

import numpy as np
from scipy import optimize, special
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression

random = np.random.default_rng(8)


def sample(n, truth, digits=3):
    scores = np.round(random.uniform(0.01, 0.99, n), digits)
    return scores, (random.uniform(size=n) < truth(scores)).astype(float), random.integers(0, 4, n).astype(float)


CASES = {
    "overconfident": sample(80, lambda s: 0.25 + 0.5 * s),
    "squared": sample(80, lambda s: s**2),
    "ties": sample(90, lambda s: s, 1),
    "against": sample(60, lambda s: 1 - s),
    "b would be negative": (np.repeat([0.02, 0.3, 0.7, 0.98], 10),
                            np.concatenate([[1.0] * k + [0.0] * (10 - k) for k in (1, 5, 8, 5)]), np.ones(40)),
    "a would be negative": (np.repeat([0.02, 0.3, 0.7, 0.98], 10),
                            np.concatenate([[1.0] * k + [0.0] * (10 - k) for k in (5, 2, 5, 9)]), np.ones(40)),
    # On these weights whole steps of Newton's method run away.
    "one heavy row": (np.array([0.04, 0.2, 0.04, 0.52, 0.36, 0.48]), np.array([1, 0, 1, 0, 1, 0.0]),
                      np.array([1, 4, 1, 1, 162, 1.0])),
    "separated": (np.array([0.1, 0.2, 0.3, 0.6, 0.7, 0.9]), np.array([0, 0, 0, 1, 1, 1.0]), np.ones(6)),
}
AT = [0.0, 0.005, 0.1, 0.24, 0.5, 0.55, 0.77, 0.9, 0.999, 1.0]


def isotonic(s, y, w):
    model = IsotonicRegression(out_of_bounds="clip").fit(s, y, sample_weight=w)
    return {"scores": model.X_thresholds_.tolist(), "probabilities": model.y_thresholds_.tolist(),
            "at": model.predict(AT).tolist()}


def platt(s, y, w):
    """scikit-learn's own optimum ends at a gradient of 1e-5; `polished` goes on from there to the last digits."""
    model = _SigmoidCalibration().fit(s, y, sample_weight=w)
    ones, zeros = w[y > 0].sum(), w[y <= 0].sum()
    targets = np.where(y > 0, (ones + 1) / (ones + 2), 1 / (zeros + 2))
    slope, intercept = minimise(np.column_stack([s]), targets, w, [-model.a_, -model.b_])
    return {"sklearn": model.predict(np.array(AT)).tolist(), "slope": slope, "intercept": intercept}


def minimise(columns, targets, w, start):
    design = np.column_stack([columns, np.ones(len(targets))])
    beta = np.array(start, float)
    for _ in range(60):
        p = special.expit(design @ beta)
        step = np.linalg.lstsq(design.T @ (design * (w * p * (1 - p))[:, None]), design.T @ (w * (p - targets)),
                               rcond=None)[0]
        beta -= step
    return beta.tolist()


def beta(s, y, w):
    s = np.clip(s, 2**-52, 1 - 2**-52)
    columns = np.column_stack([np.log(s), -np.log1p(-s), np.ones(len(s))])
    loss = lambda b: float(np.sum(w * (np.logaddexp(0, columns @ b) - y * (columns @ b))))
    gradient = lambda b: columns.T @ (w * (special.expit(columns @ b) - y))
    result = optimize.minimize(loss, [1, 1, 0], jac=gradient, method="L-BFGS-B",
                               bounds=[(0, None), (0, None), (None, None)],
                               options={"ftol": 1e-16, "gtol": 1e-11, "maxiter": 10000, "maxfun": 100000})
    return dict(zip("abc", result.x.tolist()))


print(json.dumps({"at": AT, "cases": [{
    "name": name, "scores": s.tolist(), "labels": y.tolist(), "weights": weights,
    "isotonic": isotonic(s, y, w), "platt": platt(s, y, w), "beta": None if name == "separated" else beta(s, y, w),
} for name, (s, y, given) in CASES.items()
  for weights, w in ((None, np.ones(len(s))), (given.tolist(), given)) if weights is None or len(set(weights)) > 1]},
    indent=1))
