import { AgentConfig } from "../agent/agent-config.ts";
import { CatalystError } from "../catalyst-error.ts";
import { ProjectSettings } from "./project-settings.ts";
import { describeIssue, describeUnknown } from "./settings-object.ts";

/** How the value of a setting is written on a command line. */
type Kind = "text" | "number" | "boolean" | "list";

/** Every setting by its full name; `env.NAME` beside them. */
export const SETTING_KINDS: Readonly<Record<string, Kind>> = {
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
  allowedHosts: "list",
  sparsePaths: "list",
  trustedBranches: "list",
  allowedProviderFeatures: "list",
  modelPrices: "list",
};

const VARIABLE = /^env\.(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$/;

/** What the owner of a project said; the rest of its configuration is defaults. */
export function ownerSettings(config: AgentConfig): ProjectSettings {
  return ProjectSettings.parse(pick(config, config.ownerKeys));
}

/** What a setting may be said to be. */
export type SettingValue = string | number | boolean | readonly string[];

/** The configuration with one setting said anew; `undefined` takes the owner's word back. Throws `invalid_input`. */
export function changeOwnerSetting(
  config: AgentConfig,
  { key, value }: { key: string; value: SettingValue | undefined },
  now: Date,
): AgentConfig {
  kindOf(key);
  const ownerKeys = [...config.ownerKeys.filter((one) => one !== key), ...(value === undefined ? [] : [key])].sort();
  const said = pick(config, ownerKeys);
  if (value !== undefined) {
    setAt(said, key.split("."), value);
  }
  const parsed = ProjectSettings.safeParse(said);
  if (!parsed.success) {
    throw refuse(key, parsed.error.issues.map(describeIssue).join("; "));
  }
  const { id, projectId, createdAt } = config;
  return AgentConfig.parse({ ...parsed.data, id, projectId, createdAt, ownerKeys, updatedAt: now });
}

/** Throws `invalid_input` for a setting that there isn't. */
function kindOf(key: string): Kind {
  if (VARIABLE.test(key)) {
    return "text";
  }
  const kind = Object.hasOwn(SETTING_KINDS, key) ? SETTING_KINDS[key] : undefined;
  if (kind === undefined) {
    throw refuse(key, describeUnknown(key, [...Object.keys(SETTING_KINDS), "env.NAME"]));
  }
  return kind;
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

type Group = Record<string, unknown>;

function pick(from: object, keys: readonly string[]): Group {
  const picked: Group = {};
  for (const key of keys) {
    const path = key.split(".");
    const value = path.reduce<unknown>((group, name) => (group as Group | undefined)?.[name], from);
    if (value !== undefined && value !== null) {
      setAt(picked, path, value);
    }
  }
  return picked;
}

function setAt(group: Group, [name = "", ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    group[name] = value;
    return;
  }
  group[name] ??= {};
  setAt(group[name] as Group, rest, value);
}

function refuse(key: string, problem: string): CatalystError {
  return new CatalystError(
    "invalid_input",
    `Changing the setting ${key.slice(0, 100)} failed: ${problem}. See: catalyst config show, docs/guide/project-settings.md`,
  );
}
