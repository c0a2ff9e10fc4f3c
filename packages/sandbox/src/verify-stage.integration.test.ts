import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { RUNNER_EXIT_CODES } from "@catalyst/core";
import { jobOf } from "@catalyst/core/testing";
import { isAlive, waitUntil } from "@catalyst/machine";
import { afterEach, describe, expect, test } from "vitest";
import { readState } from "./environment-state.ts";
import { findMembers, makeTestHome, requestFor, requestForStages } from "./testing/test-home.ts";

const TIMEOUT = 180_000;
const { notVerified, notCompleted } = RUNNER_EXIT_CODES;
const FOREVER = "setInterval(() => {}, 1000);";
const REFUSE = `process.exitCode = ${notVerified};`;
const FS = `const fs = await import("node:fs");`;
/** What is to be seen of home and workspace, as one line. */
const LOOK = `${FS} const read = (path) => { try { return fs.readFileSync(path, "utf8"); } catch { return "-"; } };
  console.log([...fs.readdirSync("/home/agent"), ...fs.readdirSync("/workspace"), read("/workspace/tool"), read("/home/agent/.profile")].join(" "));`;
const PREPARE = `${FS} fs.writeFileSync("/workspace/tool", "of-the-setup"); fs.writeFileSync("/home/agent/.profile", "clean");`;
const POISON = `${FS} fs.writeFileSync("/workspace/tool", "poisoned"); fs.writeFileSync("/home/agent/.profile", "poisoned");
  fs.mkdirSync("/workspace/.git/hooks", { recursive: true }); fs.writeFileSync("/home/agent/.npmrc", ""); fs.writeFileSync("/tmp/left", "");`;

const homes: ReturnType<typeof makeTestHome>[] = [];

function testHome() {
  const made = makeTestHome();
  homes.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(homes.splice(0).map((made) => made.remove()));
});

async function run(scripts: string[], changes: Parameters<typeof requestForStages>[1] = {}) {
  const { provider, waitForExit } = testHome();
  const request = requestForStages(scripts, changes);
  await provider.ensure(request);
  return waitForExit(request.executionId);
}

describe("a stage that verifies", () => {
  test("finds home and workspace as the setup left them, whatever the agent did to its own", {
    timeout: TIMEOUT,
  }, async () => {
    const status = await run([PREPARE, POISON, LOOK]);
    expect(status).toMatchObject({ exitCode: 0, output: ".profile tool of-the-setup clean\n" });
  });

  test("finds them so each time, and leaves nothing behind for the agent, who finds its own", {
    timeout: TIMEOUT,
  }, async () => {
    const verify = `${LOOK} fs.writeFileSync("/workspace/tool", "by verify"); fs.writeFileSync("/workspace/by-verify", ""); ${REFUSE}`;
    const again = `${LOOK} if (read("/workspace/tool") !== "poisoned" || fs.existsSync("/workspace/by-verify")) process.exitCode = 1;`;
    const status = await run([PREPARE, POISON, verify, again, LOOK]);
    expect(status).toMatchObject({ exitCode: 0, output: ".profile tool of-the-setup clean\n" });
    expect(status.stages.map(({ end }) => end?.exitCode)).toEqual([0, 0, notVerified, 0, 0]);
  });

  test("finds nothing at all where nothing was prepared", { timeout: TIMEOUT }, async () => {
    const { provider, waitForExit } = testHome();
    const stages = [POISON, LOOK].map((script, number) => ({
      job: jobOf(number === 0 ? "agent" : "verify", script),
    }));
    const request = requestFor("", { stages });
    await provider.ensure(request);
    expect(await waitForExit(request.executionId)).toMatchObject({ exitCode: 0, output: "- -\n" });
  });

  test("finds them so after the setup's result came from an earlier environment", { timeout: TIMEOUT }, async () => {
    const home = testHome();
    const ofSetup = { repoId: randomUUID(), setupCache: { key: "b".repeat(64) } };
    for (const prepare of [PREPARE, ""]) {
      const request = requestForStages([prepare, POISON, LOOK], ofSetup);
      await home.provider.ensure(request);
      const status = await home.waitForExit(request.executionId);
      expect(status).toMatchObject({ exitCode: 0, output: ".profile tool of-the-setup clean\n" });
    }
  });

  test("has room to write however much the agent has written", { timeout: TIMEOUT }, async () => {
    const fill = `${FS} try { for (let i = 0; ; i += 1) fs.writeFileSync("/workspace/" + i, Buffer.alloc(2 ** 20, 1)); } catch {}`;
    const status = await run(["", fill, `${FS} fs.writeFileSync("/workspace/report", Buffer.alloc(2 ** 22, 1));`]);
    expect(status).toMatchObject({ exitCode: 0, reason: "exited" });
  });
});

describe("what runs after what", () => {
  test("once verify accepts, the rest is skipped", { timeout: TIMEOUT }, async () => {
    const status = await run(["", "", "", `console.log("again");`, `console.log("verified again");`]);
    expect(status).toMatchObject({ exitCode: 0, output: "" });
    const ends = status.stages.map(({ end }) => end);
    expect(ends).toEqual([...Array(3).fill({ exitCode: 0, reason: "exited" }), null, null]);
  });

  test("an agent that didn't complete is neither verified nor asked again", { timeout: TIMEOUT }, async () => {
    const status = await run(["", `process.exitCode = ${notCompleted};`, `console.log("verified");`]);
    expect(status).toMatchObject({ exitCode: notCompleted, reason: "exited", output: "" });
    expect(status.stages.at(-1)).toEqual({ kind: "verify", end: null });
  });

  test("a process that was killed for its memory fails the verification, not the environment", {
    timeout: TIMEOUT,
  }, async () => {
    const greedy = `const { spawnSync } = await import("node:child_process");
      spawnSync(process.execPath, ["-e", "const held = []; for (;;) held.push(Buffer.alloc(2 ** 24, 1));"]); ${REFUSE}`;
    const status = await run(["", "", greedy]);
    if (status.facts.some((fact) => fact.includes("measuring"))) {
      expect(status.reason).toMatch(/exited|out_of_memory/);
    } else {
      expect(status).toMatchObject({ exitCode: notVerified, reason: "exited" });
    }
  });

  test("after kill -9 of the keeper while it verifies nothing runs, and it is lost with what had ended", {
    timeout: TIMEOUT,
  }, async () => {
    const { home, provider } = testHome();
    const request = requestForStages(["", "", FOREVER]);
    await provider.ensure(request);
    const folder = join(home, "environments", request.executionId);
    await waitUntil(
      () => readState(folder)?.stages[1]?.end != null && findMembers(request.executionId).length > 1,
      TIMEOUT,
    );
    const keeper = readState(folder)?.keeper;
    process.kill(keeper?.pid ?? Number.NaN, "SIGKILL");
    await waitUntil(() => keeper !== undefined && !isAlive(keeper), TIMEOUT);
    expect(await waitUntil(() => findMembers(request.executionId).length === 0, TIMEOUT)).toBe(true);
    const lost = await provider.observe(request.executionId);
    const done = { exitCode: 0, reason: "exited" };
    expect(lost).toMatchObject({
      kind: "exited",
      reason: "lost",
      stages: [{ end: done }, { end: done }, { end: null }],
    });
    await provider.destroy(request.executionId);
    expect(existsSync(folder)).toBe(false);
  });
});
