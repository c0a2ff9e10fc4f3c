import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { AgentConfig } from "../../agent/agent-config.ts";
import { changeOwnerSetting, ownerSettings } from "./owner-settings.ts";
import { readSettingText, SETTING_KINDS } from "./setting-kinds.ts";

const NOW = new Date();
const fresh = AgentConfig.parse({ id: randomUUID(), projectId: randomUUID(), createdAt: NOW, updatedAt: NOW });
const change = (config: AgentConfig, key: string, text?: string) =>
  changeOwnerSetting(config, { key, value: text === undefined ? undefined : readSettingText(key, text) }, NOW);

test("what was set is the owner's word, also where it equals the default, and can be taken back", () => {
  const set = change(change(fresh, "timeoutMinutes", "30"), "budgets.day.usd", "12.5");
  expect(ownerSettings(fresh)).toEqual({});
  expect(ownerSettings(set)).toEqual({ timeoutMinutes: 30, budgets: { day: { usd: 12.5 } } });
  expect(set.budgets.day).toEqual({ usd: 12.5, tokens: null });
  expect(ownerSettings(change(set, "timeoutMinutes"))).toEqual({ budgets: { day: { usd: 12.5 } } });
});

test("every setting can be set", () => {
  const values = { text: "aider", number: "5", boolean: "true", list: "npm, aider" };
  const words: Record<string, string> = {
    enabledAgents: "aider,codex-cli",
    allowedHosts: "npm *.example.com",
    "hooks.onVerifyFailure": "hold",
    "budgets.onExceeded": "fail",
    allowedProviderFeatures: "tool.web_search_20250305 model.online",
    modelPrices: "qwen3=0.5/2,ollama=0/0",
    "github.publish": "hold",
    "github.outsiders": "reply-once",
    "github.bots": "49699333",
    "github.teams": "7,8",
    "github.dco": "bot",
    "github.reviewAuto": "ready",
    "github.autofix": "3",
  };
  const all = Object.entries(SETTING_KINDS).reduce(
    (config, [key, kind]) => change(config, key, words[key] ?? values[kind]),
    change(fresh, "env.PORT", "3000"),
  );
  expect(all.ownerKeys).toHaveLength(Object.keys(SETTING_KINDS).length + 1);
  expect(all).toMatchObject({
    env: { PORT: "3000" },
    allowedHosts: ["npm", "*.example.com"],
    allowedProviderFeatures: ["tool.web_search_20250305", "model.online"],
    modelPrices: ["qwen3=0.5/2", "ollama=0/0"],
    hooks: { setup: "aider" },
    github: { teams: ["7", "8"], caps: { perAuthorHour: 5, perRepositoryDay: 5 }, labels: ["npm", "aider"] },
  });
});

test.each([
  ["timeout_minutes", "5", "did you mean timeoutMinutes?"],
  ["timeoutMinutes", "soon", "whole number from 1 to 1440"],
  ["requirePlanApproval", "yes", "true or false"],
  ["budgets.day.usd", "-1", "amount in US dollars"],
  ["allowedHosts", "10.0.0.1", "not a host"],
  ["env.PATH", "/x", "sets this variable itself"],
  ["env.HTTPS_PROXY", "http://x", "sets this variable itself"],
  ["allowedProviderFeatures", "everything", "must be a feature as its refusal names it"],
  ["modelPrices", "qwen3=free", "US dollars for a million tokens"],
  ["trustedBranches", "catalyst/*", "never trusted before it is merged"],
  ["allowedHosts", "foo", '"foo" is neither a registry (npm, '],
  ["timeout_minutes", "5", "did you mean timeoutMinutes?"],
  ["trustedBranches", "*", "must begin with a branch's own letters"],
  ["hooks.setupReads", "../x", "must be a path from the repository's root"],
  ["sparsePaths", "services/*", "without * and other wildcards"],
  ["sparsePaths", "services/..", "must be a folder from the repository's root"],
  ["hooks.setupSecrets", "PATH", "sets this variable itself"],
  ["github.publish", "always", "must be run or hold or auto"],
  ["github.bots", "dependabot[bot]", "must be a number of GitHub's, not a name"],
  ["github.teams", "0", "must be a number of GitHub's"],
  ["github.label", "a".repeat(41), "a label's name of at most 40 characters"],
  ["github.labels", "\u0007", "must be a label's name"],
  ["github.autofix", "4", "must be a whole number from 0 to 3"],
  ["github.maxParallel", "0", "must be a whole number from 1 to 100"],
  ["github.caps.perHour", "1", "did you mean github.caps.perAuthorHour?"],
  ["github.Draft", "yes", "did you mean github.draft?"],
  ["__proto__.x", "1", "not known"],
  ["env.__proto__", "1", "not known"],
  ["constructor", "1", "not known"],
])("setting %s to %j is refused with the reason", (key, text, words) => {
  expect(() => change(fresh, key, text)).toThrow(words);
});
