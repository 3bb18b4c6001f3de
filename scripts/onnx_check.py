"""Checks ONNX models with ONNX's own checker, shapes included: onnx_check.py MODEL….

The exit code is 3 if this Python has no ONNX.
"""
import sys

try:
    import onnx
except ImportError:
    sys.exit(3)

for path in sys.argv[1:]:
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
print(len(sys.argv) - 1, "models checked by onnx", onnx.__version__)
