import type { Destination } from "./destination.ts";

type DestinationPatch = Partial<
  Pick<Destination, "name" | "kinds" | "hasEveryChange" | "secret" | "previousSecret" | "rotatedAt">
>;

/** Who is told something, as they are when it is sent. */
export interface Receiver {
  destination: Destination;
  email: string;
}

export interface DestinationStore {
  /** Throws `conflict` where the person has one of this name. */
  insert(destination: Destination): Promise<void>;
  /** The person's, the oldest first. */
  list(userId: string): Promise<Destination[]>;
  /** null: the person has none of this id. Throws as `insert`. */
  change(of: { id: string; userId: string }, patch: DestinationPatch): Promise<Destination | null>;
  /** Drops it with what was to be sent there. False: the person has none of this id. */
  remove(of: { id: string; userId: string }): Promise<boolean>;
  /** null: it is gone, or its person sees the task no more. `taskId` null: what is told concerns none. */
  findReceiver(of: { destinationId: string; taskId: string | null }): Promise<Receiver | null>;
}
