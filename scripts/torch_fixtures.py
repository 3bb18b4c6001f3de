"""Writes internal/torch/testdata with PyTorch: torch_fixtures.py DIR.

A small net, saved in the ways that people save one, and its outputs on 16 rows.
"""
import collections
import json
import struct
import sys

import torch

dir = sys.argv[1]
torch.manual_seed(1)
net = torch.nn.Sequential(torch.nn.Linear(4, 6), torch.nn.ReLU(), torch.nn.Linear(6, 5), torch.nn.Tanh(), torch.nn.Linear(5, 3))
state = net.state_dict()
x = torch.randn(16, 4)


def named(prefix, rename=lambda k: k, change=lambda v: v):
    return collections.OrderedDict((prefix + rename(k), change(v)) for k, v in state.items())


def safetensors(path, tensors):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for k in sorted(tensors):
        b = tensors[k].contiguous().numpy().tobytes()
        header[k] = {"dtype": "F32", "shape": list(tensors[k].shape), "data_offsets": [len(data), len(data) + len(b)]}
        data += b
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + data)


fc = {"0": "input", "2": "hidden", "4": "output"}
torch.save(state, f"{dir}/state.pt")
torch.save(named("module."), f"{dir}/parallel.pt")
torch.save(named("", lambda k: fc[k[0]] + k[1:]), f"{dir}/names.pt")
torch.save(named("", change=lambda v: v.double()), f"{dir}/double.pt")
torch.save(named("", change=lambda v: v.half()), f"{dir}/half.pt")
torch.save(named("", change=lambda v: v.bfloat16()), f"{dir}/bfloat16.pt")
torch.save(named("", change=lambda v: v.t().contiguous().t()), f"{dir}/strided.pt")
torch.save(named("", change=lambda v: torch.nn.Parameter(v)), f"{dir}/parameters.pt")
torch.save({"epoch": 3, "loss": 0.5, "state_dict": state, "optimizer": torch.optim.Adam(net.parameters()).state_dict()}, f"{dir}/checkpoint.pt")
torch.save({"a": state, "b": state}, f"{dir}/two.pt")
torch.save(net, f"{dir}/module.pt")
torch.save(state, f"{dir}/old.pt", _use_new_zipfile_serialization=False)
torch.save({"a": torch.zeros(1).expand(1000)}, f"{dir}/expanded.pt")
safetensors(f"{dir}/state.safetensors", state)
json.dump({"x": x.tolist(), "y": net(x).tolist()}, open(f"{dir}/outputs.json", "w"))
