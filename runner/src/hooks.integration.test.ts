import type { ExecutionEventBody } from "@catalyst/core";
import { describe, expect, test } from "vitest";
import { BRANCH, type TestEnvironment, until } from "./testing/start-environment.ts";
import { startForEachTest } from "./testing/start-for-each-test.ts";

let environment: TestEnvironment;
startForEachTest((started) => {
  environment = started;
});

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

/** Where the workspace is there already. */
function made() {
  const { baseCommit } = environment;
  return { baseCommit, setUpCommit: baseCommit, branch: BRANCH, baseBranch: "main" };
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
    expect(await run("echo never", { stage: "prepare", hooks: { setup, hasSecrets: true } })).toBe(0);
    expect(environment.bodies().some(({ type }) => type === "agent_ended")).toBe(false);
    expect(hooks()).toEqual(["setup started 1  miss", "setup ended 1 0 miss"]);
    expect(logged("system")).toMatch(/changed these files[^\n]*readme\.md[\s\S]*not part of the result: modules\//);
    const prepared = environment.gateway.events.length;
    expect(await run("cat modules/x readme.md; echo work > work.md", { repository: made() })).toBe(0);
    expect(logged("stdout")).toBe("installed of-the-setup\nmade\nfirst");
    const numbers = environment.gateway.events.map(({ sourceNumber }) => sourceNumber);
    expect(numbers).toEqual(numbers.map((_, index) => (index < prepared ? index : index - prepared) + 1));
    expect(await environment.git("ls-tree", "--name-only", BRANCH)).toBe(".gitignore\nreadme.md\nwork.md");
  });

  test("uses a setup that is there already, at the commit that is to be started from", async () => {
    await run("", { stage: "prepare", hooks: { setup: "mkdir -p modules; echo made >> modules/x" } });
    forgetEvents();
    await environment.commitToMirror({ "readme.md": "second\n" });
    const repository = { baseCommit: environment.baseCommit, branch: "catalyst/next", baseBranch: "main" };
    await run("", { stage: "prepare", hooks: { setup: "echo made >> modules/x" }, repository });
    expect(hooks()).toEqual(["setup started 1  hit", "setup ended 1 0 hit"]);
    await run("cat modules/x readme.md; git branch --list; git status --short", {
      repository: { ...repository, setUpCommit: repository.baseCommit },
    });
    expect(logged("stdout")).toBe("made\nsecond\n* catalyst/next");
  });

  test("uses a setup whose clone had what its repository dropped since, without that", async () => {
    await run("", { stage: "prepare", hooks: { setup: "true" } });
    const gone = "1".repeat(40);
    const leave = `echo secret | git hash-object -w --stdin; echo ${gone} > .git/refs/remotes/origin/gone; echo ${gone} > .git/refs/heads/gone`;
    await run(leave, { repository: made() });
    const dropped = logged("stdout");
    forgetEvents();
    expect(await run("", { stage: "prepare", hooks: { setup: "true" } })).toBe(0);
    expect(hooks().at(-1)).toBe("setup ended 1 0 hit");
    await run(`git cat-file -e ${dropped} || echo gone; git fsck 2>&1; git status --short`, { repository: made() });
    expect(logged("stdout")).toBe("gone");
  });

  test("sets up anew where the clone that is there is of no use", async () => {
    await run("", { stage: "prepare", hooks: { setup: "true" } });
    await run("rm -rf .git", { repository: made() });
    forgetEvents();
    expect(await run("", { stage: "prepare", hooks: { setup: "true" } })).toBe(0);
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
    expect(await run("", { stage: "prepare", hooks, repository })).toBe(0);
    expect(logged("stdout")).toBe("lock.json\nno repository");
    expect(logged("system")).toMatch(/changed these files[^\n]*: lock.json\n[\s\S]*not part of the result: modules\/$/);
    forgetEvents();
    await run("ls -A; cat modules/lock.json; git status --short; git rev-parse HEAD", {
      repository: { ...repository, setUpCommit: repository.baseCommit },
    });
    expect(logged("stdout")).toBe(
      [".git", ".gitignore", "lock.json", "modules", "readme.md", "secret.md", "2", baseCommit].join("\n"),
    );
  });

  test("ends with 4 when its setup fails", async () => {
    expect(await run("", { stage: "prepare", hooks: { setup: "echo bad; exit 3" } })).toBe(4);
    expect(hooks().at(-1)).toBe("setup ended 1 3 miss");
    expect(logged("stdout")).toBe("bad");
    expect(environment.bodies().some(({ type }) => type === "agent_ended")).toBe(false);
  });

  test("ends a setup that takes too long", async () => {
    expect(await run("", { stage: "prepare", hooks: { setup: "sleep 1000", timeoutSeconds: 1 } })).toBe(4);
    expect(hooks().at(-1)).toBe("setup ended 1  miss");
  });

  test("says why the repository could not be cloned", async () => {
    const repository = { baseCommit: "f".repeat(40), branch: BRANCH, baseBranch: "main" };
    environment.start("", { stage: "prepare", repository });
    const { code, output } = await environment.exited();
    expect([code, output]).toEqual([4, expect.stringContaining("Fetching the commit ffffffffffff failed")]);
  });
});

