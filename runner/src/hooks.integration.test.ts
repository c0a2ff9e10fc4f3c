import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { ExecutionEventBody } from "@catalyst/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BRANCH, bundleRunner, startEnvironment, type TestEnvironment, until } from "./testing/start-environment.ts";

let runnerPath: string;
let environment: TestEnvironment;

beforeAll(async () => {
  runnerPath = await bundleRunner();
});
afterAll(() => rm(dirname(runnerPath), { recursive: true, force: true }));
beforeEach(async () => {
  environment = await startEnvironment(runnerPath);
});
afterEach(() => environment.remove());

type Changes = NonNullable<Parameters<TestEnvironment["start"]>[1]>;

async function run(script: string, changes: Changes): Promise<number | null> {
  environment.start(script, changes);
  return (await environment.exited()).code;
}

function logged(stream: "stdout" | "stderr" | "system"): string {
  return environment
    .bodies()
    .flatMap((body) => (body.type === "log" && body.stream === stream ? [body.text] : []))
    .join("\n");
}

/** For a run that is another execution's. */
function forgetEvents(): void {
  environment.gateway.events.splice(0);
}

type Hook = Extract<ExecutionEventBody, { type: "hook" }>;

function hooks(): string[] {
  return environment
    .bodies()
    .filter((body): body is Hook => body.type === "hook")
    .map(({ name, phase, attempt, exitCode, cache }) => [name, phase, attempt, exitCode, cache].join(" "));
}

