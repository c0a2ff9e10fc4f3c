import { type ChildProcess, spawn } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const LAUNCHER = fileURLToPath(new URL("../catalyst", import.meta.url));
/** Of the real machine, the launcher sees these only. */
const TOOLS =
  "sh dirname readlink uname sed stat cmp cp mv rm mkdir tail env flock id cat sleep ls ln chmod touch git".split(" ");
const MAIN_ARGS = "--disable-warning=ExperimentalWarning --disable-warning=DeprecationWarning";

/** Answers the launcher's question about its version; otherwise says what it was told to run, and its stdin. */
const node = (version: number) => `
if [ "$1" = -p ]; then echo asked-node >>"$FAKES/calls"; [ ${version} -lt 24 ] || echo "$0"; exit; fi
echo "node${version} $*"
cat
`;
/** \`npm install … package@version\` brings Node 24; \`npm ci\` waits as long as there is a file \`hold\`. */
const NPM = `
echo "npm $1" >>"$FAKES/calls"
cat >/dev/null
if [ "$1" = ci ]; then
  rm -rf node_modules && mkdir node_modules
  touch "$FAKES/ci-began"
  while [ -e "$FAKES/hold" ]; do sleep 0.02; done
  [ ! -e "$FAKES/fail" ] || { echo "the registry is away"; exit 1; }
else
  for last; do :; done
  folder=node_modules/\${last%@*}/bin
  mkdir -p "$folder"
  cp "$FAKES/node24" "$folder/node"
fi
`;
const APT = `
echo "apt-get $*" >>"$FAKES/calls"
[ ! -e "$FAKES/fail" ] || { echo "no such mirror"; exit 100; }
ln -s "$FAKES/node24" "$FAKES/bin/bwrap"
`;

interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

let folder: string;
let root: string;
let fakes: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst launcher "));
  root = join(folder, "a checkout");
  fakes = join(folder, "fakes");
  await mkdir(join(fakes, "bin"), { recursive: true });
  await mkdir(root);
  await copyFile(LAUNCHER, join(root, "catalyst"));
  await writeFile(join(root, "package-lock.json"), "first");
  await writeFile(join(fakes, "calls"), "");
  await Promise.all(TOOLS.map(async (tool) => symlink(await findTool(tool), join(fakes, "bin", tool))));
  await fake("../node24", node(24));
  await fake("node", node(20));
  await fake("npm", NPM);
  await fake("bwrap", "");
});

afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));

async function findTool(name: string): Promise<string> {
  const candidates = ["/usr/bin", "/bin"].map((path) => join(path, name));
  const found = await Promise.all(
    candidates.map((path) =>
      readFile(path).then(
        () => path,
        () => null,
      ),
    ),
  );
  return found.find((path) => path !== null) ?? Promise.reject(new Error(`This test needs ${name} on the machine.`));
}

async function fake(name: string, script: string): Promise<void> {
  const path = join(fakes, "bin", name);
  // Written anew: what stands there may be a link to the machine's own.
  await rm(path, { force: true });
  await writeFile(path, `#!/bin/sh\n${script}`);
  await chmod(path, 0o755);
}

const put = (name: string) => writeFile(join(fakes, name), "");
const takeAway = (name: string) => rm(join(fakes, name));
const readCalls = async () => (await readFile(join(fakes, "calls"), "utf8")).split("\n").filter(Boolean);

function start(args: string[] = [], given: { path?: string; cwd?: string; stdin?: string } = {}) {
  const child: ChildProcess = spawn(given.path ?? join(root, "catalyst"), args, {
    cwd: given.cwd ?? folder,
    env: { PATH: join(fakes, "bin"), FAKES: fakes },
    // A group of its own, so that a test can kill all of it.
    detached: true,
  });
  const seen = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => {
    seen.stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    seen.stderr += chunk;
  });
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(given.stdin ?? "");
  const ended = new Promise<Ended>((resolve) => child.once("close", (exitCode) => resolve({ exitCode, ...seen })));
  return { ended, seen, killAll: () => process.kill(-(child.pid as number), "SIGKILL") };
}

const run = (...parameters: Parameters<typeof start>) => start(...parameters).ended;
const hasBegun = () =>
  expect
    .poll(() =>
      readFile(join(fakes, "ci-began")).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);

