"""The bench as a package: it is not installed, and this folder must not pass for it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
