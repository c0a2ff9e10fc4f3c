import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { agentCatalog } from "./agent-catalog.ts";

const LONG_AGO = new Date("2020-01-01T00:00:00Z");
const DEFINITION = JSON.stringify({
  name: "Hello",
  install: { npm: "hello", version: "1.0.0" },
  command: "bin/hello",
  env: { ANTHROPIC_API_KEY: "{token}", ANTHROPIC_BASE_URL: "{baseUrl}" },
  prompt: "stdin",
  dialect: "anthropic",
  output: { format: "text" },
});

let folder: string;
let home: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-catalog-"));
  home = join(folder, "home");
  await mkdir(join(home, "agents.d"), { recursive: true });
  await writeFile(join(home, "agents.d/hello.yaml"), DEFINITION);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A stand-in for npm that notes each call; `script` is what it does beyond, in the folder that it installs into. */
async function fakeNpm(script: string): Promise<void> {
  await mkdir(join(folder, "bin"));
  const path = join(folder, "bin/npm");
  await writeFile(path, `#!/bin/sh\necho call >> ${folder}/calls\n${script}\n`);
  await chmod(path, 0o755);
}

const PROGRAM = 'mkdir bin; printf "#!/bin/sh\\necho 1.0.0\\n" > bin/hello; chmod 755 bin/hello';
const countCalls = async () => (await readFile(join(folder, "calls"), "utf8")).trim().split("\n").length;

/** As each worker has one of its own. */
function openCatalog(signal = new AbortController().signal) {
  return agentCatalog({ home, installEnv: { PATH: `${join(folder, "bin")}:/usr/bin:/bin`, HOME: folder }, signal });
}

async function ensure(catalog = openCatalog(), signal = new AbortController().signal) {
  const told: string[] = [];
  const agent = await catalog.find("hello", null);
  const version = await catalog.ensureInstalled(agent, { onProgress: (message) => told.push(message), signal });
  return { version, told };
}

test("an agent that isn't there is installed, which is told, and is there for the next one", async () => {
  await fakeNpm(PROGRAM);
  const first = await ensure();
  expect(first.version).toMatch(/^1\.0\.0-/);
  expect(first.told).toEqual([
    "it isn't installed yet: installing 1.0.0",
    "npm install hello@1.0.0",
    "checking that it runs",
    "1.0.0 is installed",
  ]);
  expect(await ensure()).toEqual({ version: first.version, told: [] });
  expect(await countCalls()).toBe(1);
});

test("of several that need it at once one installs it, and the others say that they wait", async () => {
  await fakeNpm(`sleep 1; ${PROGRAM}`);
  const ensured = await Promise.all([ensure(), ensure(), ensure()]);
  expect(new Set(ensured.map(({ version }) => version)).size).toBe(1);
  expect(await countCalls()).toBe(1);
  const waited = ensured.filter(({ told }) => told.includes("waiting for another process that installs it"));
  expect(waited).toHaveLength(2);
});

test("an installation that fails says what went wrong and the way out", async () => {
  await fakeNpm("echo the registry is closed; exit 1");
  await expect(ensure()).rejects.toMatchObject({
    code: "prerequisite_missing",
    message: expect.stringMatching(/Installing Hello failed:[\s\S]*the registry is closed/),
  });
});

test.each([
  ["a worker that stops", true],
  ["a task that is cancelled", false],
])("%s breaks an installation off, and the next one begins cleanly", async (_, isStop) => {
  await fakeNpm("touch half; sleep 60");
  const broken = new AbortController();
  const ensuring = isStop ? ensure(openCatalog(broken.signal)) : ensure(openCatalog(), broken.signal);
  setTimeout(() => broken.abort(), 1000);
  await expect(ensuring).rejects.toMatchObject({ name: "AbortError" });
  await mkdir(join(home, "agents/hello/.1.0.0.left-by-a-killed-one"), { recursive: true });
  await rm(join(folder, "bin"), { recursive: true });
  await fakeNpm(PROGRAM);
  const { version } = await ensure();
  expect(await readdir(join(home, "agents/hello"))).toEqual([version]);
});

test("each use of a version is noted, so that it isn't taken for one that nobody uses", async () => {
  await fakeNpm(PROGRAM);
  const { version } = await ensure();
  const path = join(home, "agents/hello", version ?? "");
  await utimes(path, LONG_AGO, LONG_AGO);
  await ensure();
  expect((await stat(path)).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
});
