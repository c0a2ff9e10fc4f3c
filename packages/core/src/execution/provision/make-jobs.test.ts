import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { Hooks } from "../../agent/agent-config.ts";
import { type JobsInput, makeJobs } from "./make-jobs.ts";

const START = "a".repeat(40);
const TRUSTED = "b".repeat(40);

interface Made {
  hooks?: Partial<Hooks>;
  purpose?: "work" | "plan";
  /** Where the setup gets secrets. */
  trustedCommit?: string | null;
  message?: string | null;
  hasOutsiderInput?: boolean;
  contextFiles?: JobsInput["contextFiles"];
  needsAgent?: boolean;
}

const THREAD = { name: "thread.md", text: "x" };

function make({ hooks = {}, purpose = "work", trustedCommit = START, message = null, ...others }: Made) {
  const { contextFiles = [THREAD], needsAgent = true, ...more } = others;
  const { setup: script, setupReads: reads } = Hooks.parse(hooks);
  const secrets = trustedCommit === null ? [] : ["NPM_TOKEN"];
  const setup = script === null ? null : { script, reads, trustedCommit, secrets, cache: null };
  const input = {
    execution: { id: randomUUID(), agentType: "claude-code", model: null, restarts: 0, evictions: 0, purpose },
    task: {
      id: randomUUID(),
      repoId: randomUUID(),
      branch: "catalyst/x",
      baseBranch: "main",
      timeoutSeconds: 60,
      contextPayload: { title: "Fix it", ...more },
    },
    setup,
    hooks: Hooks.parse(hooks),
    env: { MODE: "test" },
    allowedHosts: ["registry.npmjs.org"],
    allowedProviderFeatures: ["anthropic:web_search"],
    startCommit: START,
    prompt: "Do it.",
    contextFiles,
    resumeSessionId: null,
    message,
    needsAgent,
    credential: { id: randomUUID(), provider: "anthropic" },
  } as unknown as JobsInput;
  const made = makeJobs(input);
  return { ...made, jobs: made.stages.map(({ job }) => job) };
}

test("without hooks one job does everything, with the grants of two holders, which count from when it begins", () => {
  const { jobs, grants, stages, timeoutSeconds } = make({});
  expect(jobs).toMatchObject([{ stage: "agent", turn: 1, repository: { baseCommit: START, setUpCommit: null } }]);
  expect(stages.map(({ isWorkspaceReadOnly }) => isWorkspaceReadOnly)).toEqual([false]);
  expect(grants).toMatchObject([
    { stage: "agent", holder: "runner", branch: "catalyst/x", allowedHosts: [] },
    { stage: "agent", holder: "agent", branch: "catalyst/x", llm: { provider: "anthropic" } },
  ]);
  expect(grants[1]?.allowedHosts).toEqual(["registry.npmjs.org"]);
  expect(grants.map(({ seconds }) => seconds)).toEqual([timeoutSeconds, timeoutSeconds]);
});

test("images are given to the first turn alone, and texts to each", () => {
  const image = { name: "image-a.png", text: "eA==", encoding: "base64" } as const;
  const { jobs } = make({ hooks: { verify: "npm test" }, contextFiles: [THREAD, image] });
  const counts = jobs.filter(({ stage }) => stage === "agent").map(({ contextFiles }) => contextFiles.length);
  expect(counts).toEqual([2, 1, 1]);
});

test("what needs no agent is verified alone, with no model and no push", () => {
  const { jobs, grants } = make({
    hooks: { setup: "npm ci", verify: "npm test", verifyAttempts: 3 },
    needsAgent: false,
  });
  expect(jobs.map(({ stage, prompt }) => [stage, prompt])).toEqual([
    ["setup", ""],
    ["verify", ""],
  ]);
  expect(jobs[1]).toMatchObject({ turn: 1, hooks: { verify: "npm test" }, repository: { setUpCommit: START } });
  expect(grants.map(({ llm, branch }) => [llm, branch])).toEqual(grants.map(() => [null, null]));
});

