import { READS_METADATA } from "../auth/access.ts";
import { whoCounts } from "../door/usage.ts";
import { actorOfAsking, openByName } from "./access.ts";
import type { Asking } from "./asking.ts";
import { findNode } from "./find-node.ts";
import { showFound } from "./show/show-found.ts";
import { showRepository } from "./show/show-repository.ts";
import { showAccount } from "./show/show-written.ts";

/** What can be asked for. */
export const QUERIES = {
  async repository({ owner, name }: { owner: string; name: string }, asking: Asking) {
    return showRepository(asking, await openByName(asking, `${owner}/${name}`, READS_METADATA));
  },
  async node({ id }: { id: string }, asking: Asking) {
    return showFound(asking, await findNode(asking, id));
  },
  viewer: (_: object, asking: Asking) => showAccount(asking, actorOfAsking(asking)),
  rateLimit(_: object, { counter, caller, world }: Asking) {
    const headers = counter.headers(whoCounts(caller));
    const [limit, remaining, used] = ["limit", "remaining", "used"].map((name) =>
      Number(headers[`x-ratelimit-${name}`]),
    );
    const resetAt = new Date(Number(headers["x-ratelimit-reset"] ?? world.now().getTime() / 1000) * 1000).toISOString();
    return { cost: 1, nodeCount: 0, limit, remaining, used, resetAt };
  },
};
