import { listPairs, rotateSealingPair } from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";

export function pairHandlers(deps: ServerDeps): Pick<Handlers, "listPairs" | "rotatePair"> {
  return {
    async listPairs(_request, { actor }) {
      const keys = await listPairs({ actor }, deps);
      return { data: keys.map(({ createdAt, ...key }) => ({ ...key, createdAt: createdAt?.toISOString() ?? null })) };
    },
    async rotatePair({ params }, { actor }) {
      const { keyId, wrappedCount, neededKeyIds, removableKeyIds, problems } = await rotateSealingPair(
        { actor, ...params },
        deps,
      );
      return { keyId, wrappedCount, neededKeyIds, removableKeyIds, problems };
    },
  };
}
