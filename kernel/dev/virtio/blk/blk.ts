/**
 * Virtio block devices (Virtio 1.2, section 5.2): vda, vdb, ... in order of discovery.
 *
 * A request costs one exit to the hypervisor, its notification: the caller polls the used ring with interrupts
 * suppressed for a short while, since an answer from the host's page cache comes within microseconds. Only a caller that
 * has to wait longer asks for an interrupt and sleeps. Whoever looks at the ring completes everybody's requests.
 *
 * A device that does not answer within `LIMIT_SECONDS`, or whose ring is corrupt, is reset, so that it can no longer
 * write to memory; all its requests then fail, now and later.
 */
import { disableInterrupts, rdtsc, restoreInterrupts } from "../../../arch/x64/cpu.ts";
import { Errno } from "../../../lib/errno.ts";
import { log } from "../../../lib/log.ts";
import { virtToPhys } from "../../../mm/physmap.ts";
import { tscFrequency } from "../../../time/tsc.ts";
import {
  BlockDevice,
  isWithinDevice,
  nextVirtioDiskName,
  registerBlockDevice,
  SECTOR_SIZE,
} from "../../block.ts";
import { CommonFeature, featureBit, VirtioDevice } from "../device.ts";
import type { BufferPart } from "../ring.ts";
import type { VirtioTransport } from "../transport.ts";
import { allocShared, type Virtqueue } from "../virtqueue.ts";
import { Config, Feature, HEADER_BYTES, RequestStatus, RequestType } from "./layout.ts";
import { type Request, RequestPool } from "./request.ts";

const QUEUE_SIZE: u16 = 32;
/** Data buffers of a request; more than one only where the device limits the size of each. */
const MAX_DATA_PARTS: u32 = 8;
const LARGEST_REQUEST: u32 = 1 << 20;
/** Ticks of the time-stamp counter to poll before sleeping: some 100 us. */
const POLL_TICKS: u64 = 300000;
const LIMIT_SECONDS: u64 = 30;
const LIMIT_NS: u64 = LIMIT_SECONDS * 1000000000;

export class VirtioDisk extends BlockDevice {
  private readonly device: VirtioDevice;
  private readonly queue: Virtqueue;
  private readonly diskName: string;
  private readonly sectors: u64;
  private readonly deviceBlockSize: u32;
  /** Longest data buffer, and bytes of data in a request. */
  private readonly partLimit: u32;
  private readonly requestLimit: u32;
  private readonly pool: Embed<RequestPool> = new RequestPool();
  /** Threads that sleep until an interrupt: while there are any, interrupts stay on. */
  private sleepers: u32 = 0;
  private isDead: boolean = false;

  constructor(device: VirtioDevice, queue: Virtqueue, name: string, partLimit: u32, requestLimit: u32) {
    super();
    this.device = device;
    this.queue = queue;
    this.diskName = name;
    this.sectors = device.transport.config64(Config.capacity);
    const size = device.has(Feature.blockSize) ? device.transport.config32(Config.blockSize) : SECTOR_SIZE;
    const isSane = size >= SECTOR_SIZE && size <= 65536 && popcount(size) === 1;
    this.deviceBlockSize = isSane ? size : SECTOR_SIZE;
    this.partLimit = partLimit;
    this.requestLimit = requestLimit;
  }

  override name(): string {
    return this.diskName;
  }
  override sizeInSectors(): u64 {
    return this.sectors;
  }
  override blockSize(): u32 {
    return this.deviceBlockSize;
  }
  override isReadOnly(): boolean {
    return this.device.has(Feature.readOnly);
  }
  override read(sector: u64, buffer: u64, bytes: u32): i32 {
    return this.transfer(RequestType.read, sector, buffer, bytes);
  }
  override write(sector: u64, buffer: u64, bytes: u32): i32 {
    if (this.isReadOnly()) return -Errno.EROFS;
    return this.transfer(RequestType.write, sector, buffer, bytes);
  }
  override flush(): i32 {
    return this.device.has(Feature.flush) ? this.request(RequestType.flush, 0, 0, 0) : 0;
  }

  /** Memory for as many requests as the ring holds at once, of `partsEach` buffers; false when memory is short. */
  allocRequests(partsEach: u16): boolean {
    const size = this.queue.ring.size;
    // Half of the ring may be taken by direct chains before indirect ones, of one descriptor, begin.
    const indirect = this.device.has(CommonFeature.indirectDescriptors);
    const count: u16 = indirect ? size / 2 : size / partsEach;
    const memory = allocShared(u64(count) * sizeOf<Request>());
    if (memory === 0) return false;
    const requests = ptr<Embed<Request>>(memory); // zeroed memory is a request's initial state
    for (let i: u16 = 0; i < count; i++) this.pool.put(requests[i]);
    this.queue.ring.disableInterrupts();
    return count > 0;
  }

  private transfer(kind: u32, sector: u64, buffer: u64, bytes: u32): i32 {
    if (!isWithinDevice(this.sectors, sector, bytes)) return -Errno.EINVAL;
    let done: u32 = 0;
    while (done < bytes) {
      const count = min(bytes - done, this.requestLimit);
      const result = this.request(kind, sector + u64(done / SECTOR_SIZE), buffer + u64(done), count);
      if (result !== 0) return result;
      done += count;
    }
    return 0;
  }

  private request(kind: u32, sector: u64, buffer: u64, bytes: u32): i32 {
    const on = disableInterrupts();
    const request = this.pool.take();
    const isSent = !this.isDead && this.send(request, kind, sector, buffer, bytes);
    if (isSent) this.wait(request, on);
    const status = u32(request.status);
    const isAnswered = isSent && !request.isLost;
    this.pool.put(request);
    restoreInterrupts(on);
    if (isAnswered && status === RequestStatus.ok) return 0;
    log(`${this.diskName}: request ${kind} of ${bytes} bytes at sector ${sector} failed, status ${status}`);
    return -Errno.EIO;
  }

