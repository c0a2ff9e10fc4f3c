import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Header } from "tar";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestHome, type TestHome } from "../../testing/open-test-home.ts";
import { runForTest } from "../../testing/run-for-test.ts";
import { type Manifest, parseManifest } from "../archive/manifest.ts";
import { readArchive } from "../archive/read-archive.ts";
import { type ArchiveWriter, writeArchive } from "../archive/write-archive.ts";
import { PIECE_BYTES } from "../make/write-rows.ts";

const RESULT = `results/${randomUUID()}.git`;
const OBJECT = `home/${RESULT}/objects/03/99b2436a9567d4e1842c25787cdf324c3c3f00`;
const AGENT = "home/agents.d/mine.yaml";

let folder: string;
let home: string;
let file: string;
let manifest: Manifest;

/** What a home without anything in it writes of itself. */
async function readManifest(): Promise<Manifest> {
  const source: TestHome = await openTestHome({ hasServices: false });
  try {
    const path = join(source.folder, "empty.tar");
    const { exitCode, stderr } = await runForTest({ args: ["backup", path], env: source.env });
    expect(exitCode, stderr).toBe(0);
    for await (const { content } of readArchive(path)) {
      return parseManifest(Buffer.concat(await Array.fromAsync(content)).toString());
    }
    throw new Error("it is empty");
  } finally {
    await source.close();
  }
}

let known: Promise<Manifest> | undefined;
beforeEach(async () => {
  known ??= readManifest();
  manifest = structuredClone(await known);
  folder = await mkdtemp(join(tmpdir(), "catalyst-hostile-"));
  [home, file] = [join(folder, "home"), join(folder, "backup.tar")];
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));

async function write(fill: (archive: ArchiveWriter) => Promise<void>, { isEnded = true } = {}): Promise<void> {
  const handle = await open(file, "w");
  const archive = await writeArchive(handle, manifest);
  await fill(archive);
  if (isEnded) {
    await archive.end();
  }
  await handle.close();
}

const add = (archive: ArchiveWriter, name: string, text: string | Buffer) =>
  archive.add(name, Buffer.byteLength(text), [Buffer.from(text)]);

/** Puts an entry that our own writer wouldn't write behind the manifest. */
async function writeRaw(entry: ConstructorParameters<typeof Header>[0] & object, content = ""): Promise<void> {
  await write(async () => undefined);
  const whole = await readFile(file);
  const at = 512 + Math.ceil(Number.parseInt(whole.toString("latin1", 124, 136), 8) / 512) * 512;
  const header = new Header({ mode: 0o644, size: content.length, ...entry });
  header.encode();
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  await writeFile(file, Buffer.concat([whole.subarray(0, at), header.block as Buffer, body, whole.subarray(at)]));
}

async function restore(...args: string[]) {
  const env = { HOME: folder, PATH: "/usr/local/bin:/usr/bin:/bin", CATALYST_HOME: home };
  return runForTest({ args: ["restore", file, ...args], env });
}

/** Refused in words, and there is nothing of it: neither in the home nor beside it. */
async function expectRefused(words: RegExp, exitCode = 2): Promise<void> {
  const outcome = await restore();
  expect(outcome.stderr).toMatch(words);
  expect(outcome.exitCode, outcome.stderr).toBe(exitCode);
  expect(outcome.stderr).toContain("Nothing was changed");
  expect(await readdir(home).catch(() => [])).toEqual([]);
  expect((await readdir(folder)).filter((name) => name !== "home")).toEqual(["backup.tar"]);
}

test.each([
  ["above the home", { path: "../evil", type: "File" }],
  ["above the home, by a detour", { path: "home/agents.d/../../evil.yaml", type: "File" }],
  ["at an absolute path", { path: "/tmp/evil", type: "File" }],
  ["with a configuration of git's", { path: `home/${RESULT}/config`, type: "File" }],
  ["with a hook of git's", { path: `home/${RESULT}/hooks/post-update`, type: "File" }],
  ["with objects from elsewhere", { path: `home/${RESULT}/objects/info/alternates`, type: "File" }],
  ["with the gateway's keys", { path: "home/gateway-keys/private", type: "File" }],
  ["with what a server runs", { path: "home/runner/runner.mjs", type: "File" }],
  ["that is a link", { path: AGENT, type: "SymbolicLink", linkpath: "/etc/passwd" }],
  ["that is a device", { path: AGENT, type: "CharacterDevice" }],
  ["that is a pipe", { path: AGENT, type: "FIFO" }],
  ["that is a folder", { path: AGENT, type: "Directory" }],
  ["in a table with an odd name", { path: 'database/users"; drop/000001.gz', type: "File" }],
] as const)("an entry %s is refused before anything is written", async (_which, entry) => {
  await writeRaw(entry);
  await expectRefused(/has an entry that no backup has/);
});

