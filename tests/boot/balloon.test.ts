/** Memory that goes back to the host while a machine runs, as QEMU sees it (QMP) and as the program sees it. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { rootDir } from "@osier/cli";
import { beforeAll, expect, test } from "vitest";
import { compile, launcher, osier, workDir } from "../osier.ts";

const timeout = 120_000;
const MiB = 1 << 20;

beforeAll(async () => {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
});

/** Lines of a stream, one at a time, each with a time limit. */
function lineReader(stream: NodeJS.ReadableStream): (what: string) => Promise<string> {
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: stream }).on("line", (line) => (waiting.shift() ?? lines.push.bind(lines))(line));
  return (what) =>
    new Promise((resolve, reject) => {
      const known = lines.shift();
      if (known !== undefined) return resolve(known);
      const timer = setTimeout(() => reject(new Error(`no answer to ${what}`)), 30_000);
      waiting.push((line) => {
        clearTimeout(timer);
        resolve(line);
      });
    });
}

/** A machine with a balloon, running memory.c. */
class Machine {
  private constructor(
    private readonly child: ChildProcess,
    private readonly socket: Socket,
    private readonly answer: (what: string) => Promise<string>,
    private readonly reply: (what: string) => Promise<string>,
  ) {}

  static async start(name: string, ...flags: string[]): Promise<Machine> {
    const path = join(workDir("balloon"), `${name}.sock`);
    const program = compile("gcc", "memory.c", "-static");
    const args = ["run", "--balloon", "--qmp", path, "--timeout", "100", ...flags, program];
    const child = spawn(launcher, args, { cwd: rootDir, stdio: ["pipe", "pipe", "inherit"] });
    const answer = lineReader(child.stdout as NodeJS.ReadableStream);
    child.stdin?.write("info\n");
    await answer("the first question"); // it runs, and the socket is there
    const socket = createConnection(path);
    const machine = new Machine(child, socket, answer, lineReader(socket));
    await machine.reply("the greeting");
    await machine.qmp("qmp_capabilities");
    return machine;
  }
  async ask(command: string): Promise<string> {
    this.child.stdin?.write(`${command}\n`);
    return await this.answer(command);
  }
  async info(): Promise<{ total: number; free: number }> {
    const [total, free] = (await this.ask("info")).split(" ").map(Number) as [number, number];
    return { total: total * 1024, free: free * 1024 };
  }
  async qmp(execute: string, args: object = {}): Promise<unknown> {
    this.socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    for (;;) {
      const message = JSON.parse(await this.reply(execute)) as { return?: unknown; error?: unknown };
      if (message.error !== undefined) throw new Error(`${execute}: ${JSON.stringify(message.error)}`);
      if (message.return !== undefined) return message.return; // others are events
    }
  }
  /** QEMU's process: the child of the command. */
  qemu(): number {
    const children = readFileSync(`/proc/${this.child.pid}/task/${this.child.pid}/children`, "utf8");
    return Number(children.trim().split(" ")[0]);
  }
  async actual(): Promise<number> {
    return ((await this.qmp("query-balloon")) as { actual: number }).actual;
  }
  /** Asks for a size and waits until the host sees it, to the 256 pages of a batch. */
  async resize(bytes: number): Promise<void> {
    await this.qmp("balloon", { value: bytes });
    for (let i = 0; i < 100 && Math.abs((await this.actual()) - bytes) > MiB; i++)
      await new Promise((done) => setTimeout(done, 100));
    expect(Math.abs((await this.actual()) - bytes)).toBeLessThanOrEqual(MiB);
  }
  async end(): Promise<void> {
    const ended = new Promise((done) => this.child.on("exit", done));
    this.child.stdin?.end();
    expect(await ended).toBe(0);
    this.socket.destroy();
  }
}

test.each(["microvm", "q35"])("%s gives memory up and gets it back", { timeout }, async (type) => {
  const machine = await Machine.start(type, "--machine", type, "-m", "256");
  const before = await machine.info();
  await machine.resize(96 * MiB);
  const small = await machine.info();
  expect(before.total - small.total).toBe(160 * MiB);
  expect(before.free - small.free).toBeGreaterThanOrEqual(160 * MiB);
  await machine.resize(256 * MiB);
  const after = await machine.info();
  expect(after.total).toBe(before.total);
  expect(before.free - after.free).toBeLessThan(2 * MiB);
  await machine.end();
});

test("the program's need comes first: the balloon gives way", { timeout }, async () => {
  const machine = await Machine.start("need", "-m", "256");
  await machine.resize(64 * MiB);
  expect(await machine.ask("take 45")).toBe("taken"); // fits
  expect(await machine.ask("give")).toBe("0");
  await machine.resize(100 * MiB);
  expect(await machine.ask("take 140")).toBe("taken"); // needs what the balloon holds
  expect(await machine.actual()).toBeGreaterThan(100 * MiB);
  await machine.end();
});

test("the host can ask for statistics", { timeout }, async () => {
  const machine = await Machine.start("statistics", "-m", "128");
  const path = "/machine/peripheral/balloon";
  await machine.qmp("qom-set", { path, property: "guest-stats-polling-interval", value: 1 });
  const wanted = async () => {
    const stats = (await machine.qmp("qom-get", { path, property: "guest-stats" })) as {
      stats: Record<string, number>;
    };
    return stats.stats;
  };
  let stats = await wanted();
  for (let i = 0; i < 50 && !((stats["stat-total-memory"] as number) > 0); i++) {
    await new Promise((done) => setTimeout(done, 200));
    stats = await wanted();
  }
  const { total, free } = await machine.info();
  expect(stats["stat-total-memory"]).toBe(total);
  expect(Math.abs((stats["stat-free-memory"] as number) - free)).toBeLessThan(2 * MiB);
  await machine.end();
});

/** Memory of QEMU that the host has committed, in bytes. */
function residentOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;
}

test("what the program has freed goes back to the host by itself", { timeout }, async () => {
  const machine = await Machine.start("reporting", "-m", "512");
  const pid = machine.qemu();
  expect(await machine.ask("take 300")).toBe("taken");
  const full = residentOf(pid);
  expect(await machine.ask("give")).toBe("0");
  let left = full;
  for (let i = 0; i < 200 && left > full - 250 * MiB; i++) {
    await new Promise((done) => setTimeout(done, 100));
    left = residentOf(pid);
  }
  expect(full - left).toBeGreaterThan(250 * MiB);
  await machine.end();
});
