import { GITHUB } from "./github-settings.ts";
import type { Setting, SettingSection } from "./setting.ts";

const BUDGETS: readonly Setting[] = [
  ["execution", "One attempt", false],
  ["task", "One task", true],
  ["day", "The last 24 hours", false],
  ["project", "All of the project", false],
].flatMap(([scope, label, isFiles]) =>
  [
    ["usd", "US dollars"],
    ["tokens", "tokens"],
  ].map(([unit, words]) => ({
    key: `budgets.${scope}.${unit}`,
    label: `${label}, ${words}`,
    kind: "number" as const,
    placeholder: "no limit",
    isFiles: isFiles === true,
  })),
);

const AGENTS: readonly Setting[] = [
  {
    key: "enabledAgents",
    label: "Agents that may be used",
    hint: "Where nobody limits them: all. A team's project begins with Claude Code and Aider.",
    kind: "agents",
    isFiles: true,
  },
  { key: "defaultAgent", label: "Agent where none is named", kind: "agent", isFiles: true },
  { key: "model", label: "Model of that agent", kind: "text", placeholder: "the agent's own", isFiles: true },
  {
    key: "modelPrices",
    label: "Prices of models",
    hint: "One a line: model=in/out, US dollars for a million tokens.",
    kind: "list",
    placeholder: "list prices",
    isFiles: false,
  },
];

const APPROVAL: readonly Setting[] = [
  {
    key: "requirePlanApproval",
    label: "A person approves the plan first",
    kind: "boolean",
    isFiles: true,
  },
];

const LIMITS: readonly Setting[] = [
  { key: "timeoutMinutes", label: "Minutes for one attempt", hint: "1 to 1440.", kind: "number", isFiles: true },
  ...BUDGETS,
  {
    key: "budgets.onExceeded",
    label: "At a budget's end",
    kind: "choice",
    words: { pause: "pause and ask", fail: "end it" },
    isFiles: false,
  },
  {
    key: "budgets.warnAtTokens",
    label: "Tell people at so many tokens",
    hint: "Of a task that no budget limits. 0: never.",
    kind: "number",
    isFiles: false,
  },
];

const HOOKS: readonly Setting[] = [
  { key: "hooks.setup", label: "Before the agent", kind: "script", placeholder: "npm ci", isFiles: true },
  {
    key: "hooks.setupReads",
    label: "All that it goes by",
    hint: "Paths, one a line. What it made is kept until one of them changes.",
    kind: "list",
    placeholder: "all files",
    isFiles: true,
  },
  {
    key: "hooks.setupSecrets",
    label: "Secrets that it gets",
    hint: "Names, one a line.",
    kind: "list",
    placeholder: "all",
    isFiles: true,
  },
  { key: "hooks.verify", label: "After the agent", kind: "script", placeholder: "npm test", isFiles: true },
  {
    key: "hooks.verifyAttempts",
    label: "How often the agent may mend what fails",
    hint: "0 to 10, of which 3 count at most.",
    kind: "number",
    isFiles: true,
  },
  {
    key: "hooks.onVerifyFailure",
    label: "What still fails is",
    kind: "choice",
    words: { draft: "published as a draft", hold: "held until somebody says so" },
    isFiles: true,
  },
  { key: "hooks.timeoutMinutes", label: "Minutes for each run of a hook", kind: "number", isFiles: true },
];

const HOSTS: readonly Setting[] = [
  {
    key: "allowedHosts",
    label: "Hosts that hooks and agents reach",
    hint: "One a line: npm, pypi, crates, go, debian, maven, or a host such as *.example.com. An allowed host is a way out.",
    kind: "list",
    placeholder: "none",
    isFiles: true,
  },
  {
    key: "allowedProviderFeatures",
    label: "What models' providers may do beyond answering",
    hint: "One a line, as a refusal in a log names it. What you allow isn't looked at any further.",
    kind: "list",
    placeholder: "nothing",
    isFiles: false,
  },
];

const FILES: readonly Setting[] = [
  {
    key: "trustedBranches",
    label: "Trusted branches beside the default one",
    hint: "One a line; * stands for any letters. Their settings count, and their setup gets secrets.",
    kind: "list",
    placeholder: "none",
    isFiles: false,
  },
  {
    key: "sparsePaths",
    label: "Folders that are checked out",
    hint: "One a line, for a part of a large repository.",
    kind: "list",
    placeholder: "all",
    isFiles: true,
  },
];

/** Every setting of a project but its variables, as its page has them. */
export const SECTIONS: readonly SettingSection[] = [
  { id: "agents", title: "Agents", settings: AGENTS },
  { id: "approval", title: "Approval", settings: APPROVAL },
  { id: "limits", title: "Limits", settings: LIMITS },
  { id: "hooks", title: "Hooks", settings: HOOKS },
  { id: "hosts", title: "Hosts", settings: HOSTS },
  { id: "files", title: "Branches and files", settings: FILES },
  { id: "github", title: "GitHub and triggers", settings: GITHUB },
];
