"""BM25, the formula: how much an occurrence says.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the inverse
document frequency that cannot become negative (as Lucene's) and without the constant factor k1 + 1, which
changes no order.
"""

from __future__ import annotations

from math import log

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def inverse_document_frequency(holding: int, total: int) -> float:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)) for a term that ``holding`` of ``total`` documents hold."""
    return log(1.0 + (total - holding + 0.5) / (holding + 0.5))


def saturation(
    tf: npt.NDArray[np.generic], length: npt.NDArray[np.generic], average: float, k1: float, b: float
) -> Floats:
    """Return tf / (tf + k1 (1 - b + b length / average)), from 0 to 1.

    tf:      occurrences in each document
    length:  terms in each of the same documents
    average: mean length over all documents
    """
    frequency = np.asarray(tf, np.float64)
    result: Floats = frequency / (frequency + length_norms(length, average, k1, b))
    return result


def length_norms(length: npt.NDArray[np.generic], average: float, k1: float, b: float) -> Floats:
    """Return k1 (1 - b + b length / average), what a frequency is set against."""
    norms: Floats = k1 * (1.0 - b + b * np.asarray(length, np.float64) / average)
    return norms
