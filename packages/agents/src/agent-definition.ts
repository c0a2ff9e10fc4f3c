import type { CredentialProvider } from "@catalyst/core";
import type { AgentAdapter } from "./agent-adapter.ts";
import type { CustomAgent } from "./custom/custom-agent-schema.ts";

interface PinnedPackage {
  package: string;
  version: string;
  /** A path in the installation folder: the command that the package brings. */
  executable: string;
  /** What asks the executable for its version; `--version` where nothing is said. */
  versionArgs?: readonly string[];
  /** The installation folder's name where the version alone could mean another package. */
  folder?: string;
}

/** How an agent gets onto a machine. */
export type InstallRecipe =
  | ({ kind: "npm" } & PinnedPackage)
  | ({
      kind: "pypi";
      /** The minor versions of Python that it runs on, the preferred first; any where nothing is said. */
      pythonVersions?: readonly string[];
    } & PinnedPackage)
  | { kind: "none" };

/** An agent that Catalyst can run. */
export interface AgentDefinition {
  id: string;
  name: string;
  /** The provider that it uses when there is a credential for it; null for an agent without a model. */
  provider: CredentialProvider | null;
  /** All that it can use, the preferred first. */
  providers: readonly CredentialProvider[];
  command: string;
  args: readonly string[];
  /** What the CLI reads its key from outside Catalyst. */
  envVars: readonly string[];
  features: readonly string[];
  /** Paths below HOME that hold the CLI's own sessions: what going on in one needs, and nothing else. */
  sessionPaths: readonly string[];
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
