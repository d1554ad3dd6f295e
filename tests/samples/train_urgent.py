"""Learn the weights of urgent words: `make urgent-weights`. Reads tests/samples/urgent_training, writes law/urgent/weights.txt.

Logistic regression with a quadratic penalty on the features of `law.rules.urgent`, both labels of equal weight. Each
window of an ordinary text is ordinary; of an urgent one the windows that look urgent after a first round count. The
texts were written by several writers who had not seen the rules or the sample by which the rules are measured.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the problem is small; more threads cost more than they bring

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import scipy.sparse as sp
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from answerable.law.rules import urgent

TEXTS: Final = Path(__file__).parent / "urgent_training"
WEIGHTS: Final = Path(__file__).parents[2] / "src" / "answerable" / "law" / "urgent" / "weights.txt"
SEEN: Final = 3  # windows that a feature stands in, or it isn't learned
PENALTY: Final = 0.1
Vector = NDArray[np.float64]


def texts() -> Iterator[tuple[bool, str]]:
    """Whether a text is urgent, and the text."""
    for path in sorted(TEXTS.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            label, _tab, text = line.partition("\t")
            yield label == "1", text


def learn(labelled: list[tuple[bool, str]]) -> dict[str, float]:
    """The weight of each feature that is seen often enough, and the bias."""
    lists = urgent.read(yaml.safe_load(path.read_text("utf-8")) for path in sorted(WEIGHTS.parent.glob("*.yaml")))
    found = [
        (number, is_urgent, urgent.features(words))
        for number, (is_urgent, text) in enumerate(labelled)
        for words in urgent.windows(urgent.sentences_of(text, lists))
    ]
    seen = Counter(feature for _number, _label, features in found for feature in features)
    names = sorted(feature for feature, times in seen.items() if times >= SEEN)
    matrix = _matrix([features for _number, _label, features in found], names)
    labels = np.array([is_urgent for _number, is_urgent, _features in found])
    owners = np.array([number for number, _label, _features in found])
    theta = _fitted(matrix, labels)
    theta = _fitted(*_telling(matrix, labels, owners, matrix @ theta[:-1] + theta[-1]))
    return dict(zip((*names, urgent.BIAS), theta.tolist(), strict=True))


def _matrix(found: list[set[str]], names: list[str]) -> "sp.csr_matrix":
    place = {name: number for number, name in enumerate(names)}
    columns = [[place[feature] for feature in features if feature in place] for features in found]
    starts = np.cumsum([0, *map(len, columns)])
    flat = [column for row in columns for column in row]
    values = np.repeat([1 / np.sqrt(len(row) or 1) for row in columns], [len(row) for row in columns])
    return sp.csr_matrix((values, flat, starts), shape=(len(found), len(names)))


def _telling(
    matrix: "sp.csr_matrix", labels: NDArray[np.bool_], owners: NDArray[np.int64], scores: Vector
) -> tuple["sp.csr_matrix", NDArray[np.bool_]]:
    """All windows of ordinary texts; of an urgent one those that look it, or the one that looks it most."""
    best = np.full(owners.max() + 1, -np.inf)
    np.maximum.at(best, owners, scores)
    kept = ~labels | (scores >= np.minimum(best[owners], urgent.ASKS_FROM))
    return matrix[kept], labels[kept]


def _fitted(matrix: "sp.csr_matrix", labels: NDArray[np.bool_]) -> Vector:
    signs, urgents = np.where(labels, 1.0, -1.0), labels.sum()
    share = np.where(labels, (len(labels) - urgents) / urgents, 1.0)

    def loss(theta: Vector) -> tuple[float, Vector]:
        margins = signs * (matrix @ theta[:-1] + theta[-1])
        slopes = -signs * share / (1 + np.exp(np.clip(margins, -50, 50)))
        lost = (share * np.logaddexp(0, -margins)).sum() + PENALTY / 2 * theta[:-1] @ theta[:-1]
        return float(lost), np.append(matrix.T @ slopes + PENALTY * theta[:-1], slopes.sum())

    start = np.zeros(matrix.shape[1] + 1)
    result: Vector = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return result


def main() -> None:
    """Learn from all texts and write the weights down."""
    weights = learn(list(texts()))
    rounded = {name: round(weight * 100) for name, weight in weights.items()}
    WEIGHTS.write_text("".join(f"{name}\t{weight}\n" for name, weight in sorted(rounded.items()) if weight), "utf-8")
    print(f"{len(rounded)} weights")


if __name__ == "__main__":
    main()