describe("a job that only prepares", () => {
  test("sets up and ends without an agent; the next job goes on in its workspace, with numbers of its own", async () => {
    const setup = "mkdir modules; echo made > modules/x; echo changed >> readme.md; echo installed $SETUP_SECRET";
    expect(await run("echo never", { steps: ["prepare"], hooks: { setup, hasSecrets: true } })).toBe(0);
    expect(environment.bodies().some(({ type }) => type === "agent_ended")).toBe(false);
    expect(hooks()).toEqual(["setup started 1  miss", "setup ended 1 0 miss"]);
    expect(logged("system")).toMatch(/changed these files[^\n]*readme\.md[\s\S]*not part of the result: modules\//);
    const prepared = environment.gateway.events.length;
    expect(await run("cat modules/x readme.md; echo work > work.md", { steps: ["agent"] })).toBe(0);
    expect(logged("stdout")).toBe("installed of-the-setup\nmade\nfirst");
    const numbers = environment.gateway.events.map(({ sourceNumber }) => sourceNumber);
    expect(numbers).toEqual(numbers.map((_, index) => (index < prepared ? index : index - prepared) + 1));
    expect(await environment.git("ls-tree", "--name-only", BRANCH)).toBe(".gitignore\nreadme.md\nwork.md");
  });

  test("uses a setup that is there already, at the commit that is to be started from", async () => {
    await run("", { steps: ["prepare"], hooks: { setup: "mkdir -p modules; echo made >> modules/x" } });
    forgetEvents();
    await environment.commitToMirror({ "readme.md": "second\n" });
    const repository = { baseCommit: environment.baseCommit, branch: "catalyst/next", baseBranch: "main" };
    await run("", { steps: ["prepare"], hooks: { setup: "echo made >> modules/x" }, repository });
    expect(hooks()).toEqual(["setup started 1  hit", "setup ended 1 0 hit"]);
    await run("cat modules/x readme.md; git branch --list; git status --short", { steps: ["agent"], repository });
    expect(logged("stdout")).toBe("made\nsecond\n* catalyst/next");
  });

  test("sets up anew where the clone that is there is of no use", async () => {
    await run("", { steps: ["prepare"], hooks: { setup: "true" } });
    await run("rm -rf .git", { steps: ["agent"] });
    forgetEvents();
    expect(await run("", { steps: ["prepare"], hooks: { setup: "true" } })).toBe(0);
    expect(hooks().at(-1)).toBe("setup ended 1 0 miss");
    expect(logged("system")).toContain("The kept setup is not used");
  });

  test("has nothing but the files that its setup reads while that runs, and all of them afterwards", async () => {
    await environment.commitToMirror({ "lock.json": "2\n", "secret.md": "x\n" });
    const setup =
      "ls -A; git rev-parse HEAD || echo no repository; mkdir modules .git; cp lock.json modules; echo >> lock.json";
    const { baseCommit } = environment;
    const repository = { baseCommit, branch: BRANCH, baseBranch: "main" };
    const hooks = { setup, setupReads: ["*.json", "nowhere"] };
    expect(await run("", { steps: ["prepare"], hooks, repository })).toBe(0);
    expect(logged("stdout")).toBe("lock.json\nno repository");
    expect(logged("system")).toMatch(/changed these files[^\n]*: lock.json\n[\s\S]*not part of the result: modules\/$/);
    forgetEvents();
    await run("ls -A; cat modules/lock.json; git status --short; git rev-parse HEAD", { steps: ["agent"], repository });
    expect(logged("stdout")).toBe(
      [".git", ".gitignore", "lock.json", "modules", "readme.md", "secret.md", "2", baseCommit].join("\n"),
    );
  });

  test("ends with 4 when its setup fails", async () => {
    expect(await run("", { steps: ["prepare"], hooks: { setup: "echo bad; exit 3" } })).toBe(4);
    expect(hooks().at(-1)).toBe("setup ended 1 3 miss");
    expect(logged("stdout")).toBe("bad");
    expect(environment.bodies().some(({ type }) => type === "agent_ended")).toBe(false);
  });

  test("ends a setup that takes too long", async () => {
    expect(await run("", { steps: ["prepare"], hooks: { setup: "sleep 1000", timeoutSeconds: 1 } })).toBe(4);
    expect(hooks().at(-1)).toBe("setup ended 1  miss");
  });

  test("says why the repository could not be cloned", async () => {
    const repository = { baseCommit: "f".repeat(40), branch: BRANCH, baseBranch: "main" };
    environment.start("", { steps: ["prepare"], repository });
    const { code, output } = await environment.exited();
    expect([code, output]).toEqual([4, expect.stringContaining("Cloning the repository failed")]);
  });
});

describe("a job that takes a workspace from where it was set up to the start", () => {
  const SETUP = 'echo "with <$SETUP_SECRET>"; sh ./install.sh';
  const prepare = { steps: ["prepare" as const] };

  /** Sets up at a commit that the owner trusts, then goes on to one with these files. */
  async function moveTo(files: Record<string, string>, setupReads: string[] | null = null): Promise<number | null> {
    await environment.commitToMirror({ "install.sh": "mkdir modules; echo trusted > modules/x", "lock.json": "1" });
    const setUpCommit = environment.baseCommit;
    const at = (baseCommit: string) => ({ baseCommit, branch: BRANCH, baseBranch: "main" });
    const hooks = { setup: SETUP, setupReads };
    await run("", { ...prepare, hooks: { ...hooks, hasSecrets: true }, repository: at(setUpCommit) });
    forgetEvents();
    await environment.commitToMirror(files);
    const repository = { ...at(environment.baseCommit), setUpCommit };
    return run("", { ...prepare, hooks, repository });
  }

  const look = async () => {
    forgetEvents();
    const repository = { baseCommit: environment.baseCommit, branch: BRANCH, baseBranch: "main" };
    await run("cat modules/x readme.md; git status --short", { steps: ["agent"], repository });
    return logged("stdout");
  };

  test("runs its setup again where any file differs, without secrets", async () => {
    expect(await moveTo({ "install.sh": "echo theirs > modules/x; echo changed >> readme.md" })).toBe(0);
    expect(logged("stdout")).toBe("with <>");
    expect(hooks()).toEqual(["setup started 1  ", "setup ended 1 0 "]);
    expect(logged("system")).toContain("runs again, without secrets");
    expect(await look()).toBe("theirs\nfirst");
  });

  test("keeps what was set up where only files differ that setup doesn't read", async () => {
    expect(await moveTo({ "readme.md": "second\n" }, ["lock.json", "install.sh"])).toBe(0);
    expect(hooks()).toEqual([]);
    expect(await look()).toBe("trusted\nsecond");
  });

  test("undoes a setup that fails without its secrets, and goes on with what was there", async () => {
    expect(await moveTo({ "install.sh": "rm -rf modules readme.md .git; exit 7", "readme.md": "second\n" })).toBe(0);
    expect(hooks().at(-1)).toBe("setup ended 1 7 ");
    expect(logged("system")).toMatch(/failed on these files \(exit code 7\)\. What it did was undone/);
    expect(await look()).toBe("trusted\nsecond");
  });
});

describe("verify", () => {
  const TURN = 'echo turn >> turns.md; git add -A; git commit -qm "A turn"';

  test("that fails gives the agent another turn; its output is part of the transcript", async () => {
    const verify = 'echo "saw $(wc -l < turns.md)" >&2; [ "$(wc -l < turns.md)" -ge 3 ]';
    await run(TURN, { hooks: { verify, verifyAttempts: 5 } });
    expect(environment.ended()).toMatchObject({
      outcome: "completed",
      verification: { isPassed: true, attempts: 3, exitCode: 0, output: "saw 3" },
    });
    expect(logged("stderr")).toBe("saw 1\nsaw 2\nsaw 3");
    expect(hooks().at(-1)).toBe("verify ended 3 0 ");
    expect(await environment.git("show", `${BRANCH}:turns.md`)).toBe("turn\nturn\nturn");
  });

  test("that never passes ends after its attempts, with the end of its output, and the work is pushed", async () => {
    await run(TURN, { hooks: { verify: "echo no; exit 7", verifyAttempts: 1 } });
    expect(environment.ended()).toMatchObject({
      outcome: "completed",
      verification: { isPassed: false, attempts: 2, exitCode: 7, output: "no" },
      headCommit: await environment.git("rev-parse", BRANCH),
    });
  });

  test("that takes too long has failed, and nothing that it started goes on", async () => {
    const verify = "setsid sh -c 'trap \"\" TERM; sleep 1000' & sleep 1000";
    await run(TURN, { hooks: { verify, verifyAttempts: 0, timeoutSeconds: 1 } });
    expect(environment.ended().verification).toMatchObject({ isPassed: false, exitCode: null });
    expect(environment.ended().verification?.output).toContain("ended after 1 s");
  });

  test("sees what is published and no more: left-over changes are committed before, what it changes is undone", async () => {
    const verify = [
      "git status --short; cat leftover.md ignored",
      "echo changed > leftover.md; echo new > new.md; rm readme.md; echo more >> ignored",
      'git add -A; git commit -qm "By verify"; exit 1',
    ].join("; ");
    await run("echo left > leftover.md; echo x > ignored", { hooks: { verify, verifyAttempts: 1 } });
    expect(logged("stdout")).toMatch(/left\nx\n[\s\S]*left\nx/);
    expect(logged("system")).toMatch(
      /verify changed these files, which was undone: leftover\.md, (new\.md, )?readme\.md/,
    );
    expect(await environment.git("ls-tree", "--name-only", BRANCH)).toBe(".gitignore\nleftover.md\nreadme.md");
    expect(await environment.git("show", `${BRANCH}:leftover.md`)).toBe("left");
    expect(await environment.git("log", "--format=%s", BRANCH)).toBe("Take over left-over changes\nBegin");
  });

  test("isn't run for an agent that failed", async () => {
    await run("exit 2", { hooks: { verify: "echo verified" } });
    expect(environment.ended()).toMatchObject({ outcome: "failed", verification: null });
    expect(hooks()).toEqual([]);
  });

  test("ends with the run when that is cancelled", async () => {
    environment.start(TURN, { hooks: { verify: "echo verifying; sleep 1000" } });
    await until(() => logged("stdout").includes("verifying"));
    await environment.signal("SIGTERM");
    expect((await environment.exited()).code).toBe(0);
    expect(environment.ended()).toMatchObject({ outcome: "cancelled", verification: null });
    expect(await environment.git("show", `${BRANCH}:turns.md`)).toBe("turn");
  });
});

test("hooks get the project's variables, and no other than an agent gets", async () => {
  await run("true", {
    hooks: { verify: "echo $MODE; env | cut -d= -f1 | sort | tr '\\n' ' '" },
    env: { MODE: "test" },
  });
  const [mode, names = ""] = logged("stdout").split("\n");
  expect(mode).toBe("test");
  expect(
    names
      .trim()
      .split(" ")
      .filter((name) => !name.startsWith("GIT_")),
  ).toEqual(["HOME", "LANG", "MODE", "PATH", "PWD", "SHELL", "TERM", "TMPDIR", "USER"]);
});

test("an agent that plans pushes nothing, whatever it leaves", async () => {
  const agent = { id: "script", model: null, provider: null, purpose: "plan" } as const;
  await run("echo x > x.md; git add -A; git commit -qm X; echo the plan", {
    agent,
    hooks: { verify: "echo verified" },
  });
  expect(environment.ended()).toMatchObject({ outcome: "completed", headCommit: null, verification: null });
  expect(await environment.git("for-each-ref")).toBe("");
});
