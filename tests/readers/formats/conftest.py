"""What the tests of readers share stands a folder further up."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]
