import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCertificate } from "../../server/src/testing/make-certificate.ts";
import { createGitRepository } from "../git-repository.ts";
import { type ClaudeCode, callTool, openClaudeCode } from "../mcp/run-claude-code.ts";
import { openBrowser } from "../open-browser.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { type StartedModel, startModel } from "../start-model.ts";
import { askByCurl, followByCurl } from "./ask-by-curl.ts";
import { logIn, openPage, signUp } from "./people.ts";

const TEAM = "shop";
const PROJECT = `${TEAM}/default`;
const SAID = "Noted: the bird with long legs.";
const SEEN = "heron-from-the-agent";
const WORK = "echo done > done.txt && git add done.txt && git commit -qm 'Add done.txt'";

/** Where the server is; the owner's laptop; the viewer's. */
let [machine, laptop, phone]: TestHome[] = [];
let folder: string;
let repository: Awaited<ReturnType<typeof createGitRepository>>;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let model: StartedModel;
let claude: ClaudeCode;
let owner: Page;
let viewer: Page;
let url: string;
let certFile: string;
let key: string;

const trusted = () => ({ NODE_EXTRA_CA_CERTS: certFile });
const curl = () => ({ url, certFile, key });

async function catalyst(home: TestHome | undefined, args: string[], stdin?: string): Promise<string> {
  const ended = await (home as TestHome).run(args, { env: trusted(), ...(stdin === undefined ? {} : { stdin }) });
  expect(ended.exitCode, ended.stdout + ended.stderr).toBe(0);
  return ended.stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-story-"));
  const tls = makeCertificate(folder, "localhost");
  certFile = tls.certFile;
  machine = await createTestHome({ isNew: true });
  laptop = await createTestHome({ isNew: true });
  phone = await createTestHome({ isNew: true });
  browser = await openBrowser();
  model = await startModel("claude-code", [{ runCommand: `echo ${SEEN}` }, { say: SAID }]);
  repository = await createGitRepository({ "a.txt": "one\n" });
  await machine.up({ CATALYST_TLS_CERT_FILE: tls.certFile, CATALYST_TLS_KEY_FILE: tls.keyFile });
  claude = await openClaudeCode(machine);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([machine, laptop, phone].map((home) => home?.remove()));
  await model?.stop();
  await claude?.remove();
  await rm(folder, { recursive: true, force: true });
});

test("the link signs the machine's owner in over https, once", async () => {
  const link = (await catalyst(machine, ["open"])).trim();
  url = new URL(link).origin;
  expect(url).toMatch(/^https:\/\/localhost:\d+$/);
  owner = await openPage(browser);
  await owner.goto(link);
  await owner.getByText("You are signed in").waitFor();
  viewer = await openPage(browser);
  await viewer.goto(link);
  expect(await viewer.getByText("You are signed in").count()).toBe(0);
});

test("on a laptop the owner signs in, makes a team with a repository, invites a viewer and makes a key", async () => {
  await logIn(laptop as TestHome, owner, { url, env: trusted() });
  await catalyst(laptop, ["teams", "create", TEAM]);
  await catalyst(machine, ["config", "check", "--repo", repository.path, "--project", PROJECT]);
  await catalyst(laptop, ["config", "set", "enabledAgents", "claude-code,script", "--project", PROJECT]);
  const { ANTHROPIC_BASE_URL: baseUrl = "", ANTHROPIC_API_KEY: secret = "" } = model.env;
  await catalyst(machine, ["credentials", "add", "anthropic", "--base-url", baseUrl], `${secret}\n`);
  key = (await catalyst(laptop, ["keys", "create", "story", "--scopes", "tasks:read,tasks:write"])).trim();
  const invitation = await catalyst(laptop, ["people", "invite", "Viv", "--team", TEAM, "--role", "viewer"]);
  await signUp(viewer, /https:\S+/.exec(invitation)?.[0] as string, "viv");
  await logIn(phone as TestHome, viewer, { url, env: trusted() });
});

