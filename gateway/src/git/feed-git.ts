import { once } from "node:events";
import type { Readable, Writable } from "node:stream";

/**
 * Git may stop reading before the end, and its answer says why. The rest is read all the same: the client takes the answer
 * only when it has sent everything. Only a broken request counts here.
 */
export async function feedGit(target: Writable, input: Readable | null, kill: () => void): Promise<void> {
  const closed = new AbortController();
  target.on("error", () => undefined);
  target.once("close", () => closed.abort());
  try {
    for await (const chunk of input ?? []) {
      if (!closed.signal.aborted && !target.write(chunk)) {
        await once(target, "drain", { signal: closed.signal }).catch(() => undefined);
      }
    }
  } catch (error) {
    kill();
    throw error;
  }
  target.end();
}
