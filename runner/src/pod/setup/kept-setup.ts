import { execFile } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { type Job, SETUP_DIGEST_HEADER } from "@catalyst/core";
import { type ArchiveJob, exchangeArchive } from "./exchange-archive.ts";
import { feedTar, foldersIn, packTar, unpackTar } from "./run-tar.ts";

const TRANSFER_MILLISECONDS = 300_000;

interface Transfer {
  signal: AbortSignal;
  /** Where the stage's folders are; for tests. */
  root?: string;
}

/** What is asked for, or kept, by this job; null: its stage is no setup, or its result isn't kept. */
function archiveOf({ stage, hooks, gateway, token }: Job): ArchiveJob | null {
  return stage === "setup" && hooks.setupKey !== null ? { gateway, token, key: hooks.setupKey } : null;
}

/** Puts the result of an earlier setup in place, whole or not at all: then the setup runs. Whether it is there. */
export async function restoreSetup(job: Job, { signal, root = "" }: Transfer): Promise<boolean> {
  const archive = archiveOf(job);
  if (archive === null) {
    return false;
  }
  try {
    return await restore(archive, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(TRANSFER_MILLISECONDS)]),
      root,
    });
  } catch (error) {
    tell("put in place", error);
    await Promise.all(foldersIn(root).map(empty));
    return false;
  }
}

/** Keeps what the setup left, for environments with the same key. Never fails the stage. */
export async function saveSetup(job: Job, { signal, root = "" }: Transfer): Promise<void> {
  const archive = archiveOf(job);
  if (archive !== null) {
    const both = AbortSignal.any([signal, AbortSignal.timeout(TRANSFER_MILLISECONDS)]);
    await save(archive, { signal: both, root }).catch((error: unknown) => tell("kept", error));
  }
}

async function restore(archive: ArchiveJob, { signal, root }: Required<Transfer>): Promise<boolean> {
  const response = await exchangeArchive(archive, { content: null, signal });
  if (response.statusCode !== 200) {
    response.resume();
    // There is none yet, as a rule.
    return response.statusCode === 404 ? false : refuse(response.statusCode);
  }
  const { createZstdDecompress } = process.getBuiltinModule("node:zlib");
  const hash = process.getBuiltinModule("node:crypto").createHash("sha256");
  const tar = unpackTar(root === "" ? "/" : root);
  signal.addEventListener("abort", tar.kill, { once: true });
  response.on("data", (piece: Buffer) => hash.update(piece));
  await Promise.all([
    pipeline(response, createZstdDecompress(), (pieces) => feedTar(tar, pieces), { signal }),
    tar.ended,
  ]);
  if (hash.digest("hex") !== response.headers[SETUP_DIGEST_HEADER]) {
    throw new Error("it isn't what was kept");
  }
  return true;
}

async function save(archive: ArchiveJob, { signal, root }: Required<Transfer>): Promise<void> {
  const { createZstdCompress } = process.getBuiltinModule("node:zlib");
  const tar = await packTar(root === "" ? "/" : root);
  signal.addEventListener("abort", tar.kill, { once: true });
  const packed = createZstdCompress();
  const packing = pipeline(tar.stdout, packed, { signal, end: false })
    .then(() => tar.ended)
    // An archive that isn't whole must have no end, either.
    .then(
      () => packed.end(),
      (error: unknown) => packed.destroy(error as Error),
    );
  const response = await exchangeArchive(archive, { content: packed, signal });
  await packing;
  response.resume();
  if (response.statusCode !== 200) {
    refuse(response.statusCode);
  }
}

function refuse(status: number | undefined): never {
  throw new Error(`the gateway answered with ${status}`);
}

/** The folders are mounts: their content goes. */
async function empty(folder: string): Promise<void> {
  // Also what can't be written: modules of Go, for example.
  await promisify(execFile)("chmod", ["-R", "u+rwX", "--", folder]).catch(() => undefined);
  const names = await readdir(folder).catch(() => []);
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

function tell(what: string, error: unknown): void {
  process.stderr.write(`A setup's result was not ${what}: ${error instanceof Error ? error.message : String(error)}\n`);
}
