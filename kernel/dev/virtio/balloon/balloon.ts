/**
 * Virtio memory balloons (Virtio 1.2, section 5.5): the host says how many pages it wants back, and gets them as far as
 * the program can spare them; it asks for statistics; and it learns of large blocks that have become free.
 *
 * One thread does the work. Interrupts (the host's wish has changed, buffers have come back) only wake it. It gives
 * pages back when the host wants fewer, and sooner when memory runs out here (VIRTIO_BALLOON_F_DEFLATE_ON_OOM), by way
 * of a reclaimer that is asked last; it then leaves the rest alone for `PAUSE_NS`.
 *
 * Every wait for the device has a limit; a device that does not answer is left alone from then on.
 */
import { disableInterrupts, rdtsc, restoreInterrupts } from "../../../arch/x64/cpu.ts";
import { log } from "../../../lib/log.ts";
import { withheldPages } from "../../../mm/balloon.ts";
import { addReclaimer, freePageCount, totalPageCount } from "../../../mm/pages.ts";
import { cachedPageCount } from "../../../mm/users.ts";
import { spawnKernelThread } from "../../../sched/scheduler.ts";
import { WaitQueue } from "../../../sync/waitqueue.ts";
import { monotonicNs } from "../../../time/clock.ts";
import { featureBit, VirtioDevice } from "../device.ts";
import { offerBuffer } from "../offer.ts";
import type { VirtioTransport } from "../transport.ts";
import { allocShared, type Virtqueue } from "../virtqueue.ts";
import {
  Config,
  DEFLATE_QUEUE,
  Feature,
  INFLATE_QUEUE,
  NEXT_QUEUE,
  STATISTIC_BYTES,
  STATISTICS,
  STATISTICS_QUEUE,
  Statistic,
} from "./layout.ts";
import { type Batch, takeBatch } from "./pages.ts";
import { reportFreeBlocks } from "./reporting.ts";

const PAGE_SIZE: u64 = 4096;
const QUEUE_SIZE: u16 = 16;
/** For the device to take a batch. */
const ANSWER_NS: u64 = 5000000000;
/** The same where nobody may sleep, in ticks of the time-stamp counter: some 100 ms. */
const ANSWER_TICKS: u64 = 250000000;
/** Between attempts to get what could not be had, and after the program has needed memory. */
const RETRY_NS: u64 = 1000000000;
const PAUSE_NS: u64 = 10000000000;
/** How often free blocks are looked for. */
const REPORT_NS: u64 = 5000000000;
const FOR_EVER: u64 = 0xffffffffffff;

class Balloon {
  private readonly device: VirtioDevice;
  private inflateQueue: Virtqueue | null = null;
  private deflateQueue: Virtqueue | null = null;
  private statisticsQueue: Virtqueue | null = null;
  private reportingQueue: Virtqueue | null = null;
  private statistics: u64 = 0;
  private batches: Batch | null = null;
  private readonly waiters: Embed<WaitQueue> = new WaitQueue();
  /** Counts interrupts; the thread has acted on `handledEvents` of them. */
  private events: u32 = 1;
  private handledEvents: u32 = 0;
  private isInflating: boolean = false;
  private isDead: boolean = false;
  private canReclaim: boolean = false;
  private quietUntilNs: u64 = 0;
  private wantsRetry: boolean = false;

  constructor(device: VirtioDevice) {
    this.device = device;
  }

  addQueues(offered: u64): boolean {
    const device = this.device;
    this.inflateQueue = device.addQueue(INFLATE_QUEUE, QUEUE_SIZE, 0);
    this.deflateQueue = device.addQueue(DEFLATE_QUEUE, QUEUE_SIZE, 0);
    if (this.inflateQueue === null || this.deflateQueue === null) return false;
    if (device.has(Feature.statistics)) {
      this.statisticsQueue = device.addQueue(STATISTICS_QUEUE, 1, 0);
      this.statistics = allocShared(STATISTICS * STATISTIC_BYTES);
      if (this.statisticsQueue === null || this.statistics === 0) return false;
    }
    if (!device.has(Feature.pageReporting)) return true;
    const hasHints = (offered & featureBit(Feature.freePageHint)) !== 0;
    this.reportingQueue = device.addQueue(NEXT_QUEUE + (hasHints ? 1 : 0), QUEUE_SIZE, 0);
    return this.reportingQueue !== null;
  }

