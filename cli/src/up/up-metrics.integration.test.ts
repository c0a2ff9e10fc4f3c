import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { givePreparedDatabase } from "@catalyst/postgres/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMPILED } from "../testing/compiled.ts";
import { endUp } from "../testing/end-up.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const TOLD = /^(\w+) +\| .*metrics are told.*?(http:\/\/127\.0\.0\.1:\d+)\/metrics/gm;
/** A comment, or a sample of the text format, with its labels and a number. */
const LINE =
  /^(# (HELP|TYPE) [a-z_][a-z0-9_]* .+|[a-z_][a-z0-9_]*\{([a-z_]+="([^"\\\n]|\\[\\n"])*",?)+\} (-?\d[\d.e+-]*|\+Inf|NaN))$/;

let home: string;
let up: ChildProcess;
let said: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-metrics-"));
  await givePreparedDatabase(home);
  said = "";
});

afterEach(async () => {
  const hasEnded = new Promise((resolve) => up.once("exit", resolve));
  if (up.exitCode === null && up.kill("SIGTERM")) {
    await hasEnded;
  }
  await endUp(home);
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

function startUp(...args: string[]): void {
  const env = {
    HOME: home,
    PATH: "/usr/local/bin:/usr/bin:/bin",
    CATALYST_HOME: home,
    CATALYST_WEB: "off",
    CATALYST_LISTEN: "127.0.0.1:0",
    ...COMPILED,
  };
  up = spawn(process.execPath, [MAIN, "up", ...args], { env, stdio: ["ignore", "ignore", "pipe"] });
  up.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
}

function urls(): Record<string, string> {
  return Object.fromEntries([...said.matchAll(TOLD)].map(([, process, url]) => [process as string, url as string]));
}

async function read(url: string | undefined): Promise<string> {
  return (await fetch(url as string)).text();
}

test("each process tells its metrics and its health on a port of its own, and the server's port knows none", async () => {
  startUp("--metrics", "127.0.0.1:0");
  await expect.poll(() => Object.keys(urls()).toSorted()).toEqual(["gateway", "server", "worker"]);
  const { server, worker, gateway } = urls();
  for (const url of [server, worker, gateway]) {
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await read(`${url}/healthz`)).toBe('{"status":"ok"}\n');
    const text = await read(`${url}/metrics`);
    expect(text.split("\n").filter((line) => line !== "" && !LINE.test(line))).toEqual([]);
  }
  const ofServer = await read(`${server}/metrics`);
  expect(ofServer).toMatch(/^catalyst_agents\{process="server"\} [2-9]$/m);
  expect(ofServer).toContain('catalyst_queue_executions{process="server"} 0');
  expect(await read(`${worker}/metrics`)).toMatch(/^catalyst_places\{process="worker"\} [1-9]\d*$/m);
  expect(await read(`${gateway}/metrics`)).toContain('catalyst_ready{check="working",process="gateway"} 1');
  const open = /Open (http:\/\/localhost:\d+) in/;
  await expect.poll(() => said).toMatch(open);
  for (const path of ["/metrics", "/api/v1/metrics", "/healthz"]) {
    expect((await fetch(`${open.exec(said)?.[1]}${path}`)).status).toBe(404);
  }
});

test("an address that no process can have ends up, with the setting's name", async () => {
  startUp("--metrics", "nonsense");
  await expect.poll(() => up.exitCode).toBe(3);
  expect(said).toContain("CATALYST_METRICS_LISTEN must be host:port");
});
