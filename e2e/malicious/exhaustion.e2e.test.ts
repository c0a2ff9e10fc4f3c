import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

const PROBES = 50;
/** What is to be done beside an attack is done in this time, on the slowest of machines: the attack ends with it. */
const ATTACK_LIMIT = "280s";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
  // The first makes what later ones find.
  await runOther();
});

afterAll(() => home.remove());

/** What the gateway answers who asks whether it is well. */
function askHealth(): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: join(home.path, "gateway", "gateway.sock"), path: "/health", agent: false });
    asked.once("response", (response) => response.resume().once("end", () => resolve(response.statusCode ?? 0)));
    asked.once("error", reject);
    asked.end();
  });
}

/** Another execution has all that it needs. */
async function runOther(): Promise<void> {
  const { path } = await createGitRepository({ "a.txt": "one\n" });
  const { exitCode, stderr } = await home.run(["run", "echo done", "--repo", path, "--agent", "script"]);
  expect(exitCode, stderr).toBe(0);
}

async function attack(script: string) {
  const { path } = await createGitRepository({ "a.txt": "one\n" });
  const started = home.start(["run", script, "--repo", path, "--agent", "script", "--timeout", ATTACK_LIMIT]);
  let output = "";
  started.process.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await started.shows("Starting Script.");
  return {
    shows: started.shows,
    output: () => output,
    isRunning: () => started.process.exitCode === null,
    async end() {
      started.process.kill("SIGINT");
      await started.ended;
    },
  };
}

/** A script that goes on until it is ended, with what it needs to reach the gateway and the agent's token. */
function node(script: string): string {
  return `exec node -e '
    const net = require("net"), http = require("http");
    const target = { host: "127.0.0.1", port: 8787 };
    setInterval(() => console.log("at work"), 1000);
    const token = Buffer.from(process.env.GIT_CONFIG_VALUE_0.split("Basic ")[1], "base64").toString().split(":")[1];
    ${script}'`;
}

const ATTACKS: [string, string][] = [
  [
    "idle connections",
    node(`const open = new Set();
      setInterval(() => { for (let i = 0; i < 100 && open.size < 2000; i++) { const s = net.connect(target); open.add(s); s.on("error", () => {}); s.on("close", () => open.delete(s)); } }, 20);`),
  ],
  [
    "connections that are made and left",
    node(`const one = () => { const s = net.connect(target, () => s.destroy()); s.on("error", () => {}); s.on("close", () => setImmediate(one)); };
      for (let i = 0; i < 64; i++) one();`),
  ],
  [
    "requests in heaps",
    node(`const heap = Buffer.from("GET /health HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n".repeat(20000));
      const one = () => { const s = net.connect(target, () => s.write(heap)); s.on("error", () => {}); s.on("close", () => setTimeout(one, 1)); s.resume(); };
      for (let i = 0; i < 32; i++) one();`),
  ],
  [
    "requests with a token",
    node(`const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
      const one = () => { const r = http.request({ ...target, path: "/llm/openai/v1/models", agent, headers: { authorization: "Bearer " + token } }, (s) => s.resume().on("end", one)); r.on("error", () => setTimeout(one, 1)); r.end(); };
      for (let i = 0; i < 64; i++) one();`),
  ],
  [
    "wishes for connections to hosts",
    node(`const one = () => { const s = net.connect(target, () => s.write("CONNECT example.com:443 HTTP/1.1\\r\\nHost: x\\r\\nProxy-Authorization: Bearer " + token + "\\r\\n\\r\\n")); s.on("error", () => {}); s.on("close", () => setImmediate(one)); s.resume(); };
      for (let i = 0; i < 128; i++) one();`),
  ],
  [
    "ten thousand lines a second",
    node(`setInterval(() => { for (let i = 0; i < 100; i++) console.log("x".repeat(60)); }, 10);`),
  ],
  ["busy loops", "echo at work; for i in 1 2 3 4 5 6 7 8; do (while :; do :; done) & done; wait"],
];

test.each(ATTACKS)(
  "%s of one environment leave the gateway and another execution their time",
  async (_what, script) => {
    const attacking = await attack(script);
    await attacking.shows("at work");
    for (let probe = 0; probe < PROBES; probe += 1) {
      expect(await askHealth()).toBe(200);
    }
    await runOther();
    expect(attacking.isRunning()).toBe(true);
    await attacking.end();
  },
);

test("a token that was taken out of its environment is worth nothing over another socket, which is told", async () => {
  const attacking = await attack(
    node(`console.log("token", [...token].reverse().join("")); setTimeout(() => {}, 20000);`),
  );
  await attacking.shows("token ");
  const token = [...(/token (\S+)/.exec(attacking.output())?.[1] ?? "")].reverse().join("");
  const status = await new Promise<number>((resolve, reject) => {
    const socketPath = join(home.path, "gateway", "gateway.sock");
    const headers = { authorization: `Bearer ${token}` };
    const asked = request({ socketPath, path: "/git/repository.git/info/refs?service=git-upload-pack", headers });
    asked.once("response", (response) => resolve(response.resume().statusCode ?? 0));
    asked.once("error", reject);
    asked.end();
  });
  expect(status).toBe(401);
  await attacking.shows("execution token over");
  await attacking.end();
});

test("noise hides what was refused after it, but not that something was", async () => {
  const { path } = await createGitRepository({ "a.txt": "one\n" });
  const script = node(
    `(async () => { for (let i = 0; i < 80; i++) await fetch("http://127.0.0.1:8787/junk" + i, { headers: { authorization: "Bearer " + token } }); process.exit(0); })();`,
  );
  const { stdout, stderr } = await home.run(["run", script, "--repo", path, "--agent", "script", "--timeout", "60s"]);
  const output = stdout + stderr;
  const told = output.match(/! blocked GET \/junk/g)?.length ?? 0;
  const untold = [...output.matchAll(/! (\d+) more were refused/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  expect(told + untold).toBe(80);
});
