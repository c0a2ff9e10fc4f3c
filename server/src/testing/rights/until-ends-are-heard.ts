import { randomUUID } from "node:crypto";
import type { TestServer } from "../start-test-server.ts";

/**
 * Until the server has heard of all changes of rights so far: whoever waits or follows while one is still on its way is asked anew who
 * they are, or to follow anew.
 */
export async function untilEndsAreHeard({ deps }: Pick<TestServer, "deps">): Promise<void> {
  const last = { kind: "person", id: randomUUID() } as const;
  const isHeard = Promise.withResolvers<void>();
  const stop = await deps.rights.watch((right) => right?.id === last.id && isHeard.resolve());
  await deps.rights.end(last);
  await isHeard.promise;
  stop();
}
