// Eight worker threads that hash, zlib, crypto, and files by promises.
const { Worker, isMainThread, parentPort, workerData } = require("node:worker_threads");
const crypto = require("node:crypto");
const zlib = require("node:zlib");
const fs = require("node:fs/promises");

const hashOf = (worker) =>
  new Promise((resolve, reject) => {
    const w = new Worker(__filename, { workerData: worker });
    w.on("message", resolve);
    w.on("error", reject);
  });
async function main() {
  console.log(await Promise.all(Array.from({ length: 8 }, (_, i) => hashOf(i))));
  const packed = zlib.gzipSync(Buffer.alloc(100000, "abc"));
  console.log(packed.length, zlib.gunzipSync(packed).length);
  await fs.writeFile("x", "written");
  console.log(await fs.readFile("x", "utf8"));
  console.log(crypto.pbkdf2Sync("a", "b", 1000, 16, "sha256").toString("hex"));
}
if (isMainThread) main();
else {
  const hash = crypto.createHash("sha256");
  for (let i = 0; i < 1000; i++) hash.update(`${workerData}:${i}`);
  parentPort.postMessage(hash.digest("hex"));
}
