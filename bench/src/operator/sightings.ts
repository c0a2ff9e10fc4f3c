import { type AnyObject, type ClusterConnection, followResource } from "@catalyst/kubernetes";

/** When something was first told of an object, by a watch; in milliseconds of this process. */
export interface Sightings {
  /** Resolves with when an object of this name was first told to be so. */
  first(name: string): Promise<number>;
  /** Of how many it was told. */
  count(): number;
  stop(): Promise<void>;
}

interface Seen {
  connection: ClusterConnection;
  path: string;
  /** By which it is waited for; null: it isn't so yet. */
  nameOf: (object: AnyObject) => string | null;
}

/** Follows a kind and notes when each of its objects first was so. */
export function watchFor({ connection, path, nameOf }: Seen): Sightings {
  const ending = new AbortController();
  const seen = new Map<string, number>();
  const waiting = new Map<string, (at: number) => void>();
  const look = (object: AnyObject) => {
    const name = nameOf(object);
    if (name !== null && !seen.has(name)) {
      const at = performance.now();
      seen.set(name, at);
      waiting.get(name)?.(at);
      waiting.delete(name);
    }
  };
  const following = followResource(
    { connection, path, signal: ending.signal },
    { replace: (objects) => objects.forEach(look), put: look, remove: () => undefined },
  );
  return {
    first: (name) => {
      const at = seen.get(name);
      return at === undefined ? new Promise((resolve) => void waiting.set(name, resolve)) : Promise.resolve(at);
    },
    count: () => seen.size,
    async stop() {
      ending.abort();
      await following;
    },
  };
}
