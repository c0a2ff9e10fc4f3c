import { RUNNER_EXIT_CODES } from "@catalyst/core";
import { expect, test } from "vitest";
import { BRANCH, type TestEnvironment, until } from "./testing/start-environment.ts";
import { startForEachTest } from "./testing/start-for-each-test.ts";

const NOT_COMPLETED = RUNNER_EXIT_CODES.notCompleted;

let environment: TestEnvironment;
startForEachTest((started) => {
  environment = started;
});

function logged(stream: "stdout" | "stderr" | "system"): string {
  return environment
    .bodies()
    .flatMap((body) => (body.type === "log" && body.stream === stream ? [body.text] : []))
    .join("\n");
}

async function run(script: string, code = 0): Promise<void> {
  environment.start(script);
  expect(await environment.exited()).toEqual({ code, output: "" });
}

test("commits and left-over changes arrive on the job's branch, ignored files don't", async () => {
  await run(`
    echo hello; echo oops >&2
    echo second > second.md; git add second.md; git commit -qm "Second"
    echo third > third.md; echo changed > readme.md; echo x > ignored
  `);
  expect(environment.ended()).toMatchObject({ outcome: "completed", exitCode: 0 });
  const head = await environment.git("rev-parse", `refs/heads/${BRANCH}`);
  expect(environment.ended().headCommit).toBe(head);
  expect(await environment.git("log", "--format=%s %an", head)).toBe(
    "Take over left-over changes Agent\nSecond Agent\nBegin A",
  );
  expect(await environment.git("ls-tree", "--name-only", head)).toBe(".gitignore\nreadme.md\nsecond.md\nthird.md");
  expect([logged("stdout"), logged("stderr")]).toEqual(["hello", "oops"]);
  expect(environment.gateway.events.map(({ sourceNumber }) => sourceNumber)).toEqual(
    environment.gateway.events.map((_, index) => index + 1),
  );
});

test("objects that the mirror has are borrowed, not fetched, and what is made of them arrives", async () => {
  await environment.showMirror("whole");
  await run("git count-objects -v | grep -E '^(count|in-pack)'; git log --format=%s; echo more >> readme.md");
  expect(logged("stdout")).toBe("count: 0\nin-pack: 0\nBegin");
  expect(await environment.git("show", `${BRANCH}:readme.md`)).toBe("first\nmore");
});

test("the mirror beside it is cloned without asking the gateway, which is the remote all the same", async () => {
  await environment.showMirror("whole");
  environment.gateway.disturb("/git", { status: 404 });
  await run(
    "git remote get-url origin; git branch --all; git config --get-all remote.origin.fetch; git config branch.main.merge",
  );
  expect(
    logged("stdout")
      .split("\n")
      .map((line) => line.trim()),
  ).toEqual([
    "http://127.0.0.1:8787/git/repository.git",
    `* ${BRANCH}`,
    "main",
    "remotes/origin/HEAD -> origin/main",
    "remotes/origin/main",
    "+refs/heads/*:refs/remotes/origin/*",
    "refs/heads/main",
  ]);
});

test("with a mirror that can't be used everything is fetched", async () => {
  await environment.showMirror("empty");
  await run("git count-objects -v | grep ^in-pack; git log --format=%s");
  expect(environment.ended()).toMatchObject({ outcome: "completed" });
  expect(logged("stdout")).toContain("Begin");
  expect(logged("stdout")).not.toContain("in-pack: 0");
});

test("an agent that changes nothing leaves nothing to push", async () => {
  await run("echo looked at it");
  expect(environment.ended()).toMatchObject({ outcome: "completed", headCommit: null });
  expect(await environment.git("for-each-ref")).toBe("");
});

test("a failing agent's work is kept, and its failure is not the runner's", async () => {
  await run("echo half > half.md; exit 7", NOT_COMPLETED);
  expect(environment.ended()).toMatchObject({ outcome: "failed", exitCode: 7 });
  expect(await environment.git("show", `${BRANCH}:half.md`)).toBe("half");
});

