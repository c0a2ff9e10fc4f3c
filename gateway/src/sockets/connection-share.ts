import { readFileSync } from "node:fs";

/** For the database, git's pipes and files. */
const RESERVED_DESCRIPTORS = 256;
/** A connection may lead to another one. */
const DESCRIPTORS_PER_CONNECTION = 2;
const USUAL_LIMIT = 1024;

/** How many connections each of so many sockets may have, so that all together leave this process descriptors to work with. */
export function connectionShare(sockets: number, descriptors = descriptorLimit()): number {
  const all = Math.floor((descriptors - RESERVED_DESCRIPTORS) / DESCRIPTORS_PER_CONNECTION);
  return Math.max(1, Math.floor(all / Math.max(1, sockets)));
}

let limit: number | null = null;

/** Node raises its own limit to the highest that it may have, when it starts. */
function descriptorLimit(): number {
  limit ??= Number(/^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? USUAL_LIMIT);
  return limit;
}
