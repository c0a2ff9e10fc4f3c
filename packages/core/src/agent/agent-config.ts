import { z } from "zod";
import { Budget } from "../budget/budget.ts";
import { AgentId } from "./agent-id.ts";
import { GitHubConfig } from "./github-config.ts";

/** Scripts of the project around the agent's work, run in the environment by `/bin/sh`. */
export const Hooks = z.object({
  /** Before the agent: install dependencies, for example. Its result is used again where all that it ran is the same. */
  setup: z.string().nullable().default(null),
  /** The only files that are there while `setup` runs, as paths and folders; null: all. */
  setupReads: z.array(z.string()).nullable().default(null),
  /** The repository's secrets that `setup` gets; null: all. */
  setupSecrets: z.array(z.string()).nullable().default(null),
  /** After the agent: exit code 0 accepts the work. */
  verify: z.string().nullable().default(null),
  /** How often a failing `verify` goes back to the agent with its output; more than `MAX_TURNS` turns it doesn't get. */
  verifyAttempts: z.int().min(0).max(10).default(2),
  /** What becomes of a result that still fails: published as a draft that says so, or held. */
  onVerifyFailure: z.enum(["draft", "hold"]).default("draft"),
  timeoutMinutes: z.int().min(1).max(240).default(15),
});
export type Hooks = z.infer<typeof Hooks>;

/** What a project may spend, and what happens at the limit. `day` counts the last 24 hours, `project` everything. */
export const ProjectBudgets = z.object({
  execution: Budget.prefault({}),
  task: Budget.prefault({}),
  project: Budget.prefault({}),
  day: Budget.prefault({}),
  onExceeded: z.enum(["pause", "fail"]).default("pause"),
  /** Of a task that no budget limits: how many tokens it spends before people are told; 0: they aren't. */
  warnAtTokens: z.int().nonnegative().default(5_000_000),
});
export type ProjectBudgets = z.infer<typeof ProjectBudgets>;

/** How a project wants its agents to behave. One per project. */
export const AgentConfig = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  enabledAgents: z.array(AgentId).default(["claude-code", "aider"]),
  defaultAgent: AgentId.default("claude-code"),
  /** null: the agent's own default. */
  model: z.string().min(1).max(255).nullable().default(null),
  requirePlanApproval: z.boolean().default(false),
  timeoutMinutes: z
    .int()
    .positive()
    .max(24 * 60)
    .default(30),
  hooks: Hooks.prefault({}),
  budgets: ProjectBudgets.prefault({}),
  /** Hosts that environments may open connections to, as `name` or `*.name`, or a package registry's short name. */
  allowedHosts: z.array(z.string().min(1).max(255)).max(100).default([]),
  /** The only folders of a repository that are checked out, beside the files on the way to them; empty: all. */
  sparsePaths: z.array(z.string().min(1).max(255)).max(100).default([]),
  /** Branches beside the default one whose settings count, and whose files run with secrets. */
  trustedBranches: z.array(z.string().min(1).max(255)).max(100).default([]),
  /** What models' providers may be asked for beyond the usual, by the names of the gateway's refusals. */
  allowedProviderFeatures: z.array(z.string().min(1).max(255)).max(50).default([]),
  /** What models cost whose price isn't known, as `qwen3=0.5/2`. */
  modelPrices: z.array(z.string().min(1).max(300)).max(100).default([]),
  github: GitHubConfig.prefault({}),
  /** Variables for hooks and agents; no place for secrets. */
  env: z.record(z.string(), z.string().max(8192)).default({}),
  /** The settings that the owner said, as `budgets.day.usd`; the others stand at their defaults and yield to the repository's. */
  ownerKeys: z.array(z.string()).default([]),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type AgentConfig = z.infer<typeof AgentConfig>;
