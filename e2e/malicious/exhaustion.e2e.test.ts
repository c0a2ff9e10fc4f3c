import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { ATTACKS, node } from "./attacks.ts";
import { askHealth, beginAttack, runOther } from "./beside.ts";

const PROBES = 50;
/** Every other one each time, all of them by `--full`: each takes seconds. */
const TRIED = process.env.CATALYST_TEST_FULL === "1" ? ATTACKS : ATTACKS.filter((_one, index) => index % 2 === 0);

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
  // The first makes what later ones find.
  await runOther(home);
});

afterAll(() => home.remove());

// `npm run bench -- attacks` says how much longer both take.
test.each(TRIED)("%s of one environment leave the gateway and another execution their time", async (_what, script) => {
  const attacking = await beginAttack(home, script);
  await attacking.shows("at work");
  for (let probe = 0; probe < PROBES; probe += 1) {
    expect(await askHealth(home)).toBe(200);
  }
  await runOther(home);
  expect(attacking.isRunning()).toBe(true);
  await attacking.end();
});

test("a token that was taken out of its environment is worth nothing over another socket, which is told", async () => {
  const attacking = await beginAttack(
    home,
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
