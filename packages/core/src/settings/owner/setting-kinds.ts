/** How the value of a setting is written on a command line. */
export type SettingKind = "text" | "number" | "boolean" | "list";

/** Every setting by its full name; `env.NAME` beside them. */
export const SETTING_KINDS: Readonly<Record<string, SettingKind>> = {
  enabledAgents: "list",
  defaultAgent: "text",
  model: "text",
  requirePlanApproval: "boolean",
  timeoutMinutes: "number",
  "hooks.setup": "text",
  "hooks.setupReads": "list",
  "hooks.setupSecrets": "list",
  "hooks.verify": "text",
  "hooks.verifyAttempts": "number",
  "hooks.onVerifyFailure": "text",
  "hooks.timeoutMinutes": "number",
  ...Object.fromEntries(
    ["execution", "task", "project", "day"].flatMap((scope) => [
      [`budgets.${scope}.usd`, "number"],
      [`budgets.${scope}.tokens`, "number"],
    ]),
  ),
  "budgets.onExceeded": "text",
  "budgets.warnAtTokens": "number",
  allowedHosts: "list",
  sparsePaths: "list",
  trustedBranches: "list",
  allowedProviderFeatures: "list",
  modelPrices: "list",
  "github.publish": "text",
  "github.outsiders": "text",
  "github.outsiderPlan": "boolean",
  "github.bots": "list",
  "github.teams": "list",
  "github.label": "text",
  "github.caps.perAuthorHour": "number",
  "github.caps.perRepositoryDay": "number",
  "github.caps.perPullRequestDay": "number",
  "github.caps.botsInRow": "number",
  "github.maxParallel": "number",
  "github.dco": "text",
  "github.reviewAuto": "text",
  "github.reviewInline": "number",
  "github.autofix": "number",
  "github.deleteBranch": "boolean",
  "github.draft": "boolean",
  "github.labels": "list",
};

const VARIABLE = /^env\.(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$/;

/** What a setting may be said to be. */
export type SettingValue = string | number | boolean | readonly string[];

/** undefined: there is no such setting. */
export function kindOf(key: string): SettingKind | undefined {
  if (VARIABLE.test(key)) {
    return "text";
  }
  return Object.hasOwn(SETTING_KINDS, key) ? SETTING_KINDS[key] : undefined;
}

/** The value of a setting as it is written on a command line. Text that it can't be stays text, which the setting refuses. */
export function readSettingText(key: string, text: string): SettingValue {
  switch (kindOf(key)) {
    case "number":
      return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case "boolean":
      return text === "true" || text === "false" ? text === "true" : text;
    case "list":
      return text.split(/[\s,]+/).filter((part) => part !== "");
    default:
      return text;
  }
}
