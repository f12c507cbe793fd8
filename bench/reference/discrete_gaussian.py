"""Samples, tails and privacy terms of the discrete Gaussian, by other code than ours, with fractions and mpmath.

    python3 bench/reference/discrete_gaussian.py > sync/patterns/patterns.reference.json
    npx oxfmt sync/patterns/patterns.reference.json

The bytes are SHA-256(name, block number of 8 bytes), one block after the other, and are used as `uniformBelow` says.
"""

import hashlib
import json
from fractions import Fraction
from math import isqrt

from mpmath import mp, mpf, exp, log, sqrt, ncdf

mp.dps = 40


class Bytes:
    def __init__(self, name):
        self.name, self.block, self.left = name.encode(), 0, b""

    def take(self, count):
        while len(self.left) < count:
            self.left += hashlib.sha256(self.name + self.block.to_bytes(8, "big")).digest()
            self.block += 1
        taken, self.left = self.left[:count], self.left[count:]
        return taken

    def below(self, n):
        if n == 1:
            return 0
        bits = (n - 1).bit_length()
        while True:
            drawn = int.from_bytes(self.take((bits + 7) // 8), "big") % (1 << bits)
            if drawn < n:
                return drawn


def coin(source, n, d):
    """True with probability exp(-n/d) for n <= d; the bytes drawn depend on how the fraction is written."""
    k = 1
    while source.below(d * k) < n:
        k += 1
    return k % 2 == 1


def exp_coin(source, n, d):
    for _ in range(n // d):
        if not coin(source, 1, 1):
            return False
    return coin(source, n % d, d)


def laplace(source, t):
    while True:
        u = source.below(t)
        if not exp_coin(source, u, t):
            continue
        v = 0
        while exp_coin(source, 1, 1):
            v += 1
        size = u + t * v
        minus = source.below(2) < 1
        if minus and size == 0:
            continue
        return -size if minus else size


def gaussian(source, variance):
    n, d = variance.numerator, variance.denominator
    t = isqrt(n // d) + 1
    while True:
        y = laplace(source, t)
        off = abs(y) - variance / t
        chance = off * off / (2 * variance)
        # the same number over the denominator that the program uses
        whole = 2 * n * d * t * t
        if exp_coin(source, int(chance * whole), whole):
            return y


def tail(variance, at_least):
    """P(Z >= at_least)."""
    v = mpf(variance.numerator) / variance.denominator
    width = int(40 * sqrt(v)) + 10
    weights = {z: exp(-mpf(z) ** 2 / (2 * v)) for z in range(-width, width + 1)}
    return sum(w for z, w in weights.items() if z >= at_least) / sum(weights.values())


def epsilon(rho, delta):
    """The least epsilon of rho-zCDP at delta: Canonne, Kamath and Steinke 2020, proposition 12, over a fine grid."""
    best = None
    for step in range(1, 200_000):
        alpha = 1 + mpf(step) / 1000
        value = alpha * rho + (log(1 / mpf(delta)) + (alpha - 1) * log(1 - 1 / alpha) - log(alpha)) / (alpha - 1)
        if best is None or value < best:
            best = value
        elif value > best + 1:
            break
    return best


def samples(name, variance, count):
    source = Bytes(name)
    return {"bytes": name, "variance": f"{variance.numerator}/{variance.denominator}",
            "samples": [str(gaussian(source, variance)) for _ in range(count)]}


print(json.dumps({
    "samples": [
        samples("quarter", Fraction(1, 4), 40),
        samples("small", Fraction(24), 40),
        samples("odd", Fraction(1234567, 891), 40),
        samples("large", Fraction(3 * 10**14, 7), 40),
    ],
    "tails": [
        {"variance": f"{v.numerator}/{v.denominator}", "atLeast": z, "value": float(tail(v, z))}
        for v, zs in [(Fraction(1, 4), (0, 1, 2)), (Fraction(16), (0, 5, 13)), (Fraction(64, 3), (1, 14, 15)), (Fraction(512), (60, 70, 71))]
        for z in zs
    ],
    "epsilon": [{"rho": r, "delta": d, "value": float(epsilon(mpf(r), d))}
                for r, d in [(0.25, 1e-6), (0.125, 1e-6), (0.25, 1e-9), (1.0, 1e-6)]],
    "guess": [{"rho": r, "value": float(ncdf(sqrt(2 * mpf(r)) / 2))} for r in (0.25, 0.125)],
}))
