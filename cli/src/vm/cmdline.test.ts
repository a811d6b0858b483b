import fc from "fast-check";
import { expect, test } from "vitest";
import { OsierError } from "../ui/error.ts";
import { argumentsFile, decodeValue, encodeValue, kernelCommandLine } from "./cmdline.ts";
import type { VmConfig } from "./config.ts";
import { qemuCommand, shellQuote, typedBackends } from "./qemu.ts";

const config: VmConfig = {
  qemu: "/usr/bin/qemu-system-x86_64",
  kernel: "/k/kernel.elf",
  image: "/i/a,b.erofs",
  imageBy: "disk",
  machine: "microvm",
  accelerator: "tcg",
  memoryMiB: 64,
  cpus: 1,
  console: "serial",
  program: { exec: "/usr/bin/ls", argv: ["ls", "-la", "a b"], env: ["LANG=C"], cwd: "/" },
  terminal: null,
  verbose: false,
  strace: false,
  aslr: true,
  balloon: false,
  qmpSocket: null,
  gdbPort: null,
};

test("values of any text survive the command line, without a space or a control character in them", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const sent = Buffer.from(text, "utf8").toString("utf8");
      const encoded = encodeValue(sent);
      expect(decodeValue(encoded)).toBe(sent);
      expect(encoded).toMatch(/^[\x21-\x7e]*$/);
    }),
  );
});

test("a short command line is inline", () => {
  expect(kernelCommandLine(config)).toEqual({
    append: "root=vda console=serial exec=/usr/bin/ls arg=ls arg=-la arg=a%20b env=LANG=C",
    fwCfg: null,
  });
});

test("a long one goes over fw_cfg, record by record", () => {
  const long = "x".repeat(5000);
  const program = { exec: "/p", argv: ["p", long], env: ["A=1"], cwd: "/tmp" };
  const { append, fwCfg } = kernelCommandLine({ ...config, program });
  expect(append).toBe("root=vda console=serial args=fw_cfg");
  expect(fwCfg?.toString()).toBe(`exec=/p\0arg=p\0arg=${long}\0env=A=1\0cwd=/tmp\0`);
  expect(qemuCommand({ ...config, program }, typedBackends, "/t/args")).toContain(
    `name=${argumentsFile},file=/t/args`,
  );
});

test("a NUL byte is refused", () => {
  const program = { exec: "/p", argv: ["p", "a\0b"], env: [], cwd: "/" };
  expect(() => kernelCommandLine({ ...config, program })).toThrow(OsierError);
});

test("microvm gets modern virtio-mmio, q35 modern virtio-pci, and a comma in a file name is doubled", () => {
  const micro = shellQuote(qemuCommand(config, typedBackends, ""));
  expect(micro).toContain("virtio-mmio.force-legacy=false");
  expect(micro).toContain("virtio-blk-device,drive=root");
  expect(micro).toContain("file=/i/a,,b.erofs");
  const q35 = shellQuote(qemuCommand({ ...config, machine: "q35", console: "virtio" }, typedBackends, ""));
  expect(q35).toContain("virtio-blk-pci,disable-legacy=on,drive=root");
  expect(q35).toContain("virtio-serial-pci,disable-legacy=on,id=vser,max_ports=3");
});
