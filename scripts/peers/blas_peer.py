"""Products of OpenBLAS or oneDNN, called without anything in between.

GATER_BLAS is openblas or onednn. Ways: columns has the weights as inputs × outputs, rows as
outputs × inputs.
"""
import ctypes
import os
import random

from peer import serve

ROW, PLAIN, TURNED = 101, 111, 112  # of the C interface to BLAS
F, I, L = ctypes.c_float, ctypes.c_int, ctypes.c_int64


def numbers(n):
    """n small numbers at the beginning of a cache line"""
    block = [random.random() - 0.5 for _ in range(4093)]
    raw = (F * (n + 16 + 4093))()
    piece = bytes((F * 4093)(*block))
    ctypes.memmove(raw, piece * ((n + 16) // 4093 + 1), 4 * (n + 16))
    return (F * n).from_buffer(raw, -ctypes.addressof(raw) % 64)


def openblas(job, way):
    lib = load("libopenblas.so.0")
    m, k, n = job["shape"]
    x, w, y = numbers(m * k), numbers(k * n), numbers(m * n)
    one, zero = F(1), F(0)
    if m == 1:
        turn, rows, cols = (TURNED, k, n) if way == "columns" else (PLAIN, n, k)
        args = I(ROW), I(turn), I(rows), I(cols), one, w, I(cols), x, I(1), zero, y, I(1)
        return lambda _: lib.cblas_sgemv(*args)
    turn, ldb = (PLAIN, n) if way == "columns" else (TURNED, k)
    args = I(ROW), I(PLAIN), I(turn), I(m), I(n), I(k), one, x, I(k), w, I(ldb), zero, y, I(n)
    return lambda _: lib.cblas_sgemm(*args)


def onednn(job, way):
    lib = load("libdnnl.so.3", "libdnnl.so.2")
    m, k, n = job["shape"]
    x, w, y = numbers(m * k), numbers(k * n), numbers(m * n)
    turn, ldb = (b"N", n) if way == "columns" else (b"T", k)
    c = ctypes.c_char
    args = c(b"N"), c(turn), L(m), L(n), L(k), F(1), x, L(k), w, L(ldb), F(0), y, L(n)
    return lambda _: lib.dnnl_sgemm(*args)


def load(*names):
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError as e:
            error = e
    raise error


def name(which):
    """Name, version, and which kernels it has chosen."""
    if which == "onednn":
        class Version(ctypes.Structure):
            _fields_ = [(f, I) for f in ("major", "minor", "patch")]
        lib = load("libdnnl.so.3", "libdnnl.so.2")
        lib.dnnl_version.restype = ctypes.POINTER(Version)
        v = lib.dnnl_version().contents
        return "oneDNN %d.%d.%d" % (v.major, v.minor, v.patch), "dnnl_sgemm"
    lib = load("libopenblas.so.0")
    lib.openblas_get_config.restype = lib.openblas_get_corename.restype = ctypes.c_char_p
    version = " ".join(lib.openblas_get_config().decode().split()[:2])
    return version, "kernels " + lib.openblas_get_corename().decode()


which = os.environ.get("GATER_BLAS", "openblas")
serve(*name(which), lambda job: ["columns", "rows"] if job["kind"] == "gemm" else [],
      openblas if which == "openblas" else onednn)
