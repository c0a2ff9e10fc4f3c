import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gatewayFolderName } from "@catalyst/core";
import { identifyProcess, isAlive, waitUntil } from "@catalyst/machine";
import { execa } from "execa";
import { afterEach, describe, expect, test } from "vitest";
import { type EnvironmentState, readState, writeState } from "./environment-state.ts";
import { openTrialGateway } from "./keepers/trial-gateway.ts";
import { findMembers, findProcesses, makeTestHome, requestFor } from "./testing/test-home.ts";

const FOREVER = "setInterval(() => {}, 1000);";
const TIMEOUT = 180_000;
const homes: ReturnType<typeof makeTestHome>[] = [];

function testHome(...args: Parameters<typeof makeTestHome>) {
  const home = makeTestHome(...args);
  homes.push(home);
  return home;
}

afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.remove()));
});

function stateOf(home: string, executionId: string): EnvironmentState {
  const state = readState(join(home, "environments", executionId));
  if (state === null) {
    throw new Error("The environment has no state.");
  }
  return state;
}

/** A process of its own that ensures an environment, prints its status, and stays until it is killed. */
function ensureElsewhere(home: string, request: object) {
  const program = `
    import { localEnvironmentProvider } from ${JSON.stringify(join(import.meta.dirname, "local-environment-provider.ts"))};
    const provider = localEnvironmentProvider({ home: ${JSON.stringify(home)}, nodePath: process.execPath,
      runnerPath: ${JSON.stringify(join(import.meta.dirname, "fixtures/stand-in-runner.mjs"))},
      agentFolder: () => null, mirrorFolder: () => null, gatewayFolder: ${JSON.stringify(join(home, "gateway"))} });
    const status = await provider.ensure(${JSON.stringify(request)});
    console.log(JSON.stringify(status));
    setInterval(() => {}, 1000);`;
  return execa(process.execPath, ["--input-type=module", "-e", program], {
    env: {},
    extendEnv: false,
    reject: false,
    buffer: false,
  });
}

async function firstLine(child: ReturnType<typeof ensureElsewhere>): Promise<string> {
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return line;
}

describe("the life of an environment", () => {
  test("an id that isn't one is refused before it becomes a path", async () => {
    const { provider } = testHome();
    await expect(provider.destroy("../gateway")).rejects.toThrow();
  });

  test("ensuring from two processes at once starts one", { timeout: TIMEOUT }, async () => {
    const { home, gatewayFolder, provider } = testHome();
    const marker = randomUUID();
    const script = `const { spawn } = await import("node:child_process"); spawn("/usr/bin/tail", ["-f", "/dev/null", "${marker}"], { stdio: "ignore" }); ${FOREVER}`;
    const request = requestFor(script);
    await openTrialGateway(gatewayFolder, request.executionId);
    const children = [ensureElsewhere(home, request), ensureElsewhere(home, request)];
    const lines = await Promise.all(children.map(firstLine));
    for (const child of children) {
      child.kill("SIGKILL");
    }
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual(["running", "running"]);
    await waitUntil(() => findProcesses(`/dev/null ${marker}`).length > 0, TIMEOUT);
    expect(findProcesses(`/dev/null ${marker}`)).toHaveLength(1);
    expect(
      findProcesses("keeper/main.ts").filter((pid) => pid === stateOf(home, request.executionId).keeper.pid),
    ).toHaveLength(1);
    await provider.destroy(request.executionId);
    expect(findProcesses(marker)).toEqual([]);
  });

  test("it outlives kill -9 of the process that started it", { timeout: TIMEOUT }, async () => {
    const { home, gatewayFolder, provider } = testHome();
    const request = requestFor(FOREVER);
    await openTrialGateway(gatewayFolder, request.executionId);
    const child = ensureElsewhere(home, request);
    await firstLine(child);
    child.kill("SIGKILL");
    await child;
    expect((await provider.observe(request.executionId)).kind).toBe("running");
    expect(findMembers(request.executionId).length).toBeGreaterThan(0);
    expect((await provider.ensure(request)).kind).toBe("running");
    expect(await provider.list()).toEqual([request.executionId]);
  });

  test("after kill -9 of its keeper nothing of it runs, and it is lost, not started again", {
    timeout: TIMEOUT,
  }, async () => {
    const { home, provider } = testHome();
    const request = requestFor(FOREVER);
    await provider.ensure(request);
    const { keeper, launcher } = stateOf(home, request.executionId);
    process.kill(keeper.pid, "SIGKILL");
    await waitUntil(() => !isAlive(keeper), TIMEOUT);
    expect(await waitUntil(() => launcher !== null && !isAlive(launcher), TIMEOUT)).toBe(true);
    expect(await waitUntil(() => findMembers(request.executionId).length === 0, TIMEOUT)).toBe(true);
    expect(await provider.observe(request.executionId)).toMatchObject({ kind: "exited", reason: "lost" });
    expect(await provider.ensure(request)).toMatchObject({ kind: "exited", reason: "lost" });
  });

  test("a keeper's number that now belongs to another process is not taken for the keeper", {
    timeout: TIMEOUT,
  }, async () => {
    const { home, provider, waitForExit } = testHome();
    const request = requestFor("");
    await provider.ensure(request);
    await waitForExit(request.executionId);
    const folder = join(home, "environments", request.executionId);
    const bystander = execa("/usr/bin/tail", ["-f", "/dev/null"], { env: {}, extendEnv: false, reject: false });
    const identity = identifyProcess(bystander.pid ?? 0);
    if (identity === null) {
      throw new Error("The bystander didn't start.");
    }
    const rebooted = { ...identity, bootId: randomUUID() };
    writeState(folder, {
      ...stateOf(home, request.executionId),
      phase: "running",
      keeper: rebooted,
      launcher: rebooted,
      exit: null,
    });
    expect(await provider.observe(request.executionId)).toMatchObject({ kind: "exited", reason: "lost" });
    await provider.destroy(request.executionId);
    expect(isAlive(identity)).toBe(true);
    bystander.kill("SIGKILL");
    await bystander;
  });

  test("a keeper that is told to end reports the environment as destroyed", { timeout: TIMEOUT }, async () => {
    const { home, provider, waitForExit } = testHome();
    const request = requestFor(FOREVER);
    await provider.ensure(request);
    process.kill(stateOf(home, request.executionId).keeper.pid, "SIGTERM");
    expect(await waitForExit(request.executionId)).toMatchObject({ reason: "destroyed", exitCode: null });
  });
});

