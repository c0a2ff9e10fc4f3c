import type { EnvironmentProvider } from "../environment/environment.ts";
import type { ExecutionStore } from "../execution/execution-store.ts";
import type { RepositoryPort } from "../result/repository-port.ts";
import type { RepoStore } from "../vcs/repo-store.ts";
import type { DiskStore } from "./disk-store.ts";
import type { KeptKind } from "./retention.ts";
import type { RetentionStore } from "./retention-store.ts";

export interface SweepDeps {
  retained: RetentionStore;
  executions: Pick<ExecutionStore, "get">;
  environments: Pick<EnvironmentProvider, "list" | "destroy">;
  repositories: Pick<RepositoryPort, "discard" | "findQuarantine" | "listQuarantines" | "listResults" | "removeKept">;
  repos: Pick<RepoStore, "get">;
  mirrors: DiskStore;
  setups: DiskStore;
  agents: DiskStore;
  /** Whether the next environment gets this version, as `<agent>/<version>`. */
  isCurrentAgent: (installed: string) => Promise<boolean>;
  now: () => Date;
  /** Ends the sweep between two things. */
  signal: AbortSignal;
  onFailure: (kind: KeptKind, error: unknown) => void;
}
