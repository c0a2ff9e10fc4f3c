import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { BeyondBounds } from "../limits/bounds.ts";
import { quarantinePath } from "../paths.ts";

const MEBIBYTE = 1024 * 1024;

/** What one execution may push in all, also what it has replaced since: it stays on the disk until its end. */
const QUARANTINE_BOUNDS = { bytes: 1024 * MEBIBYTE, pushes: 2000 } as const;

/** Folders in which a push lies while it comes in; a git that was killed leaves its one. */
const INCOMING = /^(?:tmp_objdir-)?incoming-/;

interface QuarantineUse {
  bytes: number;
  pushes: number;
}

/** What has been pushed into a quarantine, and what comes in now. Each push is a pack. */
async function measureQuarantine(quarantinePath: string): Promise<QuarantineUse> {
  const objects = join(quarantinePath, "objects");
  const incoming = (await list(objects)).filter((name) => INCOMING.test(name));
  const use = { bytes: 0, pushes: 0 };
  for (const folder of ["pack", ...incoming.map((name) => join(name, "pack"))]) {
    for (const name of await list(join(objects, folder))) {
      use.bytes += (await stat(join(objects, folder, name)).catch(() => null))?.size ?? 0;
      use.pushes += name.endsWith(".pack") ? 1 : 0;
    }
  }
  return use;
}

/** Whether an execution may push now, and how much. `full`: it has pushed all that it may; `reason` says so to it. */
export type QuarantineRoom = { kind: "open"; maxBytes: number } | { kind: "full"; reason: string };

/** Makes ready for a push. None may be under way: what is left of those that came to no end is removed. */
export async function openQuarantine(home: string, executionId: string): Promise<QuarantineRoom> {
  const path = quarantinePath(home, executionId);
  await removeIncoming(path);
  const { bytes, pushes } = await measureQuarantine(path);
  const left = QUARANTINE_BOUNDS.bytes - bytes;
  if (left <= 0 || pushes >= QUARANTINE_BOUNDS.pushes) {
    const { bytes: maxBytes, pushes: maxPushes } = QUARANTINE_BOUNDS;
    return {
      kind: "full",
      reason: `this execution has pushed ${maxBytes} bytes or ${maxPushes} times, and may not more`,
    };
  }
  return { kind: "open", maxBytes: left };
}

/** Throws BeyondBounds when more is there than may be. */
export async function refuseFull(quarantinePath: string): Promise<void> {
  const { bytes, pushes } = await measureQuarantine(quarantinePath);
  if (bytes > QUARANTINE_BOUNDS.bytes) {
    throw new BeyondBounds(`this execution has pushed more than ${QUARANTINE_BOUNDS.bytes} bytes`);
  }
  if (pushes > QUARANTINE_BOUNDS.pushes) {
    throw new BeyondBounds(`this execution has pushed more than ${QUARANTINE_BOUNDS.pushes} times`);
  }
}

async function removeIncoming(quarantinePath: string): Promise<void> {
  const objects = join(quarantinePath, "objects");
  for (const name of (await list(objects)).filter((each) => INCOMING.test(each))) {
    await rm(join(objects, name), { recursive: true, force: true });
  }
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
