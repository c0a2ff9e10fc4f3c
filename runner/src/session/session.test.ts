import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { MAX_SESSION_BYTES } from "@catalyst/core";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packSession } from "./pack-session.ts";
import { MAX_FILES, MAX_UNPACKED_BYTES } from "./session-file.ts";
import { unpackSession } from "./unpack-session.ts";

const PATHS = [".agent/sessions"];

let folder: string;
let home: string;
let fresh: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-session-"));
  home = join(folder, "home");
  fresh = join(folder, "fresh");
  await mkdir(join(home, ".agent/sessions/deep"), { recursive: true });
  await mkdir(fresh);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pack = () => packSession({ home, paths: PATHS });
const unpack = (content: Buffer) => unpackSession(content, { home: fresh, paths: PATHS });

/** As packSession writes, with whatever header. */
function forge(...files: { path: unknown; size?: unknown; bytes?: Buffer }[]): Buffer {
  const frames = files.flatMap(({ path, size, bytes = Buffer.from("x") }) => {
    const header = Buffer.from(JSON.stringify({ path, size: size ?? bytes.length }));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(header.length);
    return [length, header, bytes];
  });
  return gzipSync(Buffer.concat(frames));
}

test("the files of the session folders come back as they were, and nothing else does", async () => {
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 256));
  await writeFile(join(home, ".agent/sessions/deep/one.jsonl"), bytes);
  await writeFile(join(home, ".agent/sessions/ünï \n .jsonl"), "");
  await writeFile(join(home, ".agent/settings.json"), "{}");
  await unpack((await pack()) as Buffer);
  expect(await readFile(join(fresh, ".agent/sessions/deep/one.jsonl"))).toEqual(bytes);
  expect((await readdir(join(fresh, ".agent"), { recursive: true })).toSorted()).toEqual([
    "sessions",
    "sessions/deep",
    "sessions/deep/one.jsonl",
    "sessions/ünï \n .jsonl",
  ]);
});

test("nothing to pack is told as nothing", async () => {
  expect(await pack()).toBeNull();
  expect(await packSession({ home, paths: [".never"] })).toBeNull();
});

test("links and pipes that an agent left are not followed, and hold nothing up", async () => {
  await writeFile(join(folder, "secret"), "secret");
  await symlink(join(folder, "secret"), join(home, ".agent/sessions/link"));
  await symlink(folder, join(home, ".agent/sessions/folder"));
  await promisify(execFile)("mkfifo", [join(home, ".agent/sessions/pipe")]);
  expect(await pack()).toBeNull();
});

test("what is too large, packed or unpacked, or too many files, is refused", async () => {
  const path = join(home, ".agent/sessions/huge");
  await writeFile(path, "");
  await truncate(path, MAX_UNPACKED_BYTES + 1);
  await expect(pack()).rejects.toThrow("larger than");
  const noise = Buffer.alloc(MAX_SESSION_BYTES + 1024);
  crypto.getRandomValues(noise.subarray(0, 65_536));
  for (let at = 65_536; at < noise.length; at += 65_536) {
    crypto.getRandomValues(noise.subarray(at, Math.min(at + 65_536, noise.length)));
  }
  await writeFile(path, noise);
  await expect(pack()).rejects.toThrow("when packed");
  await rm(path);
  for (let number = 0; number <= MAX_FILES; number++) {
    await writeFile(join(home, `.agent/sessions/${number}`), "");
  }
  await expect(pack()).rejects.toThrow("files");
});

test.each([
  ["a way up", ".agent/sessions/../../../out"],
  ["an absolute path", "/tmp/out"],
  ["a path beside the folder", ".agent/sessions-too/out"],
  ["another folder", ".ssh/authorized_keys"],
  ["an empty segment", ".agent/sessions//out"],
  ["a dot segment", ".agent/sessions/./out"],
  ["a NUL", ".agent/sessions/a\u0000b"],
  ["no text", 7],
])("a session with %s is refused as a whole", async (_what, path) => {
  await expect(unpack(forge({ path: ".agent/sessions/fine" }, { path }))).rejects.toThrow();
  expect(await readdir(fresh)).toEqual([]);
});

test("a file whose header is malformed, negative or says more than there is, is refused", async () => {
  for (const size of [-1, 1.5, 2, 2 ** 60, "1"]) {
    await expect(unpack(forge({ path: ".agent/sessions/a", size }))).rejects.toThrow();
  }
  for (const bytes of [Buffer.from([0]), Buffer.from([255, 255, 255, 255, 1]), Buffer.from([0, 0, 0, 2, 123, 125])]) {
    await expect(unpack(gzipSync(bytes))).rejects.toThrow();
  }
  await expect(unpack(Buffer.from("no gzip"))).rejects.toThrow();
  expect(await readdir(fresh)).toEqual([]);
});

test("a bomb is refused before it fills the memory", async () => {
  const bomb = gzipSync(Buffer.alloc(MAX_UNPACKED_BYTES + MAX_FILES * 8192 + 1));
  expect(bomb.length).toBeLessThan(MAX_SESSION_BYTES);
  await expect(unpack(bomb)).rejects.toThrow();
});

test("links in the way are not followed, and no file is overwritten", async () => {
  await mkdir(join(fresh, ".agent/sessions"), { recursive: true });
  await mkdir(join(folder, "elsewhere"));
  await symlink(join(folder, "elsewhere"), join(fresh, ".agent/sessions/deep"));
  await expect(unpack(forge({ path: ".agent/sessions/deep/a" }))).rejects.toThrow("link");
  expect(await readdir(join(folder, "elsewhere"))).toEqual([]);
  await symlink(join(folder, "elsewhere/b"), join(fresh, ".agent/sessions/b"));
  await expect(unpack(forge({ path: ".agent/sessions/b" }))).rejects.toThrow("EEXIST");
  expect(await readdir(join(folder, "elsewhere"))).toEqual([]);
});

test("whatever is in a session's place makes no file outside of its folders, and no link", async () => {
  const segment = fc.constantFrom("..", ".", "", ".agent", "sessions", "a", "b\0", "/etc", "\\", "ünï");
  const path = fc.oneof(
    fc.array(segment, { maxLength: 6 }).map((names) => names.join("/")),
    fc.array(segment, { maxLength: 4 }).map((names) => [".agent/sessions", ...names].join("/")),
    fc.jsonValue(),
  );
  const file = fc.record({ path, size: fc.oneof(fc.constant(undefined), fc.integer(), fc.jsonValue()) });
  const packed = fc.oneof(
    fc.array(file, { maxLength: 4 }).map((files) => forge(...files)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => gzipSync(bytes)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(packed, async (content) => {
      await unpack(content).catch(() => undefined);
      expect((await readdir(folder)).toSorted()).toEqual(["fresh", "home"]);
      const made = await readdir(fresh, { recursive: true, withFileTypes: true });
      const outside = made.filter(({ name, parentPath }) => {
        const at = join(parentPath, name).slice(fresh.length + 1);
        return ![".agent", ".agent/sessions"].includes(at) && !at.startsWith(".agent/sessions/");
      });
      expect(outside).toEqual([]);
      expect(made.filter((entry) => !entry.isFile() && !entry.isDirectory())).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
