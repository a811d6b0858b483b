/** Making sockets of AF_UNIX of each type. */
import { PacketSocket } from "./packetsocket.ts";
import { SocketType, UnixSocket } from "./socket.ts";

/** A new socket without name or connection: a reference. */
export function newUnixSocket(flags: u32, type: SocketType): UnixSocket {
  if (type === SocketType.stream) {
    const socket = new UnixSocket();
    socket.open(flags, type);
    return socket;
  }
  const socket = new PacketSocket();
  socket.open(flags, type);
  if (type === SocketType.datagram) socket.openInput();
  return socket;
}
/** Two connected sockets of one process, a reference each. */
export function newSocketPair(flags: u32, type: SocketType, pid: i32): [UnixSocket, UnixSocket] {
  const a = newUnixSocket(flags, type);
  const b = newUnixSocket(flags, type);
  a.peerPid = pid;
  b.peerPid = pid;
  a.joinTo(b);
  return [a, b];
}
