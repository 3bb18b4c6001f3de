"""Updates by hand: momentum, whose buffer is the accumulator of the products, or Adam in place."""
import math

import torch


class Updates:
    def __init__(self, p, rule, rate):
        self.p, self.rate, self.adam, self.t = p, rate, rule == "adam", 0
        self.keep = 0.0 if self.adam else 0.9  # of what a product is added to
        like = lambda: {k: torch.zeros_like(v) for k, v in p.items()}
        self.g = like()  # gradient, or momentum
        if self.adam:
            self.m, self.v, self.tmp = like(), like(), like()

    def product(self, name, a, b):
        g = self.g[name]
        g.view(a.shape[0], b.shape[1]).addmm_(a, b, beta=self.keep)

    def sum(self, name, rows):
        g = self.g[name].view(-1)
        g.mul_(self.keep).add_(rows.sum(0))

    def blocks(self, name, spans, a, b):
        """A product for each open block, and for a shut one what time does to it."""
        g, seen = self.g[name], set()
        for k, lo, hi in spans:
            g[k].addmm_(a[lo:hi].t(), b[lo:hi], beta=self.keep)
            seen.add(k)
        for k in range(len(g)):
            if k not in seen:
                g[k].mul_(self.keep)

    def scatter(self, name, index, rows):
        self.g[name].mul_(self.keep).index_add_(0, index, rows)

    def step(self):
        if not self.adam:
            for k, w in self.p.items():
                w.add_(self.g[k], alpha=-self.rate)
            return
        self.t += 1
        c1, c2 = 1 - 0.9 ** self.t, 1 - 0.999 ** self.t
        for k, w in self.p.items():
            g, m, v, tmp = self.g[k], self.m[k], self.v[k], self.tmp[k]
            m.mul_(0.9).add_(g, alpha=0.1)
            v.mul_(0.999).addcmul_(g, g, value=0.001)
            torch.sqrt(v, out=tmp).mul_(1 / math.sqrt(c2)).add_(1e-8)
            w.addcdiv_(m, tmp, value=-self.rate / c1)