describe("a first start", () => {
  test("brings Node 24 and the dependencies, says so on stderr, and then runs the CLI", async () => {
    const { stdout, stderr, exitCode } = await run(["run", "two words"]);
    expect(stdout).toBe(`node24 ${MAIN_ARGS} ${root}/cli/src/main.ts run two words\n`);
    expect(stderr).toMatch(/^catalyst: installing Node 24.* \.\.\.\ncatalyst: installing the dependencies .*\.\.\.\n$/);
    expect(exitCode).toBe(0);
  });

  test("uses the machine's own Node when it is 24 or newer", async () => {
    await fake("node", node(26));
    expect((await run()).stdout).toMatch(/^node26 /);
    expect(await readCalls()).toEqual(["asked-node", "npm ci"]);
  });

  test("gives Node a place in the checkout for what it compiles, whatever the caller's is", async () => {
    await fake("../node24", '[ "$1" = -p ] && echo "$0" || echo "in $NODE_COMPILE_CACHE"');
    expect((await run()).stdout).toBe(`in ${root}/.runtime/compiled\n`);
  });

  test("works through a link, from another folder", async () => {
    const path = join(folder, "linked catalyst");
    await symlink(join(root, "catalyst"), path);
    expect((await run([], { path, cwd: dirname(folder) })).stdout).toContain(`${root}/cli/src/main.ts`);
  });

  test.each([
    ["a relative path", "./catalyst"],
    ["a shell that is given its name", "catalyst"],
  ])("works by %s", async (_, self) => {
    const { stdout } = await run([self, "doctor"], { path: join(fakes, "bin", "sh"), cwd: root });
    expect(stdout).toBe(`node24 ${MAIN_ARGS} ${root}/cli/src/main.ts doctor\n`);
  });

  test("leaves what is piped in to the CLI", async () => {
    expect((await run(["credentials", "add"], { stdin: "a key" })).stdout).toMatch(/credentials add\na key$/);
  });

  test("runs the tests instead of the CLI when asked to", async () => {
    expect((await run(["test", "unit"])).stdout).toBe(`node24 ${MAIN_ARGS} ${root}/.ci/test.ts unit\n`);
  });
});

describe("a later start", () => {
  test("asks neither npm nor Node, and says nothing", async () => {
    await run();
    const before = await readCalls();
    expect((await run()).stderr).toBe("");
    expect(await readCalls()).toEqual(before);
  });

  test("installs again after the lock file changed", async () => {
    await run();
    await writeFile(join(root, "package-lock.json"), "second");
    await run();
    await run();
    expect((await readCalls()).filter((call) => call === "npm ci")).toHaveLength(2);
  });

  test("looks again at a Node that was replaced", async () => {
    await fake("node", node(26));
    await run();
    await fake("node", node(9));
    expect((await run()).stdout).toMatch(/^node24 /);
  });
});

describe("an installation", () => {
  test("that fails shows why, runs nothing, and is done again at the next start", async () => {
    await put("fail");
    const { exitCode, stdout, stderr } = await run();
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toMatch(/the registry is away\n.*npm ci\) failed.*setup\.log/);
    await takeAway("fail");
    expect((await run()).stdout).toMatch(/^node24 /);
  });

  test("that is killed midway is done again at the next start", async () => {
    await put("hold");
    const first = start();
    await hasBegun();
    first.killAll();
    await first.ended;
    await takeAway("hold");
    expect((await run()).stdout).toMatch(/^node24 /);
    expect((await readCalls()).filter((call) => call === "npm ci")).toHaveLength(2);
  });

  test("is done once by two starts at once", async () => {
    await put("hold");
    const first = start();
    await hasBegun();
    const second = start();
    await expect.poll(() => second.seen.stderr).toContain("waiting for another start");
    await takeAway("hold");
    const ends = await Promise.all([first.ended, second.ended]);
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect((await readCalls()).filter((call) => call.startsWith("npm"))).toEqual(["npm install", "npm ci"]);
  });
});

describe("what is missing", () => {
  test.each(["npm", "git"])("%s: an error that names it and how to get it", async (tool) => {
    await takeAway(`bin/${tool}`);
    const { exitCode, stderr } = await run();
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(new RegExp(`catalyst: .*${tool}.*(https://nodejs|apt-get install)`));
  });

  test.each([
    ["Darwin", /macOS is not supported.*Linux/],
    ["MSYS_NT-10.0", /not supported.*WSL 2/],
  ])("%s: a clear word on what is supported", async (system, words) => {
    await fake("uname", `echo ${system}`);
    const { exitCode, stderr } = await run();
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(words);
  });

  test("bubblewrap, as root on Debian: installs it", async () => {
    await takeAway("bin/bwrap");
    await fake("id", "echo 0");
    await fake("apt-get", APT);
    expect((await run()).exitCode).toBe(0);
    expect((await readCalls()).join("\n")).toMatch(/apt-get .*install -y .*bubblewrap/);
  });

  test.each([
    ["not root", "1000"],
    ["an installation that fails", "0"],
  ])("bubblewrap, %s: names the command and goes on", async (_, uid) => {
    await run();
    await takeAway("bin/bwrap");
    await put("fail");
    await fake("id", `echo ${uid}`);
    await fake("apt-get", APT);
    const { exitCode, stdout, stderr } = await run(["doctor"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("doctor");
    expect(stderr).toContain("sudo apt-get install bubblewrap");
  });
});
