import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jobOf } from "@catalyst/core/testing";
import { isAlive, waitUntil } from "@catalyst/machine";
import { afterEach, describe, expect, test } from "vitest";
import { readState } from "./environment-state.ts";
import { dropSetups } from "./keeper/setup/cache-entries.ts";
import { findMembers, findProcesses, makeTestHome, requestFor, requestForStages } from "./testing/test-home.ts";

const TIMEOUT = 180_000;
const FOREVER = "setInterval(() => {}, 1000);";
const homes: ReturnType<typeof makeTestHome>[] = [];

function testHome() {
  const home = makeTestHome();
  homes.push(home);
  return home;
}

afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.remove()));
});

describe("stages", () => {
  test("run one after the other over the same home and workspace", {
    timeout: TIMEOUT,
  }, async () => {
    const { provider, waitForExit } = testHome();
    const request = requestForStages([
      `const fs = await import("node:fs"); fs.writeFileSync("/workspace/file", "from the first"); fs.writeFileSync("/home/agent/file", "home"); console.log("first");`,
      `const fs = await import("node:fs"); console.log(fs.readFileSync("/workspace/file", "utf8"), fs.readFileSync("/home/agent/file", "utf8"));`,
    ]);
    expect((await provider.ensure(request)).kind).toMatch(/running|exited/);
    const status = await waitForExit(request.executionId);
    expect(status).toMatchObject({ exitCode: 0, reason: "exited" });
    expect(status.output).toBe("from the first home\n");
  });

  test("everything of the former stage has ended before the next begins, and its /tmp is gone", {
    timeout: TIMEOUT,
  }, async () => {
    const { provider } = testHome();
    const marker = randomUUID();
    const request = requestForStages([
      `const { spawn } = await import("node:child_process"); const fs = await import("node:fs");
       const shell = "trap '' TERM HUP; (setsid sh -c \\"trap '' TERM HUP; exec tail -f /dev/null ${marker}\\" &) ; sleep 0.2";
       spawn("/bin/sh", ["-c", shell], { detached: true, stdio: "ignore" }).on("exit", () => process.exit(0));
       fs.writeFileSync("/tmp/left", ""); fs.writeFileSync("/dev/shm/left", "");`,
      `const fs = await import("node:fs"); console.log("second", fs.existsSync("/tmp/left"), fs.existsSync("/dev/shm/left")); ${FOREVER}`,
    ]);
    await provider.ensure(request);
    const folder = join(homes[0]?.home ?? "", "environments", request.executionId);
    const first = readState(folder)?.init?.pid;
    await waitUntil(() => ![null, undefined, first].includes(readState(folder)?.init?.pid), TIMEOUT);
    expect(findProcesses(`/dev/null ${marker}`)).toEqual([]);
    expect((await provider.observe(request.executionId)).kind).toBe("running");
    await provider.destroy(request.executionId);
    expect(findMembers(request.executionId)).toEqual([]);
  });

  test("one that ends non-zero, by itself or by a limit, is the last", { timeout: TIMEOUT }, async () => {
    const { provider, waitForExit } = testHome();
    const failing = requestForStages([`console.log("no"); process.exitCode = 4;`, `console.log("second ran");`]);
    await provider.ensure(failing);
    expect(await waitForExit(failing.executionId)).toMatchObject({ exitCode: 4, reason: "exited", output: "no\n" });
    const greedy = requestForStages([
      "const held = []; for (;;) held.push(Buffer.alloc(2 ** 24, 1));",
      `console.log("second ran");`,
    ]);
    await provider.ensure(greedy);
    const status = await waitForExit(greedy.executionId);
    expect(status.reason).toBe("out_of_memory");
    expect(status.output).not.toContain("second ran");
  });

  test("their time and their disk are counted together", { timeout: TIMEOUT }, async () => {
    const { provider, waitForExit } = testHome();
    // Each for itself would be in time.
    const late = requestForStages([`setTimeout(() => {}, 3000);`, `setTimeout(() => {}, 4000);`], {
      timeoutSeconds: 5,
    });
    await provider.ensure(late);
    expect(await waitForExit(late.executionId)).toMatchObject({ reason: "timeout", exitCode: null });
    const write = (name: string) =>
      `const fs = await import("node:fs"); for (let i = 0; i < 20; i += 1) fs.writeFileSync("/workspace/${name}" + i, Buffer.alloc(2 ** 20, 1));`;
    const large = requestForStages([write("a"), `${write("b")} ${FOREVER}`]);
    await provider.ensure(large);
    expect(await waitForExit(large.executionId)).toMatchObject({ reason: "disk_full" });
  });

  test("after kill -9 of the keeper in the second stage nothing runs, and it is lost", {
    timeout: TIMEOUT,
  }, async () => {
    const { home, provider } = testHome();
    const request = requestForStages([`console.log("first");`, FOREVER]);
    await provider.ensure(request);
    const folder = join(home, "environments", request.executionId);
    const first = readState(folder)?.init?.pid;
    await waitUntil(() => ![null, undefined, first].includes(readState(folder)?.init?.pid), TIMEOUT);
    const keeper = readState(folder)?.keeper;
    process.kill(keeper?.pid ?? Number.NaN, "SIGKILL");
    await waitUntil(() => keeper !== undefined && !isAlive(keeper), TIMEOUT);
    expect(await waitUntil(() => findMembers(request.executionId).length === 0, TIMEOUT)).toBe(true);
    expect(await provider.observe(request.executionId)).toMatchObject({ kind: "exited", reason: "lost" });
    expect(await provider.ensure(request)).toMatchObject({ kind: "exited", reason: "lost" });
  });
});

