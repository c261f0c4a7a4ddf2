"""From articles to one segment: analysed, inverted, encoded."""
