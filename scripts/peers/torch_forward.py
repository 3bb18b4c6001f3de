"""Forward passes in PyTorch.

dense: linear, jit (traced, frozen, optimised for inference), mkldnn (oneDNN with packed weights),
and for one example addmv. skip: for one example select (gathers the open blocks' weights) and
views (a loop over them), for more loop and forked (a small product for each open block; forked
gives each of two threads half of the blocks). Run as a program, it compares the outputs of all.
"""
import torch
import torch.nn.functional as F

from torch_net import gater, inputs, masks, route, weights


def ways(job):
    one = job["batch"] == 1
    if job["way"] == "dense":
        return ["linear", "jit", "mkldnn"] + (["addmv"] if one else [])
    if job["way"] != "skip" or job["net"]["layers"] > 1:
        return []
    return ["select", "views"] if one else ["loop", "forked"]


def make(job, way):
    return dense(job, way) if job["way"] == "dense" else skip(job, way)


def calls(f, xs):
    """f of one input after the other"""
    return lambda k: f(xs[k % len(xs)])


def frozen(module, x):
    return torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(module, x)))


def mkldnn(module):
    from torch.utils import mkldnn as convert
    packed = convert.to_mkldnn(module)
    return lambda x: packed(x.to_mkldnn()).to_dense()


def dense(job, way):
    n, xs, layers = job["net"], inputs(job), []
    size = n["in"]
    for _ in range(n["layers"]):
        layers += [torch.nn.Linear(size, n["units"]), torch.nn.ReLU()]
        size = n["units"]
    module = torch.nn.Sequential(*layers, torch.nn.Linear(size, n["out"])).eval()
    if way == "jit":
        return calls(frozen(module, xs[0]), xs)
    if way == "mkldnn":
        return calls(mkldnn(module), xs)
    if way == "addmv":
        return calls(lambda x: vectors(module, x[0]), xs)
    return calls(module, xs)


def vectors(module, x):
    for layer in module:
        x = x.relu_() if isinstance(layer, torch.nn.ReLU) else torch.addmv(layer.bias, layer.weight, x)
    return x


def skip(job, way):
    p, xs, ms, tanh = weights(job["net"]), inputs(job), masks(job), job["net"]["tanh"]
    f = globals()[way]
    return lambda k: f(p, xs[k % len(xs)], gater(p, xs[k % len(xs)], tanh)[1] + ms[k % len(ms)] > 0)


def select(p, x, on):
    i = on[0].nonzero().squeeze(1)
    w1, w2 = p["w1"].index_select(0, i), p["w2"].index_select(0, i)
    h = torch.addmv(p["b1"].index_select(0, i).view(-1), w1.view(-1, x.shape[1]), x[0]).relu_()
    return torch.addmv(p["b2"], w2.view(-1, w2.shape[2]).t(), h)


def views(p, x, on):
    y, w1, b1, w2, row = p["b2"].clone(), p["w1"], p["b1"], p["w2"], x[0]
    for g in on[0].nonzero().squeeze(1).tolist():
        y.addmv_(w2[g].t(), torch.addmv(b1[g], w1[g], row).relu_())
    return y


@torch.jit.script
def blocks(xs, ys, w1, b1, w2, ends, lo: int, hi: int):
    s = 0 if lo == 0 else int(ends[lo - 1])
    for g in range(lo, hi):
        e = int(ends[g])
        if e > s:
            ys[s:e] = torch.mm(torch.addmm(b1[g], xs[s:e], w1[g].t()).relu_(), w2[g])
            s = e
    return ys


@torch.jit.script
def halves(xs, ys, w1, b1, w2, ends):
    n = int(w1.size(0))
    other = torch.jit.fork(blocks, xs, ys, w1, b1, w2, ends, 0, n // 2)
    blocks(xs, ys, w1, b1, w2, ends, n // 2, n)
    torch.jit.wait(other)
    return ys


def grouped(p, x, on, f):
    rows, ends = route(on)
    ys = torch.empty(len(rows), len(p["b2"]))
    f(x.index_select(0, rows), ys, p["w1"], p["b1"], p["w2"], torch.tensor(ends))
    return p["b2"].repeat(len(x), 1).index_add_(0, rows, ys)


def loop(p, x, on):
    return grouped(p, x, on, lambda *a: blocks(*a, 0, len(p["w1"])))


def forked(p, x, on):
    return grouped(p, x, on, halves)


def check():
    """The largest difference of a skipping way from the masked net."""
    net, worst = {"in": 20, "units": 24, "out": 7, "width": 4, "gater": 5}, 0.0
    for batch, names in ((1, (select, views)), (9, (loop, forked))):
        p, x = weights(net), torch.rand(batch, 20)
        on = torch.rand(batch, 6) < 0.5
        on[0, 0] = True
        h = F.relu(F.linear(x, p["w1"].view(24, 20))) * on.repeat_interleave(4, 1)
        want = torch.mm(h, p["w2"].view(24, 7)) + p["b2"]
        for f in names:
            worst = max(worst, float((f(p, x, on) - want).abs().max()))
    print("largest difference %.1e" % worst)
    assert worst < 1e-5, worst


if __name__ == "__main__":
    check()