/** Each of these would change the workspace. It prints what it got done; nothing is what it should be. */
const TRY_TO_CHANGE = `
  const fs = await import("node:fs"); const { spawnSync } = await import("node:child_process");
  const got = [];
  const attempt = (name, action) => { try { if (action() !== false) got.push(name); } catch {} };
  const runs = (...command) => spawnSync(command[0], command.slice(1), { cwd: "/workspace/repository", env: { PATH: process.env.PATH, HOME: "/home/agent", GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b" } }).status === 0;
  attempt("write", () => fs.writeFileSync("/workspace/repository/file", "x"));
  attempt("append", () => fs.appendFileSync("/workspace/repository/file", "x"));
  attempt("new file", () => fs.writeFileSync("/workspace/new", "x"));
  attempt("new in .git", () => fs.writeFileSync("/workspace/repository/.git/new", "x"));
  attempt("truncate", () => fs.truncateSync("/workspace/repository/file"));
  attempt("remove", () => fs.rmSync("/workspace/repository/file"));
  attempt("remove .git", () => fs.rmSync("/workspace/repository/.git", { recursive: true }));
  attempt("move", () => fs.renameSync("/workspace/repository", "/workspace/elsewhere"));
  attempt("move out", () => fs.renameSync("/workspace/repository/file", "/home/agent/file"));
  attempt("move in", () => { fs.writeFileSync("/home/agent/mine", ""); fs.renameSync("/home/agent/mine", "/workspace/mine"); });
  attempt("link in", () => fs.linkSync("/home/agent/mine", "/workspace/mine"));
  attempt("link out", () => fs.linkSync("/workspace/repository/file", "/home/agent/linked"));
  attempt("symlink", () => fs.symlinkSync("/etc", "/workspace/link"));
  attempt("chmod", () => fs.chmodSync("/workspace/repository/file", 0o777));
  attempt("chmod of the folder", () => fs.chmodSync("/workspace", 0o777));
  attempt("chown", () => fs.chownSync("/workspace/repository/file", 1000, 1000));
  attempt("times", () => fs.utimesSync("/workspace/repository/file", 0, 0));
  attempt("pipe", () => runs("mkfifo", "/workspace/pipe"));
  attempt("remount", () => runs("mount", "-o", "remount,rw,bind", "/workspace"));
  attempt("mount", () => runs("mount", "-t", "tmpfs", "none", "/workspace"));
  attempt("bind elsewhere", () => runs("mount", "--bind", "/workspace", "/home/agent"));
  attempt("umount", () => runs("umount", "/workspace"));
  attempt("namespace", () => runs("unshare", "--user", "--map-root-user", "--mount", "mount", "-o", "remount,rw,bind", "/workspace"));
  attempt("through /proc", () => fs.writeFileSync("/proc/self/root/workspace/repository/file", "x"));
  attempt("through /proc/1", () => fs.writeFileSync("/proc/1/root/workspace/repository/file", "x"));
  attempt("descriptor reopened", () => { const fd = fs.openSync("/workspace/repository/file", "r"); fs.writeFileSync("/proc/self/fd/" + fd, "x"); });
  attempt("attribute", () => runs("chattr", "+i", "file"));
  attempt("git commit", () => runs("git", "commit", "--allow-empty", "-m", "x"));
  attempt("git config", () => runs("git", "config", "core.hooksPath", "/home/agent"));
  attempt("git checkout", () => runs("git", "checkout", "-b", "other"));
  attempt("git gc", () => runs("git", "pack-refs", "--all"));
  attempt("control: home", () => fs.writeFileSync("/home/agent/control", ""));
  attempt("control: git status", () => runs("git", "status"));
  attempt("control: git log", () => runs("git", "log"));
  console.log(JSON.stringify(got));`;

