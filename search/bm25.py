"""The module has the formula BM25.

The source is Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009). The
inverse document frequency cannot become negative, as in Lucene. The constant factor k1 + 1 is left out,
because it does not change the order of results.
"""

from __future__ import annotations

from math import log

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def inverse_document_frequency(document_frequency: int, total: int) -> float:
    """Return the idf ln(1 + (N - n + 0.5) / (n + 0.5)), if n of N documents contain the term.

    N is ``total``.
    """
    return log(1.0 + (total - document_frequency + 0.5) / (document_frequency + 0.5))


def saturation(
    tf: npt.NDArray[np.generic], length: npt.NDArray[np.generic], average: float, k1: float, b: float
) -> Floats:
    """Return the saturation tf / (tf + k1 (1 - b + b length / average)), from 0 to 1.

    tf:      the frequency of a term in each document
    length:  the number of index terms in each of these documents
    average: the mean length of all documents of the collection
    """
    frequency = np.asarray(tf, np.float64)
    result: Floats = frequency / (frequency + length_norms(length, average, k1, b))
    return result


def length_norms(length: npt.NDArray[np.generic], average: float, k1: float, b: float) -> Floats:
    """Return the norm of each length: k1 (1 - b + b length / average)."""
    norms: Floats = k1 * (1.0 - b + b * np.asarray(length, np.float64) / average)
    return norms
