import { connect } from "node:net";
import { findAgent } from "@catalyst/agents";
import { readOne, resourcePath } from "@catalyst/kubernetes";
import { describe, expect, test } from "vitest";
import { buildTestImages } from "./images.ts";
import { NODE } from "./node-place.ts";
import { PODS } from "./operate-on-node.ts";
import { tryOnNode } from "./try-on-node.ts";

/** Environments on a real node: the operator makes them, a kubelet runs them, and what they may reach is what policies let them. */

const TWO_STAGES = [{ name: "prepare" }, { name: "agent" }];

const tried = tryOnNode();
const { statusOf, endOf, toldBy } = tried;

async function remove(name: string): Promise<void> {
  await tried.environments.remove(name);
  await expect.poll(() => tried.environments.look(name)).toBeNull();
}
/** From this machine, where the gateway is. */
async function isOpen(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    return await new Promise((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.setTimeout(2000, () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}

test("an Environment is proven from inside, then each stage runs after the former one's last process, and nothing is left", async () => {
  tried.gateway.scripts.prepare = `
    const { writeFileSync } = require("node:fs");
    const { spawn } = require("node:child_process");
    for (const place of ["/tmp", "/dev/shm", "/run", "/home/agent", "/workspace"]) writeFileSync(place + "/of-prepare", "");
    spawn("/bin/sleep", ["1000"], { detached: true, stdio: "ignore" }).unref();
    await tell("prepared");`;
  tried.gateway.scripts.agent = `
    const { existsSync, readdirSync, readFileSync, statSync } = require("node:fs");
    const processes = readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).map((pid) => readFileSync("/proc/" + pid + "/cmdline", "utf8"));
    const status = readFileSync("/proc/self/status", "utf8");
    const token = "/var/run/catalyst/token";
    await tell({
      kept: ["/tmp", "/dev/shm", "/run", "/home/agent", "/workspace"].filter((place) => existsSync(place + "/of-prepare")),
      isAlone: !processes.some((words) => words.includes("sleep")),
      rights: /^(CapEff|NoNewPrivs|Seccomp):\\s*(\\S+)$/gm[Symbol.matchAll](status).toArray().map(([, name, value]) => name + " " + value),
      user: require("node:os").userInfo().username + " " + process.getuid(),
      tokenIsOurs: statSync(token).uid === process.getuid() && (statSync(token).mode & 0o077) === 0,
      audience: JSON.parse(Buffer.from(readFileSync(token, "utf8").split(".")[1], "base64url")).aud,
      account: existsSync("/var/run/secrets/kubernetes.io"),
    });`;
  const name = await tried.environments.make("ordinary", { stages: TWO_STAGES });
  expect(await endOf(name)).toMatchObject({
    ...{ phase: "Succeeded", exit: { code: 0, reason: "exited" } },
    facts: [expect.stringMatching(/^enforced after \d+ ms$/)],
    stages: [
      { name: "prepare", exitCode: 0 },
      { name: "agent", exitCode: 0 },
    ],
  });
  expect(toldBy("prepare")).toEqual(["prepared"]);
  expect(toldBy("agent")).toEqual([
    {
      kept: ["/home/agent", "/workspace"],
      isAlone: true,
      rights: ["CapEff 0000000000000000", "NoNewPrivs 1", "Seccomp 2"],
      ...{ user: "agent 1000", tokenIsOurs: true, audience: ["catalyst-gateway/agent"], account: false },
    },
  ]);
  await remove(name);
  expect(await tried.environments.podsOf("ordinary")).toEqual([]);
});

test("a stage reaches nothing but the gateway, and nobody reaches it", async () => {
  tried.gateway.scripts.agent = `
    const { Resolver } = require("node:dns").promises;
    const server = require("node:net").createServer((socket) => socket.on("error", () => undefined).end()).listen(9000);
    await tell(require("node:os").networkInterfaces().eth0[0].address);
    const found = {};
    for (const [what, host, port] of [
      ["gateway", "${NODE.hostAddress}", ${tried.gateway.port}], ["canary", "${NODE.hostAddress}", ${tried.gateway.canaryPort}],
      ["api", "10.96.0.1", 443], ["apiServer", "${NODE.hostAddress}", ${new URL(tried.node.address).port}], ["kubelet", "${NODE.address}", 10250],
      ["metadata", "${NODE.metadataAddress}", 80], ["names", "10.96.0.10", 53], ["outside", "192.0.2.1", 80],
    ]) found[what] = (await reach(host, port)) === "open";
    const resolver = new Resolver({ timeout: 500, tries: 1 });
    found.lookup = await resolver.resolve4("kubernetes.default.svc").then(() => true, () => false);
    await tell(found);
    server.close();`;
  const name = await tried.environments.make("reaching");
  await expect.poll(() => toldBy("agent").length).toBe(1);
  const [address] = toldBy("agent");
  expect(await isOpen(String(address), 9000)).toBe(false);
  await expect.poll(() => toldBy("agent").length).toBe(2);
  const [, found] = toldBy("agent");
  expect(found).toEqual({
    ...{ gateway: true, canary: false, api: false, apiServer: false, kubelet: false },
    ...{ metadata: false, names: false, outside: false, lookup: false },
  });
  expect(address).toMatch(/^10\.244\./);
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
});

test("an agent's own files are there to be run and not to be changed", async () => {
  await tried.node.importImages(await buildTestImages(tried.folder, ["agent-claude-code"]));
  const { install } = findAgent("claude-code");
  const executable = install.kind === "npm" ? install.executable : "";
  tried.gateway.scripts.agent = `
    const { execFileSync } = require("node:child_process");
    const { unlinkSync } = require("node:fs");
    await tell(execFileSync("/opt/agent/${executable}", ["--version"], { encoding: "utf8" }));
    try { unlinkSync("/opt/agent/${executable}"); } catch ({ code }) { await tell(code); }`;
  const name = await tried.environments.make("agent", {
    ...{ agent: { type: "claude-code" }, resources: { limits: { memory: "1Gi" } } },
  });
  const status = await endOf(name);
  expect(status, JSON.stringify(status)).toMatchObject({ phase: "Succeeded" });
  expect(toldBy("agent")).toEqual([expect.stringContaining(install.kind === "npm" ? install.version : "?"), "EROFS"]);
});

describe("what goes wrong", () => {
  test("where policies aren't enforced nothing of the project starts, and that is said", async () => {
    await tried.node.kill("policies");
    try {
      const name = await tried.environments.make("unenforced");
      const status = await endOf(name);
      expect(status).toMatchObject({ phase: "Refused", exit: { reason: "isolation" } });
      expect(tried.gateway.told).toEqual([]);
    } finally {
      await tried.node.start("policies");
    }
  });

  test("policies that come late are waited for", async () => {
    await tried.node.kill("policies");
    const name = await tried.environments.make("late");
    await expect.poll(async () => (await statusOf(name))?.pod?.ip).toMatch(/^10\.244\./);
    await tried.node.start("policies");
    expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
  });

  test("a deadline is kept by the node, with no operator there", async () => {
    tried.gateway.scripts.agent = 'await tell("begun"); await new Promise((resolve) => setTimeout(resolve, 600_000));';
    const spec = { agent: { type: "script", timeout: "60s" }, startTimeout: "30s" };
    const name = await tried.environments.make("deadline", spec);
    await expect.poll(() => toldBy("agent")).toEqual(["begun"]);
    await tried.stopOperator();
    const place = { resource: PODS, namespace: "catalyst-env-deadline", name };
    await expect
      .poll(async () => (await readOne(tried.environments.admin, place))?.status)
      .toMatchObject({ reason: "DeadlineExceeded" });
    tried.startOperator();
    expect(await endOf(name)).toMatchObject({ phase: "Failed", exit: { reason: "timeout" } });
  });

  test("more memory than it may use ends it, and that is told", async () => {
    tried.gateway.scripts.agent = "const kept = []; for (;;) kept.push(Buffer.alloc(16_000_000, 1));";
    const name = await tried.environments.make("memory");
    expect(await endOf(name)).toMatchObject({ phase: "Failed", exit: { reason: "out_of_memory" } });
  });

  test("more of the disk than it may use ends it, and that is told", async () => {
    tried.gateway.scripts.agent = `
      require("node:fs").writeFileSync("/workspace/large", Buffer.alloc(100_000_000));
      await tell("written");
      await new Promise((resolve) => setTimeout(resolve, 600_000));`;
    const name = await tried.environments.make("disk");
    expect(await endOf(name)).toMatchObject({ phase: "Failed", exit: { reason: "disk_full" } });
    expect(toldBy("agent")).toEqual(["written"]);
  });

  test("more processes than it may have can't be made", async () => {
    tried.gateway.scripts.agent = `
      const { spawn } = require("node:child_process");
      let refused = 0;
      for (let count = 0; count < 400; count++) {
        await new Promise((resolve) => {
          const child = spawn("/bin/sleep", ["60"], { stdio: "ignore" });
          child.once("spawn", resolve).once("error", () => resolve(refused++));
        });
      }
      await tell(refused > 0 && refused < 400);`;
    const name = await tried.environments.make("processes");
    expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
    expect(toldBy("agent")).toEqual([true]);
  });

  test("an image whose registry isn't there is told as that", async () => {
    const name = await tried.environments.make("absent", { image: "localhost/catalyst/absent:1", startTimeout: "45s" });
    expect(await endOf(name)).toMatchObject({
      ...{ phase: "Refused", exit: { reason: "registry" } },
      message: expect.stringContaining("localhost/catalyst/absent:1"),
    });
  });

  test("one that is deleted while its image is had is gone", async () => {
    const name = await tried.environments.make("pulling", { image: "localhost/catalyst/absent:2" });
    await expect.poll(async () => (await statusOf(name))?.reason).toMatch(/^Image/);
    await remove(name);
    expect(await tried.environments.podsOf("pulling")).toEqual([]);
  });

  test("one that the cluster moves away is told as moved", async () => {
    tried.gateway.scripts.agent = 'await tell("begun"); await new Promise((resolve) => setTimeout(resolve, 600_000));';
    const name = await tried.environments.make("moved");
    await expect.poll(() => toldBy("agent")).toEqual(["begun"]);
    const place = { resource: PODS, namespace: "catalyst-env-moved", name, subresource: "eviction" as const };
    await tried.environments.admin.send({
      ...{ method: "POST", path: resourcePath(place) },
      body: { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: "catalyst-env-moved" } },
    });
    expect(await endOf(name)).toMatchObject({ phase: "Failed", exit: { reason: "evicted" } });
  });
});
