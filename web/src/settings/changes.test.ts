import { expect, test } from "vitest";
import type { OwnSettings } from "../actions/projects.ts";
import { changesOf, commandOf } from "./changes.ts";
import { settingsYaml } from "./settings-yaml.ts";

const OWN = {
  settings: {
    timeoutMinutes: 60,
    model: null,
    requirePlanApproval: false,
    hooks: { setup: "npm ci\nnpm run build", verify: null },
    budgets: { day: { usd: 20 }, task: { usd: 2 } },
    allowedHosts: ["npm"],
    env: { NODE_ENV: "test" },
  },
  set: ["allowedHosts", "budgets.day.usd", "budgets.task.usd", "env.NODE_ENV", "hooks.setup", "timeoutMinutes"],
} as unknown as OwnSettings;

test("what is typed as it was is no change, and neither is taking back what nobody said", () => {
  expect(
    changesOf({ timeoutMinutes: "60", model: "", requirePlanApproval: "false", "hooks.verify": null }, OWN),
  ).toEqual([]);
});

test("an emptied number is taken back, an emptied list is said to be empty", () => {
  expect(changesOf({ "budgets.day.usd": "", allowedHosts: "", "hooks.setup": null }, OWN)).toEqual([
    { key: "budgets.day.usd", value: null, before: "20" },
    { key: "allowedHosts", value: [], before: "npm" },
    { key: "hooks.setup", value: null, before: "npm ci\nnpm run build" },
  ]);
});

test("a new variable counts though it is empty", () => {
  expect(changesOf({ "env.CI": "" }, OWN)).toEqual([{ key: "env.CI", value: "", before: "" }]);
});

test("each change is a command", () => {
  const changes = changesOf(
    { allowedHosts: "npm\n *.example.com \n", requirePlanApproval: "true", timeoutMinutes: null },
    OWN,
  );
  expect(changes.map((change) => commandOf(change, "shop/web"))).toEqual([
    "catalyst config set allowedHosts 'npm,*.example.com' --project shop/web",
    "catalyst config set requirePlanApproval true --project shop/web",
    "catalyst config unset timeoutMinutes --project shop/web",
  ]);
});

test("what a repository may say is told as its file has it, and the owner's own word isn't", () => {
  expect(settingsYaml(OWN)).toBe(
    [
      'allowedHosts: ["npm"]',
      "budgets:",
      "  task:",
      "    usd: 2",
      "env:",
      '  NODE_ENV: "test"',
      "hooks:",
      '  setup: "npm ci\\nnpm run build"',
      "timeoutMinutes: 60",
    ].join("\n"),
  );
});
