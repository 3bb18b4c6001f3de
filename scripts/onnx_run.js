// Runs ONNX models in onnxruntime-node: node onnx_run.js (MODEL INPUT COLUMNS OUTPUT)…
// INPUT and OUTPUT are single-precision numbers, little-endian, row by row; of the model's outputs
// the first is taken. NODE_PATH says where onnxruntime-node is; without it the exit code is 3.
const fs = require('fs');
let ort;
try {
  ort = require('onnxruntime-node');
} catch {
  process.exit(3);
}

async function run(model, input, columns, output) {
  const bytes = fs.readFileSync(input);
  const x = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3, intraOpNumThreads: 1 });
  const name = session.outputNames[0];
  const y = await session.run({ input: new ort.Tensor('float32', x, [x.length / columns, columns]) }, [name]);
  const d = y[name].data;
  fs.writeFileSync(output, Buffer.from(d.buffer, d.byteOffset, d.byteLength));
}

(async () => {
  const a = process.argv.slice(2);
  for (let i = 0; i + 3 < a.length; i += 4) {
    try {
      await run(a[i], a[i + 1], Number(a[i + 2]), a[i + 3]);
    } catch (e) {
      console.error(`${a[i]}: ${e.message}`);
      process.exit(1);
    }
  }
})();