test("what is left uncommitted is named after what was asked for last", () => {
  const subjectOf = (message: string | null) => make({ message }).jobs[0]?.leftoverCommitMessage.split("\n", 1)[0];
  expect(subjectOf(null)).toBe("Fix it");
  expect(subjectOf("\nAdd a test, too\nand a note")).toBe("Add a test, too");
});

test("a setup is a stage of its own, whose token reaches no model, pushes nothing and isn't the agent's", () => {
  const { jobs, grants, stages } = make({ hooks: { setup: "npm ci" } });
  expect(jobs).toMatchObject([
    { stage: "setup", repository: { setUpCommit: null }, hooks: { setup: "npm ci" } },
    { stage: "agent", repository: { setUpCommit: START }, hooks: { setup: null } },
  ]);
  expect(jobs.map(({ prompt }) => prompt)).toEqual(["", "Do it."]);
  expect(jobs.map(({ contextFiles }) => contextFiles.length)).toEqual([0, 1]);
  expect(stages.some(({ isWorkspaceReadOnly }) => isWorkspaceReadOnly)).toBe(false);
  const ofStages = grants.filter(({ holder }) => holder === "agent");
  expect(ofStages).toMatchObject([
    { stage: "setup", branch: null, llm: null },
    { stage: "agent", branch: "catalyst/x", llm: { provider: "anthropic" } },
  ]);
  expect(new Set(grants.map(({ stageNumber, holder }) => `${stageNumber} ${holder}`)).size).toBe(4);
});

test.each<[string, "work" | "plan", string | null, [string, string, string[]][]]>([
  ["at its trusted commit", "work", START, [["setup", START, ["NPM_TOKEN"]]]],
  [
    "from an agent's work, or a branch that nobody trusts",
    "work",
    TRUSTED,
    [
      ["setup", TRUSTED, ["NPM_TOKEN"]],
      ["prepare", START, []],
    ],
  ],
  [
    "from there with a plan",
    "plan",
    TRUSTED,
    [
      ["setup", TRUSTED, ["NPM_TOKEN"]],
      ["prepare", START, []],
    ],
  ],
  ["where nothing is trusted", "work", null, [["prepare", START, []]]],
])("work that begins %s (%s) is set up with secrets at the trusted commit alone", (...row) => {
  const [, purpose, trustedCommit, wanted] = row;
  const { jobs, grants } = make({ hooks: { setup: "npm ci" }, purpose, trustedCommit });
  const runners = grants.filter(({ holder }) => holder === "runner");
  const seen = runners.map(({ stage, secrets }, index) => [stage, jobs[index]?.repository.baseCommit, secrets]);
  expect(seen).toEqual([...wanted, ["agent", START, []]]);
  expect(jobs.map(({ hooks }) => hooks.hasSecrets)).toEqual([...wanted.map(([, , names]) => names.length > 0), false]);
  const before = [null, ...wanted.map(([, commit]) => commit)];
  expect(jobs.map(({ repository }) => repository.setUpCommit)).toEqual(before);
  expect(grants.filter(({ holder }) => holder === "agent").flatMap(({ secrets }) => secrets)).toEqual([]);
  const masked = trustedCommit === null ? [] : ["NPM_TOKEN"];
  expect(grants.map(({ maskedSecrets }) => maskedSecrets)).toEqual(grants.map(() => masked));
});