/** What three people could do at once: each at its own door, while the model holds its answer. */
test("a task by curl is seen live by curl, by Claude Code over MCP and by the command line, and its end too", async () => {
  const letGo = model.holdFrom(2);
  const made = await askByCurl(curl(), "/tasks", {
    project: PROJECT,
    repository: { kind: "registered", name: basename(repository.path) },
    source: { kind: "prompt", text: "Name the bird." },
    agents: [{ agent: "claude-code" }],
  });
  expect(made, JSON.stringify(made.answer)).toMatchObject({ status: 201, answer: { number: 1 } });
  await model.untilAsked(2);
  const { answer } = await askByCurl(curl(), "/tasks/1/executions");
  const [execution] = answer.data as { id: string }[];
  const stream = followByCurl(curl(), `/events?topics=task:1,execution:${execution?.id}`);
  const logs = (laptop as TestHome).start(["tasks", "logs", "1", "-f"], { env: trusted() });
  await Promise.all([stream.shows(SEEN), logs.shows(SEEN)]);
  const waiting = [callTool("wait_task", { task: 1, timeoutSeconds: 1 }), callTool("get_logs", { task: 1 })];
  const meanwhile = await askClaude(waiting);
  expect(meanwhile).toMatch(/isSettled\W+false/);
  expect(meanwhile).toContain(SEEN);

  letGo();
  const ended = askClaude([callTool("wait_task", { task: 1, timeoutSeconds: 180 }), callTool("get_logs", { task: 1 })]);
  await Promise.all([stream.shows(SAID), stream.shows('"status":"completed"'), logs.shows(SAID)]);
  expect(await ended).toMatch(/isSettled\W+true/);
  expect(await ended).toContain(SAID);
  expect(await logs.ended).toMatchObject({ exitCode: 0 });
  stream.stop();
});

test("Claude Code makes a task over MCP, waits for it and reads the result", async () => {
  const asked = {
    project: PROJECT,
    repository: basename(repository.path),
    prompt: WORK,
    agents: [{ agent: "script" }],
  };
  const told = await askClaude([
    callTool("create_task", asked),
    callTool("wait_task", { task: 2, timeoutSeconds: 180 }),
    callTool("get_task", { task: 2 }),
    callTool("get_diff", { task: 2 }),
  ]);
  expect(told).toMatch(/status\W+completed/);
  expect(told).toContain("+++ b/done.txt");
});

test("the command line has a task done over https", async () => {
  const asked = ["run", WORK, "--repo", basename(repository.path), "--project", PROJECT, "--agent", "script"];
  const told = await catalyst(laptop, asked);
  const branches = await repository.git("branch", "--list", "catalyst/*", "--format=%(refname:short)");
  expect(branches.split("\n")).toHaveLength(2);
  expect(told).toMatch(/catalyst\//);
});

test("the viewer sees all three, by every door, and changes nothing by any", async () => {
  const listed = await catalyst(phone, ["tasks", "list", "--json"]);
  expect(listed.trim().split("\n")).toHaveLength(3);
  expect(await catalyst(phone, ["tasks", "logs", "1"])).toContain(SEEN);
  const asked = ["run", WORK, "--repo", basename(repository.path), "--project", PROJECT, "--agent", "script"];
  for (const args of [asked, ["tasks", "retry", "1"], ["people", "invite", "Eve", "--team", TEAM]]) {
    const refused = await (phone as TestHome).run(args, { env: trusted() });
    expect(refused, args.join(" ")).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/viewer|role|may/) });
  }
  key = (await catalyst(phone, ["keys", "create", "look", "--scopes", "tasks:read,tasks:write"])).trim();
  expect(await askByCurl(curl(), "/tasks/2")).toMatchObject({ status: 200, answer: { status: "completed" } });
  const retried = await askByCurl(curl(), "/tasks/2/retry", {});
  expect(retried).toMatchObject({ status: 403, answer: { code: "forbidden" } });
  const told = await askClaude([callTool("get_task", { task: 1 }), callTool("retry_task", { task: 1 })]);
  expect(told).toMatch(/status\W+completed/);
  expect(told).toContain("you may not do that here");
});

test("a key for reading opens nothing else over MCP, and says how one is made that does", async () => {
  key = (await catalyst(laptop, ["keys", "create", "reader", "--scopes", "tasks:read"])).trim();
  const told = await askClaude([callTool("list_tasks", {}), callTool("cancel_task", { task: 1 })]);
  expect(told).toMatch(/status\W+completed/);
  expect(told).toContain("Make one with the scope tasks:write");
});

/** The real Claude Code with the server's tools over https. */
function askClaude(steps: Parameters<ClaudeCode["run"]>[0]["steps"]): Promise<string> {
  const server = { type: "http", url: `${url}/api/mcp`, headers: { Authorization: `Bearer ${key}` } };
  return claude.run({ currentFolder: claude.folder, server, steps, env: trusted() });
}
