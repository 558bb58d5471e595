// Runs models with onnxruntime: node onnxruntime.js MODULE, then a line of input for each: { model, inputs: [{ name, type, dims, file }], folder }.
// Every output becomes a file of raw little-endian values in the folder, listed with type and dimensions in folder/outputs.json; what goes wrong is
// told in folder/error.txt. Then a line of output says that it is done.
'use strict';
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const ort = require(process.argv[2]);

const arrays = { float32: Float32Array, int32: Int32Array, int64: BigInt64Array, bool: Uint8Array };

function read(input) {
  const bytes = fs.readFileSync(input.file);
  const Kind = arrays[input.type];
  const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return new ort.Tensor(input.type, new Kind(copy), input.dims);
}

async function run(job) {
  const session = await ort.InferenceSession.create(job.model, { logSeverityLevel: 3, intraOpNumThreads: 1, interOpNumThreads: 1 });
  const feeds = {};
  for (const input of job.inputs) feeds[input.name] = read(input);
  const results = await session.run(feeds);
  const list = [];
  session.outputNames.forEach((name, i) => {
    const { type, dims, data } = results[name];
    const file = path.join(job.folder, `output${i}.raw`);
    fs.writeFileSync(file, Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    list.push({ name, type, dims, file });
  });
  fs.writeFileSync(path.join(job.folder, 'outputs.json'), JSON.stringify(list));
  await session.release();
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const job = JSON.parse(line);
    try {
      await run(job);
    } catch (e) {
      fs.writeFileSync(path.join(job.folder, 'error.txt'), String(e.message ?? e));
    }
    process.stdout.write('done\n');
  }
})();
