import { beginMissedRequests, findMissedRequests } from "@catalyst/core";
import type { Handlers } from "../../api/handler.ts";
import type { ServerDeps } from "../../server-deps.ts";

export function githubMissedHandlers(deps: ServerDeps): Pick<Handlers, "findMissedRequests" | "beginMissedRequests"> {
  return {
    async findMissedRequests({ body }, { actor }) {
      const { missed: data, isWhole } = await findMissedRequests({ actor, ...body }, deps);
      return { data, isWhole };
    },
    async beginMissedRequests({ body }, { actor }) {
      return { data: await beginMissedRequests({ actor, ...body }, deps) };
    },
  };
}
