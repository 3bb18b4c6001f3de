"""PyTorch as a peer of gater bench."""
import ctypes
import os

import torch

import torch_forward
import torch_step
from peer import serve

torch.set_flush_denormal(True)
torch.manual_seed(1)


def core():
    """The kernels that OpenBLAS has chosen, if it is what PyTorch uses."""
    torch.ones(64, 64) @ torch.ones(64, 64)
    for line in open("/proc/self/maps"):
        path = line.split()[-1]
        if "openblas" in path:
            lib = ctypes.CDLL(path)
            try:
                lib.openblas_get_corename.restype = ctypes.c_char_p
                return "OpenBLAS, kernels " + lib.openblas_get_corename().decode()
            except AttributeError:
                pass
    return ""


def gemm(job, way):
    m, k, n = job["shape"]
    x, w, v = torch.rand(m, k), torch.randn(k, n), torch.randn(n, k)
    if way == "linear":
        return lambda _: torch.nn.functional.linear(x, v)
    if way == "matmul":
        y = torch.empty(m, n)
        return lambda _: torch.mm(x, w, out=y)
    if way == "addmv":
        y = torch.empty(n)
        return lambda _: torch.mv(v, x[0], out=y)
    layer = torch.nn.Linear(k, n).eval()
    if way == "mkldnn":
        return torch_forward.calls(torch_forward.mkldnn(layer), [x])
    return torch_forward.calls(torch_forward.frozen(layer, x), [x])


def ways(job):
    if job["kind"] == "gemm":
        return ["linear", "matmul", "mkldnn", "jit"] + (["addmv"] if job["shape"][0] == 1 else [])
    return (torch_forward if job["kind"] == "forward" else torch_step).ways(job)


def make(job, way):
    threads = 1 if way == "forked" else job["threads"]  # which has its own
    torch.set_num_threads(threads)
    if job["kind"] == "gemm":
        f = gemm(job, way)
    else:
        f = (torch_forward if job["kind"] == "forward" else torch_step).make(job, way)

    def start():
        torch.set_num_threads(threads)
    f.start = start
    return f


if __name__ == "__main__":
    tuned = ", allocator tuned" if "GLIBC_TUNABLES" in os.environ else ""
    serve("PyTorch " + torch.__version__ + tuned, core(), ways, make)
