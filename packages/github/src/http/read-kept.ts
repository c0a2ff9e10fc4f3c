import type { Readable } from "node:stream";

/** How much is read of what is kept elsewhere, and how much of that is wanted. */
export interface KeptBounds {
  /** In bytes. */
  max: number;
  /** What is longer: its end is wanted; else nothing of it. */
  isEndWanted: boolean;
  /** How long it may take; absent: as long as any answer. */
  milliseconds?: number;
}

/** Of a log that goes on for longer its end isn't looked for. */
const MAX_READ = 64 * 1024 * 1024;

/** null: it is longer than is wanted, or than is read at all. */
export async function readKept(body: Readable, { max, isEndWanted }: KeptBounds): Promise<Buffer | null> {
  let parts: Buffer[] = [];
  let read = 0;
  let kept = 0;
  for await (const chunk of body) {
    const part = chunk as Buffer;
    read += part.length;
    kept += part.length;
    if (read > (isEndWanted ? MAX_READ : max)) {
      body.destroy();
      return null;
    }
    parts.push(part);
    if (kept > 2 * max) {
      parts = [Buffer.concat(parts).subarray(-max)];
      kept = max;
    }
  }
  return Buffer.concat(parts).subarray(-max);
}