describe("destroying", () => {
  test("ends double-forked, session-leading and signal-ignoring processes", { timeout: TIMEOUT }, async () => {
    const { provider } = testHome();
    const marker = randomUUID();
    const script = `
      const { spawn } = await import("node:child_process");
      const shell = "trap '' TERM INT HUP; (setsid sh -c \\"trap '' TERM HUP; setsid tail -f /dev/null ${marker} & wait\\" &) ; exit 0";
      spawn("/bin/sh", ["-c", shell], { detached: true, stdio: "ignore" });
      process.on("SIGTERM", () => {});
      ${FOREVER}`;
    const request = requestFor(script);
    await provider.ensure(request);
    expect(await waitUntil(() => findProcesses(`/dev/null ${marker}`).length > 0, TIMEOUT)).toBe(true);
    await provider.destroy(request.executionId);
    expect(findProcesses(marker)).toEqual([]);
    expect(await provider.observe(request.executionId)).toEqual({ kind: "absent" });
  });

  test("succeeds while it is still starting, and nothing starts afterwards", { timeout: TIMEOUT }, async () => {
    const { home, provider } = testHome();
    const request = requestFor(FOREVER);
    const ensuring = provider.ensure(request);
    await waitUntil(() => existsSync(join(home, "environments", request.executionId)), TIMEOUT);
    await provider.destroy(request.executionId);
    expect(await ensuring).toEqual({ kind: "absent" });
    expect(await provider.list()).toEqual([]);
    expect(await waitUntil(() => findMembers(request.executionId).length === 0, TIMEOUT)).toBe(true);
  });

  test("removes pipes, forbidden folders, links and many files, and follows no link", {
    timeout: TIMEOUT,
  }, async () => {
    const { home, provider, waitForExit } = testHome();
    const precious = join(home, "precious");
    mkdirSync(precious);
    writeFileSync(join(precious, "kept"), "kept");
    const script = `
      const fs = await import("node:fs"); const { execFileSync } = await import("node:child_process");
      execFileSync("mkfifo", ["/workspace/pipe"]);
      fs.symlinkSync(${JSON.stringify(precious)}, "/workspace/link");
      fs.mkdirSync("/workspace/deep/" + "x/".repeat(500), { recursive: true });
      for (let i = 0; i < 2000; i += 1) fs.writeFileSync("/workspace/deep/" + i, "");
      fs.mkdirSync("/home/agent/forbidden/inner", { recursive: true });
      fs.truncateSync(fs.openSync("/home/agent/sparse", "w") && "/home/agent/sparse", 2 ** 40);
      fs.chmodSync("/home/agent/forbidden", 0);`;
    const request = requestFor(script);
    await provider.ensure(request);
    expect(await waitForExit(request.executionId)).toMatchObject({ exitCode: 0 });
    await provider.destroy(request.executionId);
    await provider.destroy(request.executionId);
    expect(existsSync(join(home, "environments", request.executionId))).toBe(false);
    expect(readFileSync(join(precious, "kept"), "utf8")).toBe("kept");
  });
});

