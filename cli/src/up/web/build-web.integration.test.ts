import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProcessIdentity } from "@catalyst/machine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildWeb, findWebBuild, type WebBuild } from "./build-web.ts";

const KEY = "0123456789abcdef";
/** As Next leaves it, with the number of this build, and its environment. */
const NEXT = `
const { appendFileSync, mkdirSync, writeFileSync } = require("node:fs");
appendFileSync("builds", "one\\n");
mkdirSync(".next/standalone/web/.next", { recursive: true });
mkdirSync(".next/static", { recursive: true });
writeFileSync(".next/standalone/web/server.js", JSON.stringify(process.env));
writeFileSync(".next/static/a.js", "1");
`;

let root: string;
let started: (ProcessIdentity | null)[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "catalyst-web-build-"));
  started = [];
  const program = join(root, "web/node_modules/next/dist/bin");
  await mkdir(program, { recursive: true });
  await writeFile(join(program, "next"), NEXT);
  for (const name of ["package-lock.json", "node_modules/.catalyst-installed"]) {
    await writeFile(join(root, "web", name), "{}");
  }
});
afterEach(() => rm(root, { recursive: true }));

function build(given: Partial<WebBuild> = {}): Promise<string> {
  return buildWeb({
    root,
    key: KEY,
    logPath: join(root, "build.log"),
    env: { PATH: process.env.PATH ?? "" },
    installEnv: { npm_config_proxy: "http://proxy.example" },
    signal: new AbortController().signal,
    onProcess: (identity) => started.push(identity),
    ...given,
  });
}

const replaceNext = (program: string) => writeFile(join(root, "web/node_modules/next/dist/bin/next"), program);

test("of two who build at once one does, with all that browsers load, and what it is told is what building takes", async () => {
  expect(await findWebBuild({ root, key: KEY })).toBeNull();
  const [one, other] = await Promise.all([build(), build()]);
  expect([one, await build(), await findWebBuild({ root, key: KEY })]).toEqual([other, other, other]);
  expect(await readFile(join(root, "web/builds"), "utf8")).toBe("one\n");
  expect(await readFile(join(one, ".next/static/a.js"), "utf8")).toBe("1");
  const env = JSON.parse(await readFile(join(one, "server.js"), "utf8"));
  expect(Object.keys(env).sort()).toEqual(["NEXT_TELEMETRY_DISABLED", "NODE_ENV", "PATH"]);
  expect(started).toEqual([expect.objectContaining({ pid: expect.any(Number) }), null]);
});

test("one that fails says what it said last, and leaves nothing that looks built", async () => {
  await replaceNext(`console.error("page.tsx: wrong type"); process.exit(1)`);
  await expect(build()).rejects.toMatchObject({
    code: "prerequisite_missing",
    message: "building ended (exit code 1): page.tsx: wrong type",
  });
  expect(await findWebBuild({ root, key: KEY })).toBeNull();
  await replaceNext(NEXT);
  expect(await build()).toContain(KEY);
});

test("one that is stopped ends with what it started", async () => {
  await replaceNext(`require("node:fs").writeFileSync("begun", ""); setInterval(() => {}, 1000)`);
  const stopping = new AbortController();
  const built = build({ signal: stopping.signal });
  await expect.poll(() => readdir(join(root, "web"))).toContain("begun");
  stopping.abort(new Error("stopped"));
  await expect(built).rejects.toThrow("stopped");
});

test("the builds of before are removed, but the last one, which another may still serve", async () => {
  const keys = ["1", "2", "3"].map((digit) => digit.repeat(16));
  for (const key of keys) {
    await build({ key });
  }
  const left = await readdir(join(root, ".runtime/web"));
  expect(left.filter((name) => keys.includes(name)).sort()).toEqual(keys.slice(1));
});