test("the tokens are in no event, and the agent gets only what is meant for it", async () => {
  await run("env | cut -d= -f1 | sort | tr '\\n' ' '");
  expect(JSON.stringify(environment.gateway.events)).not.toContain(environment.token);
  expect(JSON.stringify(environment.gateway.events)).not.toContain(environment.agentToken);
  const names = logged("stdout").trim().split(" ");
  expect(names.filter((name) => !name.startsWith("GIT_"))).toEqual([
    "CATALYST_GATEWAY_URL",
    "HOME",
    "LANG",
    "PATH",
    "PWD",
    "SHELL",
    "TERM",
    "TMPDIR",
    "USER",
  ]);
});

test("the agent gets the project's variables and, where hosts are allowed, the proxy; the gateway itself needs none", async () => {
  environment.start("env | sort | grep -iE '^(shop|[a-z]+_proxy|path)='", {
    env: { SHOP: "open", PATH: "/nowhere" },
    hasEgress: true,
  });
  await environment.exited();
  const proxy = "http://catalyst:***@127.0.0.1:8787";
  expect(logged("stdout").replaceAll(environment.agentToken, "***").split("\n").sort()).toEqual(
    [
      `HTTPS_PROXY=${proxy}`,
      `HTTP_PROXY=${proxy}`,
      "NO_PROXY=127.0.0.1,localhost",
      "PATH=/opt/catalyst/node/bin:/usr/local/bin:/usr/bin:/bin",
      "SHOP=open",
      `http_proxy=${proxy}`,
      `https_proxy=${proxy}`,
      "no_proxy=127.0.0.1,localhost",
    ].sort(),
  );
});

test("texts that are too long to be told, and images, are files, beside the repository", async () => {
  const bytes = Buffer.from([0, 0xff, 0x0a]).toString("base64");
  const image = { name: "image-1.png", text: bytes, encoding: "base64" } as const;
  const contextFiles = [{ name: "thread.md", text: "By @ann: ü\n" }, image];
  const shown = "cat /home/agent/context/thread.md; od -An -tx1 /home/agent/context/image-1.png; git status --short";
  environment.start(shown, { contextFiles });
  await environment.exited();
  expect(logged("stdout")).toBe("By @ann: ü\n 00 ff 0a");
});

test("the time limit ends processes that ignore SIGTERM or made a session of their own, and keeps the work", async () => {
  environment.start(
    `
      echo before > before.md
      setsid sh -c 'trap "" TERM; while :; do sleep 0.05; echo still >> late.md; done' &
      trap "" TERM
      echo waiting
      while :; do sleep 0.05; done
    `,
    { timeoutSeconds: 2, graceSeconds: 1 },
  );
  expect(await environment.exited()).toMatchObject({ code: NOT_COMPLETED });
  expect(environment.ended()).toMatchObject({ outcome: "timed_out" });
  expect(await environment.git("show", `${BRANCH}:before.md`)).toBe("before");
});

test("what the agent leaves running ends with it", async () => {
  await run("setsid sh -c 'trap \"\" TERM HUP; sleep 1000; sleep 1000' & echo done > done.md");
  expect(environment.ended()).toMatchObject({ outcome: "completed" });
});

test("an agent that goes on after its budget was spent is ended, also while the gateway was away, and its work arrives", async () => {
  environment.start('trap "" TERM; echo begun > begun.md; echo ready; while :; do sleep 0.05; done', {
    agent: { id: "script", model: null, provider: "anthropic" },
  });
  await until(() => logged("stdout") === "ready");
  await environment.gateway.kill();
  environment.gateway.sayStop();
  await environment.gateway.start();
  expect(await environment.exited()).toMatchObject({ code: NOT_COMPLETED });
  expect(environment.ended()).toMatchObject({ outcome: "budget_exceeded" });
  expect(await environment.git("show", `${BRANCH}:begun.md`)).toBe("begun");
});