describe("what an environment is given", () => {
  test("no variables and no folders beside its own", {
    timeout: TIMEOUT,
  }, async () => {
    const { home, provider, waitForExit } = testHome();
    const script = `
      const fs = await import("node:fs");
      console.log(JSON.stringify({ run: fs.readdirSync("/run/catalyst"), root: fs.readdirSync("/").sort(), env: Object.keys(process.env).sort() }));`;
    const request = requestFor(script);
    await provider.ensure(request);
    const seen = JSON.parse((await waitForExit(request.executionId)).output);
    expect(seen).toMatchObject({
      run: ["gateway", "own"],
      env: ["HOME", "LANG", "PATH", "PWD", "TMPDIR", "USER"],
    });
    expect(seen.root).not.toContain("root");
    expect(statSync(join(home, "environments", request.executionId)).mode & 0o077).toBe(0);
  });

  test("its agent's folder is at /opt/agent and can't be written", { timeout: TIMEOUT }, async () => {
    const { home, provider, waitForExit } = testHome({
      agentFolder: (id) => join(homes.at(-1)?.home ?? "", "agents", id),
    });
    mkdirSync(join(home, "agents/script"), { recursive: true, mode: 0o755 });
    writeFileSync(join(home, "agents/script/tool"), "tool");
    const request = requestFor(`
      const fs = await import("node:fs"); console.log(fs.readFileSync("/opt/agent/tool", "utf8"));
      try { fs.writeFileSync("/opt/agent/tool", "x") } catch (error) { console.log(error.code) }`);
    await provider.ensure(request);
    expect((await waitForExit(request.executionId)).output).toBe("tool\nEROFS\n");
  });

  test("of the mirrors it sees its own repository's alone, and can't write there", { timeout: TIMEOUT }, async () => {
    const { home, provider, waitForExit } = testHome({
      mirrorFolder: (id) => join(homes.at(-1)?.home ?? "", "mirrors", id),
    });
    const request = requestFor(`
      const fs = await import("node:fs"); console.log(fs.readdirSync("/run/catalyst").join(), fs.readdirSync("/run/catalyst/mirror.git/objects").join());
      const pack = "/run/catalyst/mirror.git/objects/pack";
      for (const attempt of [() => fs.writeFileSync(pack, "x"), () => fs.unlinkSync(pack), () => fs.chmodSync(pack, 0o777), () => fs.mkdirSync(pack + "s")]) {
        try { attempt(); console.log("done") } catch (error) { console.log(error.code) }
      }`);
    for (const repoId of [request.repoId, randomUUID()]) {
      mkdirSync(join(home, "mirrors", repoId, "objects"), { recursive: true });
      writeFileSync(join(home, "mirrors", repoId, "objects/pack"), "");
    }
    await provider.ensure(request);
    expect((await waitForExit(request.executionId)).output).toBe(
      "gateway,mirror.git,own pack\nEROFS\nEROFS\nEROFS\nEROFS\n",
    );
  });

  test("a link that an agent plants is not followed by the next execution's mounts", { timeout: TIMEOUT }, async () => {
    const { home, provider, waitForExit } = testHome();
    const first = requestFor(
      `const fs = await import("node:fs"); fs.symlinkSync("/opt", "/workspace/repository"); fs.symlinkSync("/opt", "/tmp/x"); fs.writeFileSync("/dev/shm/x", "");`,
    );
    await provider.ensure(first);
    await waitForExit(first.executionId);
    const second = requestFor(
      `const fs = await import("node:fs"); console.log(JSON.stringify(["/workspace", "/home/agent", "/tmp", "/dev/shm"].map((it) => fs.readdirSync(it))));`,
    );
    await provider.ensure(second);
    expect(JSON.parse((await waitForExit(second.executionId)).output)).toEqual([[], [], [], []]);
    expect(existsSync(join(home, "environments", first.executionId))).toBe(true);
  });
});

test("when the machine has no memory left, it ends before what serves it", { timeout: TIMEOUT }, async () => {
  const { provider, waitForExit } = testHome();
  const request = requestFor(
    `const fs = await import("node:fs"); console.log(fs.readFileSync("/proc/self/oom_score_adj", "utf8").trim());`,
  );
  await provider.ensure(request);
  expect((await waitForExit(request.executionId)).output).toBe("500\n");
});

