/**
 * Datagram and sequenced-packet sockets of AF_UNIX: transfers that keep borders.
 *
 * A SOCK_SEQPACKET connection has two streams, as others have. A SOCK_DGRAM socket has one for as long as it exists, its
 * `input`; being connected means that `output` is another's input, and that only that one may write to this.
 */
import { Errno } from "../../lib/errno.ts";
import { userWritable } from "../../mm/user.ts";
import { monotonicNs } from "../../time/clock.ts";
import { Poll } from "../openfile.ts";
import type { Control } from "./control.ts";
import { Packet, PacketStream } from "./packets.ts";
import { Message, type Received } from "./received.ts";
import { FIONREAD, SocketState, SocketType, UnixSocket } from "./socket.ts";
import { READ_HANG_UP, type Stream } from "./stream.ts";

const READS: u32 = Poll.in | Poll.readNormal;
const WRITES: u32 = Poll.out | Poll.writeNormal | Poll.writeBand;

/** The streams of these sockets are of packets. */
function packetsOf(stream: Stream): PacketStream {
  return ref<PacketStream>(addressOf(stream));
}

export class PacketSocket extends UnixSocket {
  /** Of a datagram socket, whose output others write to as well: shutdown(2) of sending. */
  private sendClosed: boolean = false;

  private get isDatagram(): boolean {
    return this.type === SocketType.datagram;
  }
  /** Where datagrams arrive; a connection's streams are made with it. */
  openInput(): void {
    const input = new PacketStream();
    input.share();
    input.setReader(this.changes);
    this.input = input;
  }
  override newStream(): Stream {
    return new PacketStream();
  }
  override another(): UnixSocket {
    return new PacketSocket();
  }
  override joinTo(other: UnixSocket): void {
    if (!this.isDatagram) {
      super.joinTo(other);
      return;
    }
    this.connectDatagram(other);
    other.connectDatagram(this);
  }
  /** connect(2): 0, or -EPERM where the other one hears somebody else only. */
  override connectDatagram(other: UnixSocket): i32 {
    const input = packetsOf(this.input!);
    const output = packetsOf(other.input!);
    const { onlyFrom } = output;
    if (onlyFrom !== null && onlyFrom !== input) return -Errno.EPERM;
    this.disconnect();
    output.retain(); // to write to it
    output.retain(); // to hear it
    output.addWriter(this.writer);
    this.output = output;
    input.onlyFrom = output;
    this.peerAddress.copyName(other.address);
    this.state = SocketState.connected;
    return 0;
  }
  override disconnect(): void {
    const input = packetsOf(this.input!);
    const { output } = this;
    const { onlyFrom } = input;
    this.output = null;
    input.onlyFrom = null;
    this.state = SocketState.unconnected;
    this.peerAddress.release();
    if (output !== null) output.leaveWriter(this.writer);
    if (onlyFrom !== null) onlyFrom.dropReference();
  }
  override closeStreams(): void {
    const { input } = this;
    if (!this.isDatagram || input === null) {
      super.closeStreams();
      return;
    }
    this.disconnect();
    this.input = null;
    input.dropReader();
  }

  override sendVectors(
    vectors: Ptr<u64>,
    count: u64,
    flags: u32,
    target: UnixSocket | null,
    targetError: i32,
    control: Control | null,
  ): isize {
    const packet = new Packet();
    packet.control = control;
    packet.sender.copyName(this.address);
    const output = target === null ? this.output : target.input;
    const error = this.sendPacket(packet, vectors, count, flags, output, targetError);
    const length = isize(packet.length);
    if (error === 0) return length;
    packet.release();
    return error;
  }
  /** Linux unix_dgram_sendmsg: 0 when the packet was taken over. */
  private sendPacket(
    packet: Packet,
    vectors: Ptr<u64>,
    count: u64,
    flags: u32,
    output: Stream | null,
    targetError: i32,
  ): isize {
    const fillError = packet.fill(vectors, count, u64(this.options.sendBuffer));
    const closed =
      this.sendClosed || (output !== null && !this.isDatagram && (output.writeClosed || output.readClosed));
    if (closed && fillError !== -Errno.EMSGSIZE) return -Errno.EPIPE;
    if (fillError !== 0) return isize(fillError);
    if (targetError !== 0) return isize(targetError);
    if (output === null) return -Errno.ENOTCONN;
    const stream = packetsOf(output);
    const from: PacketStream | null = this.isDatagram ? packetsOf(this.input!) : null;
    if (stream.onlyFrom !== null && stream.onlyFrom !== from) return -Errno.EPERM;
    if (stream.isGone && this.isDatagram) {
      if (this.output === output) this.disconnect();
      return -Errno.ECONNREFUSED;
    }
    stream.retain();
    const deadline: u64 = this.sendTimeoutNs === 0 ? 0 : monotonicNs() + this.sendTimeoutNs;
    const result = stream.put(packet, from, this.blocks(flags), deadline);
    const wentAway = stream.isGone && this.isDatagram;
    stream.dropReference();
    return wentAway && result === -Errno.EPIPE ? -Errno.ECONNREFUSED : result;
  }
  override receiveVectors(vectors: Ptr<u64>, count: u64, flags: u32, received: Received): isize {
    const { input } = this;
    if (input === null) return -Errno.ENOTCONN;
    const deadline: u64 = this.receiveTimeoutNs === 0 ? 0 : monotonicNs() + this.receiveTimeoutNs;
    return packetsOf(input).take(this.changes, vectors, count, flags, this.blocks(flags), deadline, received);
  }
  override receiveRefusal(flags: u32): i32 {
    if (!this.isDatagram && this.state !== SocketState.connected) return -Errno.ENOTCONN;
    return (flags & Message.outOfBand) !== 0 ? -Errno.EOPNOTSUPP : 0;
  }
  override shutdown(how: u32): void {
    const { input } = this;
    if (!this.isDatagram || input === null) {
      super.shutdown(how);
      return;
    }
    if (how !== 1) input.closeRead();
    if (how !== 0) this.sendClosed = true;
    this.changes.changed(READS | WRITES | READ_HANG_UP | Poll.hangUp);
  }

  /** Linux unix_dgram_poll; a connection's is as a stream's. */
  override readiness(): u32 {
    const { input, output } = this;
    if (!this.isDatagram || input === null) return super.readiness();
    let events: u32 = 0;
    if (input.readClosed) events |= READ_HANG_UP | READS;
    if (input.readClosed && this.sendClosed) events |= Poll.hangUp;
    if (input.hasData) events |= READS;
    if (output === null || !packetsOf(output).isFull(packetsOf(input))) events |= WRITES;
    return events;
  }
  override ioctl(request: u32, argument: u64): isize {
    const { input } = this;
    if (!this.isDatagram || request !== FIONREAD || input === null) return super.ioctl(request, argument);
    if (!userWritable(argument, 4)) return -Errno.EFAULT;
    storeUnaligned<u32>(argument, u32(packetsOf(input).firstLength));
    return 0;
  }
}
