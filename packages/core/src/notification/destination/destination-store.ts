import type { CountLimit } from "../../account/count-limit.ts";
import type { Keeper } from "../../account/keeper.ts";
import type { Destination } from "./destination.ts";

type DestinationPatch = Partial<
  Pick<Destination, "name" | "kinds" | "hasEveryChange" | "secret" | "previousSecret" | "rotatedAt">
>;

/** Who is told something, as they are when it is sent. */
export interface Receiver {
  destination: Destination;
  /** As `findMailAddress`. */
  mailAddress: string | null;
}

export interface DestinationStore {
  /** Throws `conflict` where its keeper has one of this name, and what the limit of one keeper says. */
  insert(destination: Destination, limit: CountLimit): Promise<void>;
  /** The keeper's, the oldest first. */
  list(keeper: Keeper): Promise<Destination[]>;
  /** null: the keeper has none of this id. Throws as `insert`. */
  change(of: Keeper & { id: string }, patch: DestinationPatch): Promise<Destination | null>;
  /** Drops it with what was to be sent there. False: the keeper has none of this id. */
  remove(of: Keeper & { id: string }): Promise<boolean>;
  /** Drops one that is told by mail, whosever it is. False: there is none of this id. */
  removeMail(id: string): Promise<boolean>;
  /** Everybody's that hold something sealed. */
  listSealed(): Promise<Destination[]>;
  /** Puts what is sealed in the place of what was. False: it was changed since. */
  replaceSealed(before: Destination, after: Destination): Promise<boolean>;
  /** Where mail reaches the person of this account; null: nowhere that is known to be theirs. */
  findMailAddress(userId: string): Promise<string | null>;
  /** null: it is gone, or its keeper sees the task no more. `taskId` null: what is told concerns none. */
  findReceiver(of: { destinationId: string; taskId: string | null }): Promise<Receiver | null>;
}
