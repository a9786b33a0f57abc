import sys
from pathlib import Path

# The benchmark's modules are scripts beside each other, no package.
sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
