import { startScriptedModel } from "@catalyst/agents/scripted-model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ChatGpt, startChatGpt } from "../../gateway/src/testing/start-chatgpt.ts";
import { startUpstream, type Upstream } from "../../gateway/src/testing/start-upstream.ts";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { passToModel } from "./pass-to-model.ts";

const CLAUDE_TOKEN = "sk-ant-oat01-canary-0123456789-claude";
/** What an agent sees of its environment is told in its transcript. */
const LOOK = { runCommand: "env; cat ~/.codex/* ~/.claude/*.json 2>/dev/null; true" };
const WORK = { runCommand: "echo done > done.txt && git add -A && git commit -qm 'Add done.txt'" };
const STEPS = [LOOK, WORK, { say: "It is done." }];

let home: TestHome;
let chatGpt: ChatGpt;
let anthropic: Upstream;
beforeAll(async () => {
  home = await createTestHome();
  await home.up();
  chatGpt = await startChatGpt();
});
afterAll(async () => {
  await home?.remove();
  await chatGpt?.close();
  await anthropic?.close();
});

const add = (args: string[], stdin: string) => home.run(["credentials", "add", ...args], { stdin });

async function expectDone(repository: GitRepository, agent: string, canaries: string[]): Promise<void> {
  const run = await home.run(["run", "Add a file", "--repo", repository.path, "--agent", agent, "--json"]);
  const said = run.stdout + run.stderr;
  expect(run.exitCode, said).toBe(0);
  const branch = await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
  expect(await repository.git("show", `${branch}:done.txt`)).toBe("done");
  expect(said).toContain("GIT_AUTHOR_NAME=");
  expect(canaries.filter((canary) => said.includes(canary))).toEqual([]);
  const shown = await home.run([
    "tasks",
    "show",
    String(JSON.parse(run.stdout.trim().split("\n").at(-1) ?? "").number),
  ]);
  expect(shown.stdout).toMatch(/covered/);
}

test("Claude Code works with a Claude subscription, which nothing else is asked with and no environment sees", async () => {
  const model = await startScriptedModel({ agentId: "claude-code", steps: STEPS });
  anthropic = await startUpstream((response) => {
    const asked = anthropic.requests.at(-1) as Upstream["requests"][number];
    const { authorization, "anthropic-beta": betas } = asked.headers;
    if (authorization !== `Bearer ${CLAUDE_TOKEN}` || !String(betas).split(",").includes("oauth-2025-04-20")) {
      response.writeHead(401, { "content-type": "application/json" }).end('{"type":"error","error":{"message":"no"}}');
    } else {
      passToModel(model.baseUrl, asked.url)(response, asked);
    }
  });
  const added = await add(["anthropic", "--base-url", anthropic.url], `${CLAUDE_TOKEN}\n`);
  expect(added.stdout, added.stderr).toContain("The Claude subscription …aude is stored. It is for: claude-code.");
  await expectDone(await createGitRepository({ "a.txt": "a\n" }), "claude-code", [CLAUDE_TOKEN]);
  expect(new Set(anthropic.requests.map(({ headers }) => headers.authorization))).toEqual(
    new Set([`Bearer ${CLAUDE_TOKEN}`]),
  );

  const repository = await createGitRepository({ "a.txt": "a\n" });
  const refused = await home.run(["run", "Add a file", "--repo", repository.path, "--agent", "opencode"]);
  expect([refused.exitCode, refused.stderr]).toEqual([4, expect.stringContaining("opencode needs a key")]);
  await model.stop();
});

test("Codex CLI works with a ChatGPT subscription whose login runs out, and it is refreshed once", async () => {
  const model = await startScriptedModel({ agentId: "codex-cli", steps: STEPS });
  chatGpt.lastsFor(120);
  const added = await add(["openai", "--chatgpt", "--base-url", chatGpt.baseUrl], chatGpt.login());
  expect(added.stdout, added.stderr).toContain("The ChatGPT subscription …1234 is stored. It is for: codex-cli.");
  expect(added.stderr).toContain("ends the one that it was copied from");
  chatGpt.lastsFor(864_000);
  chatGpt.answer = (response, asked) => {
    const path = asked.url.replace("/backend-api/codex", "/v1");
    passToModel(model.baseUrl, path)(response, asked);
  };
  await expectDone(await createGitRepository({ "a.txt": "a\n" }), "codex-cli", chatGpt.tokens);
  expect(chatGpt.refreshes()).toBe(1);
  const asked = chatGpt.requests.filter(({ url }) => url === "/backend-api/codex/responses");
  expect(asked.length).toBeGreaterThanOrEqual(3);
  expect(asked.map(({ headers }) => headers.originator)).toEqual(asked.map(() => "codex_exec"));
  await model.stop();
});

test("both are tried, listed with who takes them, and open still after the gateway's key was changed", async () => {
  chatGpt.answer = null;
  await home.run(["credentials", "rotate"]);
  expect(await home.run(["credentials", "test", "chatgpt"])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("openai takes the subscription …1234"),
  });
  const { stdout } = await home.run(["credentials", "list"]);
  expect(stdout).toMatch(/chatgpt +…1234 +subscription +codex-cli/);
  expect(stdout).toMatch(/claude +…aude +subscription +claude-code/);
});

test("a login that ends while an agent works ends the task with the way to sign in, and the next before it begins", async () => {
  chatGpt.failRefreshes(401);
  const login = JSON.parse(chatGpt.login());
  login.tokens.access_token = "an-access-token-of-nobody";
  await add(["openai", "--chatgpt", "--replace", "--base-url", chatGpt.baseUrl], JSON.stringify(login));
  const repository = await createGitRepository({ "a.txt": "a\n" });
  const way = /must be signed in anew: [\s\S]*catalyst credentials add openai --chatgpt --replace/;
  for (const _time of ["while it works", "before it begins"]) {
    const refused = await home.run(["run", "Add a file", "--repo", repository.path, "--agent", "codex-cli"]);
    expect([refused.exitCode, refused.stdout + refused.stderr]).toEqual([4, expect.stringMatching(way)]);
  }
  const tested = await home.run(["credentials", "test", "chatgpt"]);
  expect(tested).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("--chatgpt --replace") });
  expect((await home.run(["credentials", "list"])).stderr).toContain("chatgpt must be signed in anew");
  expect(chatGpt.refreshes()).toBe(2);
});