test("a cancelled run ends its agent, and its work and events still arrive", async () => {
  environment.start("echo begun > begun.md; echo ready; sleep 1000");
  await until(() => logged("stdout") === "ready");
  await environment.signal("SIGTERM");
  expect(await environment.exited()).toMatchObject({ code: NOT_COMPLETED });
  expect(environment.ended()).toMatchObject({ outcome: "cancelled" });
  expect(await environment.git("show", `${BRANCH}:begun.md`)).toBe("begun");
});

test("commits are pushed while the agent works, so a killed runner loses none of them", async () => {
  environment.start('echo one > one.md; git add .; git commit -qm "One"; echo committed; sleep 1000');
  await until(() => environment.bodies().some(({ type }) => type === "checkpoint"));
  await environment.signal("SIGKILL");
  expect((await environment.exited()).code).not.toBe(0);
  expect(await environment.git("show", `${BRANCH}:one.md`)).toBe("one");
  expect(logged("stdout")).toBe("committed");
});

test("events survive lost, cut and refused answers: each is stored once, in order", async () => {
  const { gateway } = environment;
  gateway.disturb("/events", "lose_answer");
  gateway.disturb("/events", { status: 503 });
  gateway.disturb("/events", "cut_answer");
  gateway.disturb("/events", { status: 429, headers: { "retry-after": "1" } });
  await run("for i in 1 2 3 4 5; do echo line $i; sleep 0.2; done");
  expect(logged("stdout")).toBe("line 1\nline 2\nline 3\nline 4\nline 5");
});

test("a restart of the gateway is outlasted, before the clone and at the end", async () => {
  await environment.gateway.kill();
  environment.start("echo a > a.md; echo ready; while [ ! -e /home/agent/go ]; do sleep 0.05; done; echo end");
  await environment.gateway.start();
  await until(() => logged("stdout").includes("ready"));
  await environment.gateway.kill();
  await environment.letGo();
  await environment.gateway.start();
  expect(await environment.exited()).toMatchObject({ code: 0 });
  expect(logged("stdout")).toBe("ready\nend");
  expect(await environment.git("show", `${BRANCH}:a.md`)).toBe("a");
});

test("a clone that meets an outage is done again, before anything is said of a failure", async () => {
  environment.gateway.disturb("/git", { status: 503, times: 3 });
  environment.start("echo a > a.md");
  expect(await environment.exited()).toEqual({ code: 0, output: "" });
  expect(await environment.git("show", `${BRANCH}:a.md`)).toBe("a");
  expect(logged("system")).not.toMatch(/failed/i);
});

test("a push that breaks off is done again", async () => {
  environment.start("echo a > a.md; echo ready; while [ ! -e /home/agent/go ]; do sleep 0.05; done");
  await until(() => logged("stdout") === "ready");
  environment.gateway.disturb("/git", { status: 503, times: 2 });
  await environment.letGo();
  expect(await environment.exited()).toMatchObject({ code: 0 });
  expect(await environment.git("show", `${BRANCH}:a.md`)).toBe("a");
});

test("a refused push is said with its reason, and the run has failed", async () => {
  environment.start("echo a > a.md", {
    repository: { baseCommit: environment.baseCommit, branch: "catalyst/other", baseBranch: "main" },
  });
  expect(await environment.exited()).toMatchObject({ code: NOT_COMPLETED });
  expect(environment.ended()).toMatchObject({ outcome: "not_taken", exitCode: 0, headCommit: null });
  expect(environment.ended().summary).toContain(`only ${BRANCH} is taken`);
  expect(logged("system")).toContain("Pushing the result failed");
});

test("a refused token ends the agent and the runner with 3", async () => {
  environment.start("echo ready; sleep 1000");
  await until(() => logged("stdout") === "ready");
  environment.gateway.disturb("/events", { status: 401, times: 1000 });
  await environment.signal("SIGTERM");
  expect((await environment.exited()).code).toBe(3);
});

test("an agent that isn't there is said by its path", async () => {
  environment.start("hello", { agent: { id: "claude-code", model: null, provider: "anthropic" } });
  expect(await environment.exited()).toEqual({ code: NOT_COMPLETED, output: "" });
  expect(environment.ended()).toMatchObject({ outcome: "failed", exitCode: null });
  expect(environment.ended().summary).toMatch(/^Starting \/opt\/agent\/.* failed: /);
  expect(logged("stderr")).toContain("No such file or directory");
});

