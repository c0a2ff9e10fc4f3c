import { expect, test } from "vitest";
import { type EffectiveSettings, effectiveSettings } from "./effective-settings.ts";
import type { SettingsInput } from "./settings-input.ts";

const merge = (input: Partial<SettingsInput>) =>
  effectiveSettings({ project: {}, file: null, devcontainer: null, vcs: "local", ...input });

test("without a word of anybody the defaults count", () => {
  expect(merge({})).toEqual({
    enabledAgents: null,
    defaultAgent: "claude-code",
    model: null,
    requirePlanApproval: false,
    timeoutMinutes: 30,
    hooks: {
      setup: null,
      setupReads: null,
      setupSecrets: null,
      verify: null,
      verifyAttempts: 2,
      onVerifyFailure: "draft",
      timeoutMinutes: 15,
    },
    budgets: {
      execution: { usd: null, tokens: null },
      task: { usd: null, tokens: null },
      project: { usd: null, tokens: null },
      day: { usd: null, tokens: null },
      onExceeded: "pause",
      warnAtTokens: 5_000_000,
    },
    allowedHosts: [],
    trustedBranches: [],
    sparsePaths: [],
    allowedProviderFeatures: [],
    modelPrices: [],
    github: {
      publish: "auto",
      outsiders: "silent",
      outsiderPlan: false,
      bots: [],
      teams: [],
      label: "catalyst",
      caps: { perAuthorHour: 10, perRepositoryDay: 30, perPullRequestDay: 10, botsInRow: 2 },
      maxParallel: 3,
      dco: "none",
      reviewAuto: "off",
      reviewInline: 20,
      autofix: 0,
      deleteBranch: false,
      draft: false,
      labels: [],
    },
    env: {},
    sources: expect.objectContaining({ timeoutMinutes: "default", allowedHosts: "default" }),
    notes: [],
  } satisfies EffectiveSettings);
});

type Row = [key: string, project: object, file: object, value: unknown, source: string];
const ROWS: Row[] = [
  ["defaultAgent", {}, { defaultAgent: "aider" }, "aider", "file"],
  ["defaultAgent", { defaultAgent: "codex-cli" }, { defaultAgent: "aider" }, "codex-cli", "project"],
  ["model", { model: "a" }, { model: "b" }, "a", "project"],
  ["model", {}, { model: "b" }, "b", "file"],
  ["enabledAgents", { enabledAgents: ["a", "b"] }, {}, ["a", "b"], "project"],
  ["enabledAgents", {}, { enabledAgents: ["b"] }, ["b"], "file"],
  ["enabledAgents", { enabledAgents: ["a", "b"] }, { enabledAgents: ["b", "c"] }, ["b"], "file"],
  ["requirePlanApproval", { requirePlanApproval: true }, { requirePlanApproval: false }, true, "project"],
  ["requirePlanApproval", { requirePlanApproval: false }, { requirePlanApproval: true }, true, "file"],
  ["timeoutMinutes", {}, { timeoutMinutes: 120 }, 120, "file"],
  ["timeoutMinutes", { timeoutMinutes: 30 }, { timeoutMinutes: 120 }, 30, "project"],
  ["timeoutMinutes", { timeoutMinutes: 120 }, { timeoutMinutes: 30 }, 30, "file"],
  ["hooks.setup", {}, { hooks: { setup: "make" } }, "make", "file"],
  ["hooks.setup", { hooks: { setup: "npm ci" } }, { hooks: { setup: "make" } }, "npm ci", "project"],
  ["hooks.setup", { hooks: { setup: "" } }, { hooks: { setup: "make" } }, null, "project"],
  ["hooks.verify", {}, { hooks: { verify: " \n" } }, null, "file"],
  ["hooks.verifyAttempts", { hooks: { verifyAttempts: 0 } }, { hooks: { verifyAttempts: 9 } }, 0, "project"],
  ["hooks.setupReads", {}, { hooks: { setupReads: ["a"] } }, ["a"], "file"],
  ["hooks.setupSecrets", { hooks: { setupSecrets: ["A"] } }, { hooks: { setupSecrets: ["B"] } }, ["A"], "project"],
  ["sparsePaths", { sparsePaths: ["a"] }, { sparsePaths: ["b"] }, ["a"], "project"],
  ["allowedProviderFeatures", { allowedProviderFeatures: ["model.online"] }, {}, ["model.online"], "project"],
  ["modelPrices", { modelPrices: ["a=1/2"] }, {}, ["a=1/2"], "project"],
  ["trustedBranches", { trustedBranches: ["release/*"] }, {}, ["release/*"], "project"],
  ["budgets.task.usd", { budgets: { task: { usd: 5 } } }, { budgets: { task: { usd: 50 } } }, 5, "project"],
  ["budgets.task.usd", { budgets: { task: { usd: 50 } } }, { budgets: { task: { usd: 5 } } }, 5, "file"],
  ["budgets.task.tokens", {}, { budgets: { task: { tokens: 9 } } }, 9, "file"],
  ["budgets.onExceeded", { budgets: { onExceeded: "fail" } }, {}, "fail", "project"],
  ["budgets.warnAtTokens", { budgets: { warnAtTokens: 0 } }, {}, 0, "project"],
  ["github.publish", { github: { publish: "run" } }, { github: { publish: "hold" } }, "hold", "file"],
  ["github.publish", { github: { publish: "run" } }, {}, "run", "project"],
  ["github.publish", {}, { github: { publish: "hold" } }, "hold", "file"],
  ["github.draft", { github: { draft: true } }, { github: { draft: false } }, true, "project"],
  ["github.draft", { github: { draft: false } }, { github: { draft: true } }, true, "file"],
  ["github.outsiderPlan", {}, { github: { outsiderPlan: true } }, true, "file"],
  ["github.reviewInline", { github: { reviewInline: 40 } }, { github: { reviewInline: 5 } }, 5, "file"],
  ["github.reviewInline", { github: { reviewInline: 5 } }, { github: { reviewInline: 20 } }, 5, "project"],
  ["github.caps.perAuthorHour", { github: { caps: { perAuthorHour: 0 } } }, {}, 0, "project"],
  ["github.bots", { github: { bots: ["49699333"] } }, {}, ["49699333"], "project"],
  ["env.A", { env: { A: "1" } }, { env: { A: "2" } }, "1", "project"],
  ["env.B", { env: { A: "1" } }, { env: { B: "2" } }, "2", "file"],
];

