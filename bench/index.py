"""Drawing places beside the plan of an outside numpy script, in the same run: `make bench-index`.

The script is $EXEMPLAR_VECTORS/vectors/index/perf/mc_numpy.py. Both have two threads and nothing else of OpenBLAS set.
"""
import os, re, subprocess, sys

root = os.path.join(os.environ.get("EXEMPLAR_VECTORS", ""), "vectors/index/perf/mc_numpy.py")
env = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
env["OPENBLAS_NUM_THREADS"] = "2"


def ours(*args):
    """Seconds of the fastest run, and the most memory in MB."""
    command = ["cargo", "bench", "--quiet", "-p", "composite", "--bench", "index", "--", *map(str, args)]
    out = subprocess.run(["/usr/bin/env", *command], env=env, capture_output=True, text=True)
    found = re.search(r": ([0-9.]+) s", out.stdout)
    return float(found.group(1)) if found else sys.exit(out.stdout + out.stderr)


def theirs():
    if not os.path.exists(root):
        return None
    out = subprocess.run(["/usr/bin/python3", root, "synth", "10000", "240", "150"], env=env, capture_output=True, text=True)
    found = re.search(r"best ranks ([0-9.]+) s, quantiles ([0-9.]+) s", out.stdout)
    return sum(map(float, found.groups())) if found else sys.exit(out.stdout + out.stderr)


ours(240, 150, 100, 2, "method")  # builds
script, own = [], []
for _ in range(3):
    script.append(theirs())
    own.append(ours(240, 150, 10_000, 2, "method"))
both = min(ours(240, 150, 10_000, 2, "both") for _ in range(3))
method = min(own)
print(f"{'work':<58}{'seconds':>9}  bar")
if all(script):
    peer = min(script)
    print(f"{'outside script, 240 x 150 x 10,000, ranks and quantiles':<58}{peer:>9.3f}")
    verdict = "met" if method <= 0.35 * peer else "NOT MET"
    print(f"{'places under doubt of the method, the same':<58}{method:>9.3f}  0.35 x script = {0.35 * peer:.3f}: {verdict}")
else:
    print(f"{'places under doubt of the method, 240 x 150 x 10,000':<58}{method:>9.3f}  (no script to compare with)")
verdict = "met" if both <= 2 * method else "NOT MET"
print(f"{'and with errors of reporting':<58}{both:>9.3f}  2 x the row above = {2 * method:.3f}: {verdict}")
if "--large" in sys.argv:
    large = ours(100_000, 150, 1_000, 2, "method")
    print(f"{'100,000 x 150 x 1,000':<58}{large:>9.3f}  10: {'met' if large < 10 else 'NOT MET'}")
