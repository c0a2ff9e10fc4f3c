import type { AgentDefinition } from "@catalyst/agents";
import type { ScriptedStep } from "@catalyst/agents/scripted-model";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { defineGuideAgent } from "../custom-agents/guide-agent.ts";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { type Ended, readRun } from "../read-run.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { type StartedModel, startModel } from "../start-model.ts";
import type { Feature } from "./render-features.ts";

const PLAN = "# The plan\n- Let price.js return 2.";
const edit = (from: string, to: string) => ({
  editFile: { path: "price.js", from: `return ${from};`, to: `return ${to};` },
});
const commit = (message: string) => ({ runCommand: `git commit --quiet --all --message '${message}'` });
/** What starts a CLI in its plan mode. */
const PLAN_MODES = / --(permission-mode plan|chat-mode ask|agent plan|approval-mode plan)( |$)/;
const PLANNING: ScriptedStep[] = [{ plan: PLAN }];
const WORKING = [edit("1", "3"), commit("Fix the price"), { say: "The price is 3 now." }];
const MENDING = [edit("3", "2"), commit("Mend the price"), { say: "The price is 2 now." }];
const ADDING = [edit("2", "2 * 1"), commit("Say what it is"), { say: "It is said now." }];

const CONFIG = `allowedHosts: [npm]
hooks:
  setup: echo prepared > .prepared
  verify: test -f .prepared && grep -q 'return 2' price.js || { echo "wrong price in price.js"; exit 7; }
`;
const FILES = {
  "price.js": "export function price() {\n  return 1;\n}\n",
  ".gitignore": ".prepared\n",
  ".catalyst/config.yaml": CONFIG,
};

/** What an agent's journey saw, by feature. */
type Seen = Record<Feature, string>;

let agent: AgentDefinition;
let home: TestHome;
let model: StartedModel;
let repository: GitRepository;
/** The task that is planned, carried out and said more to. */
let number = "";
const seen: Partial<Seen> = {};

/** Plays every feature with an agent's real CLI, and holds what is seen against `seen/<agent>.json`. One agent to a file. */
export function playFeatures(of: AgentDefinition): void {
  agent = of;
  beforeAll(open);
  afterEach(() => model?.stop());
  afterAll(() => home.remove());
  test("makes a plan where it can change nothing, with hosts that are allowed beside its model", plan);
  test("carries out the approved plan, and mends what verify finds", carryOut);
  test("takes a further turn", takeTurn);
  test("pauses at the end of its budget, and goes on with more", pauseAndGoOn);
  test("hears what a person says while it works", hear);
  test("is told of in the guide as what was seen", async () => {
    await expect(`${JSON.stringify(seen, null, 2)}\n`).toMatchFileSnapshot(`seen/${agent.id}.json`);
  });
}

async function open(): Promise<void> {
  home = await createTestHome();
  if (agent.custom !== undefined) {
    await defineGuideAgent(home);
  }
  await home.up();
}

async function begin(steps: ScriptedStep[]): Promise<void> {
  await model?.stop();
  model = await startModel(agent.id, steps);
}

async function act(args: string[], exitCode = 0): Promise<Ended> {
  const ended = await home.run([...args, "--json"], { env: model.env });
  expect(ended.exitCode, ended.stdout + ended.stderr).toBe(exitCode);
  return readRun(ended.stdout);
}

function start(words: string, ...args: string[]): string[] {
  return ["run", words, "--repo", repository.path, "--agent", agent.id, ...args];
}

async function plan(): Promise<void> {
  repository = await createGitRepository(FILES);
  await begin(PLANNING);
  const { task, events, logs } = await act(start("Fix price.js", "--plan"));
  number = String(task.number);
  expect(task).toMatchObject({ status: "awaiting_approval", plan: { markdown: PLAN } });
  expect(events.filter(({ type }) => type === "hook").at(-1)).toMatchObject({ name: "setup", exitCode: 0 });
  expect(logs).toContain("Hosts that can be reached: registry.npmjs.org.");
  expect(logs).not.toMatch(/CONNECT (127\.0\.0\.1|localhost)/);
  const command = String(events.findLast(({ type }) => type === "agent_ended")?.command);
  expect(PLAN_MODES.test(command), command).toBe(agent.canPlan);
  seen.plan = agent.canPlan ? "in its own plan mode" : "asked for in words";
  seen.hosts = "yes";
}

