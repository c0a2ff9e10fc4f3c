import { randomUUID } from "node:crypto";
import type { Actor } from "../../account/actor.ts";
import type { SessionStore } from "../../agent/session-store.ts";
import type { BudgetStore } from "../../budget/budget-store.ts";
import type { CredentialStore } from "../../credential/credential.ts";
import { sealCredential } from "../../credential/seal-credential.ts";
import type { ExecutionStore } from "../../execution/execution-store.ts";
import type { AdvanceExecutionDeps } from "../../execution/step.ts";
import type { RetentionStore } from "../../retention/retention-store.ts";
import type { SealingKeys } from "../../sealing/envelope.ts";
import type { TaskChangeStore } from "../../task/feed/task-change-store.ts";
import type { MessageStore } from "../../task/message-store.ts";
import type { TaskStore } from "../../task/task-store.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import { type MemoryEnvironments, memoryEnvironments } from "../environments/memory-environments.ts";
import { type MemoryForge, memoryForge } from "../forge/memory-forge.ts";
import { memoryAdvanceDeps } from "../memory-advance-deps.ts";
import { type MemoryRepositories, memoryRepositories } from "../memory-repositories.ts";
import { memorySealing } from "../memory-sealing.ts";
import type { memoryAccountStore } from "../stores/accounts/memory-account-store.ts";
import { createMemory } from "../stores/memory.ts";
import { createTestKeys } from "../test-keys.ts";

/** All that is stored in a world, in memory or in a database. */
interface WorldStores
  extends Pick<AdvanceExecutionDeps, "events" | "grants" | "secrets" | "settings" | "forgeRequests"> {
  tasks: TaskStore;
  executions: ExecutionStore;
  accounts: ReturnType<typeof memoryAccountStore>;
  budgets: BudgetStore;
  credentials: CredentialStore;
  messages: MessageStore;
  sessions: SessionStore;
  repos: RepoStore;
  changes: TaskChangeStore;
  retained: RetentionStore;
}

export interface OpenedStores {
  stores: WorldStores;
  userId: string;
  login: string;
  /** What keys are sealed with here; absent: with whatever. */
  sealing?: SealingKeys;
  /** Lets the lease run out on the store's own clock, without waiting for it. */
  expireLease(executionId: string): Promise<void>;
}

/** Where tasks live whose workers meet their fate: stores of some kind, and the rest of the world in memory. */
export interface World extends OpenedStores {
  actor: Actor;
  deps: AdvanceExecutionDeps;
  /** What people's doors work with. */
  doors: WorldStores & ReturnType<typeof memorySealing> & { environmentNamespace: string };
  environments: MemoryEnvironments;
  repositories: MemoryRepositories;
  forge: MemoryForge;
}

export const SHOP = "https://github.com/acme/shop";

/** A world with one person who has a key. */
export async function openWorld(opened: OpenedStores): Promise<World> {
  const { stores, userId, sealing = createTestKeys().sealing } = opened;
  const environments = memoryEnvironments();
  const repositories = memoryRepositories();
  const forge = memoryForge("/srv/shop");
  forge.urls.add(SHOP);
  forge.branches.has = () => true;
  const deps: AdvanceExecutionDeps = {
    ...memoryAdvanceDeps(createMemory(), { environments, repositories }),
    ...stores,
    findForge: async () => forge,
    newFence: () => "fence",
  };
  const owned = { provider: "anthropic", userId, teamId: null, taskId: null } as const;
  const identity = { id: randomUUID(), createdAt: new Date(), ...owned };
  await stores.credentials.insert(sealCredential(identity, { key: "sk-ant-canary-0001", baseUrl: null }, sealing));
  return {
    ...opened,
    ...{ deps, environments, repositories, forge },
    actor: { kind: "machine_owner", userId },
    doors: {
      ...stores,
      ...memorySealing(),
      now: () => new Date("2026-01-01T12:00:00Z"),
      environmentNamespace: "local",
    },
  };
}
