"""The small nets that come with the package, as onnxruntime sessions on one thread."""

from __future__ import annotations

from functools import cache
from importlib import resources

import onnxruntime


@cache
def net(package: str, name: str) -> onnxruntime.InferenceSession:
    """The net whose weights are the file `name` beside the modules of `package`; loaded once."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    weights = resources.files(package).joinpath(name).read_bytes()
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
