"""The networks of gater bench in PyTorch: weights by block, gates forced to patterns.

w1 [G, b, d] and w2 [G, b, o] hold block after block; the gater is u1 [r, d], u2 [G, r]. A mask
is a large positive number where a gate is to be open and a large negative one where it is to be
shut; it is added to what the gater computes.
"""
import math

import torch
import torch.nn.functional as F

torch.set_grad_enabled(False)  # but where autograd is what is measured

POOL = 16  # inputs and masks, so that they change from run to run


def weights(net):
    d, h, o, b, r = (net[k] for k in ("in", "units", "out", "width", "gater"))
    g = h // b
    make = lambda fan, *shape: torch.randn(*shape) / math.sqrt(fan)
    return {"w1": make(d / 2, g, b, d), "b1": torch.zeros(g, b), "w2": make(h, g, b, o), "b2": torch.zeros(o),
            "u1": make(d, r, d), "c1": torch.zeros(r), "u2": make(r, g, r), "c2": torch.zeros(g)}


def inputs(job):
    return [torch.rand(job["batch"], job["net"]["in"]) for _ in range(POOL)]


def masks(job):
    g = job["net"]["units"] // job["net"]["width"]
    return [(torch.rand(job["batch"], g) < job["active"]).float() * 2e9 - 1e9 for _ in range(POOL)]


def gater(p, x, tanh):
    """The hidden layer and the scores of the gates."""
    t = F.linear(x, p["u1"], p["c1"])
    t = torch.tanh_(t) if tanh else t
    return t, F.linear(t, p["u2"], p["c2"])


def route(on):
    """The rows of each open block, block after block, and where each block's rows end."""
    return on.t().nonzero()[:, 1], torch.cumsum(on.sum(0), 0).tolist()
