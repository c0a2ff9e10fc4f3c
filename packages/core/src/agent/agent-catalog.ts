import type { CredentialProvider } from "../credential/credential.ts";
import type { AgentFile } from "./agent-file.ts";
import type { AgentId } from "./agent-id.ts";

/** What the conductor must know of an agent. */
export interface CatalogEntry {
  id: AgentId;
  /** The version that environments get; null for an agent that needs no installation. */
  version: string | null;
  /** The LLM providers that it can use, the preferred first; empty for an agent without a model. */
  providers: readonly CredentialProvider[];
  /** Whether it can go on in a session of its own. */
  canResume: boolean;
  /** What the environment must be told of an agent that the registry doesn't have. */
  definition?: unknown;
}

export interface AgentCatalog {
  /**
   * `projectFile`: the project's own definition of that name, which counts where there is no other; null: there is none.
   * Throws `invalid_input` for an unknown agent, `invalid_configuration` for a wrong definition and `prerequisite_missing`
   * for an agent that isn't installed.
   */
  find(id: AgentId, projectFile: AgentFile | null): Promise<CatalogEntry>;
  /**
   * What any agent reads in a repository as instructions or settings: those of the registry, of the user and of the project,
   * whose own definitions are given. A wrong definition counts as none.
   */
  listInstructionPaths(projectFiles: readonly AgentFile[]): Promise<readonly string[]>;
}
