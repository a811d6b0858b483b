/** A request to a disk: what the device sees of it, and who waits for it. */
import { WaitQueue } from "../../../sync/waitqueue.ts";
import { RequestHeader } from "./layout.ts";

export class Request {
  /** Seen by the device. */
  readonly header: Embed<RequestHeader> = new RequestHeader();
  /** Written by the device. */
  status: u8 = 0;
  /** True when the device has given the request back, or was given up. */
  isDone: boolean = false;
  /** True when `isDone` came without an answer. */
  isLost: boolean = false;
  readonly waiters: Embed<WaitQueue> = new WaitQueue();
  nextFree: Request | null = null;
}

/** Requests that are not in use, in a stack; and the threads that wait for one. */
export class RequestPool {
  private first: Request | null = null;
  private readonly waiters: Embed<WaitQueue> = new WaitQueue();

  put(request: Request): void {
    request.nextFree = this.first;
    this.first = request;
    this.waiters.wakeOne();
  }
  /** A free request, waited for when all are in use. Interrupts are off on entry and on return. */
  take(): Request {
    while (true) {
      const request = this.first;
      if (request !== null) {
        this.first = request.nextFree;
        request.nextFree = null;
        return request;
      }
      this.waiters.wait();
    }
  }
}