test("each turn of the agent that there may be is verified by a stage that reaches no model and pushes nothing", () => {
  const { jobs, grants, stages } = make({ hooks: { verify: "npm test", verifyAttempts: 1 } });
  expect(jobs).toMatchObject([
    { stage: "agent", turn: 1, repository: { setUpCommit: null } },
    { stage: "verify", turn: 1, repository: { setUpCommit: null }, prompt: "", hooks: { verify: "npm test" } },
    { stage: "agent", turn: 2, repository: { setUpCommit: START }, prompt: "Do it.", hooks: { verify: "npm test" } },
    { stage: "verify", turn: 2, repository: { setUpCommit: null } },
  ]);
  expect(stages).toHaveLength(jobs.length);
  expect(grants.map(({ stageNumber }) => stageNumber)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  const ofVerify = grants.filter(({ stage }) => stage === "verify");
  expect(ofVerify.every(({ branch, llm }) => branch === null && llm === null)).toBe(true);
  expect(jobs.map(({ stageNumber }) => stageNumber)).toEqual([0, 1, 2, 3]);
});

test.each<[string, string | null, string]>([
  ["the trusted setup", TRUSTED, TRUSTED],
  ["a setup of files that nobody trusts", null, START],
])("what verifies finds the workspace as %s left it, and runs nothing of the agent's before", (_what, trusted, at) => {
  const { jobs, grants } = make({ hooks: { setup: "npm ci", verify: "npm test" }, trustedCommit: trusted });
  const verify = jobs.find(({ stage }) => stage === "verify");
  expect(verify).toMatchObject({ repository: { setUpCommit: at, baseCommit: START }, hooks: { setup: null } });
  expect(grants.filter(({ stage }) => stage === "verify").flatMap(({ secrets }) => secrets)).toEqual([]);
});

test("an agent that was told outsiders' words reaches its model alone, as does what runs its work; its setup has met none", () => {
  const { grants, jobs } = make({ hooks: { setup: "npm ci", verify: "npm test" }, hasOutsiderInput: true });
  const reach = (stage: string) => grants.filter((grant) => grant.stage === stage && grant.holder === "agent");
  for (const { allowedHosts, allowedFeatures, llm } of reach("agent")) {
    expect([allowedHosts, allowedFeatures, llm?.provider]).toEqual([[], [], "anthropic"]);
  }
  expect(reach("verify").flatMap(({ allowedHosts }) => allowedHosts)).toEqual([]);
  expect(reach("setup").flatMap(({ allowedHosts }) => allowedHosts)).toEqual(["registry.npmjs.org"]);
  expect(jobs.filter(({ hasEgress }) => hasEgress).map(({ stage }) => stage)).toEqual(["setup"]);
});

test("a setup that says what it goes by may run again for what the agent changed of it, without secrets", () => {
  const { jobs } = make({ hooks: { setup: "npm ci", setupReads: ["package.json"], verify: "npm test" } });
  const verify = jobs.find(({ stage }) => stage === "verify");
  expect(verify?.hooks).toMatchObject({ setup: "npm ci", setupReads: ["package.json"], hasSecrets: false });
});

test("an agent gets at most four turns", () => {
  const { stages } = make({ hooks: { setup: "npm ci", verify: "npm test", verifyAttempts: 10 } });
  expect(stages).toHaveLength(9);
});

test("a plan is made in a workspace that can't be changed, by a token that may not push, and isn't verified", () => {
  const { jobs, grants, stages } = make({ hooks: { verify: "npm test" }, purpose: "plan" });
  expect(jobs.map(({ stage }) => stage)).toEqual(["prepare", "agent"]);
  expect(stages.map(({ isWorkspaceReadOnly }) => isWorkspaceReadOnly)).toEqual([false, true]);
  expect(new Set(grants.map(({ branch }) => branch))).toEqual(new Set([null]));
  expect(jobs.map(({ hooks }) => hooks.verify)).toEqual([null, null]);
});

test("the environment's time holds the agent's, and the hooks' as often as they may run", () => {
  const plain = make({}).timeoutSeconds;
  const hooks = { setup: "a", verify: "b", verifyAttempts: 2, timeoutMinutes: 5 };
  expect(make({ hooks }).timeoutSeconds).toBeGreaterThanOrEqual(plain + 4 * 5 * 60);
});
