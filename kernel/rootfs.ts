/** The root: the image at /, memory at the places that programs write to, devices and the process at /dev and /proc. */
import { bootInfo } from "./arch/x64/bootinfo.ts";
import { findBlockDevice } from "./dev/block.ts";
import { newDevFs } from "./fs/devfs/devfs.ts";
import { newProcFs } from "./fs/procfs/procfs.ts";
import { newRamFs } from "./fs/ramfs/ramfs.ts";
import { DiskImage } from "./fs/rofs/disk.ts";
import { openRoFs } from "./fs/rofs/rofs.ts";
import { type ImageSource, MemoryImage } from "./fs/rofs/source.ts";
import { newSysFs } from "./fs/sysfs/sysfs.ts";
import { log } from "./lib/log.ts";
import type { BootOptions } from "./process/bootoptions.ts";
import { endWithError } from "./process/failure.ts";
import { DirectoryEntry, type Inode } from "./vfs/inode.ts";
import { mountOn, openInode, setRoot } from "./vfs/path.ts";

function sourceOfRoot(name: string): ImageSource {
  if (name === "initrd") {
    if (bootInfo.moduleSize === 0) endWithError("root=initrd, but the machine was started without an initrd");
    const image = new MemoryImage();
    image.open(bootInfo.moduleStart, bootInfo.moduleSize);
    return image;
  }
  const device = findBlockDevice(name);
  if (device === null) endWithError(`there is no disk ${name} to mount the root from`);
  const image = new DiskImage();
  image.open(device);
  return image;
}

/** Mounts on a directory of the image; an image without it goes without the mount. */
function mountAt(path: string, inode: Inode): void {
  const [at] = openInode(path);
  if (at === null || !at.isDirectory) {
    log(`vfs: the image has no directory ${path}: nothing is mounted there`);
    return;
  }
  mountOn(at, inode);
  at.release();
}

/** Mounts memory on a directory; what the image holds there stays visible. */
function mountMemory(path: string, permissions: u32): void {
  const memory = newRamFs(permissions);
  const [at] = openInode(path);
  if (at !== null && at.isDirectory) {
    const entry: Embed<DirectoryEntry> = new DirectoryEntry();
    for (let position: u64 = 0; at.entryAt(position, entry); position = entry.next) {
      const [inode] = at.lookup(entry.name);
      if (inode === null) continue;
      memory.graft(entry.name, inode);
      inode.release();
    }
    at.release();
  }
  mountAt(path, memory);
}

export function mountRoot(options: BootOptions): void {
  const image = openRoFs(sourceOfRoot(options.root));
  if (image === null) endWithError("the root filesystem cannot be mounted");
  setRoot(image);
  log(`vfs: mounted erofs from ${options.root} on /`);
  mountAt("/dev", newDevFs());
  mountMemory("/dev/shm", 0o1777);
  mountAt("/proc", newProcFs());
  mountAt("/sys", newSysFs());
  mountMemory("/tmp", 0o1777);
  mountMemory("/run", 0o755);
  mountMemory("/var/tmp", 0o1777);
  mountMemory("/root", 0o700);
}