test("a run that is cancelled before its agent started starts none", async () => {
  environment.gateway.disturb("/git", { status: 503, times: 1000 });
  await environment.gateway.kill();
  environment.start("echo never");
  await until(() => environment.isListening());
  await environment.signal("SIGTERM");
  await environment.gateway.start();
  expect(await environment.exited()).toEqual({ code: NOT_COMPLETED, output: "" });
  expect(environment.ended()).toMatchObject({ outcome: "cancelled", exitCode: null, headCommit: null });
  expect(logged("stdout")).toBe("");
});

test("a repository that can't be cloned fails the run with git's reason", async () => {
  environment.start("echo never", {
    repository: { baseCommit: "f".repeat(40), branch: BRANCH, baseBranch: "main" },
  });
  expect(await environment.exited()).toEqual({ code: NOT_COMPLETED, output: "" });
  expect(environment.ended()).toMatchObject({ outcome: "failed", headCommit: null });
  expect(environment.ended().summary).toMatch(/^Fetching the commit f{12} failed: .*git fetch/);
});

test("submodules and LFS files that stay away are said", async () => {
  await environment.commitToMirror({
    ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = ../x\n',
    ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n",
  });
  await run("true");
  expect(logged("system")).toMatch(/has submodules.*uses Git LFS/s);
});

test("a malformed job ends the runner with 1 and the reason", async () => {
  environment.start("true", { timeoutSeconds: -1 });
  const { code, output } = await environment.exited();
  expect([code, output]).toEqual([1, expect.stringContaining("timeoutSeconds")]);
});

test("an event that the gateway refuses holds back no other", async () => {
  environment.gateway.disturb("/events", { status: 400 });
  await run("echo one; sleep 0.5; echo two");
  expect(logged("stdout")).toBe("one\ntwo");
  expect(environment.ended()).toMatchObject({ outcome: "completed" });
});

test("an agent that opens all connections that it can doesn't keep the runner from reporting", async () => {
  environment.start(`
    /opt/catalyst/node/bin/node -e '
      const net = require("node:net");
      let open = 0;
      setInterval(() => { for (let i = 0; i < 100 && open < 5000; i++) { const socket = net.connect(8787, "127.0.0.1"); open++; socket.on("error", () => {}); socket.on("close", () => open--); } }, 10);
    ' &
    sleep 2; echo flooded; while ! [ -e /home/agent/go ]; do sleep 0.1; done; echo and gone
  `);
  await until(() => logged("stdout").includes("flooded"));
  await environment.letGo();
  expect(await environment.exited()).toEqual({ code: 0, output: "" });
  expect(logged("stdout")).toContain("and gone");
});

test("a flood of output costs neither memory nor a flood of events, and the agent isn't held up", async () => {
  environment.start(`
    /opt/catalyst/node/bin/node -e '
      const { writeSync } = require("node:fs");
      const piece = "x".repeat(1 << 20);
      for (let i = 0; i < 300; i++) writeSync(1, piece);
      writeSync(1, "\\n");
      const lines = "some line of output\\n".repeat(10000);
      for (let i = 0; i < 100; i++) writeSync(1, lines);
    '
    touch /home/agent/written; while ! [ -e /home/agent/go ]; do sleep 0.05; done
  `);
  await until(() => environment.hasFile("written"));
  const peakKib = await environment.peakMemoryKib();
  await environment.letGo();
  await environment.exited();
  expect(environment.ended()).toMatchObject({ outcome: "completed" });
  expect(logged("stdout").length).toBeLessThan(6 * 1024 * 1024);
  expect(logged("stdout")).toContain("[cut]");
  expect(logged("system")).toMatch(/too much at once: \d+ lines/);
  expect(environment.gateway.events.length).toBeLessThan(1000);
  expect(peakKib).toBeGreaterThan(10_000);
  expect(peakKib).toBeLessThan(400_000);
});