describe("a job that takes a workspace from where it was set up to the start", () => {
  const SETUP = 'echo "with <$SETUP_SECRET>"; sh ./install.sh';
  const prepare = { stage: "prepare" as const };

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
    await run("cat modules/x readme.md; git status --short", {
      repository: { ...repository, setUpCommit: repository.baseCommit },
    });
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

describe("a job that verifies", () => {
  const TURN = 'echo turn >> turns.md; git add -A; git commit -qm "A turn"';

  function verify(script: string, changes: Changes = {}): Promise<number | null> {
    return run("", { ...changes, stage: "verify", hooks: { verify: script, ...changes.hooks } });
  }

  function told(): Hook | undefined {
    return environment.bodies().findLast((body): body is Hook => body.type === "hook");
  }

  test("runs on the commit that was pushed, and ends with its word; its output is told", async () => {
    await run(TURN, {});
    expect(await verify('echo "saw $(wc -l < turns.md)" >&2; exit 0')).toBe(0);
    const commit = await environment.git("rev-parse", BRANCH);
    expect(told()).toMatchObject({ attempt: 1, exitCode: 0, output: "saw 1", commit });
    expect(await verify("echo no; exit 7", { turn: 2 })).toBe(5);
    expect(told()).toMatchObject({ attempt: 2, exitCode: 7, output: "no", commit });
    expect(hooks()).toEqual(["verify started 1  ", "verify ended 1 0 ", "verify started 2  ", "verify ended 2 7 "]);
  });

  test("runs on the start where the agent left nothing", async () => {
    await run("true", {});
    expect(await verify("cat readme.md")).toBe(0);
    expect(told()).toMatchObject({ output: "first", commit: environment.baseCommit });
  });

  test("sees what the setup left beside the commit, and nothing else of the agent's", async () => {
    await run("", { stage: "prepare", hooks: { setup: "mkdir modules; echo made > modules/tool; echo x > ~/.setup" } });
    environment.keepSetup();
    const poison = `echo poisoned | tee modules/tool ignored ~/.profile ~/.npmrc > .git/hooks/pre-commit
      git config core.fsmonitor "touch /tmp/ran; false"; git config filter.x.clean "touch /tmp/ran"; echo left > left.md`;
    await run(poison, { repository: made() });
    const look =
      "cat modules/tool left.md; ls -A ~; ls .git/hooks | grep -v sample; git config --list --show-origin; ls /tmp ignored";
    expect(await verify(look, { repository: made() })).not.toBe(0);
    expect(told()?.output).toMatch(/^made\nleft\n/);
    expect(told()?.output).not.toMatch(/poisoned|fsmonitor|filter|\.npmrc|\.profile|pre-commit|\bran\b/m);
    expect(told()?.output).toMatch(/cannot access 'ignored'/);
  });

  test("sets up again before, without secrets, where the agent changed what the setup says that it reads", async () => {
    await environment.commitToMirror({ "lock.json": "1\n" });
    const hooks = {
      setup: 'mkdir -p modules; cat lock.json > modules/x; echo "<$SETUP_SECRET>"',
      setupReads: ["lock.json"],
    };
    const { setUpCommit, ...start } = made();
    await run("", { stage: "prepare", hooks: { ...hooks, hasSecrets: true }, repository: start });
    await environment.keepSetup();
    await run("echo x > other; git add other; git commit -qm Other", { repository: made() });
    const look = () => verify("cat modules/x", { repository: made(), hooks });
    expect([await look(), told()?.output]).toEqual([0, "1"]);
    await run("echo 2 > lock.json", { turn: 2, repository: made() });
    forgetEvents();
    expect([await look(), told()?.output]).toEqual([0, "2"]);
    expect(logged("stdout")).toContain("<>");
    expect(logged("system")).toContain("runs again, without secrets");
  });

  test("names what it changed, and nothing of it is kept", async () => {
    await run("echo left > leftover.md", {});
    await verify('echo changed > leftover.md; echo new > new.md; rm readme.md; git commit -qam "By verify"');
    expect(logged("system")).toContain("verify changed these files, of which nothing is kept: leftover.md");
    expect(await environment.git("log", "--format=%s", BRANCH)).toBe("Take over left-over changes\nBegin");
  });

  test("that takes too long has failed, and nothing that it started goes on", async () => {
    await run(TURN, {});
    const script = "setsid sh -c 'trap \"\" TERM; sleep 1000' & sleep 1000";
    expect(await verify(script, { hooks: { timeoutSeconds: 1 } })).toBe(5);
    expect(told()?.exitCode).toBeNull();
    expect(told()?.output).toContain("ended after 1 s");
  });

  test("can't be done without the commit", async () => {
    await run(TURN, {});
    environment.gateway.disturb("/git", { status: 404 });
    expect(await verify("true")).toBe(4);
    expect(told()).toBeUndefined();
  });

  test("that is cancelled has no word", async () => {
    await run(TURN, {});
    environment.start("", { stage: "verify", hooks: { verify: "echo verifying; sleep 1000" } });
    await until(() => logged("stdout").includes("verifying"));
    await environment.signal("SIGTERM");
    expect((await environment.exited()).code).toBe(6);
    expect(await environment.git("show", `${BRANCH}:turns.md`)).toBe("turn");
  });
});

describe("a further turn of the agent", () => {
  const TURN = 'echo turn >> turns.md; git add -A; git commit -qm "A turn"';

  test("goes on where the last one ended, and what it makes takes the place of what was pushed", async () => {
    await run(TURN, {});
    expect(await run(`${TURN}; cat turns.md`, { turn: 2, repository: made() })).toBe(0);
    expect(logged("stdout")).toBe("turn\nturn");
    expect(logged("system")).toContain("goes back to the agent");
    expect(environment.ended().headCommit).toBe(await environment.git("rev-parse", BRANCH));
    expect(await environment.git("show", `${BRANCH}:turns.md`)).toBe("turn\nturn");
    await run("git reset -q --hard HEAD~2", { turn: 3, repository: made() });
    expect(environment.ended().headCommit).toBeNull();
    expect(await environment.git("rev-parse", BRANCH)).toBe(environment.baseCommit);
  });

  test("isn't taken without time for it", async () => {
    await run(TURN, {});
    environment.gateway.agentSeconds = 59.5;
    expect(await run("echo again", { turn: 2, repository: made() })).toBe(6);
    expect(logged("stdout")).toBe("");
    expect(logged("system")).toContain("no time left");
    expect(environment.bodies().filter(({ type }) => type === "agent_ended")).toHaveLength(1);
  });

  test("tells how long it took", async () => {
    await run("sleep 1.1", {});
    expect(environment.ended().seconds).toBeGreaterThan(1);
  });
});

test("an agent that failed is not to be verified", async () => {
  expect(await run("exit 2", {})).toBe(6);
  expect(environment.ended()).toMatchObject({ outcome: "failed" });
});

test("hooks get the project's variables, and no other than an agent gets", async () => {
  await run("true", {});
  await run("", {
    stage: "verify",
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
  await run("echo x > x.md; git add -A; git commit -qm X; echo the plan", { agent });
  expect(environment.ended()).toMatchObject({ outcome: "completed", headCommit: null });
  expect(await environment.git("for-each-ref")).toBe("");
});
