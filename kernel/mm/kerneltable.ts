/** The page tables of the kernel's half, which every address space shares. kernelmap.ts fills them at boot. */
import { PageTable } from "./pagetable.ts";

export const kernelTable = new PageTable();
