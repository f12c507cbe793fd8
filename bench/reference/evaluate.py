"""Reference values of scores of predictions, by scikit-learn and scipy, else in numpy from the definitions.

Decomposition: Murphy 1973; within-bin terms: Stephenson, Coelho and Jolliffe 2008. Expected calibration error: Naeini,
Cooper and Hauskrecht 2015. Found within a budget among ties: mean of the hypergeometric distribution.

    python3 bench/reference/evaluate.py > ml/evaluate/evaluate.reference.json
    npx oxfmt ml/evaluate/evaluate.reference.json
"""

import json

import numpy as np
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

rng = np.random.default_rng(20240607)


def draw(rows, decimals, bend):
    truth = rng.beta(4, 1.5, rows)
    outcomes = (rng.random(rows) < truth).astype(int)
    predictions = np.clip(np.round(truth ** bend + rng.normal(0, 0.05, rows), decimals), 0, 1)
    return outcomes, predictions


DATA = {
    "without ties": draw(120, 6, 0.8),
    "ties on every edge": draw(150, 1, 1.3),
    "eighths": (lambda o, p: (o, np.round(p * 8) / 8))(*draw(90, 3, 1)),
    "sure and wrong": (np.array([0, 1, 1, 0, 1, 1]), np.array([1.0, 1.0, 0.0, 0.0, 0.5, 0.5])),
    "one value": (np.array([0, 1, 1, 0, 1]), np.full(5, 0.7)),
}


def bins_of(predictions, by, bins):
    if by == "value":
        return np.unique(predictions, return_inverse=True)[1]
    edges = np.linspace(0, 1, bins + 1)
    if by == "count":
        edges = np.percentile(predictions, edges * 100)
    return np.searchsorted(edges[1:-1], predictions)


def decomposition(outcomes, predictions, by, bins):
    label = bins_of(predictions, by, bins)
    rate = outcomes.mean()
    parts = dict.fromkeys(["reliability", "resolution", "withinBinVariance", "withinBinCovariance"], 0.0)
    for k in np.unique(label):
        o, f = outcomes[label == k], predictions[label == k]
        parts["reliability"] += len(o) * (f.mean() - o.mean()) ** 2
        parts["resolution"] += len(o) * (o.mean() - rate) ** 2
        parts["withinBinVariance"] += ((f - f.mean()) ** 2).sum()
        parts["withinBinCovariance"] += 2 * ((f - f.mean()) * (o - o.mean())).sum()
    parts = {name: value / len(outcomes) for name, value in parts.items()}
    return {"by": by, "bins": bins, "uncertainty": rate * (1 - rate), "filled": len(np.unique(label)), **parts}


def expected_calibration_error(outcomes, predictions, by, bins):
    label = bins_of(predictions, by, bins)
    return sum(
        (label == k).mean() * abs(predictions[label == k].mean() - outcomes[label == k].mean())
        for k in np.unique(label))


def curve(outcomes, predictions, by, bins):
    strategy = {"width": "uniform", "count": "quantile"}[by]
    observed, predicted = calibration_curve(outcomes, predictions, n_bins=bins, strategy=strategy)
    label = bins_of(predictions, by, bins)
    filled = [int((label == k).sum()) for k in np.unique(label)]
    hits = [int(outcomes[label == k].sum()) for k in np.unique(label)]
    assert len(filled) == len(observed)
    ends = [stats.binomtest(h, n).proportion_ci(0.9, "wilson") for h, n in zip(hits, filled)]
    return {
        "by": by, "bins": bins, "error": expected_calibration_error(outcomes, predictions, by, bins),
        "points": [
            {"n": n, "meanPrediction": p, "observed": o, "low": e.low, "high": e.high}
            for n, p, o, e in zip(filled, predicted, observed, ends)],
    }


def decided(outcomes, predictions, threshold):
    said = (predictions >= threshold).astype(int)
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        outcomes, said, average="binary", zero_division=0)
    tn, fp, fn, tp = (int(n) for n in metrics.confusion_matrix(outcomes, said, labels=[0, 1]).ravel())
    return {
        "threshold": threshold, "accuracy": metrics.accuracy_score(outcomes, said),
        "precision": precision if tp + fp else None, "recall": recall if tp + fn else None,
        "f1": f1 if tp + fp + fn else None, "truePositives": tp, "falsePositives": fp, "trueNegatives": tn,
        "falseNegatives": fn,
    }


def found(outcomes, scores, alerts):
    if alerts == 0:
        return {"alerts": 0, "found": 0}
    cut = np.sort(scores)[::-1][alerts - 1]
    tied = scores == cut
    left = alerts - int((scores > cut).sum())
    hits = np.arange(left + 1)
    mean = hits @ stats.hypergeom.pmf(hits, int(tied.sum()), int(outcomes[tied].sum()), left)
    return {"alerts": alerts, "found": float(outcomes[scores > cut].sum() + mean)}


def table(outcomes, predictions):
    weights = np.round(rng.gamma(1, 1, len(outcomes)), 3)
    binnings = [("width", 10), ("width", 7), ("count", 10), ("count", 4)]
    return {
        "outcomes": outcomes.tolist(), "predictions": predictions.tolist(), "weights": weights.tolist(),
        "auc": metrics.roc_auc_score(outcomes, predictions),
        "logLoss": metrics.log_loss(outcomes, predictions),
        "logLossClipped": metrics.log_loss(outcomes, np.clip(predictions, 0.01, 0.99)),
        "logLossWeighted": metrics.log_loss(outcomes, predictions, sample_weight=weights),
        "brier": metrics.brier_score_loss(outcomes, predictions),
        "brierWeighted": metrics.brier_score_loss(outcomes, predictions, sample_weight=weights),
        "skill": 1 - metrics.brier_score_loss(outcomes, predictions) / outcomes.var(),
        "decompositions": [
            decomposition(outcomes, predictions, by, bins) for by, bins in [("value", 0), *binnings]],
        "curves": [curve(outcomes, predictions, by, bins) for by, bins in binnings],
        "classifications": [decided(outcomes, predictions, t) for t in (0, 0.3, 0.5, 0.7, 0.9, 1)],
        "budgets": [found(outcomes, predictions, k) for k in sorted({0, 1, 2, len(outcomes) // 3, len(outcomes) - 1, len(outcomes)})],
    }


def wilson(successes, trials, level):
    ends = stats.binomtest(successes, trials).proportion_ci(level, "wilson")
    return {"successes": successes, "trials": trials, "level": level, "low": ends.low, "high": ends.high}


print(json.dumps({
    "data": [{"name": name, **table(*data)} for name, data in DATA.items()],
    "wilson": [wilson(*case) for case in [
        (0, 1, 0.9), (1, 1, 0.9), (3, 10, 0.95), (50, 100, 0.5), (999, 1000, 0.99), (0, 40, 0.9), (17, 17, 0.8)]],
}, indent=1))