  /** In the interrupt handler. */
  onEvent(): void {
    this.events++;
    this.waiters.wakeAll();
  }
  hasEvent(): boolean {
    return this.events !== this.handledEvents;
  }

  /** The thread's work, for ever. */
  run(): void {
    const statistics = this.statisticsQueue;
    if (statistics !== null) this.giveStatistics(statistics);
    while (!this.isDead) {
      this.handledEvents = this.events;
      this.collect(statistics);
      this.adjust();
      const reporting = this.reportingQueue;
      if (reporting !== null && !reportFreeBlocks(reporting, this.waiters)) this.reportingQueue = null;
      const pause: u64 = this.wantsRetry ? RETRY_NS : this.reportingQueue !== null ? REPORT_NS : FOR_EVER;
      this.waiters.waitUntilTimeout(hasEvent, addressOf(this), pause);
    }
  }

  /** Takes back what the device has done with, and answers when it wants new statistics. */
  private collect(statistics: Virtqueue | null): void {
    const on = disableInterrupts();
    takeBatches(this.inflateQueue!);
    takeBatches(this.deflateQueue!);
    let asked = false;
    if (statistics !== null) {
      const [buffer] = statistics.ring.takeUsed();
      asked = buffer !== 0;
    }
    restoreInterrupts(on);
    if (statistics !== null && asked) this.giveStatistics(statistics);
  }

  private giveStatistics(queue: Virtqueue): void {
    const cached = cachedPageCount();
    this.putStatistic(0, Statistic.freeMemory, freePageCount());
    this.putStatistic(1, Statistic.totalMemory, totalPageCount());
    this.putStatistic(2, Statistic.availableMemory, freePageCount() + cached);
    this.putStatistic(3, Statistic.caches, cached);
    const on = disableInterrupts();
    offerBuffer(queue, this.statistics, u32(STATISTICS * STATISTIC_BYTES), false);
    queue.ring.enableInterrupts();
    queue.notify();
    restoreInterrupts(on);
  }
  private putStatistic(index: u64, tag: u16, pages: u64): void {
    const at = this.statistics + index * STATISTIC_BYTES;
    storeUnaligned<u16>(at, tag);
    storeUnaligned<u64>(at + 2, pages * PAGE_SIZE);
  }

  /** Takes or gives pages until there are as many as the host wants. */
  private adjust(): void {
    this.wantsRetry = false;
    while (!this.isDead) {
      const wanted = u64(this.device.transport.config32(Config.wanted));
      const held = withheldPages();
      if (held === wanted) return;
      if (held > wanted) {
        const batch = this.batches;
        // Part of a batch is not given back: it would have to be told of page by page.
        if (batch === null || held - wanted < u64(batch.count)) return;
        this.batches = batch.next;
        this.deflate(batch);
      } else if (monotonicNs() < this.quietUntilNs || !this.inflate(wanted - held)) {
        this.wantsRetry = true;
        return;
      }
      this.device.transport.writeConfig32(Config.actual, u32(withheldPages()));
    }
  }

  private inflate(wanted: u64): boolean {
    this.isInflating = true;
    const batch = takeBatch(u32(min(wanted, 0xffffffff)));
    this.isInflating = false;
    if (batch === null) return false;
    if (!this.canReclaim) addReclaimer(reclaimFromBalloon); // now, so that it is asked after all others
    this.canReclaim = true;
    const sent = this.tell(this.inflateQueue!, batch);
    batch.next = this.batches;
    this.batches = batch;
    return sent;
  }

  private deflate(batch: Batch): void {
    if (!this.tell(this.deflateQueue!, batch)) return;
    batch.releasePages();
    free(batch);
  }