describe("refusal", () => {
  test("without bubblewrap nothing runs, and the reason names the way out", async () => {
    const { provider } = testHome({ bubblewrapPath: "/nonexistent/bwrap" });
    const status = await provider.ensure(requestFor(""));
    expect(status).toMatchObject({ kind: "refused" });
    expect(status.kind === "refused" && status.reason).toContain("apt-get install bubblewrap");
  });

  test("a bubblewrap that can't isolate is a refusal that stays, in its own words", { timeout: TIMEOUT }, async () => {
    const { home, provider } = testHome({ bubblewrapPath: join(import.meta.dirname, "fixtures/failing-bwrap.sh") });
    const request = requestFor("");
    const status = await provider.ensure(request);
    expect(status).toMatchObject({ kind: "refused" });
    expect(status.kind === "refused" && status.reason).toContain("No permissions to create new namespace");
    expect(await provider.observe(request.executionId)).toEqual(status);
    expect(existsSync(join(home, "environments", request.executionId))).toBe(true);
  });

  test.each([
    [
      "can't use the socket",
      "can reach its gateway",
      (folder: string) => chmodSync(join(folder, "gateway.sock"), 0o600),
    ],
    [
      "finds something beside it",
      "sees no gateway but its own",
      (folder: string) => writeFileSync(join(folder, "other"), ""),
    ],
  ])("an environment that %s never starts its runner", { timeout: TIMEOUT }, async (_what, fact, spoil) => {
    const { gatewayFolder, provider } = testHome();
    const request = requestFor("console.log('the runner ran')");
    await openTrialGateway(gatewayFolder, request.executionId);
    spoil(join(gatewayFolder, gatewayFolderName(request.executionId)));
    const status = await provider.ensure(request);
    expect(status).toMatchObject({ kind: "refused", code: "isolation" });
    expect(status.kind === "refused" && status.reason).toContain(fact);
    expect(JSON.stringify(await provider.observe(request.executionId))).not.toContain("the runner ran");
  });
});

describe("its gateway", () => {
  test("is waited for, which is said, and then it starts", { timeout: TIMEOUT }, async () => {
    const { home, gatewayFolder, provider, waitForExit } = testHome();
    const request = requestFor("console.log('started')");
    mkdirSync(join(gatewayFolder, gatewayFolderName(request.executionId)));
    expect(await provider.ensure(request)).toEqual({
      kind: "starting",
      detail: "the gateway",
      since: expect.any(Date),
    });
    expect(existsSync(join(home, "environments", request.executionId))).toBe(true);
    await openTrialGateway(gatewayFolder, request.executionId);
    expect((await waitForExit(request.executionId)).output).toBe("started\n");
  });

  test("that isn't there keeps nobody from ending it", { timeout: TIMEOUT }, async () => {
    const { gatewayFolder, provider } = testHome();
    const request = requestFor(FOREVER);
    mkdirSync(join(gatewayFolder, gatewayFolderName(request.executionId)));
    await provider.ensure(request);
    await provider.destroy(request.executionId);
    expect(await provider.list()).toEqual([]);
  });

  test("is its runner's alone: an agent sees no socket of it or of another environment's, and can put none there", {
    timeout: TIMEOUT,
  }, async () => {
    const { gatewayFolder, provider, waitForExit } = testHome();
    const other = randomUUID();
    await openTrialGateway(gatewayFolder, other);
    const request = requestFor(`
      const fs = await import("node:fs"); const net = await import("node:net"); const { execFileSync } = await import("node:child_process");
      const folder = "/run/catalyst/gateway";
      console.log(fs.readdirSync(folder).join(), execFileSync("/usr/bin/find", ["/run", "-name", "*${gatewayFolderName(other)}*"]).toString());
      for (const attempt of [() => fs.writeFileSync(folder + "/x", ""), () => fs.unlinkSync(folder + "/gateway.sock"), () => fs.renameSync(folder, "/run/catalyst/y"), () => fs.mkdirSync("/run/catalyst/${gatewayFolderName(other)}")]) {
        try { attempt(); console.log("done") } catch (error) { console.log(error.code) }
      }
      net.createServer().on("error", (error) => { console.log(error.code); process.exit(0) }).listen(folder + "/gateway2.sock", () => console.log("squats"));`);
    await provider.ensure(request);
    expect((await waitForExit(request.executionId)).output).toBe(" \nEROFS\nEROFS\nEROFS\nEROFS\nEROFS\n");
  });
});
