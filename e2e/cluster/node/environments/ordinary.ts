import { connect } from "node:net";
import { findAgent } from "@catalyst/agents";
import { expect, test } from "vitest";
import { buildTestImages } from "../images.ts";
import { NODE } from "../node-place.ts";
import { tried } from "./tried.ts";

/** Environments on a real node: the operator makes them, a kubelet runs them, and what they may reach is what policies let them. */

const TWO_STAGES = [{ name: "prepare" }, { name: "agent" }];

const { endOf, toldBy } = tried;

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
  await tried.remove(name);
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
