"""Training steps in PyTorch, with stochastic-times-smooth gates: h = b·√p, and the gradient flows
through √p alone.

masked: autograd and autograd-foreach (the ordinary way, with PyTorch's optimiser), manual (by
hand; everything is computed and multiplied by the gates). skip: grouped (by hand, a small product
for each open block). Run as a program, it compares the gradients of all ways.
"""
import torch
import torch.nn.functional as F

from torch_net import gater, inputs, masks, route, weights
from torch_update import Updates

RATE = 1e-4


def ways(job):
    if job["net"]["layers"] > 1:
        return []
    return {"masked": ["autograd", "autograd-foreach", "manual"], "skip": ["grouped"]}.get(job["way"], [])


def make(job, way, p=None):
    net, xs, ms = job["net"], inputs(job), masks(job)
    p = p or weights(net)
    ys = [torch.randint(0, net["out"], (job["batch"],)) for _ in xs]
    if way.startswith("autograd"):
        step = Autograd(p, net["tanh"], job["optimiser"], way.endswith("foreach"))
    else:
        step = {"manual": manual, "grouped": grouped}[way](p, net["tanh"], Updates(p, job["optimiser"], RATE))
    return lambda k: step(xs[k % len(xs)], ys[k % len(ys)], ms[k % len(ms)])


class Autograd:
    def __init__(self, p, tanh, rule, foreach):
        self.p, self.tanh = p, tanh
        for v in p.values():
            v.requires_grad_(True)
        if rule == "adam":
            self.opt = torch.optim.Adam(p.values(), lr=RATE, foreach=foreach)
        else:
            self.opt = torch.optim.SGD(p.values(), lr=RATE, momentum=0.9, foreach=foreach)

    def __call__(self, x, y, mask):
        self.opt.zero_grad(set_to_none=True)
        with torch.enable_grad():
            loss(self.p, self.tanh, x, y, mask).backward()
        self.opt.step()


def loss(p, tanh, x, y, mask):
    g, b, d = p["w1"].shape
    a = F.linear(x, p["u1"], p["c1"])
    a = F.linear(torch.tanh(a) if tanh else a, p["u2"], p["c2"])
    gates = torch.sqrt(torch.sigmoid(a)) * (mask > 0)
    h = F.relu(F.linear(x, p["w1"].view(g * b, d), p["b1"].view(-1)))
    h = (h.view(-1, g, b) * gates.unsqueeze(2)).view(-1, g * b)
    return F.cross_entropy(torch.addmm(p["b2"], h, p["w2"].view(g * b, -1)), y)


def head(z, y):
    """The gradient of the mean cross-entropy."""
    d = torch.log_softmax(z, 1).exp_()
    return d.scatter_add_(1, y.unsqueeze(1), torch.full((len(y), 1), -1.0)).div_(len(y))


def gater_back(u, p, x, t, da, tanh):
    u.product("u2", da.t(), t)
    u.sum("c2", da)
    dt = torch.mm(da, p["u2"])
    dt = dt.mul_(1 - t * t) if tanh else dt
    u.product("u1", dt.t(), x)
    u.sum("c1", dt)


def manual(p, tanh, u):
    g, b, d = p["w1"].shape
    w1, b1, w2 = p["w1"].view(g * b, d), p["b1"].view(-1), p["w2"].view(g * b, -1)

    def step(x, y, mask):
        h = torch.addmm(b1, x, w1.t()).relu_()
        t, a = gater(p, x, tanh)
        s = torch.sqrt(torch.sigmoid_(a))
        gates = s * (mask > 0)
        hg = (h.view(-1, g, b) * gates.unsqueeze(2)).view(-1, g * b)
        dz = head(torch.addmm(p["b2"], hg, w2), y)
        u.product("w2", hg.t(), dz)
        u.sum("b2", dz)
        dh = torch.mm(dz, w2.t())
        dv = dh.view(-1, g, b)
        da = (dv * h.view(-1, g, b)).sum(2).mul_(gates).mul_(0.5 * (1 - s * s))
        gater_back(u, p, x, t, da, tanh)
        dv.mul_(gates.unsqueeze(2))
        dh = torch.ops.aten.threshold_backward(dh, h, 0)
        u.product("w1", dh.t(), x)
        u.sum("b1", dh)
        u.step()
    return step


def grouped(p, tanh, u):
    g, b, _ = p["w1"].shape

    def step(x, y, mask):
        t, a = gater(p, x, tanh)
        on = mask > 0
        grp = on.t().nonzero()[:, 0]
        rows, ends = route(on)
        spans = [(k, s, e) for k, (s, e) in enumerate(zip([0] + ends, ends)) if e > s]
        s = torch.sqrt(torch.sigmoid(a))[rows, grp].unsqueeze(1)
        xs, h, ys = x.index_select(0, rows), torch.empty(len(rows), b), torch.empty(len(rows), len(p["b2"]))
        for k, lo, hi in spans:
            torch.addmm(p["b1"][k], xs[lo:hi], p["w1"][k].t(), out=h[lo:hi])
        h.relu_()
        hg = h * s
        for k, lo, hi in spans:
            torch.mm(hg[lo:hi], p["w2"][k], out=ys[lo:hi])
        dz = head(p["b2"].repeat(len(x), 1).index_add_(0, rows, ys), y)
        u.sum("b2", dz)
        ds, dh = dz.index_select(0, rows), torch.empty(len(rows), b)
        for k, lo, hi in spans:
            torch.mm(ds[lo:hi], p["w2"][k].t(), out=dh[lo:hi])
        u.blocks("w2", spans, hg, ds)
        da = torch.zeros_like(a)
        da[rows, grp] = (dh * h).sum(1) * (s * 0.5 * (1 - s * s)).squeeze(1)
        gater_back(u, p, x, t, da, tanh)
        dh.mul_(s).mul_(h > 0)
        u.blocks("w1", spans, dh, xs)
        u.scatter("b1", grp, dh)
        u.step()
    return step


def check():
    """The largest difference between the ways in what three steps change, relative to the change."""
    net = {"in": 20, "units": 24, "out": 7, "width": 4, "gater": 5, "layers": 1}
    job, worst = {"net": net, "batch": 9, "active": 0.4}, 0.0
    for net["tanh"] in (False, True):
        for job["optimiser"] in ("sgd", "adam"):
            changes = [change(job, way) for way in ("autograd", "manual", "grouped")]
            for other in changes[1:]:
                for k, v in changes[0].items():
                    worst = max(worst, float((v - other[k]).abs().max() / v.abs().max()))
    print("largest relative difference %.1e" % worst)
    assert worst < 0.01, worst


def change(job, way):
    torch.manual_seed(3)
    p = {k: 0.1 * torch.randn(v.shape) for k, v in weights(job["net"]).items()}
    old = {k: v.clone() for k, v in p.items()}
    step = make(job, way, p)
    for k in range(3):
        step(k)
    return {k: p[k].detach() - v for k, v in old.items()}


if __name__ == "__main__":
    check()
