/**
 * Programs that load a machine and check what comes back: sysbench counts events, fio writes blocks with checksums and
 * reads them again from several threads. What does not depend on speed must be as on the host.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { host, type Outcome, osier, workDir } from "../osier.ts";
import { locate, slowToo } from "./compare.ts";

const limitSeconds = 100;
const timeout = (2 * limitSeconds + 10) * 1000;

beforeAll(async () => {
  expect((await osier(["build"], { limitSeconds: 290 })).status).toBe(0);
}, 300_000);

/** Runs a program here, in an empty directory, and in a guest, in /tmp, which is a ramfs. */
async function both(
  program: string,
  args: readonly string[],
  cpus: number,
  add: readonly string[] = [],
): Promise<[Outcome, Outcome]> {
  const path = locate(program) as string;
  const cwd = mkdtempSync(join(workDir("scratch"), "load-"));
  try {
    const here = await host([path, ...args], { cwd, limitSeconds });
    const added = add.flatMap((name) => ["--add", name]);
    const flags = ["--workdir", "/tmp", "-m", "512M", "--cpus", String(cpus), ...added];
    const there = await osier(["run", ...flags, path, "--", ...args], { limitSeconds });
    return [here, there];
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** Times and rates have a decimal point, counts have none. */
const withoutTimes = ({ stdout, ...rest }: Outcome) => ({
  ...rest,
  stdout: stdout.replace(/\d+\.\d+/g, "N").replace(/ +/g, " "),
});

const sysbench: readonly (readonly string[])[] = [
  ["cpu", "--events=300", "--cpu-max-prime=2000"],
  ["memory", "--memory-total-size=32M", "--memory-oper=write"],
  ["memory", "--memory-total-size=32M", "--memory-oper=read", "--memory-access-mode=rnd"],
  ["threads", "--events=200", "--thread-yields=50", "--thread-locks=3"],
  ["mutex", "--mutex-num=64", "--mutex-locks=2000", "--mutex-loops=50"],
];
describe.skipIf(locate("sysbench") === null)("sysbench", () => {
  for (const cpus of [1, 2, 4])
    test.each(sysbench)(`%s %s %s on ${cpus} CPUs`, { timeout }, async (...args) => {
      const given = args.filter((arg): arg is string => typeof arg === "string" && arg !== "");
      const [here, there] = await both("sysbench", ["--threads=8", "--time=0", ...given, "run"], cpus);
      expect(withoutTimes(there)).toEqual(withoutTimes(here));
    });
});

interface Direction {
  io_bytes: number;
  total_ios: number;
  short_ios: number;
  drop_ios: number;
}
interface Job {
  jobname: string;
  error: number;
  read: Direction;
  write: Direction;
}
const counts = ({ io_bytes, total_ios, short_ios, drop_ios }: Direction) => [
  io_bytes,
  total_ios,
  short_ios,
  drop_ios,
];
/** What each job did, without its speed: its error and the bytes and requests of each direction. */
function jobs({ status, stdout, stderr }: Outcome) {
  const json = stdout.slice(stdout.indexOf("{\n"));
  expect(json.length, `status ${status}: ${stdout}${stderr}`).toBeGreaterThan(0);
  const { jobs } = JSON.parse(json) as { jobs: Job[] };
  return {
    status,
    jobs: jobs.map((job) => [job.jobname, job.error, counts(job.read), counts(job.write)]),
  };
}

const common = ["--thread", "--name=job", "--bs=4k", "--numjobs=4", "--randrepeat=1", "--output-format=json"];
const verify = ["--verify=crc32c", "--do_verify=1", "--verify_fatal=1", "--verify_state_save=0"];
const size = slowToo ? "--size=32M" : "--size=1M";

describe.skipIf(locate("fio") === null)("fio", () => {
  for (const cpus of [1, 2, 4]) {
    const on = `on ${cpus} CPUs`;
    for (const engine of ["psync", "mmap", "pvsync2", "posixaio"])
      test(`random reads and writes with checksums through ${engine} ${on}`, { timeout }, async () => {
        const args = [...common, ...verify, size, "--rw=randrw", `--ioengine=${engine}`];
        const [here, there] = await both("fio", args, cpus);
        expect(here.status, here.stderr).toBe(0);
        expect(jobs(there)).toEqual(jobs(here));
      });
    test(`random writes of one file by four threads ${on}`, { timeout }, async () => {
      const regions = ["--filename=shared", "--offset_increment=1M", "--size=1M"];
      const [here, there] = await both("fio", [...common, ...verify, ...regions, "--rw=randwrite"], cpus);
      expect(here.status, here.stderr).toBe(0);
      expect(jobs(there)).toEqual(jobs(here));
    });
    test(`random reads of the image with the host's checksums ${on}`, { timeout }, async () => {
      const dir = join(workDir("scratch"), `fio-${cpus}`);
      mkdirSync(dir, { recursive: true });
      const file = join(dir, "blocks");
      const target = [`--filename=${file}`, "--size=4M"];
      const fio = locate("fio") as string;
      const written = await host(
        [fio, "--name=job", "--bs=4k", ...target, "--rw=write", "--verify=crc32c", "--do_verify=0"],
        { cwd: dir },
      );
      expect(written.status, written.stderr).toBe(0);
      const reading = [...common, ...target, "--verify=crc32c", "--rw=randread", "--verify_state_save=0"];
      const [here, there] = await both("fio", reading, cpus, [file]);
      expect(here.status, here.stderr).toBe(0);
      expect(jobs(there)).toEqual(jobs(here));

      const bytes = readFileSync(file);
      bytes[2_000_000] = ~(bytes[2_000_000] as number);
      writeFileSync(file, bytes);
      const [wrongHere, wrongThere] = await both("fio", reading, cpus, [file]);
      expect(wrongHere.status).not.toBe(0);
      expect(wrongThere.status, "one wrong byte is found").toBe(wrongHere.status);
      expect(wrongThere.stderr + wrongThere.stdout).toContain("verify");
    });
  }
});
