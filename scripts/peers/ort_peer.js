// ONNX Runtime as a peer of gater bench; see peer.py for the conversation. What a call from
// JavaScript takes is measured with a model that does nothing, and taken off every time.
'use strict';
const readline = require('readline');
const ort = require('onnxruntime-node');
const graphs = require('./ort_graphs.js');

const POOL = 16; // inputs, so that they change from run to run
const now = () => Number(process.hrtime.bigint()) / 1e9;
const sides = new Map();
let last = 0, overhead = 0;

async function session(graph, threads) {
  return ort.InferenceSession.create(graph, {
    executionProviders: ['cpu'], intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: 'sequential',
    graphOptimizationLevel: 'all', enableCpuMemArena: true, enableMemPattern: true, logSeverityLevel: 3,
  });
}

// feeds draws the inputs: x uniform, m a large number where a gate is to be open.
function feeds(inputs, active) {
  return Array.from({ length: POOL }, () => Object.fromEntries(Object.entries(inputs).map(([name, dims]) => {
    const n = dims.reduce((a, b) => a * b);
    const draw = name === 'm' ? () => (Math.random() < active ? 1e9 : -1e9) : Math.random;
    return [name, new ort.Tensor('float32', Float32Array.from({ length: n }, draw), dims)];
  })));
}

// run is the seconds of n runs after one untimed.
async function run(side, n) {
  const times = [];
  await side.session.run(side.feeds[side.k++ % POOL]);
  for (let i = 0; i < n; i++) {
    const feed = side.feeds[side.k++ % POOL], began = now();
    await side.session.run(feed);
    const t = now() - began;
    times.push(Math.max(t - overhead, t / 10));
  }
  return times;
}

async function open(graph, job) {
  const side = { session: await session(graph.bytes, job.threads), feeds: feeds(graph.inputs, job.active), k: 0 };
  await run(side, 1);
  return side;
}

const answers = {
  ways: async (q) => ({ ways: graphs.ways(q.job) }),
  open: async (q) => {
    sides.set(++last, await open(graphs.make(q.job, q.way), q.job));
    return { id: last };
  },
  run: async (q) => ({ times: await run(sides.get(q.id), q.n) }),
  close: async (q) => {
    const side = sides.get(q.id);
    sides.delete(q.id);
    await side.session.release();
    return {};
  },
};

async function main() {
  const say = (a) => process.stdout.write(JSON.stringify(a) + '\n');
  const calls = (await run(await open(graphs.nothing(), { threads: 1 }), 1000)).sort((a, b) => a - b);
  overhead = calls[calls.length >> 1];
  say({ call: overhead, name: `ONNX Runtime ${require('onnxruntime-node/package.json').version}`,
    note: `${(1e6 * overhead).toFixed(1)} µs for the call from Node taken off every time` });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const q = JSON.parse(line);
    try {
      say(await answers[q.op](q));
    } catch (e) {
      say({ error: String(e.message || e).split('\n')[0] });
    }
  }
  process.exit(0);
}

main().catch((e) => { console.error(String(e.message || e).split('\n')[0]); process.exit(1); });
