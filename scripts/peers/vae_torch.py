#!/usr/bin/env python3
"""The autoencoder of `gater lab vae` in PyTorch, for steps per second and as a second opinion.

    python3 scripts/peers/vae_torch.py --net linear --steps 2000 --threads 2

One line of JSON at the end. The same model, step by step: pixels drawn anew, encoder, 200 Bernoulli
units, DisARM (or leave-one-out of two), decoder, Adam, and the moving averages of the encoder's
gradient (--no-variance leaves those out). The decoder learns from one of the two samples, as in
gater. Pictures come from an IDX file (--images, plain or .gz), or are made up.
"""

import argparse
import gzip
import json
import math
import struct
import time

import torch
from torch import nn
from torch.nn import functional as F


def images(path):
    if path is None:
        g = torch.Generator().manual_seed(1)
        x = torch.rand(10000, 784, generator=g)
        on = torch.rand(10000, 784, generator=g) < 0.19
        return torch.where(on, (2 * x).clamp(max=1), torch.zeros(()))
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as f:
        _, n, h, w = struct.unpack(">IIII", f.read(16))
        x = torch.frombuffer(bytearray(f.read()), dtype=torch.uint8)
    return x.reshape(n, h * w).float() / 255


def stack(sizes):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        if i > 0:
            layers.append(nn.LeakyReLU(0.3))
        lin = nn.Linear(a, b)
        nn.init.xavier_uniform_(lin.weight)
        nn.init.zeros_(lin.bias)
        layers.append(lin)
    return nn.Sequential(*layers)


class Model(nn.Module):
    def __init__(self, net, latent):
        super().__init__()
        hidden = [200, 200] if net == "nonlinear" else []
        self.encoder = stack([784, *hidden, latent])
        self.decoder = stack([latent, *hidden, 784])
        self.constant = latent * math.log(2)

    def loss(self, h, a, x):
        """-log p(x|h) - log p(h) + log q(h|a), row by row; the prior is uniform."""
        nll = F.binary_cross_entropy_with_logits(self.decoder(h), x, reduction="none").sum(1)
        logq = (h * a - F.softplus(a)).sum(1)
        return nll + logq + self.constant


def disarm(model, a, x):
    u = torch.rand_like(a)
    p = torch.sigmoid(a)
    h, h2 = (u > 1 - p).float(), (u < p).float()
    f1 = model.loss(h, a.detach(), x)
    with torch.no_grad():
        f2 = model.loss(h2, a, x)
        g = (0.5 * (f1 - f2)).unsqueeze(1) * (h - h2) * torch.sigmoid(a.abs())
    return f1, g


def rloo(model, a, x):
    p = torch.sigmoid(a)
    h, h2 = (torch.rand_like(a) < p).float(), (torch.rand_like(a) < p).float()
    f1 = model.loss(h, a.detach(), x)
    with torch.no_grad():
        f2 = model.loss(h2, a, x)
        g = (0.5 * (f1 - f2)).unsqueeze(1) * (h - h2)
    return f1, g


def check(net):
    """The loss of given weights, bits and pixels, which internal/lab/vae's TestPeer expects too."""
    model = Model(net, 200).double()
    with torch.no_grad():
        layers = [m for m in [*model.encoder, *model.decoder] if isinstance(m, nn.Linear)]
        for n, lin in enumerate(layers):
            o, i = torch.meshgrid(torch.arange(lin.out_features), torch.arange(lin.in_features), indexing="ij")
            lin.weight.copy_(0.1 * torch.sin((31 * i + 17 * o + n).double()))
            lin.bias.copy_(0.1 * torch.cos((torch.arange(lin.out_features) + n).double()))
        r, j = torch.meshgrid(torch.arange(4), torch.arange(784), indexing="ij")
        x = ((3 * r + 5 * j + r * j) % 7 < 2).double()
        h = ((r + 2 * j + r * j) % 5 < 2).double()[:, :200]
        return model.loss(h, model.encoder(x), x).tolist()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--net", choices=["linear", "nonlinear"], default="linear")
    ap.add_argument("--estimator", choices=["disarm", "rloo"], default="disarm")
    ap.add_argument("--steps", type=int, default=2000)
    ap.add_argument("--warm", type=int, default=100, help="steps before the clock starts")
    ap.add_argument("--batch", type=int, default=100)
    ap.add_argument("--latent", type=int, default=200)
    ap.add_argument("--rate", type=float, default=1e-3)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--images", help="IDX file of pictures")
    ap.add_argument("--no-variance", action="store_true")
    ap.add_argument("--check", action="store_true", help="print the losses of fixed weights, bits and pixels, and stop")
    arg = ap.parse_args()
    if arg.check:
        print(json.dumps(check(arg.net)))
        return
    torch.manual_seed(arg.seed)
    torch.set_num_threads(arg.threads)
    data = images(arg.images)
    if arg.images:
        data = data[: len(data) * 5 // 6]
    model = Model(arg.net, arg.latent)
    try:  # the fused kinds are faster where there are any
        opt = torch.optim.Adam(model.parameters(), lr=arg.rate, foreach=True)
    except TypeError:
        opt = torch.optim.Adam(model.parameters(), lr=arg.rate)
    estimate = {"disarm": disarm, "rloo": rloo}[arg.estimator]
    params = list(model.encoder.parameters())
    mean = [torch.zeros_like(p) for p in params]
    square = [torch.zeros_like(p) for p in params]
    order, at, bound, began = torch.randperm(len(data)), 0, 0.0, 0.0
    for step in range(arg.warm + arg.steps):
        if step == arg.warm:
            began = time.perf_counter()
        if at + arg.batch > len(data):
            order, at = torch.randperm(len(data)), 0
        grey = data[order[at : at + arg.batch]]
        at += arg.batch
        x = torch.bernoulli(grey)
        opt.zero_grad(set_to_none=True)
        a = model.encoder(x)
        f, g = estimate(model, a, x)
        f.mean().backward()
        a.backward(g / arg.batch)
        if not arg.no_variance:
            with torch.no_grad():
                w = 1.0 if step == 0 else 0.001
                for p, m, s in zip(params, mean, square):
                    m.lerp_(p.grad, w)
                    s.lerp_(p.grad * p.grad, w)
        opt.step()
        bound -= f.mean().item()
        if (step + 1) % 1000 == 0:
            last, bound = bound / 1000, 0.0
    seconds = time.perf_counter() - began
    out = {"peer": "torch " + torch.__version__, "net": arg.net, "estimator": arg.estimator, "batch": arg.batch,
           "threads": arg.threads, "steps": arg.steps, "steps_per_second": arg.steps / seconds}
    if arg.warm + arg.steps >= 1000:
        out["train_bound"] = last
    if not arg.no_variance:
        n = sum(p.numel() for p in params)
        out["variance"] = sum((s - m * m).sum().item() for m, s in zip(mean, square)) / n
    print(json.dumps(out))


if __name__ == "__main__":
    main()
