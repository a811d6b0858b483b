/** Open consoles: a pipe to the host, or, where the host's end is a terminal, something that answers a terminal's questions. */
import { disableInterrupts, restoreInterrupts } from "../../arch/x64/cpu.ts";
import type { CharDevice } from "../../dev/console.ts";
import { Errno } from "../../lib/errno.ts";
import { userReadable, userWritable } from "../../mm/user.ts";
import { OpenFile, Poll } from "../../vfs/openfile.ts";
import { Readiness } from "../../vfs/readiness.ts";
import { waitInterruptibly } from "../../vfs/wait.ts";

/** ioctl_tty(2) requests. */
enum Request {
  tcgets = 0x5401,
  tcsets = 0x5402,
  tcsetsWait = 0x5403,
  tcsetsFlush = 0x5404,
  getProcessGroup = 0x540f,
  setProcessGroup = 0x5410,
  getWindowSize = 0x5413,
  bytesAvailable = 0x541b,
}
/** struct termios of the kernel: four flag words, line discipline, 19 control characters. */
const TERMIOS_SIZE: u64 = 36;

let termios!: FixedArray<u8, 36>;
let termiosSet = false;

function defaultTermios(): void {
  if (termiosSet) return;
  termiosSet = true;
  const words = ptr<u32>(addressOf(termios.ptr));
  words[0] = 0x500; // ICRNL | IXON
  words[1] = 5; // OPOST | ONLCR
  words[2] = 0xbf; // B38400 | CS8 | CREAD
  words[3] = 0x8a3b; // ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN
  termios[17 + 0] = 3; // VINTR
  termios[17 + 1] = 28; // VQUIT
  termios[17 + 2] = 127; // VERASE
  termios[17 + 3] = 21; // VKILL
  termios[17 + 4] = 4; // VEOF
  termios[17 + 6] = 1; // VMIN
}

const inputReadiness = new Readiness();
/** The machine's input has come, or ended: called by the driver's interrupt. */
export function consoleInputCame(): void {
  inputReadiness.changed(Poll.in | Poll.readNormal | Poll.hangUp);
}

export class ConsoleFile extends OpenFile {
  input!: CharDevice;
  output!: CharDevice;
  terminal: boolean = false;
  columns: u16 = 80;
  rows: u16 = 24;

  override read(buffer: u64, count: u64): isize {
    if (count === 0) return 0;
    const { input } = this;
    while (true) {
      const got = input.readAvailable(buffer, count);
      if (got !== -Errno.EAGAIN) return got;
      if (this.isNonBlocking) return -Errno.EAGAIN;
      const on = disableInterrupts();
      let error: isize = 0;
      while (error === 0 && !input.isReadable()) error = waitInterruptibly(input.readWaiters);
      restoreInterrupts(on);
      if (error !== 0) return error;
    }
  }
  override write(buffer: u64, count: u64): isize {
    return this.output.write(buffer, count);
  }
  override readiness(): u32 {
    const input: u32 = this.input.isReadable() ? Poll.in | Poll.readNormal : 0;
    return input | Poll.out | Poll.writeNormal;
  }
  override readinessSource(): Readiness | null {
    return inputReadiness;
  }
  override ioctl(request: u32, argument: u64): isize {
    if (request === Request.bytesAvailable) {
      if (!userWritable(argument, 4)) return -Errno.EFAULT;
      ptr<u32>(argument)[0] = this.input.isReadable() ? 1 : 0;
      return 0;
    }
    if (!this.terminal) return -Errno.ENOTTY;
    switch (request) {
      case Request.tcgets:
        if (!userWritable(argument, TERMIOS_SIZE)) return -Errno.EFAULT;
        defaultTermios();
        copyBytes(argument, addressOf(termios.ptr), TERMIOS_SIZE);
        return 0;
      case Request.tcsets:
      case Request.tcsetsWait:
      case Request.tcsetsFlush:
        // The line discipline is the host's: what is set here is remembered for the program to read back.
        if (!userReadable(argument, TERMIOS_SIZE)) return -Errno.EFAULT;
        termiosSet = true;
        copyBytes(addressOf(termios.ptr), argument, TERMIOS_SIZE);
        return 0;
      case Request.getProcessGroup:
        if (!userWritable(argument, 4)) return -Errno.EFAULT;
        ptr<u32>(argument)[0] = 1;
        return 0;
      case Request.setProcessGroup:
        return 0;
      case Request.getWindowSize:
        if (!userWritable(argument, 8)) return -Errno.EFAULT;
        ptr<u16>(argument)[0] = this.rows;
        ptr<u16>(argument)[1] = this.columns;
        ptr<u16>(argument)[2] = 0;
        ptr<u16>(argument)[3] = 0;
        return 0;
      default:
        return -Errno.ENOTTY;
    }
  }
}
