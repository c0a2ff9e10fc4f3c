import type {
  BudgetStore,
  ConfiguredAddress,
  CredentialStore,
  EnvironmentJobStore,
  EventStore,
  GrantStore,
  MessageStore,
  ProjectSecretStore,
  SessionStore,
  SubscriptionStore,
} from "@catalyst/core";
import type { QuarantineRoom } from "@catalyst/git";
import type { Logger } from "pino";
import type { DialHost } from "./egress/dial-host.ts";
import type { ServeGit } from "./git/serve-git.ts";
import type { SealedOpener } from "./keys/open-sealed.ts";
import type { GatewayLimits } from "./limits/gateway-limits.ts";
import type { GatewayMeasures } from "./metrics/gateway-measures.ts";
import type { SetupArchives } from "./pods/setup-cache/setup-archives.ts";
import type { TraceLlm } from "./traces/llm-traces.ts";

/** What the gateway stands on. */
export interface GatewayDeps extends SealedOpener {
  grants: Pick<GrantStore, "findLive" | "begin" | "use" | "listExecutions" | "watch">;
  environmentJobs: Pick<
    EnvironmentJobStore,
    "handOut" | "findSetupKey" | "noteEnd" | "trip" | "tripByAddress" | "listTrips" | "watch"
  >;
  events: Pick<EventStore, "append" | "record" | "listOfStages">;
  budgets: Pick<BudgetStore, "look" | "note" | "reserve" | "settle" | "warn" | "enter" | "stay">;
  sessions: Pick<SessionStore, "save" | "findFor">;
  messages: Pick<MessageStore, "listUndelivered" | "confirmDelivered">;
  credentials: Pick<CredentialStore, "get" | "replaceSealed">;
  subscriptions: SubscriptionStore;
  secrets: Pick<ProjectSecretStore, "list">;
  /** What setups of pods left. */
  setupArchives: SetupArchives;
  serveGit: ServeGit;
  /** Where the branch is that an execution pushed; null: it pushed nothing. */
  findPushed(executionId: string): Promise<string | null>;
  /** Makes an execution's quarantine ready for its next push. */
  openQuarantine(executionId: string): Promise<QuarantineRoom>;
  dialHost: DialHost;
  /** Whether a credential's base URL may lead to this machine and private networks. */
  isPrivateAllowed(address: ConfiguredAddress): boolean;
  limits: GatewayLimits;
  measures: GatewayMeasures;
  traceLlm: TraceLlm;
  now(): Date;
  log: Logger;
}
