"""Warta with its queries prepared: the clock starts when their posting lists are open."""

from bench.speed.engines.warta import Start, warta

ENGINE = warta("Warta (prepared)", Start.PREPARED)
