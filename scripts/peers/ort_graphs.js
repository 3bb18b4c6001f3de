// The graphs that ONNX Runtime is measured with. Run as a program, it checks what they compute.
'use strict';
const { tensor, value, node, model } = require('./onnx.js');

// ways: product and dense are the plain ones; gather, for one example, gathers the weights of the
// open blocks.
function ways(job) {
  if (job.kind === 'gemm') return ['product'];
  if (job.kind !== 'forward') return [];
  if (job.way === 'dense') return ['dense'];
  return job.way === 'skip' && job.batch === 1 && job.net.layers === 1 ? ['gather'] : [];
}

function make(job, way) { return { product, dense, gather }[way](job); }

function draws(n, fan) {
  const w = new Float32Array(n), scale = 2 * Math.sqrt(3 / fan);
  for (let i = 0; i < n; i++) w[i] = scale * (Math.random() - 0.5);
  return w;
}
let draw = draws; // of weights; constant in the check
const matrix = (name, rows, cols, fan) => tensor(name, [rows, cols], draw(rows * cols, fan));
const zeros = (name, n) => tensor(name, [n], new Float32Array(n));
const whole = (name, ...n) => tensor(name, [n.length], BigInt64Array.from(n, BigInt));

function nothing() {
  return { inputs: { x: [1, 1] }, bytes: model([node('Identity', ['x'], 'y')], [], [value('x', [1, 1])], value('y', [1, 1])) };
}

function product(job) {
  const [m, k, n] = job.shape;
  return { inputs: { x: [m, k] },
    bytes: model([node('MatMul', ['x', 'w'], 'y')], [matrix('w', k, n, k)], [value('x', [m, k])], value('y', [m, n])) };
}

function dense(job) {
  const n = job.net, nodes = [], weights = [];
  let size = n.in, at = 'x';
  for (let i = 0; i <= n.layers; i++) {
    const out = i < n.layers ? n.units : n.out, to = i < n.layers ? `h${i}` : 'y';
    weights.push(matrix(`w${i}`, size, out, size), zeros(`b${i}`, out));
    nodes.push(node('Gemm', [at, `w${i}`, `b${i}`], to));
    if (i < n.layers) nodes.push(node('Relu', [to], at = `r${i}`));
    size = out;
  }
  return { inputs: { x: [job.batch, n.in] }, bytes: model(nodes, weights, [value('x', [job.batch, n.in])], value('y', [job.batch, n.out])) };
}

// gather holds a block's weights in a row: [G, b·d] and [G, b·o]. The gater's scores are moved by
// m to where the gates are to be.
function gather(job) {
  const n = job.net, G = n.units / n.width, b = n.width;
  const nodes = [
    node('Gemm', ['x', 'u1', 'c1'], 't0'), node(n.tanh ? 'Tanh' : 'Identity', ['t0'], 't'),
    node('Gemm', ['t', 'u2', 'c2'], 'a0'), node('Add', ['a0', 'm'], 'a'), node('Greater', ['a', 'zero'], 'on'),
    node('NonZero', ['on'], 'nz'), node('Gather', ['nz', 'second'], 'i', { axis: 0 }),
    node('Gather', ['v1', 'i'], 'e1', { axis: 0 }), node('Reshape', ['e1', 'rows1'], 'w1'),
    node('Gather', ['vb', 'i'], 'eb', { axis: 0 }), node('Reshape', ['eb', 'row'], 'b1'),
    node('Gather', ['v2', 'i'], 'e2', { axis: 0 }), node('Reshape', ['e2', 'rows2'], 'w2'),
    node('Gemm', ['x', 'w1', 'b1'], 'h', { transB: 1 }), node('Relu', ['h'], 'r'), node('Gemm', ['r', 'w2', 'b2'], 'y'),
  ];
  const weights = [
    matrix('u1', n.in, n.gater, n.in), zeros('c1', n.gater), matrix('u2', n.gater, G, n.gater), zeros('c2', G),
    tensor('zero', [], new Float32Array(1)), tensor('second', [], BigInt64Array.of(1n)),
    matrix('v1', G, b * n.in, n.in), tensor('vb', [G, b], new Float32Array(G * b)), matrix('v2', G, b * n.out, n.units), zeros('b2', n.out),
    whole('rows1', -1, n.in), whole('rows2', -1, n.out), whole('row', 1, -1),
  ];
  return { inputs: { x: [1, n.in], m: [1, G] },
    bytes: model(nodes, weights, [value('x', [1, n.in]), value('m', [1, G])], value('y', [1, n.out])) };
}

module.exports = { ways, make, nothing };

// check runs small nets whose weights are all 1: an open unit is then the sum of the inputs, and
// an output the sum of the open units.
async function check() {
  const ort = require('onnxruntime-node'), assert = require('assert');
  draw = (n) => new Float32Array(n).fill(1);
  const net = { in: 3, units: 8, out: 2, width: 2, gater: 2, layers: 1, tanh: true };
  const run = async (graph, feeds) => {
    const s = await ort.InferenceSession.create(graph.bytes);
    const t = Object.entries(feeds).map(([k, v]) => [k, new ort.Tensor('float32', Float32Array.from(v), graph.inputs[k])]);
    return Array.from((await s.run(Object.fromEntries(t))).y.data);
  };
  const x = [1, 2, 4];
  assert.deepStrictEqual(await run(product({ shape: [1, 3, 2] }), { x }), [7, 7]);
  assert.deepStrictEqual(await run(dense({ net, batch: 1 }), { x }), [56, 56]);
  for (const open of [4, 3, 1, 0]) {
    const m = [0, 1, 2, 3].map((k) => (k < open ? 1e9 : -1e9));
    assert.deepStrictEqual(await run(gather({ net, batch: 1 }), { x, m }), Array(2).fill(14 * open));
  }
  console.log('the graphs compute what they should');
}

if (require.main === module) check();
