import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

/** Reversed, so that no masking finds it. */
const SECRET = "5f2c9e7b-canary-for-setup";
const REVERSED = [...SECRET].reverse().join("");

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
});

afterAll(() => home.remove());

async function catalyst(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await home.run(args);
  expect(exitCode, stdout + stderr).toBe(0);
  return stdout + stderr;
}

const run = (script: string, { path }: GitRepository, ...more: string[]) =>
  catalyst("run", script, "--repo", path, "--agent", "script", ...more);

/** A repository whose setup runs a file of its own, and gets a secret. */
async function createProject(files: Record<string, string>, hooks = ""): Promise<GitRepository> {
  const repository = await createGitRepository({
    ".catalyst/config.yaml": `hooks:\n  setup: sh ./install.sh\n${hooks}`,
    ...files,
  });
  const stored = await home.run(["secrets", "add", "NPM_SECRET", "--repo", repository.path], { stdin: SECRET });
  expect(stored.exitCode, stored.stderr).toBe(0);
  return repository;
}

async function commit(repository: GitRepository, files: Record<string, string>, message: string): Promise<void> {
  await repository.write(files);
  await repository.git("add", "--all");
  await repository.git("commit", "--quiet", `--message=${message}`);
}

const numberOf = (output: string) => /Task #(\d+)/.exec(output)?.[1] as string;

describe("a further turn", () => {
  const STEAL = `printf '%s' "[$NPM_SECRET]" | rev > ~/stolen; echo set up by the agent`;
  const REWRITE = `cat > install.sh <<'X'\n${STEAL}\nX\ngit add .; git commit -qm Tweak`;

  test("runs the setup that the agent wrote without secrets, after what the project's own made", async () => {
    const repository = await createProject({ "install.sh": "mkdir -p modules; echo ours > modules/x\n" });
    const first = await run(REWRITE, repository);
    const turn = await catalyst("tasks", "send", numberOf(first), 'echo "stolen: $(cat ~/stolen)"; cat modules/x');
    expect(turn).toContain("cache hit");
    expect(turn).toMatch(/runs again, without secrets[\s\S]*┆ set up by the agent/);
    expect(turn).toContain("┆ stolen: ][");
    expect(turn).toContain("┆ ours");
    expect(turn).not.toContain(REVERSED);
    const fresh = await run("cat ~/stolen modules/x", repository).catch((error: Error) => error.message);
    expect(fresh).toContain("cache hit");
    expect(fresh).not.toContain("][");
  });

  test("goes on with what the project's own setup made where the agent's needs the secret", async () => {
    const install = 'test -n "$NPM_SECRET" || { rm -rf modules; exit 9; }; mkdir -p modules; cat lock > modules/x\n';
    const reads = "  setupReads: [install.sh, lock]\n";
    const repository = await createProject({ "install.sh": install, lock: "1\n" }, reads);
    const first = await run("echo more > a.txt; git add .; git commit -qm More", repository);
    const second = await catalyst("tasks", "send", numberOf(first), "echo 2 > lock; git commit -qam Lock");
    expect(second).toContain("cache hit");
    expect(second).not.toContain("runs again");
    const third = await catalyst("tasks", "send", numberOf(first), "cat modules/x lock");
    expect(third).toMatch(/setup hook failed on these files \(exit code 9\)\. What it did was undone/);
    expect(third).toMatch(/┆ 1\n {2}┆ 2\n/);
  });
});

describe("what is kept", () => {
  const made = (word: string) => `mkdir -p modules; echo ${word} > modules/x; echo "echo ${word}" > ~/.profile\n`;
  const LOOK = "cat modules/x ~/.profile";

  test("of a bad commit's setup doesn't come to the commit that takes it back", async () => {
    const repository = await createProject({ "install.sh": made("good") });
    await run(LOOK, repository);
    await commit(repository, { "install.sh": made("EVIL") }, "Bad");
    expect(await run(LOOK, repository)).toContain("EVIL");
    await repository.git("revert", "--no-edit", "HEAD");
    const reverted = await run(LOOK, repository);
    expect(reverted).toContain("cache hit");
    expect(reverted).not.toContain("EVIL");
  });

  test("is made anew for another value of a secret, and when a person wants it", async () => {
    const repository = await createProject({ "install.sh": made("good") });
    await run(LOOK, repository);
    await home.run(["secrets", "add", "NPM_SECRET", "--repo", repository.path], { stdin: "another value of it" });
    expect(await run(LOOK, repository)).toContain("cache miss");
    expect(await run(LOOK, repository)).toContain("cache hit");
    const dropped = await catalyst("clean", "--setup-cache", "--repo", repository.path);
    expect(dropped).toContain("2 kept setups");
    expect(await run(LOOK, repository)).toContain("cache miss");
  });
});

test("setup gets the secrets that the project names, and reads the files that it names", async () => {
  const hooks = "  setupSecrets: [NPM_SECRET]\n  setupReads: [install.sh, lib/**]\n";
  const install = 'echo "<$NPM_SECRET> <$OTHER>"; ls -A . lib\n';
  const repository = await createProject({ "install.sh": install, "lib/a": "", "src/b": "" }, hooks);
  await home.run(["secrets", "add", "OTHER", "--repo", repository.path], { stdin: "of something else" });
  const output = await run("ls src", repository);
  expect(output).toMatch(/┆ <\[redacted\]\**> <>/);
  expect(output).toMatch(/┆ \.:\n {2}┆ install\.sh\n {2}┆ lib\n {2}┆ ?\n? {2}┆ lib:\n {2}┆ a\n/);
  expect(output).toContain("┆ b");
});