const MAKE_REPOSITORY = `
  const { execFileSync } = await import("node:child_process"); const fs = await import("node:fs");
  const git = (...args) => execFileSync("git", args, { cwd: "/workspace/repository", env: { PATH: process.env.PATH, HOME: "/home/agent", GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b" } });
  fs.mkdirSync("/workspace/repository"); git("init", "-q"); fs.writeFileSync("/workspace/repository/file", "first"); git("add", "."); git("commit", "-qm", "first");`;

describe("a read-only workspace", () => {
  test("can't be changed in any way, while home can, and git can read it", { timeout: TIMEOUT }, async () => {
    const { provider, waitForExit } = testHome();
    const request = requestForStages(["", ""], {
      stages: [
        { job: jobOf("prepare", MAKE_REPOSITORY) },
        { job: jobOf("agent", TRY_TO_CHANGE), isWorkspaceReadOnly: true },
      ],
    });
    await provider.ensure(request);
    const status = await waitForExit(request.executionId);
    expect(status).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(status.output)).toEqual(["control: home", "control: git status", "control: git log"]);
  });
});

describe("the setup cache", () => {
  const key = "a".repeat(64);
  const repoId = randomUUID();
  const entry = `${repoId}-${key}`;
  const make = `
    const fs = await import("node:fs"); const { execFileSync } = await import("node:child_process");
    fs.mkdirSync("/workspace/modules/.bin", { recursive: true }); fs.writeFileSync("/workspace/modules/tool", "made"); fs.chmodSync("/workspace/modules/tool", 0o751);
    fs.symlinkSync("/etc/passwd", "/workspace/modules/.bin/out"); fs.symlinkSync("../tool", "/workspace/modules/.bin/tool");
    fs.writeFileSync("/home/agent/.cached", "home"); execFileSync("mkfifo", ["/workspace/modules/pipe"]);`;
  const look = `
    const fs = await import("node:fs");
    console.log(JSON.stringify(fs.existsSync("/workspace/modules/tool") ? { tool: fs.readFileSync("/workspace/modules/.bin/tool", "utf8"), mode: fs.statSync("/workspace/modules/tool").mode & 0o777, owner: fs.statSync("/workspace/modules/tool").uid, link: fs.readlinkSync("/workspace/modules/.bin/out"), home: fs.readFileSync("/home/agent/.cached", "utf8") } : null));
    fs.appendFileSync("/workspace/modules/tool", "changed");`;

  async function runStages(home: ReturnType<typeof testHome>, scripts: string[]) {
    const request = requestForStages(scripts, { repoId, setupCache: { key } });
    await home.provider.ensure(request);
    return home.waitForExit(request.executionId);
  }

  test("what the first stage left is there for the next environment, as it was before the agent's stage", {
    timeout: TIMEOUT,
  }, async () => {
    const home = testHome();
    const first = await runStages(home, [
      make,
      `const fs = await import("node:fs"); fs.writeFileSync("/workspace/modules/tool", "poisoned");`,
    ]);
    expect(first.facts.join()).toContain("was kept");
    const second = await runStages(home, [look, ""]);
    expect(second.facts.join()).toContain("earlier setup was put in place");
    const third = await runStages(home, ["", look]);
    expect(statSync(join(home.home, "setup-cache")).mode & 0o077).toBe(0);
    const seen = { tool: "made", mode: 0o751, owner: 1000, link: "/etc/passwd", home: "home" };
    expect(JSON.parse(third.output)).toEqual(seen);
    expect(readFileSync(join(home.home, "setup-cache", entry, "workspace/modules/tool"), "utf8")).toBe("made");
  });

  test("a first stage that fails leaves nothing, and neither does a later one", { timeout: TIMEOUT }, async () => {
    const home = testHome();
    await runStages(home, [`${make} process.exitCode = 4;`, ""]);
    expect(existsSync(join(home.home, "setup-cache", entry))).toBe(false);
    const stages = (["setup", "prepare", "agent"] as const).map((kind) => ({
      job: jobOf(kind, kind === "prepare" ? make : ""),
    }));
    const later = requestFor("", { stages, setupCache: { key } });
    await home.provider.ensure(later);
    expect((await home.waitForExit(later.executionId)).exitCode).toBe(0);
    const ofLater = join(home.home, "setup-cache", `${later.repoId}-${key}`);
    expect(readdirSync(join(ofLater, "workspace"))).toEqual([]);
    expect(await dropSetups({ home: home.home, repoId: later.repoId })).toBe(1);
    const last = await runStages(home, [`const fs = await import("node:fs"); fs.mkdirSync("/workspace/x");`, ""]);
    expect(last.facts.join()).toContain("was kept");
    expect(readdirSync(join(home.home, "setup-cache"))).toEqual([entry]);
  });

  test("is dropped for one repository, or for all", { timeout: TIMEOUT }, async () => {
    const { home } = testHome();
    const folder = join(home, "setup-cache");
    const other = randomUUID();
    for (const name of [entry, `${repoId}-${"c".repeat(64)}`, `${other}-${key}`, `.dropped-${entry}`]) {
      mkdirSync(join(folder, name, "home"), { recursive: true });
    }
    expect(await dropSetups({ home, repoId })).toBe(2);
    expect(readdirSync(folder)).toEqual([`${other}-${key}`]);
    expect(await dropSetups({ home, repoId: null })).toBe(1);
    expect(await dropSetups({ home, repoId: null })).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("holds so many and no more: those that weren't used for longest are thrown away", {
    timeout: TIMEOUT,
  }, async () => {
    const home = testHome();
    const folder = join(home.home, "setup-cache");
    const old = Array.from({ length: 10 }, (_, number) => `${randomUUID()}-${String(number).repeat(64)}`);
    for (const [index, name] of old.entries()) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "bytes"), "1000");
      utimesSync(join(folder, name), 1000 + index, 1000 + index);
    }
    mkdirSync(join(folder, `.draft-${randomUUID()}`));
    await runStages(home, [make, ""]);
    expect(readdirSync(folder).toSorted()).toEqual([...old.slice(1), entry].toSorted());
  });

  test("what was kept but can't be put in place whole isn't put there at all", { timeout: TIMEOUT }, async () => {
    const home = testHome();
    mkdirSync(join(home.home, "setup-cache", entry, "home"), { recursive: true });
    writeFileSync(join(home.home, "setup-cache", entry, "home/left"), "");
    const status = await runStages(home, [
      "",
      `const fs = await import("node:fs"); console.log(fs.readdirSync("/home/agent").length);`,
    ]);
    expect(status).toMatchObject({ exitCode: 0, output: "0\n" });
    expect(status.facts.join()).toContain("could not be used");
  });

  test("a keeper that is killed while it keeps a setup leaves no half of it, and nothing running", {
    timeout: TIMEOUT,
  }, async () => {
    const { home, provider } = testHome();
    const script = `const fs = await import("node:fs"); for (let i = 0; i < 3500; i += 1) fs.writeFileSync("/workspace/" + i, "");`;
    const request = requestForStages([script, FOREVER], { repoId, setupCache: { key } });
    await provider.ensure(request);
    const draft = join(home, "setup-cache", `.draft-${request.executionId}`);
    await waitUntil(() => existsSync(join(draft, "workspace")), TIMEOUT);
    const keeper = readState(join(home, "environments", request.executionId))?.keeper;
    process.kill(keeper?.pid ?? Number.NaN, "SIGKILL");
    await waitUntil(() => keeper !== undefined && !isAlive(keeper), TIMEOUT);
    expect(await waitUntil(() => findProcesses(draft).length === 0, TIMEOUT)).toBe(true);
    expect(await provider.observe(request.executionId)).toMatchObject({ kind: "exited", reason: "lost" });
    expect(existsSync(join(home, "setup-cache", entry))).toBe(false);
  });
});
