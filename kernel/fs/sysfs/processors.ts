/** /sys/devices/system/cpu (Linux Documentation/admin-guide/cputopology.rst): each processor is a core of one package. */
import { onlineCount, onlineMask } from "../../arch/x64/smp/cpus.ts";
import { writeBitList, writeBitMask } from "../../lib/bitlist.ts";
import { BufferWriter } from "../../lib/bufferwriter.ts";
import type { Writer } from "../../lib/writer.ts";
import type { GeneratedTree, NumberedGenerator } from "../generated.ts";

function writeOnline(w: Writer): void {
  writeBitList(w, onlineMask());
  w.string("\n");
}
function writeOnlineMask(w: Writer): void {
  writeBitMask(w, onlineMask(), onlineCount());
  w.string("\n");
}
/** The set of the processor alone. */
function writeOwnMask(w: Writer, index: u64): void {
  writeBitMask(w, u64(1) << index, onlineCount());
  w.string("\n");
}
function writeOwnNumber(w: Writer, index: u64): void {
  w.text(`${index}\n`);
}

/** Adds one file of topology/ of processor `index`. */
function addTopology(tree: GeneratedTree, index: u64, name: string, generator: NumberedGenerator): void {
  let path!: FixedArray<u8, 96>;
  const w: Embed<BufferWriter> = new BufferWriter(path.slice());
  w.text(`devices/system/cpu/cpu${index}/topology/${name}`);
  tree.addNumbered(w.written(), 0o444, generator, index);
}
function addProcessor(tree: GeneratedTree, index: u64): void {
  addTopology(tree, index, "core_id", writeOwnNumber);
  addTopology(tree, index, "physical_package_id", (w, _index) => w.string("0\n"));
  addTopology(tree, index, "thread_siblings", writeOwnMask);
  addTopology(tree, index, "thread_siblings_list", writeOwnNumber);
  addTopology(tree, index, "core_siblings", (w, _index) => writeOnlineMask(w));
  addTopology(tree, index, "core_siblings_list", (w, _index) => writeOnline(w));
}

export function addProcessors(tree: GeneratedTree): void {
  tree.addFile("devices/system/cpu/online", 0o444, writeOnline);
  tree.addFile("devices/system/cpu/possible", 0o444, writeOnline);
  tree.addFile("devices/system/cpu/present", 0o444, writeOnline);
  tree.addFile("devices/system/cpu/offline", 0o444, (w) => w.string("\n"));
  tree.addFile("devices/system/cpu/isolated", 0o444, (w) => w.string("\n"));
  tree.addFile("devices/system/cpu/kernel_max", 0o444, (w) => w.string("63\n"));
  for (let i: u64 = 0; i < u64(onlineCount()); i++) addProcessor(tree, i);
}
