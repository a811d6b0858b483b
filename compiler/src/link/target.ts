/** What clang is told for each target and mode. The IR itself carries features, red zone and frame pointers. */
import type { BuildMode, Sanitizer, TargetName } from "../options.ts";

/** The triple that clang takes; the kernel's own triple stands in the IR and is the same to code generation. */
export function tripleOf(target: TargetName): string {
  switch (target) {
    case "x64":
      return "x86_64-unknown-none-elf";
    case "aarch64":
      return "aarch64-unknown-none-elf";
    case "host":
      return process.arch === "arm64" ? "aarch64-unknown-linux-gnu" : "x86_64-unknown-linux-gnu";
    case "host-aarch64":
      return "aarch64-unknown-linux-gnu";
  }
}

export function isHost(target: TargetName): boolean {
  return target === "host" || target === "host-aarch64";
}

/** The arch that `TARGET.arch` has in this target's programs. */
export function archOf(target: TargetName): "x64" | "aarch64" {
  return tripleOf(target).startsWith("aarch64") ? "aarch64" : "x64";
}

/** Flags that turn IR into an object. They are part of the object's cache key. */
export function objectFlags(
  target: TargetName,
  mode: BuildMode,
  sanitize: readonly Sanitizer[],
): readonly string[] {
  const flags = [
    `--target=${tripleOf(target)}`,
    "-Wno-override-module",
    "-ffunction-sections",
    "-fdata-sections",
  ];
  flags.push(mode === "debug" ? "-O0" : "-O2");
  if (isHost(target)) {
    flags.push("-fPIE");
    if (sanitize.length > 0) flags.push(`-fsanitize=${sanitize.join(",")}`, "-fno-omit-frame-pointer");
  } else {
    // The x86_64 kernel moves itself at boot (ADR 11).
    if (target === "x64") flags.push("-fPIE");
    else flags.push("-fno-pic", "-fno-pie");
  }
  if (mode === "release" && sanitize.length === 0) flags.push("-flto=thin");
  return flags;
}
