"""Warta where no word was asked for before: each search looks its words up and opens their lists."""

from bench.speed.engines.warta import Start, warta

ENGINE = warta("Warta (new words)", Start.NEW_WORDS)
