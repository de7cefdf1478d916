"""Chance with a seed: the same seed, kind and number give the same page."""
import zlib

import numpy as np


class Dice:
    def __init__(self, *names):
        self.numpy = np.random.default_rng([zlib.crc32(str(name).encode()) for name in names])

    def between(self, low, high):
        return low + (high - low) * float(self.numpy.random())

    def whole(self, low, high):
        """Both ends are possible."""
        return int(self.numpy.integers(low, high + 1))

    def one_of(self, things):
        return things[self.whole(0, len(things) - 1)]

    def some_of(self, things, count):
        return [things[i] for i in self.numpy.permutation(len(things))[:count]]

    def chance(self, share):
        return float(self.numpy.random()) < share

    def sign(self):
        return 1 if self.chance(0.5) else -1