async function carryOut(): Promise<void> {
  await begin([...PLANNING, ...WORKING, ...MENDING]);
  const { task, events, logs, isResumed } = await act(["tasks", "approve", number]);
  expect(task, logs).toMatchObject({ status: "completed", isDraft: false });
  expect(events.filter(({ type, phase }) => type === "hook" && phase === "ended")).toMatchObject([
    { name: "setup", cache: "hit" },
    { name: "verify", attempt: 1, exitCode: 7 },
    { name: "verify", attempt: 2, exitCode: 0 },
  ]);
  const subjects = await repository.git("log", "--format=%s", `main..${task.branch}`);
  expect(subjects.split("\n")).toHaveLength(2);
  const sessions = new Set(events.flatMap(({ type, sessionId }) => (type === "session" ? [sessionId] : [])));
  expect(
    model.requests.some((body) => body.includes("wrong price in price.js") && body.includes("The price is 3 now.")),
  ).toBe(true);
  seen.approval = isResumed ? "in the plan's session" : "in a new session that is told";
  seen.setup = "kept and used again";
  seen.verify = sessions.size === 1 ? "goes back to it, in its session" : "goes back to it, in a new session";
}

async function takeTurn(): Promise<void> {
  await begin([...PLANNING, ...WORKING, ...MENDING, ...ADDING]);
  const { task, logs, isResumed } = await act(["tasks", "send", number, "Say what it is in price.js"]);
  expect(task, logs).toMatchObject({ status: "completed" });
  expect(await repository.git("show", `${task.branch}:price.js`)).toContain("return 2 * 1;");
  const earlier = ["Fix price.js", "The price is 2 now."];
  expect(model.requests.some((body) => earlier.every((words) => body.includes(words)))).toBe(true);
  seen.send = isResumed ? "in its session" : "in a new session that is told";
}

async function pauseAndGoOn(): Promise<void> {
  repository = await createGitRepository({ "price.js": FILES["price.js"] });
  // Some edit only what they have read since they started.
  const begun = { runCommand: "echo begun" };
  const steps = [begun, edit("1", "2"), commit("Fix the price"), { say: "The price is 2 now." }];
  await begin(steps);
  const paused = await act(start("Fix price.js", "--budget-tokens", "1000"), 6);
  expect(paused.task).toMatchObject({ status: "paused_budget", branch: null });
  // Aider edits with its first answer: there is nothing left to do but to say so.
  await begin(agent.id === "aider" ? steps.slice(-1) : steps);
  const { task, logs, isResumed } = await act([
    "tasks",
    "resume",
    String(paused.task.number),
    "--budget-tokens",
    "+1000000",
  ]);
  expect(task, logs).toMatchObject({ status: "completed" });
  expect(await repository.git("show", `${task.branch}:price.js`)).toContain("return 2;");
  seen.budget = isResumed ? "pauses, and goes on in its session" : "pauses, and goes on in a new session that is told";
}

async function hear(): Promise<void> {
  await begin([{ runCommand: "echo one" }, { say: "One." }, { say: "Two, as you say." }]);
  const release = model.holdFrom(1);
  const running = home.start([...start("Say one"), "--json"], { env: model.env });
  await model.untilAsked(1);
  const listed = JSON.parse((await home.run(["tasks", "list", "--json"])).stdout.trim().split("\n")[0] ?? "{}");
  const said = await home.run(["tasks", "send", String(listed.number), "And say two"], { env: model.env });
  expect(said.stdout, said.stderr).toContain("Queued.");
  release();
  const ended = await running.ended;
  expect(ended.exitCode, ended.stdout + ended.stderr).toBe(0);
  const logs = await home.run(["tasks", "logs", String(listed.number), "--json"]);
  const [heard] = readRun(logs.stdout).events.filter(({ type }) => type === "user_message");
  expect(heard, logs.stdout).toMatchObject({ text: "And say two" });
  expect(model.requests.at(-1)).toContain("And say two");
  const isLive = heard?.delivery === "live";
  expect(said.stdout).toContain(isLive ? "after its current step" : "as its next turn");
  seen.live = isLive ? "after its current step" : "as its next turn, right after";
}
