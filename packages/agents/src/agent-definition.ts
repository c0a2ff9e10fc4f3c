import type { CredentialProvider, InstallRecipe } from "@catalyst/core";
import type { AgentAdapter } from "./agent-adapter.ts";
import type { CustomAgent } from "./custom/custom-agent-schema.ts";

/** What an agent does by itself beyond working on a prompt. The contract suite and the journeys of the features prove each. */
export type AgentFeature = "plans" | "sessions" | "steering" | "auto-commit";

/** An agent that Catalyst can run. */
export interface AgentDefinition {
  id: string;
  name: string;
  /** The provider that it uses when there is a credential for it; null for an agent without a model. */
  provider: CredentialProvider | null;
  /** All that it can use, the preferred first. */
  providers: readonly CredentialProvider[];
  /** The provider whose subscription is for this agent, as it is its provider's own; none: it takes keys only. */
  subscription?: CredentialProvider;
  command: string;
  args: readonly string[];
  /** What the CLI reads its key from outside Catalyst. */
  envVars: readonly string[];
  features: readonly AgentFeature[];
  /** Paths below HOME that hold the CLI's own sessions: what going on in one needs, and nothing else. */
  sessionPaths: readonly string[];
  /**
   * What it reads in a repository as instructions or settings, by name: results that change these need a person. `*` stands
   * for anything within a name, and a folder for all that is in it.
   */
  instructionPaths: readonly string[];
  /** It has a plan mode of its own. */
  canPlan: boolean;
  /** It can go on in a session of its own. */
  canResume: boolean;
  /** It takes further messages while it works. */
  canSteer: boolean;
  install: InstallRecipe;
  adapter: AgentAdapter;
  /** For an agent that the registry doesn't have: its definition, and who wrote that. */
  custom?: { definition: CustomAgent; owner: "user" | "project" };
}
