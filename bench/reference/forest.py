# scikit-learn's forest on the rows of a file: python3 forest.py FILE ROWS TEST_ROWS COLUMNS TREES DEPTH LEAF FEATURES
# FILE holds float32, column after column of training rows, their outcomes, then the same of test rows.
# Prints one JSON object with seconds and auc.
import json
import sys
import time

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

path = sys.argv[1]
rows, test_rows, columns, trees, depth, leaf, features = map(int, sys.argv[2:])
values = np.fromfile(path, dtype=np.float32)
train = values[: rows * (columns + 1)].reshape(columns + 1, rows)
test = values[rows * (columns + 1) :].reshape(columns + 1, test_rows)
model = RandomForestClassifier(
    n_estimators=trees, max_depth=depth, min_samples_leaf=leaf, max_features=features, n_jobs=1, random_state=1
)
x, y = np.ascontiguousarray(train[:-1].T), train[-1].astype(int)
start = time.perf_counter()
model.fit(x, y)
seconds = time.perf_counter() - start
said = model.predict_proba(np.ascontiguousarray(test[:-1].T))[:, 1]
print(json.dumps({"seconds": seconds, "auc": roc_auc_score(test[-1], said)}))
