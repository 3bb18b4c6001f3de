// The little of the ONNX format that gater bench needs: graphs of float32 with constant weights,
// written in protocol buffers' wire format. Field numbers are those of onnx.proto, version 7 of
// the format, operator set 13.
'use strict';

function varint(n) {
  const b = [];
  for (; n > 127; n = Math.floor(n / 128)) b.push(n % 128 | 128);
  return Buffer.from([...b, n]);
}
const number = (field, n) => Buffer.concat([varint(field * 8), varint(n)]);
const bytes = (field, b) => Buffer.concat([varint(field * 8 + 2), varint(b.length), b]);
const text = (field, s) => bytes(field, Buffer.from(s));
const message = (field, parts) => bytes(field, Buffer.concat(parts));

const FLOAT = 1, INT64 = 7;

// tensor is a constant: Float32Array or BigInt64Array.
function tensor(name, dims, data) {
  const type = data instanceof Float32Array ? FLOAT : INT64;
  return [...dims.map((d) => number(1, d)), number(2, type), text(8, name),
    bytes(9, Buffer.from(data.buffer, data.byteOffset, data.byteLength))];
}

// value is an input or an output of floats.
function value(name, dims) {
  const shape = dims.map((d) => message(1, [number(1, d)]));
  return [text(1, name), message(2, [message(1, [number(1, FLOAT), message(2, shape)])])];
}

// node is an operator; attributes are whole numbers.
function node(op, inputs, output, attributes = {}) {
  return [...inputs.map((i) => text(1, i)), text(2, output), text(4, op),
    ...Object.entries(attributes).map(([k, v]) => message(5, [text(1, k), number(3, v), number(20, 2)]))];
}

// model is the bytes of a file.
function model(nodes, constants, inputs, output) {
  const graph = [...nodes.map((n) => message(1, n)), text(2, 'g'), ...constants.map((c) => message(5, c)),
    ...inputs.map((i) => message(11, i)), message(12, output)];
  return Buffer.concat([number(1, 7), message(7, graph), message(8, [text(1, ''), number(2, 13)])]);
}

module.exports = { tensor, value, node, model };