  /** Offers the request to the device and tells it. Interrupts are off. */
  private send(request: Request, kind: u32, sector: u64, buffer: u64, bytes: u32): boolean {
    request.header.requestType = kind;
    request.header.reserved = 0;
    request.header.sector = sector;
    request.status = u8(RequestStatus.pending);
    request.isDone = false;
    request.isLost = false;
    let parts!: FixedArray<Embed<BufferPart>, 10>;
    let count: u16 = 0;
    fillPart(parts[count], addressOf(request.header), HEADER_BYTES, false);
    count++;
    for (let at: u32 = 0; at < bytes; at += this.partLimit) {
      fillPart(parts[count], buffer + u64(at), min(bytes - at, this.partLimit), kind === RequestType.read);
      count++;
    }
    fillPart(parts[count], pointerTo(request.status).addr, 1, true);
    count++;
    if (!this.queue.ring.add(parts.slice(), count, addressOf(request))) return false;
    this.queue.notify();
    return true;
  }

  /** Waits until the request is done, polling at first. Interrupts are off; `mayLetIn` says whether they were on. */
  private wait(request: Request, mayLetIn: boolean): void {
    const start = rdtsc();
    while (!request.isDone && rdtsc() - start < POLL_TICKS) {
      this.complete();
      spinHint();
    }
    if (request.isDone) return;
    if (mayLetIn) this.sleep(request);
    else this.pollToLimit(request, start);
    if (!request.isDone) {
      log(`${this.diskName}: no answer within ${LIMIT_SECONDS} s`);
      this.giveUp();
    }
  }

  private sleep(request: Request): void {
    this.sleepers++;
    if (this.queue.ring.enableInterrupts()) this.complete();
    request.waiters.waitUntilTimeout(isDone, addressOf(request), LIMIT_NS);
    this.sleepers--;
    if (this.sleepers === 0) this.queue.ring.disableInterrupts();
  }
  private pollToLimit(request: Request, start: u64): void {
    const limit = LIMIT_SECONDS * tscFrequency();
    while (!request.isDone && rdtsc() - start < limit) {
      this.complete();
      spinHint();
    }
  }

  /** Takes everything that the device has finished. Interrupts are off; also runs in the interrupt handler. */
  complete(): void {
    do {
      while (true) {
        const [token] = this.queue.ring.takeUsed();
        if (token === 0) break;
        finish(ref<Request>(token), false);
      }
    } while (this.sleepers > 0 && !this.queue.ring.isBroken && this.queue.ring.enableInterrupts());
    if (this.queue.ring.isBroken && !this.isDead) {
      log(`${this.diskName}: the device's ring is corrupt`);
      this.giveUp();
    }
  }

  /** Stops the device and fails what it still has. */
  private giveUp(): void {
    this.isDead = true;
    this.device.reset();
    while (true) {
      const token = this.queue.ring.reclaim();
      if (token === 0) break;
      finish(ref<Request>(token), true);
    }
  }
}

function isDone(request: u64): boolean {
  return ref<Request>(request).isDone;
}

function finish(request: Request, isLost: boolean): void {
  request.isLost = isLost;
  request.isDone = true;
  request.waiters.wakeAll();
}

function fillPart(part: BufferPart, virtual: u64, length: u32, deviceWrites: boolean): void {
  part.address = virtToPhys(virtual);
  part.length = length;
  part.deviceWrites = deviceWrites;
}

function onQueues(disk: u64): void {
  ref<VirtioDisk>(disk).complete();
}

/** [longest data buffer, data buffers in a request] that the device accepts. */
function partLimits(device: VirtioDevice): [u32, u32] {
  if (!device.has(Feature.sizeMax)) return [LARGEST_REQUEST, 1];
  const longest = max(device.transport.config32(Config.sizeMax), SECTOR_SIZE) & ~(SECTOR_SIZE - 1);
  if (longest >= LARGEST_REQUEST) return [LARGEST_REQUEST, 1];
  if (!device.has(Feature.segmentMax)) return [longest, 1];
  return [longest, max(min(device.transport.config32(Config.segmentMax), MAX_DATA_PARTS), 1)];
}

/** Starts a disk: for `useDriver`. True when the transport is in use. */
export function attachVirtioDisk(transport: VirtioTransport): boolean {
  const device = new VirtioDevice(transport);
  const wanted =
    featureBit(Feature.sizeMax) |
    featureBit(Feature.segmentMax) |
    featureBit(Feature.readOnly) |
    featureBit(Feature.blockSize) |
    featureBit(Feature.flush);
  if (!device.begin() || !device.negotiate(wanted)) {
    free(device);
    return false;
  }
  const [partLimit, dataParts] = partLimits(device);
  const partsEach = u16(dataParts + 2);
  if (!device.connect()) {
    free(device);
    return false;
  }
  const queue = device.addQueue(0, QUEUE_SIZE, partsEach);
  if (queue === null) return true;
  const name = nextVirtioDiskName();
  if (name === null) {
    log("virtio-blk: more disks than names");
    device.reset();
    return true;
  }
  const disk = new VirtioDisk(device, queue, name, partLimit, min(partLimit * dataParts, LARGEST_REQUEST));
  if (!disk.allocRequests(partsEach)) {
    log(`${name}: no memory for requests`);
    device.reset();
    return true;
  }
  device.start(onQueues, addressOf(disk));
  registerBlockDevice(disk);
  log(`${name}: ${disk.sizeInSectors()} sectors${disk.isReadOnly() ? ", read-only" : ""}`);
  return true;
}
