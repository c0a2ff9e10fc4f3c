import { z } from "zod";
import { AgentId } from "../agent/agent-id.ts";
import { ModelPrice } from "../budget/model-price.ts";
import { GitHubFileSettings, GitHubSettings } from "./github/github-settings.ts";
import { AllowedHost } from "./hosts/allowed-hosts.ts";
import { PathPattern } from "./patterns/path-pattern.ts";
import { SparsePath } from "./patterns/sparse-path.ts";
import { ProviderFeature } from "./provider-feature.ts";
import { isTrue, oneOf, wholeNumber } from "./setting-values.ts";
import { settingsObject } from "./settings-object.ts";
import { TrustedBranch } from "./trust/trusted-branch.ts";
import { VariableName, Variables } from "./variables.ts";

const MAX_SCRIPT_LENGTH = 16 * 1024;

const script = z
  .string("must be a shell script, or null for none")
  .max(MAX_SCRIPT_LENGTH, `must be at most ${MAX_SCRIPT_LENGTH} characters`)
  .nullable();

const BudgetSettings = settingsObject({
  usd: z.number("must be an amount in US dollars").positive("must be more than 0").optional(),
  tokens: z.int("must be a whole number of tokens").positive("must be more than 0").optional(),
});

/** Settings of a project as its owner says them, each optional: what is left out is the repository's to say. */
export const ProjectSettings = settingsObject({
  enabledAgents: z.array(AgentId, "must be a list of agents").min(1, "must name an agent").max(50).optional(),
  defaultAgent: AgentId.optional(),
  model: z.string("must be a model's name").min(1, "must be a model's name").max(255).optional(),
  requirePlanApproval: isTrue.optional(),
  timeoutMinutes: wholeNumber(1, 24 * 60).optional(),
  hooks: settingsObject({
    setup: script.optional(),
    setupReads: z.array(PathPattern, "must be a list of paths").max(100, "must be at most 100").optional(),
    setupSecrets: z.array(VariableName, "must be a list of secrets' names").max(100, "must be at most 100").optional(),
    verify: script.optional(),
    verifyAttempts: wholeNumber(0, 10).optional(),
    onVerifyFailure: oneOf(["draft", "hold"]).optional(),
    timeoutMinutes: wholeNumber(1, 240).optional(),
  }).optional(),
  budgets: settingsObject({
    execution: BudgetSettings.optional(),
    task: BudgetSettings.optional(),
    project: BudgetSettings.optional(),
    day: BudgetSettings.optional(),
    onExceeded: oneOf(["pause", "fail"]).optional(),
    warnAtTokens: wholeNumber(0, 1_000_000_000_000).optional(),
  }).optional(),
  allowedHosts: z
    .array(AllowedHost, "must be a list of hosts and registries")
    .max(100, "must be at most 100")
    .optional(),
  sparsePaths: z.array(SparsePath, "must be a list of folders").max(100, "must be at most 100").optional(),
  trustedBranches: z.array(TrustedBranch, "must be a list of branches").max(100, "must be at most 100").optional(),
  allowedProviderFeatures: z
    .array(ProviderFeature, "must be a list of features")
    .max(50, "must be at most 50")
    .optional(),
  modelPrices: z.array(ModelPrice, "must be a list of models and prices").max(100, "must be at most 100").optional(),
  github: GitHubSettings.optional(),
  env: Variables.optional(),
});
export type ProjectSettings = z.infer<typeof ProjectSettings>;

const {
  trustedBranches: _trust,
  allowedProviderFeatures: _features,
  modelPrices: _prices,
  ...shared
} = ProjectSettings.shape;

/**
 * Settings as a repository says them in `.catalyst/config.yaml`. What all tasks together may cost, and what happens at a
 * limit, is the owner's money and the owner's to say; so is whom the owner trusts, and with what.
 */
export const FileSettings = settingsObject(
  {
    ...shared,
    budgets: settingsObject({ task: BudgetSettings.optional() }, [
      "execution",
      "project",
      "day",
      "onExceeded",
      "warnAtTokens",
    ]).optional(),
    github: GitHubFileSettings.optional(),
  },
  ["trustedBranches", "allowedProviderFeatures", "modelPrices"],
);
export type FileSettings = z.infer<typeof FileSettings>;
