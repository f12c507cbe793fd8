"""The generator of ml/random, written again in plain Python from its sources.

xoshiro128** 1.1 by Blackman and Vigna (https://prng.di.unimi.it/xoshiro128starstar.c), seeded by a SplitMix32 with the
multipliers 0x21f0aaad and 0x735a2d97 of the hash prospector's table of low-bias 32-bit functions. The state 1, 2, 3, 4
must give 11520, 0, 5927040, 70819200, the vector that ports of the C program test themselves with.

    python3 bench/reference/xoshiro.py > ml/random/xoshiro.reference.json
    npx oxfmt ml/random/xoshiro.reference.json
"""

import json

MASK = 0xFFFFFFFF


def rotate(value, bits):
    return ((value << bits) | (value >> (32 - bits))) & MASK


def xoshiro(state):
    s = list(state)
    while True:
        yield (rotate((s[1] * 5) & MASK, 7) * 9) & MASK
        shifted = (s[1] << 9) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = rotate(s[3], 11)


def take(generator, count):
    return [next(generator) for _ in range(count)]


def split_mix(start):
    mixed = start
    while True:
        mixed = (mixed + 0x9E3779B9) & MASK
        value = ((mixed ^ (mixed >> 16)) * 0x21F0AAAD) & MASK
        value = ((value ^ (value >> 15)) * 0x735A2D97) & MASK
        yield value ^ (value >> 15)


def state_of(seed):
    high = (seed >> 32) & MASK
    return take(split_mix((seed & MASK) ^ ((high * 0x85EBCA6B) & MASK)), 4)


assert take(xoshiro([1, 2, 3, 4]), 4) == [11520, 0, 5927040, 70819200]

print(json.dumps([
    {"seed": seed, "bits": take(xoshiro(state_of(seed)), 8)}
    for seed in (0, 1, 2, 42, 20240131, 2**31, 2**32 - 1, 2**40 + 7, 2**53 - 1, -1)
]))
