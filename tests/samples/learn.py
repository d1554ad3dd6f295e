"""Learn what words weigh: `make learn`. Reads tests/samples/<name>_training, writes law/<name>/weights.txt.

For words of danger (`urgent`) and for volume targets (`targets`). Logistic regression with a quadratic penalty on the features
of `law.rules.weighing`, both labels of equal weight. Each window of an ordinary text is ordinary; of one that is meant the
windows that look it after a first round count. The texts were written by several writers who had not seen the rules or the
samples by which the rules are measured.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the problem is small; more threads cost more than they bring

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

from answerable.law import learned
from answerable.law.rules import phrases, urgent, weighing

HERE: Final = Path(__file__).parent
LAW: Final = HERE.parents[1] / "src" / "answerable" / "law"
SEEN: Final = 3  # windows that a feature stands in, or it isn't learned
PENALTY: Final = 0.1
FROM: Final = 0.5  # what a window must weigh to look like what is meant: as the rules have it
Vector = NDArray[np.float64]


def _urgent(text: str) -> list[list[str]]:
    return urgent.sentences_of(text, urgent.read(learned.URGENT.lists()))


LEARNED: Final[dict[str, tuple[learned.Shipped, Callable[[str], list[list[str]]]]]] = {
    "urgent": (learned.URGENT, _urgent),
    "targets": (learned.TARGETS, phrases.sentences),
}
"""What is learned, and how the rule reads a text."""


def texts(name: str) -> Iterator[tuple[bool, str]]:
    """Whether a text is one that is meant, and the text. What is ordinary where danger is learned sets no target either."""
    for path in sorted((HERE / f"{name}_training").glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            label, _tab, text = line.partition("\t")
            yield label == "1", text
    if name == "targets":
        yield from ((False, text) for is_urgent, text in texts("urgent") if not is_urgent)


def learn(labelled: list[tuple[bool, list[list[str]]]]) -> dict[str, float]:
    """The weight of each feature that is seen often enough, and the bias."""
    found = [
        (number, is_meant, weighing.features(words))
        for number, (is_meant, sentences) in enumerate(labelled)
        for words in weighing.windows(sentences)
    ]
    seen = Counter(feature for _number, _label, features in found for feature in features)
    names = sorted(feature for feature, times in seen.items() if times >= SEEN)
    matrix = _matrix([features for _number, _label, features in found], names)
    labels = np.array([is_meant for _number, is_meant, _features in found])
    owners = np.array([number for number, _label, _features in found])
    theta = _fitted(matrix, labels)
    theta = _fitted(*_telling(matrix, labels, owners, matrix @ theta[:-1] + theta[-1]))
    return dict(zip((*names, weighing.BIAS), theta.tolist(), strict=True))


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
    """All windows of ordinary texts; of one that is meant those that look it, or the one that looks it most."""
    best = np.full(owners.max() + 1, -np.inf)
    np.maximum.at(best, owners, scores)
    kept = ~labels | (scores >= np.minimum(best[owners], FROM))
    return matrix[kept], labels[kept]


def _fitted(matrix: "sp.csr_matrix", labels: NDArray[np.bool_]) -> Vector:
    signs, meant = np.where(labels, 1.0, -1.0), labels.sum()
    share = np.where(labels, (len(labels) - meant) / meant, 1.0)

    def loss(theta: Vector) -> tuple[float, Vector]:
        margins = signs * (matrix @ theta[:-1] + theta[-1])
        slopes = -signs * share / (1 + np.exp(np.clip(margins, -50, 50)))
        lost = (share * np.logaddexp(0, -margins)).sum() + PENALTY / 2 * theta[:-1] @ theta[:-1]
        return float(lost), np.append(matrix.T @ slopes + PENALTY * theta[:-1], slopes.sum())

    start = np.zeros(matrix.shape[1] + 1)
    result: Vector = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return result


def main() -> None:
    """Learn from all texts of a name and write the weights down."""
    for name in sys.argv[1:] or LEARNED:
        shipped, read = LEARNED[name]
        weights = learn([(is_meant, read(text)) for is_meant, text in texts(name)])
        rounded = {each: round(weight * 100) for each, weight in weights.items()}
        lines = "".join(f"{each}\t{weight}\n" for each, weight in sorted(rounded.items()) if weight)
        (LAW / shipped.name / learned.WEIGHTS).write_text(lines, "utf-8")
        print(f"{name}: {len(rounded)} weights")


if __name__ == "__main__":
    main()
