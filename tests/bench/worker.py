"""One peer in a process of its own: `worker.py NAME`, told what to do line by line on stdin.

    load PATH WIDTH HEIGHT      raw RGB bytes, made into what the peer takes; not timed
    run K DITHER                one JSON line: the seconds, and the error of what came out

DITHER is 0 or 1, Floyd–Steinberg; only Fewtone heeds it here, and the workers in Rust do.

It runs in the environment of the peers, so it imports nothing of Fewtone but for Fewtone itself.
What is timed begins with pixels in memory and ends with a palette and an index of every pixel.
"""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

# Rows of pixels whose error is summed at once.
_ROWS = 64


class Peer:
    """A way to reduce colors: `prepare` what it takes, then `reduce` to palette and indices."""

    def prepare(self, pixels):
        return pixels

    def reduce(self, prepared, k, dithered):
        raise NotImplementedError

    def finish(self, answer):
        """Make (k, 3) uint8 and (h·w,) indices of the answer; not timed."""
        return answer


class Fewtone(Peer):
    """reduce(Photo.from_array(rgb), Settings(k, effort=…, space=…))"""

    def __init__(self, effort, space="rgb"):
        sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
        self._values = {"effort": effort, "space": space}

    def reduce(self, pixels, k, dithered):
        from core import Photo, Settings, reduce

        dither = "floyd-steinberg" if dithered else "none"
        return reduce(Photo.from_array(pixels), Settings(k, **self._values, dither=dither))

    def finish(self, answer):
        return answer.palette.colors, answer.indices.ravel()


class ImageQuant(Peer):
    """imagequant.quantize_raw_rgba_bytes(rgba, width, height, dithering_level=0, max_colors=k)"""

    def prepare(self, pixels):
        height, width = pixels.shape[:2]
        rgba = np.concatenate([pixels, np.full((height, width, 1), 255, np.uint8)], axis=2)
        return rgba.tobytes(), width, height

    def reduce(self, prepared, k, _dithered):
        import imagequant

        return imagequant.quantize_raw_rgba_bytes(*prepared, dithering_level=0.0, max_colors=k)

    def finish(self, answer):
        indices, palette = answer
        return np.array(palette, np.uint8).reshape(-1, 4)[:, :3], np.frombuffer(indices, np.uint8)


class Pillow(Peer):
    """image.quantize(k, method=…, kmeans=…, dither=Image.Dither.NONE)"""

    def __init__(self, method, kmeans=0):
        self._method, self._kmeans = method, kmeans

    def prepare(self, pixels):
        from PIL import Image

        return Image.fromarray(pixels)

    def reduce(self, image, k, _dithered):
        from PIL import Image

        method = getattr(Image.Quantize, self._method)
        return image.quantize(k, method, kmeans=self._kmeans, dither=Image.Dither.NONE)

    def finish(self, image):
        return np.array(image.getpalette(), np.uint8).reshape(-1, 3), np.asarray(image).ravel()


class ScikitLearn(Peer):
    """KMeans(k, n_init=1, random_state=0).fit(pixels) or MiniBatchKMeans, as float32"""

    def __init__(self, name):
        from sklearn import cluster

        self._model = getattr(cluster, name)

    def prepare(self, pixels):
        return pixels.reshape(-1, 3).astype(np.float32)

    def reduce(self, pixels, k, _dithered):
        return self._model(k, n_init=1, random_state=0).fit(pixels)

    def finish(self, model):
        return np.rint(model.cluster_centers_).astype(np.uint8), model.labels_


class OpenCV(Peer):
    """cv2.kmeans(pixels, k, None, (EPS + MAX_ITER, 100, 0.1), 1, KMEANS_PP_CENTERS), float32"""

    def __init__(self):
        import cv2

        self._cv2 = cv2

    def prepare(self, pixels):
        return pixels.reshape(-1, 3).astype(np.float32)

    def reduce(self, pixels, k, _dithered):
        cv2 = self._cv2
        cv2.setRNGSeed(0)
        criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 100, 0.1)
        return cv2.kmeans(pixels, k, None, criteria, 1, cv2.KMEANS_PP_CENTERS)

    def finish(self, answer):
        return np.rint(answer[2]).astype(np.uint8), answer[1].ravel()


PEERS = {
    "Fewtone": lambda: Fewtone("normal"),
    "Fewtone as it looks": lambda: Fewtone("normal", "auto"),
    "Fewtone fast": lambda: Fewtone("fast"),
    "Fewtone best": lambda: Fewtone("best"),
    "Fewtone numpy": lambda: Fewtone("normal"),
    "imagequant": ImageQuant,
    "Pillow median cut": lambda: Pillow("MEDIANCUT"),
    "Pillow median cut, k-means": lambda: Pillow("MEDIANCUT", 1),
    "Pillow octree": lambda: Pillow("FASTOCTREE"),
    "scikit-learn KMeans": lambda: ScikitLearn("KMeans"),
    "scikit-learn MiniBatch": lambda: ScikitLearn("MiniBatchKMeans"),
    "OpenCV kmeans": OpenCV,
}


def squared_error(pixels, palette, indices):
    """Sum the squared RGB distances of all pixels; some rows at once, to spare memory."""
    shown = palette.astype(np.int32)
    indices = np.asarray(indices).reshape(pixels.shape[:2])
    total = 0
    for top in range(0, len(pixels), _ROWS):
        rows = slice(top, top + _ROWS)
        difference = pixels[rows].astype(np.int32) - shown[indices[rows]]
        total += int((difference * difference).sum(dtype=np.int64))
    return total


def main(name):
    peer = PEERS[name]()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints must not be taken for an answer
    # Whoever imports modules or starts threads at the first call has done so before it is timed.
    peer.finish(
        peer.reduce(peer.prepare(np.arange(3072, dtype=np.uint8).reshape(32, 32, 3)), 4, False)
    )
    pixels = prepared = None
    for line in sys.stdin:
        verb, *words = line.rstrip("\n").split("\t")
        if verb == "load":
            path, width, height = words[0], int(words[1]), int(words[2])
            pixels = prepared = None
            pixels = np.fromfile(path, np.uint8).reshape(height, width, 3)
            prepared = peer.prepare(pixels)
            answer = {"ready": True}
        else:
            k, dithered = int(words[0]), words[1] == "1"
            begin = time.perf_counter()
            raw = peer.reduce(prepared, k, dithered)
            seconds = time.perf_counter() - begin
            answer = {"seconds": seconds, "error": squared_error(pixels, *peer.finish(raw))}
            del raw
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
