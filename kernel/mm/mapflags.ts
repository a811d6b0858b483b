/** Flags of mmap(2), mprotect(2), mremap(2) and madvise(2): Linux include/uapi/asm-generic/mman-common.h, mman.h. */

export enum Prot {
  read = 1,
  write = 2,
  execute = 4,
  growsDown = 0x0100_0000,
  growsUp = 0x0200_0000,
}

export enum MapFlag {
  shared = 0x01,
  private = 0x02,
  sharedValidate = 0x03,
  typeMask = 0x0f,
  fixed = 0x10,
  anonymous = 0x20,
  low32Bit = 0x40,
  growsDown = 0x100,
  locked = 0x2000,
  noReserve = 0x4000,
  populate = 0x8000,
  nonBlock = 0x1_0000,
  stack = 0x2_0000,
  hugeTlb = 0x4_0000,
  fixedNoReplace = 0x10_0000,
  /** Ours, set by the caller of AddressSpace.map, never by a program: the file is not open for writing. */
  neverWrite = 0x8000_0000,
}

export enum RemapFlag {
  mayMove = 1,
  fixed = 2,
  dontUnmap = 4,
}

export enum Advice {
  normal = 0,
  random = 1,
  sequential = 2,
  willNeed = 3,
  dontNeed = 4,
  free = 8,
  remove = 9,
  dontFork = 10,
  doFork = 11,
  mergeable = 12,
  unmergeable = 13,
  hugePage = 14,
  noHugePage = 15,
  dontDump = 16,
  doDump = 17,
  wipeOnFork = 18,
  keepOnFork = 19,
  cold = 20,
  pageOut = 21,
  populateRead = 22,
  populateWrite = 23,
  dontNeedLocked = 24,
  collapse = 25,
}
