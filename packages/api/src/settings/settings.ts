import { z } from "zod";
import { Way } from "../contract/way.ts";

const Budget = z.object({ usd: z.number().nullable(), tokens: z.int().nullable() });

const VALUES = {
  defaultAgent: z.string(),
  model: z.string().nullable(),
  requirePlanApproval: z.boolean(),
  timeoutMinutes: z.int(),
  hooks: z.object({
    setup: z.string().nullable(),
    setupReads: z.array(z.string()).nullable(),
    setupSecrets: z.array(z.string()).nullable(),
    verify: z.string().nullable(),
    verifyAttempts: z.int(),
    onVerifyFailure: z.enum(["draft", "hold"]),
    timeoutMinutes: z.int(),
  }),
  budgets: z.object({
    execution: Budget,
    task: Budget,
    project: Budget,
    day: Budget,
    onExceeded: z.enum(["pause", "fail"]),
    /** Of a task that no budget limits: how many tokens it spends before people are told; 0: they aren't. */
    warnAtTokens: z.int(),
  }),
  allowedHosts: z.array(z.string()),
  sparsePaths: z.array(z.string()),
  trustedBranches: z.array(z.string()),
  allowedProviderFeatures: z.array(z.string()),
  modelPrices: z.array(z.string()),
  github: z.object({
    /** Whether results are published at once, or held for a person's word; `auto`: by what they are. */
    publish: z.enum(["run", "hold", "auto"]),
    outsiders: z.enum(["silent", "reply-once"]),
    outsiderPlan: z.boolean(),
    /** GitHub's numbers of bots that may ask, and of teams whose being asked for a review asks us. */
    bots: z.array(z.string()),
    teams: z.array(z.string()),
    label: z.string(),
    caps: z.object({
      perAuthorHour: z.int(),
      perRepositoryDay: z.int(),
      perPullRequestDay: z.int(),
      botsInRow: z.int(),
    }),
    maxParallel: z.int(),
    dco: z.enum(["none", "bot", "requester"]),
    reviewAuto: z.enum(["off", "ready", "push"]),
    reviewInline: z.int(),
    autofix: z.int(),
    deleteBranch: z.boolean(),
    draft: z.boolean(),
    labels: z.array(z.string()),
  }),
  env: z.record(z.string(), z.string()),
};

/** What the project's owner said, and the defaults that yield to a repository's file. */
export const OwnerSettings = z
  .object({
    /** `enabledAgents` null: nobody limits them. */
    settings: z.object({ ...VALUES, enabledAgents: z.array(z.string()).nullable() }),
    /** The settings that were said, by their full names. */
    set: z.array(z.string()),
  })
  .meta({ id: "OwnerSettings" });

/** The settings that count for work on a repository. */
export const CheckedSettings = z
  .object({
    /** `enabledAgents` null: nobody limits them. */
    settings: z.object({ ...VALUES, enabledAgents: z.array(z.string()).nullable() }),
    /** Who said each, by their full names. */
    sources: z.record(z.string(), z.enum(["default", "devcontainer", "file", "project"])),
    /** What a person should know: what is asked for and not granted, or not understood. */
    notes: z.array(z.object({ text: z.string(), way: Way.optional() })),
    /** Why they aren't the base's own; null: they are. */
    note: z.string().nullable(),
    /** Whether they were read as they lie in the checkout. */
    isCheckout: z.boolean(),
  })
  .meta({ id: "CheckedSettings" });
