import { z } from "zod";
import { AgentConfig, Hooks, ProjectBudgets } from "../agent/agent-config.ts";
import { AgentId } from "../agent/agent-id.ts";
import { GitHubConfig } from "../agent/github-config.ts";
import { Note } from "../event/note.ts";
import { type Decide, decideInto } from "./decide-setting.ts";
import { mergeGitHub } from "./github/merge-github.ts";
import { mergeHosts } from "./hosts/merge-hosts.ts";
import type { FileSettings } from "./project-settings.ts";
import { SettingSource, type SettingsInput } from "./settings-input.ts";

/** The settings that an execution runs with. */
export const EffectiveSettings = z.object({
  /** null: nobody limits them. */
  enabledAgents: z.array(AgentId).nullable(),
  defaultAgent: AgentId,
  /** For the default agent: another one has models of its own. */
  model: z.string().nullable(),
  requirePlanApproval: z.boolean(),
  timeoutMinutes: z.number(),
  hooks: Hooks,
  budgets: ProjectBudgets,
  /** As `name`, `*.name` or with a port; registries are replaced by their hosts. */
  allowedHosts: z.array(z.string()),
  /** The only folders that are checked out; empty: all. */
  sparsePaths: z.array(z.string()).default([]),
  /** Beside the default branch. */
  trustedBranches: z.array(z.string()),
  allowedProviderFeatures: z.array(z.string()),
  modelPrices: z.array(z.string()),
  github: GitHubConfig.prefault({}),
  env: z.record(z.string(), z.string()),
  sources: z.record(z.string(), SettingSource),
  /** What a person should know: what is asked for and not granted, or not understood. */
  notes: z.array(Note),
});
export type EffectiveSettings = z.infer<typeof EffectiveSettings>;

const DEFAULTS = AgentConfig.pick({
  defaultAgent: true,
  model: true,
  requirePlanApproval: true,
  timeoutMinutes: true,
  hooks: true,
  budgets: true,
}).parse({});

/**
 * What counts of what everybody said. The owner's word comes before the repository's file, and that before the defaults; of
 * a limit (agents, plan approval, time, budgets) the stricter word counts. Hosts have a rule of their own: `mergeHosts`.
 */
export function effectiveSettings(input: SettingsInput): EffectiveSettings {
  const { project, devcontainer } = input;
  const file = input.file ?? {};
  const sources: Record<string, SettingSource> = {};
  const decide = decideInto(sources);
  const of = <Key extends keyof FileSettings>(key: Key) => ({ project: project[key], file: file[key] });
  const hosts = mergeHosts(input);
  return {
    enabledAgents: decide("enabledAgents", of("enabledAgents"), intersection) ?? null,
    defaultAgent: decide("defaultAgent", of("defaultAgent")) ?? DEFAULTS.defaultAgent,
    model: decide("model", of("model")) ?? DEFAULTS.model,
    requirePlanApproval:
      decide("requirePlanApproval", of("requirePlanApproval"), (a, b) => a || b) ?? DEFAULTS.requirePlanApproval,
    timeoutMinutes: decide("timeoutMinutes", of("timeoutMinutes"), Math.min) ?? DEFAULTS.timeoutMinutes,
    hooks: mergeHooks(input, decide),
    budgets: mergeBudgets(input, decide),
    allowedHosts: hosts.allowed,
    sparsePaths: decide("sparsePaths", of("sparsePaths")) ?? [],
    trustedBranches: decide("trustedBranches", { project: project.trustedBranches }) ?? [],
    allowedProviderFeatures: decide("allowedProviderFeatures", { project: project.allowedProviderFeatures }) ?? [],
    modelPrices: decide("modelPrices", { project: project.modelPrices }) ?? [],
    github: mergeGitHub(input, decide),
    env: mergeVariables(input, decide),
    sources: { ...sources, allowedHosts: hosts.source },
    notes: [...hosts.notes, ...(devcontainer?.notes ?? []).map((text) => ({ text }))],
  };
}

/** The agents that both name; none in common means that nothing may run, and the owner's list says what could. */
function intersection(project: AgentId[], file: AgentId[]): AgentId[] {
  return project.filter((agent) => file.includes(agent));
}

function mergeHooks({ project, file, devcontainer }: SettingsInput, decide: Decide): Hooks {
  const words = Object.keys(DEFAULTS.hooks).map((name) => {
    const key = name as keyof Hooks;
    const said = {
      project: project.hooks?.[key],
      file: file?.hooks?.[key],
      devcontainer: key === "setup" ? (devcontainer?.setup ?? undefined) : undefined,
    };
    const value = decide<unknown>(`hooks.${key}`, said);
    return [key, value === undefined ? DEFAULTS.hooks[key] : noneIfBlank(value)];
  });
  return Object.fromEntries(words) as Hooks;
}

/** A script of blanks is none: nothing was set up by it, and nothing passed it. */
function noneIfBlank(value: unknown): unknown {
  return typeof value === "string" && value.trim() === "" ? null : value;
}

const SCOPES = ["execution", "task", "project", "day"] as const;

function mergeBudgets({ project, file }: SettingsInput, decide: Decide): ProjectBudgets {
  const limit = (scope: (typeof SCOPES)[number], unit: "usd" | "tokens") => {
    const ofFile = scope === "task" ? file?.budgets?.task?.[unit] : undefined;
    const said = { project: project.budgets?.[scope]?.[unit], file: ofFile };
    return decide(`budgets.${scope}.${unit}`, said, Math.min) ?? null;
  };
  const limits = SCOPES.map((scope) => [scope, { usd: limit(scope, "usd"), tokens: limit(scope, "tokens") }]);
  const onExceeded = decide("budgets.onExceeded", { project: project.budgets?.onExceeded });
  const warnAtTokens = decide("budgets.warnAtTokens", { project: project.budgets?.warnAtTokens });
  return {
    ...Object.fromEntries(limits),
    onExceeded: onExceeded ?? DEFAULTS.budgets.onExceeded,
    warnAtTokens: warnAtTokens ?? DEFAULTS.budgets.warnAtTokens,
  };
}

function mergeVariables({ project, file, devcontainer }: SettingsInput, decide: Decide): Record<string, string> {
  const names = new Set([project, file, devcontainer].flatMap((one) => Object.keys(one?.env ?? {})));
  const pairs = [...names].sort().map((name) => {
    const value = decide(`env.${name}`, {
      project: project.env?.[name],
      file: file?.env?.[name],
      devcontainer: devcontainer?.env[name],
    });
    return [name, value ?? ""];
  });
  return Object.fromEntries(pairs);
}
