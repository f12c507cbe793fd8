# Writes ml/logistic/logistic.reference.json: scikit-learn's ridge logistic regressions on small tables, with the
# standard errors of their curvature by numpy. Run with Debian's python3-sklearn.
import json

import numpy as np
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(5)
cases = []
for rows, width, l2, weighted in [(60, 2, 1.0, False), (200, 5, 0.1, False), (120, 3, 10.0, True)]:
    x = np.round(rng.normal(size=(rows, width)), 4)
    y = (rng.random(rows) < 1 / (1 + np.exp(-(x @ rng.normal(size=width)) - 0.4))).astype(int)
    w = rng.integers(1, 4, rows).astype(float) if weighted else np.ones(rows)
    model = LogisticRegression(C=1 / l2, tol=1e-12, max_iter=10000, solver="newton-cholesky").fit(x, y, sample_weight=w)
    p = model.predict_proba(x)[:, 1]
    full = np.hstack([x, np.ones((rows, 1))])
    curvature = (full * (w * p * (1 - p))[:, None]).T @ full + np.diag([l2] * width + [0])
    errors = np.sqrt(np.diag(np.linalg.inv(curvature)))
    cases.append(
        {
            "l2": l2,
            "columns": x.T.tolist(),
            "targets": y.tolist(),
            "weights": w.tolist() if weighted else None,
            "expected": {
                "intercept": float(model.intercept_[0]),
                "weights": model.coef_[0].tolist(),
                "errors": errors[:-1].tolist(),
            },
        }
    )
with open("ml/logistic/logistic.reference.json", "w") as file:
    json.dump({"cases": cases}, file)
    file.write("\n")
