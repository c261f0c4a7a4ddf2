"""Which ranker answers: the compiled kernel where it was built, NumPy where not. The results are the same."""

from __future__ import annotations

import os
from collections.abc import Callable

from search.index.reading.snapshot import Snapshot
from search.ranking.bags import BagRanker
from search.ranking.exhaustive import ExhaustiveRanker
from search.ranking.exhaustive_bags import ExhaustiveBags
from search.ranking.found import Ranker
from search.ranking.settings import RankingSettings

try:
    from search.ranking.compiled import CompiledRanker, KernelColumns
    from search.ranking.compiled_bags import CompiledBags
except ImportError:  # installed without a compiler
    _IS_COMPILED = False
else:
    _IS_COMPILED = os.environ.get("WARTA_KERNEL", "compiled") != "numpy"

#: In a word, for people: what answers searches here.
KERNEL = "compiled kernel" if _IS_COMPILED else "NumPy"


def rankers(snapshot: Snapshot, settings: RankingSettings) -> Callable[[], Ranker]:
    """Return what makes a ranker for one search over a snapshot."""
    if not _IS_COMPILED:
        return lambda: ExhaustiveRanker(snapshot, settings)
    columns = KernelColumns(snapshot, settings)
    return lambda: CompiledRanker(columns)


def bag_ranker(snapshot: Snapshot, settings: RankingSettings) -> BagRanker:
    """Return what finds the best documents for bags of words."""
    return CompiledBags(snapshot, settings) if _IS_COMPILED else ExhaustiveBags(snapshot, settings)
