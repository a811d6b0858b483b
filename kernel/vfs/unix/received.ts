/** What a receive tells besides the bytes: the sender's name, what came with them, and flags of msg_flags (recvmsg(2)). */
import { UnixAddress } from "./address.ts";
import type { Control } from "./control.ts";

/** Flags of send(2) and recv(2), and of msg_flags. */
export enum Message {
  outOfBand = 1,
  peek = 2,
  controlCut = 8,
  cut = 0x20,
  dontWait = 0x40,
  waitAll = 0x100,
  noSignal = 0x4000,
  waitForOne = 0x10000,
  closeOnExec = 0x40000000,
}

export class Received {
  readonly sender: Embed<UnixAddress> = new UnixAddress();
  /** The caller releases it; null: nothing came with the bytes. */
  control: Control | null = null;
  flags: u32 = 0;
  /** Bytes that the call has got. */
  count: u64 = 0;
  /** Of a peek: how far behind the front it has come. */
  peeked: u64 = 0;
  /** The bytes ended where something came with them: the call takes no more. */
  atBorder: boolean = false;

  /** Takes over what came; a second one in the same call is given up. */
  takeControl(control: Control | null): void {
    if (control === null) return;
    if (this.control === null) this.control = control;
    else control.release();
  }
  /** Gives up descriptors that nobody took. */
  dropControl(): void {
    const { control } = this;
    this.control = null;
    if (control !== null) control.release();
  }
}
