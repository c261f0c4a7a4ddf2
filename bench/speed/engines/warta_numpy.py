"""Warta without a compiled kernel: the same index, searched by the twin in NumPy."""

from __future__ import annotations

import os

os.environ["WARTA_KERNEL"] = "numpy"  # read when search.ranking is imported

from bench.speed.engines.warta import warta

ENGINE = warta("Warta, NumPy", same_index_as="warta")
