import { constants, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import type { Target } from "./locate-target.ts";

const MAX_LOOSE_BYTES = 4096;
const MAX_PACKED_BYTES = 256 * 1024 * 1024;
/** Deeper than any name of a branch. */
const MAX_DEPTH = 100;

/** What a ref holds: an object's id, or the name of another ref. */
export type RefValue = { kind: "id"; id: string } | { kind: "symbolic"; ref: string };

/** Each ref of a repository by its whole name. A loose one counts before a packed one, as git has it. */
export async function readRefs(target: Target): Promise<Map<string, RefValue>> {
  const refs = await readPacked(target);
  for (const name of await listLoose(join(target.commonDir, "refs"), "refs", MAX_DEPTH)) {
    const value = await readLoose(target, name);
    if (value !== null) {
      refs.set(name, value);
    }
  }
  return refs;
}

export async function readRef(target: Target, name: string): Promise<RefValue | null> {
  return (await readLoose(target, name)) ?? (await readPacked(target)).get(name) ?? null;
}

/** The commit that a ref is at by itself; null: it isn't there, or leads to another. */
export function commitOf(value: RefValue | null | undefined): string | null {
  return value?.kind === "id" ? value.id : null;
}

/** A ref's own file; null when there is none, or a folder in its place. */
export async function readLoose(target: Target, name: string): Promise<RefValue | null> {
  const text = await readBounded(join(target.commonDir, name), MAX_LOOSE_BYTES);
  const [, ref] = /^ref: (\S+)\s*$/.exec(text ?? "") ?? [];
  if (ref !== undefined) {
    return { kind: "symbolic", ref };
  }
  const [, id] = /^([0-9a-f]{40,64})\s*$/.exec(text ?? "") ?? [];
  return id === undefined ? null : { kind: "id", id };
}

/** Lines of `<id> <name>`; `#` begins a header, `^` what the tag above leads to. */
async function readPacked(target: Target): Promise<Map<string, RefValue>> {
  const refs = new Map<string, RefValue>();
  const text = await readBounded(join(target.commonDir, "packed-refs"), MAX_PACKED_BYTES);
  for (const line of (text ?? "").split("\n")) {
    const [, id, name] = /^([0-9a-f]{40,64}) (\S+)$/.exec(line) ?? [];
    if (id !== undefined && name !== undefined) {
      refs.set(name, { kind: "id", id });
    }
  }
  return refs;
}

async function listLoose(folder: string, prefix: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names: string[] = [];
  for (const entry of entries) {
    const name = `${prefix}/${entry.name}`;
    if (entry.isDirectory() && depth > 0) {
      names.push(...(await listLoose(join(folder, entry.name), name, depth - 1)));
    } else if (entry.isFile() && !entry.name.endsWith(".lock")) {
      names.push(name);
    }
  }
  return names;
}

/** An ordinary file's bytes as latin1; null when there is none. Never waits for a pipe, nor follows a link. */
async function readBounded(path: string, maxBytes: number): Promise<string | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch(() => null);
  if (file === null) {
    return null;
  }
  try {
    const entry = await file.stat();
    if (!entry.isFile()) {
      return null;
    }
    if (entry.size > maxBytes) {
      throw new CatalystError("unsupported", `Reading ${path} failed: it is larger than ${maxBytes} bytes.`);
    }
    return (await file.readFile()).toString("latin1");
  } finally {
    await file.close();
  }
}
