import { beginDrop, beginSweep, findWish } from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentWish } from "./present-wish.ts";

type WishHandlers = Pick<Handlers, "clean" | "dropSetups" | "getWish">;

/** What a worker does that takes long. */
export function wishHandlers({ worker, accounts }: ServerDeps): WishHandlers {
  return {
    clean: async ({ body }, { actor }) => presentWish(await beginSweep({ actor, ...body }, worker)),
    dropSetups: async ({ body }, { actor }) =>
      presentWish(await beginDrop({ actor, repoId: body.repository }, { ...worker, accounts })),
    getWish: async ({ params }, { actor }) => presentWish(await findWish({ actor, id: params.wish }, worker)),
  };
}