test.each([
  ["is cut off", async () => truncate(file, (await stat(file)).size - 2000)],
  ["is cut off in an entry's midst", async () => truncate(file, (await readFile(file)).indexOf(AGENT) + 1000)],
  ["has another byte in it", async () => spoil(AGENT)],
  ["is something else", async () => writeFile(file, "#!/bin/sh\necho no\n")],
  ["is random", async () => writeFile(file, Buffer.alloc(100_000, randomUUID()))],
  ["is empty", async () => writeFile(file, "")],
  ["is a folder", async () => rm(file).then(() => mkdir(file))],
  ["isn't there", async () => rm(file)],
])("a file that %s is refused before anything is written", async (_which, change) => {
  await write(async (archive) => add(archive, AGENT, "id: mine\n".repeat(1000)));
  await change();
  const { exitCode, stderr } = await restore();
  expect(stderr).toMatch(/Reading the backup failed: .*Nothing was changed/s);
  expect(exitCode, stderr).toBe(2);
  expect(await readdir(home).catch(() => [])).toEqual([]);
});

/** Changes a byte in the content of an entry. */
async function spoil(name: string): Promise<void> {
  const bytes = await readFile(file);
  bytes.write("X", bytes.indexOf(name) + 700);
  await writeFile(file, bytes);
}

test("a header of a header without an end isn't read into memory", async () => {
  await writeRaw({ path: "pax", type: "ExtendedHeader" }, `20000 path=${"a".repeat(20_000)}\n`);
  await expectRefused(/has an entry that no backup has/);
});

test("rows that unpack to very much are refused before they do", async () => {
  const bomb = gzipSync(Buffer.alloc(PIECE_BYTES + 1));
  await write((archive) => add(archive, "database/users/000001.gz", bomb));
  await expectRefused(/a piece of rows that can't be unpacked/);
});

test("a backup of a newer format, and one of a newer schema, are refused in words", async () => {
  manifest.database.migrations.push({ when: 9_999_999_999_999, hash: "0".repeat(64) });
  await write(async () => undefined);
  await expectRefused(/newer Catalyst.*Update this Catalyst/);
  Object.assign(manifest, { formatVersion: 2, news: true });
  await write(async () => undefined);
  await expectRefused(/newer Catalyst.*Update this Catalyst/);
});

test("what never ended is refused: who wrote it may have been killed", async () => {
  await write((archive) => add(archive, AGENT, "id: mine\n"), { isEnded: false });
  await expectRefused(/its end is missing|damaged/);
});

test.each([
  [
    "two entries of one name",
    async (archive: ArchiveWriter) => add(archive, AGENT, "a").then(() => add(archive, AGENT, "b")),
  ],
  [
    "a link to what comes later",
    async (archive: ArchiveWriter) => archive.addLink(OBJECT, OBJECT.replace("03/", "04/")),
  ],
  ["a link to what is no file of it", async (archive: ArchiveWriter) => archive.addLink(OBJECT, "/etc/passwd")],
  [
    "a ref that is a path",
    async (archive: ArchiveWriter) =>
      add(archive, `home/${RESULT}/packed-refs`, `${"a".repeat(40)} refs/heads/../../config\n`),
  ],
  [
    "rows of a table that it doesn't name",
    async (archive: ArchiveWriter) => add(archive, "database/nope/000001.gz", gzipSync("a\n")),
  ],
])("%s: nothing of what was unpacked by then is left", async (_what, fill) => {
  await write(fill);
  await expectRefused(/Reading the backup failed|this backup can't be used/);
});

test("a home that has something in it stays, unless it may be moved aside", async () => {
  await write((archive) => add(archive, AGENT, "id: mine\n"));
  await mkdir(join(home, "agents.d"), { recursive: true });
  await writeFile(join(home, "agents.d", "theirs.yaml"), "id: theirs\n");
  const refused = await restore();
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(/isn't empty \(agents\.d\).*--force/);
  expect(await readdir(home)).toEqual(["agents.d"]);
  const forced = await restore("--force", "--json");
  expect(forced.exitCode, forced.stderr).toBe(0);
  const { movedTo } = JSON.parse(forced.stdout) as { movedTo: string };
  expect(await readFile(join(movedTo, "agents.d", "theirs.yaml"), "utf8")).toBe("id: theirs\n");
  expect(await readdir(join(home, "agents.d"))).toEqual(["mine.yaml"]);
});
