"""Warta with empty caches: each search looks up its words and opens their posting lists."""

from bench.speed.engines.warta import Start, warta

ENGINE = warta("Warta (new words)", Start.NEW_WORDS)
