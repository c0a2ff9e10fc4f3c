import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

const FILE = ".catalyst/config.yaml";
const COMMIT = "echo done > done.txt && git add done.txt && git commit -qm 'Add done.txt'";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
  await home.up();
});

afterAll(() => home.remove());

const run = async (script: string, repository: GitRepository, ...more: string[]) => {
  const { exitCode, stdout, stderr } = await home.run(["run", script, "--repo", repository.path, ...more]);
  return { exitCode, output: stdout + stderr };
};

test("agent, variables and time come from the repository's settings where no option says otherwise", async () => {
  const repository = await createGitRepository({
    [FILE]: 'defaultAgent: script\ntimeoutMinutes: 7\nbudgets: {task: {usd: 3}}\nenv:\n  SHOP: "open at 9"\n',
    ".devcontainer.json": '{ "image": "node", "containerEnv": { "FROM_CONTAINER": "yes" } } // a comment\n',
  });
  const { exitCode, output } = await run('echo "shop $SHOP, $FROM_CONTAINER, proxy <$HTTPS_PROXY>"', repository);
  expect(exitCode, output).toBe(0);
  expect(output).toContain("shop open at 9, yes, proxy <>");
  expect(output).toContain("not supported: image");
  const { stdout } = await home.run(["tasks", "list", "--limit", "1", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ agent: "script", timeoutSeconds: 420, options: { budget: { usd: 3 } } });
});

test("wrong settings stop the run with their place, and leave nothing behind", async () => {
  const before = (await home.run(["tasks", "list", "--json"])).stdout;
  const repository = await createGitRepository({ [FILE]: "# ours\nenv:\n  PORT: 3000\nhooks: {set_up: make}\n" });
  const { exitCode, output } = await run("true", repository, "--agent", "script");
  expect(exitCode, output).toBe(3);
  expect(output).toContain(`${FILE}:3:9: env.PORT: must be text`);
  expect(output).toContain(`${FILE}:4:9: hooks: "set_up" is not known here; did you mean setup?`);
  expect((await home.run(["tasks", "list", "--json"])).stdout).toBe(before);
  await expect.poll(() => home.environments()).toEqual([]);
});

test("settings that were broken after the task was asked for end it before an agent starts", async () => {
  const repository = await createGitRepository({ [FILE]: "defaultAgent: script\n" });
  const first = await run("exit 3", repository);
  expect(first.exitCode, first.output).toBe(1);
  await repository.write({ [FILE]: "defaultAgents: script\n" });
  await repository.git("commit", "--quiet", "--all", "--message=Break it");
  const number = /Task #(\d+)/.exec(first.output)?.[1] as string;
  const { exitCode, stdout, stderr } = await home.run(["tasks", "retry", number]);
  expect(exitCode, stdout + stderr).toBe(3);
  expect(stdout + stderr).toContain(`${FILE}:1:1: "defaultAgents" is not known here; did you mean defaultAgent?`);
  await expect.poll(() => home.environments()).toEqual([]);
});

test("what a branch of the task says of settings counts for nothing, whoever wrote it", async () => {
  const repository = await createGitRepository({ [FILE]: "defaultAgent: script\nenv:\n  A: base\n" });
  const changing = await run("printf 'env: {A: agent}' > .catalyst/config.yaml && git commit -qam Change", repository);
  expect(changing.exitCode, changing.output).toBe(5);
  expect(changing.output).toContain(FILE);
  const { output } = await run(COMMIT, repository);
  const branch = /catalyst\/[\w-]+/.exec(output)?.[0] as string;
  await repository.git("checkout", "--quiet", branch);
  await repository.write({ [FILE]: "env:\n  A: branch\nallowedHosts: [npm]\n" });
  await repository.git("commit", "--quiet", "--all", "--message=Change the settings");
  await repository.git("checkout", "--quiet", "main");
  const number = /Task #(\d+)/.exec(output)?.[1] as string;
  const sent = await home.run(["tasks", "send", number, 'cat .catalyst/config.yaml; echo "A is $A <$HTTPS_PROXY>"']);
  expect(sent.stdout + sent.stderr).toContain("A: branch");
  expect(sent.stdout + sent.stderr).toContain("A is base <>");
});

test("a repository that asks for approval of plans gets a plan first", async () => {
  const repository = await createGitRepository({ [FILE]: "defaultAgent: script\nrequirePlanApproval: true\n" });
  await run("echo looked", repository);
  const { stdout } = await home.run(["tasks", "list", "--limit", "1", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ status: "awaiting_approval" });
});

test("an agent that isn't enabled is refused with the way to enable it", async () => {
  const repository = await createGitRepository({ [FILE]: "enabledAgents: [claude-code]\n" });
  const { exitCode, output } = await run("true", repository, "--agent", "script");
  expect(exitCode).toBe(2);
  expect(output).toContain("enabledAgents");
});

test("a retry takes no agent that isn't enabled either, and changes nothing", async () => {
  const repository = await createGitRepository({ [FILE]: "defaultAgent: script\nenabledAgents: [script]\n" });
  const failed = await run("exit 3", repository);
  const number = /Task #(\d+)/.exec(failed.output)?.[1] as string;
  const retried = await home.run(["tasks", "retry", number, "--agent", "claude-code"]);
  expect(retried.exitCode, retried.stdout + retried.stderr).toBe(2);
  expect(retried.stderr).toContain('doesn\'t enable the agent "claude-code"');
  const shown = await home.run(["tasks", "show", number, "--json"]);
  expect(JSON.parse(shown.stdout)).toMatchObject({ status: "failed", agent: "script" });
});

/** Asks the proxy of its environment for a connection, as a package manager does. */
const CONNECT = `
const http = require("http");
const proxy = new URL(process.env.HTTPS_PROXY);
const headers = { "proxy-authorization": "Basic " + Buffer.from(proxy.username + ":" + proxy.password).toString("base64") };
const ask = (path) => new Promise((resolve) => {
  const request = http.request({ host: proxy.hostname, port: proxy.port, method: "CONNECT", path, headers });
  request.on("connect", (response, socket) => { socket.destroy(); resolve(response.statusCode); });
  request.on("error", (error) => resolve(error.code));
  request.end();
});
(async () => {
  for (const path of process.argv.slice(1)) console.log("ask", path, await ask(path));
})();`;

test("a host that isn't allowed is refused from inside, with an audit event, whatever the spelling", async () => {
  const repository = await createGitRepository({ [FILE]: "defaultAgent: script\nallowedHosts: [npm]\n" });
  const targets = [
    "evil.example:443",
    "127.0.0.1:443",
    "registry.npmjs.org:80",
    "registry.npmjs.org.:443",
    "[::1]:443",
  ];
  const { output } = await run(
    `node -e '${CONNECT}' ${targets.join(" ")}; curl -s http://evil.example/; env`,
    repository,
  );
  for (const target of targets) {
    expect(output).toContain(`ask ${target} 403`);
    expect(output).toContain(`CONNECT ${target}`);
  }
  expect(output).toContain("Plain http is not let through");
  expect(output).toContain("Hosts that can be reached: registry.npmjs.org.");
  expect(output).toContain("NO_PROXY=127.0.0.1,localhost");
});
