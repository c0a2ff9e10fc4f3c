import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { zstdDecompressSync } from "node:zlib";
import { Job, SETUP_DIGEST_HEADER } from "@catalyst/core";
import { jobOf } from "@catalyst/core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { restoreSetup, saveSetup } from "./kept-setup.ts";

const KEY = "a".repeat(64);
const { signal } = new AbortController();

let folder: string;
let server: Server;
/** What a gateway keeps, by its paths. */
let kept: Map<string, Buffer>;
/** What it gives in place of that. */
let spoil: (content: Buffer) => Buffer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-setup-"));
  kept = new Map();
  spoil = (content) => content;
  server = createServer(async (request, response) => {
    const path = request.url ?? "";
    if (request.method === "PUT") {
      const content = await buffer(request).catch(() => null);
      if (content !== null) {
        kept.set(path, content);
      }
      response.end("{}");
      return;
    }
    const content = kept.get(path);
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    const digest = createHash("sha256").update(content).digest("hex");
    response.writeHead(200, { [SETUP_DIGEST_HEADER]: digest }).end(spoil(content));
  });
  await once(server.listen(join(folder, "socket")), "listening");
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function job(changes: Parameters<typeof jobOf>[2] = { hooks: { setupKey: KEY } }, stage: "setup" | "agent" = "setup") {
  const access = { token: "t".repeat(43), agentToken: "a".repeat(43) };
  return Job.parse({ ...jobOf(stage, "", changes), ...access, gateway: { socket: join(folder, "socket") } });
}

/** The folders of a stage, as its pod has them. */
async function makeRoot(name: string): Promise<string> {
  const root = join(folder, name);
  for (const path of ["home/agent", "workspace", "run/catalyst/own"]) {
    await mkdir(join(root, path), { recursive: true });
  }
  return root;
}

async function setUp(root: string): Promise<void> {
  await mkdir(join(root, "workspace/repository/node_modules/x"), { recursive: true });
  await writeFile(join(root, "workspace/repository/node_modules/x/run.sh"), "echo", { mode: 0o755 });
  await symlink("/usr/bin/python3", join(root, "home/agent/python"));
  await writeFile(join(root, "run/catalyst/own/setup-passed"), "");
  // As Go keeps modules.
  await mkdir(join(root, "home/agent/go/mod"), { recursive: true });
  await writeFile(join(root, "home/agent/go/mod/a.go"), "package a", { mode: 0o444 });
  await chmod(join(root, "home/agent/go/mod"), 0o555);
}

test("what a setup left is put in place for a later one: files, modes, links and the runner's own mark", async () => {
  const root = await makeRoot("first");
  await setUp(root);
  await saveSetup(job(), { signal, root });
  const later = await makeRoot("later");
  expect(await restoreSetup(job(), { signal, root: later })).toBe(true);
  expect((await lstat(join(later, "workspace/repository/node_modules/x/run.sh"))).mode & 0o777).toBe(0o755);
  expect(await readlink(join(later, "home/agent/python"))).toBe("/usr/bin/python3");
  expect(await readFile(join(later, "home/agent/go/mod/a.go"), "utf8")).toBe("package a");
  expect((await lstat(join(later, "home/agent/go/mod"))).mode & 0o777).toBe(0o555);
  expect(await readdir(join(later, "run/catalyst/own"))).toEqual(["setup-passed"]);
  await chmod(join(later, "home/agent/go/mod"), 0o755);
  await chmod(join(root, "home/agent/go/mod"), 0o755);
});

test("what the cluster mounts isn't itself kept: nobody in a pod may change its mode", async () => {
  const root = await makeRoot("first");
  await setUp(root);
  await writeFile(join(root, "home/agent/--checkpoint-action=exec=x"), "");
  await saveSetup(job(), { signal, root });
  await chmod(join(root, "home/agent/go/mod"), 0o755);
  const archive = zstdDecompressSync(kept.get(`/setup-cache/${KEY}`) ?? Buffer.alloc(0));
  const names = execFileSync("tar", ["--list", "--file=-"], { input: archive, encoding: "utf8" }).split("\n");
  expect(names).toContain("workspace/repository/");
  expect(names).toContain("home/agent/--checkpoint-action=exec=x");
  expect(
    names.filter((name) => ["home/", "home/agent/", "workspace/", "run/catalyst/", "run/catalyst/own/"].includes(name)),
  ).toEqual([]);
});

test.each<[string, (content: Buffer) => Buffer]>([
  ["is cut off", (content) => content.subarray(0, content.length / 2)],
  ["is another one", (content) => Buffer.concat([content, content])],
  ["isn't one", () => Buffer.from("no archive")],
])("one that %s leaves nothing behind: the setup runs", async (_what, change) => {
  const root = await makeRoot("first");
  await setUp(root);
  await saveSetup(job(), { signal, root });
  await chmod(join(root, "home/agent/go/mod"), 0o755);
  spoil = change;
  const later = await makeRoot("later");
  expect(await restoreSetup(job(), { signal, root: later })).toBe(false);
  for (const path of ["home/agent", "workspace", "run/catalyst/own"]) {
    expect(await readdir(join(later, path))).toEqual([]);
  }
});

test("a setup that can't be packed whole isn't kept", async () => {
  const root = await makeRoot("first");
  await rm(join(root, "workspace"), { recursive: true });
  await saveSetup(job(), { signal, root });
  expect(kept.size).toBe(0);
});

test("where nothing is kept by the key, or nobody answers, the setup runs", async () => {
  const root = await makeRoot("first");
  expect(await restoreSetup(job(), { signal, root })).toBe(false);
  server.close();
  await rm(join(folder, "socket"), { force: true });
  expect(await restoreSetup(job(), { signal, root })).toBe(false);
  await saveSetup(job(), { signal, root });
});

test("nothing is asked for and nothing kept but by a setup that was planned with a key", async () => {
  const root = await makeRoot("first");
  kept.set(`/setup-cache/${KEY}`, Buffer.from("x"));
  expect(await restoreSetup(job({}, "setup"), { signal, root })).toBe(false);
  expect(await restoreSetup(job({ hooks: { setupKey: KEY } }, "agent"), { signal, root })).toBe(false);
  kept.clear();
  await saveSetup(job({ hooks: { setupKey: KEY } }, "agent"), { signal, root });
  expect(kept.size).toBe(0);
});