test.each(ROWS)("%s: of %j by the owner and %j by the file, %j counts (%s)", (...row) => {
  const [key, project, file, value, source] = row;
  const settings = merge({ project, file });
  expect(key.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], settings)).toEqual(value);
  expect(settings.sources[key]).toBe(source);
});

test.each([
  ["local", undefined, ["npm"], ["registry.npmjs.org"], "file"],
  ["local", ["pypi"], ["npm"], [], "file"],
  ["local", ["npm", "a.example"], ["npm"], ["registry.npmjs.org"], "file"],
  ["local", ["npm"], undefined, ["registry.npmjs.org"], "project"],
  ["local", undefined, undefined, [], "default"],
  ["github", undefined, ["npm"], [], "default"],
  ["https", undefined, ["npm"], [], "default"],
  ["github", ["npm"], ["npm", "evil.example"], ["registry.npmjs.org"], "file"],
  ["github", ["*.example.com"], ["a.example.com"], ["a.example.com"], "file"],
  ["github", ["npm"], [], [], "file"],
] as const)("in a %s repository, with %j by the owner and %j by the file, %j can be reached", (...row) => {
  const [vcs, granted, asked, allowed, source] = row;
  const settings = merge({
    vcs,
    project: granted === undefined ? {} : { allowedHosts: [...granted] },
    file: asked === undefined ? {} : { allowedHosts: [...asked] },
  });
  expect(settings.allowedHosts).toEqual(allowed);
  expect(settings.sources.allowedHosts).toBe(source);
});

test("hosts that are asked for and not granted are named with the way to grant them", () => {
  const { notes } = merge({ vcs: "github", file: { allowedHosts: ["evil.example"] } });
  expect(notes).toMatchObject([{ way: { kind: "allow_hosts", hosts: ["evil.example"] } }]);
});

test("a devcontainer's setup and variables count where nobody else says any; null in the file means none", () => {
  const devcontainer = { env: { A: "d", B: "d" }, setup: "make", notes: ["a note"] };
  const settings = merge({ devcontainer, file: { env: { A: "f" } } });
  expect(settings).toMatchObject({ hooks: { setup: "make" }, env: { A: "f", B: "d" }, notes: [{ text: "a note" }] });
  expect(settings.sources).toMatchObject({ "hooks.setup": "devcontainer", "env.A": "file", "env.B": "devcontainer" });
  expect(merge({ devcontainer, file: { hooks: { setup: null } } }).hooks.setup).toBeNull();
});