  /** Shows the device a batch and waits until it has looked. False, and never again, when it does not. */
  private tell(queue: Virtqueue, batch: Batch): boolean {
    const on = disableInterrupts();
    offer(queue, batch);
    queue.ring.enableInterrupts();
    restoreInterrupts(on);
    const deadline = monotonicNs() + ANSWER_NS;
    while (true) {
      const off = disableInterrupts();
      takeBatches(queue);
      const isBack = !batch.isWithDevice;
      if (!isBack && !queue.ring.enableInterrupts())
        this.waiters.waitUntilTime(monotonicNs() + ANSWER_NS / 50);
      restoreInterrupts(off);
      if (isBack) return true;
      if (monotonicNs() < deadline) continue;
      log("virtio-balloon: the device does not answer");
      this.isDead = true;
      return false;
    }
  }

  /** For the reclaimer: gives at least `wanted` pages back where there are so many, without sleeping or allocating. */
  reclaim(wanted: u64): u64 {
    if (this.isInflating || this.isDead) return 0;
    let freed: u64 = 0;
    while (freed < wanted) {
      const batch = this.batches;
      if (batch === null || batch.isWithDevice) break;
      this.batches = batch.next;
      this.showNow(batch);
      freed += u64(batch.count);
      batch.releasePages();
      if (!batch.isWithDevice) free(batch);
    }
    if (freed > 0) this.quietUntilNs = monotonicNs() + PAUSE_NS;
    if (freed > 0) this.device.transport.writeConfig32(Config.actual, u32(withheldPages()));
    return freed;
  }

  /** The device need not have looked before the pages are used again (section 5.5.6), but is told. */
  private showNow(batch: Batch): void {
    const queue = this.deflateQueue!;
    const on = disableInterrupts();
    offer(queue, batch);
    const start = rdtsc();
    while (batch.isWithDevice && rdtsc() - start < ANSWER_TICKS) {
      takeBatches(queue);
      spinHint();
    }
    restoreInterrupts(on);
  }
}

function offer(queue: Virtqueue, batch: Batch): void {
  batch.isWithDevice = true;
  offerBatch(queue, batch);
  queue.notify();
}
function offerBatch(queue: Virtqueue, batch: Batch): void {
  offerBuffer(queue, addressOf(batch.frames.ptr), batch.count * 4, false);
}
/** Marks the batches that the device has done with. Interrupts are off. */
function takeBatches(queue: Virtqueue): void {
  while (true) {
    const [frames] = queue.ring.takeUsed();
    if (frames === 0) return;
    ref<Batch>(frames - offsetOf<Batch>("frames")).isWithDevice = false;
  }
}

let balloon: Balloon | null = null;

function reclaimFromBalloon(pages: u64): u64 {
  return balloon?.reclaim(pages) ?? 0;
}
function hasEvent(address: u64): boolean {
  return ref<Balloon>(address).hasEvent();
}
function onEvent(address: u64): void {
  ref<Balloon>(address).onEvent();
}
/**
 * The thread's entry.
 * @stack kernel
 */
function run(address: u64): void {
  ref<Balloon>(address).run();
}

/** Starts a balloon: for `useDriver`. True when the transport is in use. A machine has one. */
export function attachVirtioBalloon(transport: VirtioTransport): boolean {
  const device = new VirtioDevice(transport);
  const wanted =
    featureBit(Feature.statistics) | featureBit(Feature.deflateOnOom) | featureBit(Feature.pageReporting);
  if (balloon !== null || !device.begin() || !device.negotiate(wanted) || !device.connect()) {
    free(device);
    return false;
  }
  const made = new Balloon(device);
  if (!made.addQueues(transport.readFeatures()) || !transport.wantConfigurationInterrupts()) {
    log("virtio-balloon: it cannot be set up");
    device.reset();
    return true;
  }
  balloon = made;
  device.start(onEvent, addressOf(made));
  spawnKernelThread(run, addressOf(made), "balloon");
  return true;
}
