import type { CredentialProvider } from "../credential/credential.ts";
import type { Job } from "../environment/stages/job.ts";
import type { AgentFile } from "./agent-file.ts";
import type { AgentId } from "./agent-id.ts";

/** What the conductor must know of an agent. */
export interface CatalogEntry {
  id: AgentId;
  /** As people know it. */
  name: string;
  /** Who defined it. */
  owner: "catalyst" | AgentFile["owner"];
  /** The LLM providers that it can use, the preferred first; empty for an agent without a model. */
  providers: readonly CredentialProvider[];
  /** The provider whose subscription is for this agent, as it is its provider's own; none: it takes keys only. */
  subscription?: CredentialProvider | undefined;
  /** Whether it can go on in a session of its own. */
  canResume: boolean;
  /** What the environment must be told of an agent that the registry doesn't have. */
  definition?: Job["agent"]["definition"];
}

export interface AgentCatalog {
  /**
   * `projectFile`: the project's own definition of that name, which counts where there is no other; null: there is none.
   * Throws `invalid_input` for an unknown agent and `invalid_configuration` for a wrong definition.
   */
  find(id: AgentId, projectFile: AgentFile | null): Promise<CatalogEntry>;
  /**
   * The version that environments get, installed first if it isn't there: once on a machine, whoever asks. null for an agent
   * that needs no installation. Throws `prerequisite_missing` with the way out when it can't be installed, and the signal's
   * reason when that breaks it off. `onProgress` is told what is done or waited for.
   */
  ensureInstalled(
    agent: CatalogEntry,
    watch: { onProgress: (message: string) => void; signal: AbortSignal },
  ): Promise<string | null>;
  /**
   * What any agent reads in a repository as instructions or settings: those of the registry, of the user and of the project,
   * whose own definitions are given. A wrong definition counts as none.
   */
  listInstructionPaths(projectFiles: readonly AgentFile[]): Promise<readonly string[]>;
}
