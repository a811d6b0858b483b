/** Options of a socket that are kept and told again (socket(7)), with the limits that Linux sets to them. */

/** Half of what a socket has by default is the most that may be asked for (net.core.wmem_max). */
const GREATEST_BUFFER: u32 = 212992;
const SMALLEST_SEND_BUFFER: u32 = 4608;
const SMALLEST_RECEIVE_BUFFER: u32 = 2304;
const GREATEST_LOW: u32 = 0x7fffffff;

export class SocketOptions {
  /** SO_DEBUG, SO_DONTROUTE, SO_NO_CHECK. */
  debug: boolean = false;
  noRoute: boolean = false;
  noCheck: boolean = false;
  reuseAddress: boolean = false;
  keepAlive: boolean = false;
  broadcast: boolean = false;
  outOfBandInline: boolean = false;
  priority: u32 = 0;
  /** The option by which receive times were asked for (SO_TIMESTAMP and its kin); 0: not. AF_UNIX tells none. */
  timestamps: u32 = 0;
  linger: boolean = false;
  lingerSeconds: u32 = 0;
  /** Bytes that a receive waits for. */
  receiveLow: u32 = 1;
  sendBuffer: u32 = GREATEST_BUFFER;
  receiveBuffer: u32 = GREATEST_BUFFER;

  /** As Linux, counts twice what the program asks for: half is thought to be for keeping the bytes. */
  setSendBuffer(size: u32): void {
    this.sendBuffer = max(2 * min(size, GREATEST_BUFFER), SMALLEST_SEND_BUFFER);
  }
  setReceiveBuffer(size: u32): void {
    this.receiveBuffer = max(2 * min(size, GREATEST_BUFFER), SMALLEST_RECEIVE_BUFFER);
  }
  setReceiveLow(count: i32): void {
    this.receiveLow = count < 0 ? GREATEST_LOW : max(u32(count), 1);
  }
}
