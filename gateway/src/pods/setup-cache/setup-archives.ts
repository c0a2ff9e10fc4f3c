import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, statfs, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MAX_SETUP_ARCHIVE_BYTES } from "@catalyst/core";
import { Refusal } from "../../http/refusal.ts";

const ARCHIVE_FILE = "archive";
const DIGEST_FILE = "sha256";
/** What else is kept in this folder says its size so, too: the oldest goes by the sum. */
const SIZE_FILE = "bytes";
const DRAFT = ".draft-";
const DROPPED = ".dropped-";
const DRAFT_MILLISECONDS = 60 * 60 * 1000;
/** Between two looks at how much room there still is. */
const LOOK_BYTES = 64 * 2 ** 20;

interface ArchiveLimits {
  maxBytes: number;
  /** Of one repository; those that weren't used for longest go first. */
  maxOfRepository: number;
  maxTotalBytes: number;
}

const ARCHIVE_LIMITS: ArchiveLimits = {
  maxBytes: MAX_SETUP_ARCHIVE_BYTES,
  maxOfRepository: 3,
  maxTotalBytes: 10 * MAX_SETUP_ARCHIVE_BYTES,
};

interface ArchiveName {
  repoId: string;
  key: string;
}

export interface SetupArchives {
  /** null: there is none of that name. */
  find(name: ArchiveName): Promise<{ bytes: number; digest: string; open(): Readable } | null>;
  /** Keeps what comes, whole or not at all. False: there is one of that name, which stays as it is. Refuses with `too_large`. */
  keep(name: ArchiveName, draft: { id: string; content: Readable }): Promise<boolean>;
}

/** What setups of pods left, as bytes that nobody opens here, each in a folder named after its repository and its key. */
export function setupArchives(folder: string, limits: ArchiveLimits = ARCHIVE_LIMITS): SetupArchives {
  const placeOf = ({ repoId, key }: ArchiveName) => join(folder, `${repoId}-${key}`);
  return {
    async find(name) {
      const place = placeOf(name);
      const archive = join(place, ARCHIVE_FILE);
      try {
        const [{ size: bytes }, digest] = await Promise.all([
          stat(archive),
          readFile(join(place, DIGEST_FILE), "utf8"),
        ]);
        await utimes(place, new Date(), new Date());
        return { bytes, digest, open: () => createReadStream(archive) };
      } catch (error) {
        return whereMissing(error, null);
      }
    },
    async keep(name, { id, content }) {
      const draft = join(folder, `${DRAFT}${id}`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        await rm(draft, { recursive: true, force: true });
        await mkdir(draft, { mode: 0o700 });
        const { bytes, digest } = await write(draft, content, limits);
        await writeFile(join(draft, SIZE_FILE), String(bytes));
        await writeFile(join(draft, DIGEST_FILE), digest);
        const isKept = await rename(draft, placeOf(name)).then(
          () => true,
          (error: unknown) => whereThere(error, false),
        );
        await dropOldest(folder, name, limits);
        return isKept;
      } finally {
        await rm(draft, { recursive: true, force: true });
      }
    },
  };
}

async function write(draft: string, content: Readable, { maxBytes }: ArchiveLimits) {
  const hash = createHash("sha256");
  let bytes = 0;
  let looked = -LOOK_BYTES;
  await pipeline(
    content,
    async function* count(pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        bytes += piece.length;
        if (bytes - looked >= LOOK_BYTES) {
          looked = bytes;
          await refuseWithoutRoom(draft, bytes);
        }
        if (bytes > maxBytes) {
          throw new Refusal("too_large", `A setup's result is kept up to ${maxBytes} bytes.`);
        }
        hash.update(piece);
        yield piece;
      }
    },
    createWriteStream(join(draft, ARCHIVE_FILE), { flags: "wx", mode: 0o600, flush: true }),
  );
  return { bytes, digest: hash.digest("hex") };
}

/** What is kept is never more than what is left. */
async function refuseWithoutRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) {
    throw new Refusal("too_large", "There is no room for this setup's result.");
  }
}

interface Entry {
  name: string;
  usedAt: number;
  bytes: number;
}

async function dropOldest(folder: string, { repoId }: ArchiveName, limits: ArchiveLimits): Promise<void> {
  const names = await readdir(folder);
  const entries = (await Promise.all(names.map((name) => look(folder, name)))).filter((entry) => entry !== null);
  const old = chooseOld(entries, { repoId, limits });
  for (const name of old) {
    // Out of the way first: a half-removed one must not be taken for a whole one.
    await rename(join(folder, name), join(folder, `${DROPPED}${name}`)).catch(() => undefined);
  }
  for (const name of names.filter((one) => one.startsWith(DROPPED) || old.includes(one))) {
    await rm(join(folder, name.startsWith(DROPPED) ? name : `${DROPPED}${name}`), { recursive: true, force: true });
  }
  await dropDrafts(folder, names);
}

/** What is beyond the limits, those of the repository by their number and all by their sum; what was used last stays. */
function chooseOld(entries: Entry[], { repoId, limits }: { repoId: string; limits: ArchiveLimits }): string[] {
  const sorted = entries.toSorted((a, b) => b.usedAt - a.usedAt);
  let ofRepository = 0;
  let total = 0;
  const old = sorted.filter(({ name, bytes }) => {
    ofRepository += name.startsWith(`${repoId}-`) ? 1 : 0;
    total += bytes;
    return (name.startsWith(`${repoId}-`) && ofRepository > limits.maxOfRepository) || total > limits.maxTotalBytes;
  });
  return old.map(({ name }) => name);
}

const ENTRY = /^[0-9a-f-]{36}-[0-9a-f]{64}$/;

async function look(folder: string, name: string): Promise<Entry | null> {
  if (!ENTRY.test(name)) {
    return null;
  }
  try {
    const { mtimeMs: usedAt } = await stat(join(folder, name));
    return { name, usedAt, bytes: Number.parseInt(await readFile(join(folder, name, SIZE_FILE), "utf8"), 10) };
  } catch (error) {
    return whereMissing(error, null);
  }
}

/** Of uploads whose gateway was killed. */
async function dropDrafts(folder: string, names: string[]): Promise<void> {
  for (const name of names.filter((one) => one.startsWith(DRAFT))) {
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > DRAFT_MILLISECONDS) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

function whereMissing<T>(error: unknown, value: T): T {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") {
    return value;
  }
  throw error;
}

function whereThere<T>(error: unknown, value: T): T {
  if (["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) {
    return value;
  }
  throw error;
}
