"""Warta with prepared queries: the timing starts after their posting lists were opened."""

from bench.speed.engines.warta import Start, warta

ENGINE = warta("Warta (prepared)", Start.PREPARED)
