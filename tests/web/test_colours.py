"""The colours of the pages, light and dark, in numbers."""

import itertools
import re
from pathlib import Path

import web


def test_text_of_every_colour_is_read_on_every_ground():
    """Where a closed list lies under other text, tools measure that text on its marks (WCAG 1.4.3)."""
    style = (Path(web.__file__).parent / "static" / "warta.css").read_text()
    for scheme in re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]:
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", scheme))
        for text, ground in itertools.product(("ink", "soft", "accent"), ("paper", "sheet", "mark")):
            light, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground, colours[text], colours[ground])


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
