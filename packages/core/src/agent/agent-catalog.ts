import type { CredentialProvider } from "../credential/credential.ts";
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
}

export interface AgentCatalog {
  /** Throws `invalid_input` for an unknown agent and `prerequisite_missing` for one that isn't installed. */
  find(id: AgentId): Promise<CatalogEntry>;
}
