"""Prints the errors of many runs of scikit-learn's KMeans, each to rest: `PHOTO.rgb K RUNS`.

Over the distinct colors, weighted by their pixels; it runs in the environment of the peers.
"""

import json
import sys
import warnings

import numpy as np
from sklearn.cluster import KMeans

path, k, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
warnings.filterwarnings("ignore")
colors, counts = np.unique(np.fromfile(path, np.uint8).reshape(-1, 3), axis=0, return_counts=True)
colors = colors.astype(np.float64)
errors = []
for seed in range(runs):
    model = KMeans(k, n_init=1, max_iter=100_000, tol=0, random_state=seed)
    errors.append(model.fit(colors, sample_weight=counts).inertia_)
print(json.dumps(errors))
