import type { RouteAnswer, Routes } from "@catalyst/api";
import type { ServerDeps } from "../server-deps.ts";
import { taskHandlers } from "../tasks/task-handlers.ts";
import type { Handlers } from "./handler.ts";

/** `tellContract`: the document that is made of all routes. */
export function createHandlers(deps: ServerDeps, tellContract: () => object): Handlers {
  return {
    ...taskHandlers(deps),
    getHealth: async () => ({ status: "ok" }),
    getContract: async () => tellContract() as RouteAnswer<Routes["getContract"]>,
  };
}
