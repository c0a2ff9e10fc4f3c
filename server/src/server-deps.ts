import type {
  AskGatewayDeps,
  AskWorkerDeps,
  MachineOwner,
  Retention,
  Rotated,
  SealingKeys,
  WorkerWishStore,
} from "@catalyst/core";
import type { MailReach } from "@catalyst/core/notification";
import type { DoorStores } from "@catalyst/postgres";
import type { Logger } from "pino";
import type { WebhookKeys } from "./github/opening/open-webhook-keys.ts";
import type { ServerMeasures } from "./metrics/server-measures.ts";
import type { SignIn } from "./people/sign-in.ts";
import type { ServerLimits } from "./server-limits.ts";
import type { RequestTraces } from "./traces/request-traces.ts";

/** What the server works with. */
export interface ServerDeps extends DoorStores {
  /** Where the environments of what is asked for here are to be. */
  environmentNamespace: string;
  /** Throws `gateway_unavailable` as long as the gateway has published no key. */
  openSealing(): Promise<SealingKeys>;
  /** What seals to the workers. Throws `unavailable` as long as none has published a key. */
  openDeliverySealing(): Promise<SealingKeys>;
  /** What seals to the servers. Throws `unavailable` as long as none has published a key. */
  openWebhookSealing(): Promise<SealingKeys>;
  /** Opens what GitHub signs its deliveries to an App with. */
  openWebhookSecret: WebhookKeys["open"];
  /** Changes the pair of this home's servers. */
  rotateServerPair(): Promise<Rotated>;
  /** What the links in mail are signed with. */
  openUnsubscribeKey(): Promise<Buffer>;
  /** Whom the worker's mail can reach; null: it sends none. */
  mail: MailReach | null;
  /** How the gateway is asked for what it alone can do. */
  gateway: AskGatewayDeps;
  /** How workers are asked for what is to be done where environments are made. */
  worker: AskWorkerDeps & { wishes: WorkerWishStore };
  /** How long things are kept. */
  retention: Retention;
  /** The home, for whoever is on this machine. */
  home: string;
  /** Whoever may open the socket. */
  owner: MachineOwner;
  /** How everybody else comes in. */
  signIn: SignIn;
  /** Whether an error comes of a database that is away and comes back. */
  isOutage: (error: unknown) => boolean;
  now(): Date;
  limits: ServerLimits;
  measures: ServerMeasures;
  traces: RequestTraces;
  log: Logger;
}
