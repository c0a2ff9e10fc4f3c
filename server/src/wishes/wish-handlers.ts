import { beginDrop, beginSweep, findWish, measureKept } from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentWish } from "./present-wish.ts";

type WishHandlers = Pick<Handlers, "clean" | "dropSetups" | "listKept" | "getWish">;

/** What a worker does that takes long. */
export function wishHandlers({ worker, accounts }: ServerDeps): WishHandlers {
  return {
    clean: async ({ body }, { actor }) => presentWish(await beginSweep({ actor, ...body }, worker)),
    dropSetups: async ({ body }, { actor }) =>
      presentWish(await beginDrop({ actor, repoId: body.repository }, { ...worker, accounts })),
    listKept: async (_request, { actor }) => ({ data: await measureKept({ actor }, worker) }),
    getWish: async ({ params }, { actor }) => presentWish(await findWish({ actor, id: params.wish }, worker)),
  };
}
