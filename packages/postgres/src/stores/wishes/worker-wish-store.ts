import { WorkerAnswer, WorkerWish, type WorkerWishStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { eq } from "../../drizzle.ts";
import { workerWishes } from "../../schema/tasks.ts";
import { postgresWishStore } from "./wish-store.ts";

const UNKNOWN: WorkerAnswer = {
  kind: "failed",
  code: "unavailable",
  message: "Asking the worker failed: it doesn't know what it was asked for. Start the worker of this version.",
};

/** What a worker is asked to do that makes environments in this namespace, in PostgreSQL. */
export function postgresWorkerWishStore(db: Database, environmentNamespace: string): WorkerWishStore {
  const types = { Wish: WorkerWish, Answer: WorkerAnswer, unknown: UNKNOWN };
  const condition = eq(workerWishes.environmentNamespace, environmentNamespace);
  const scope = { condition, values: { environmentNamespace } };
  return postgresWishStore(db, { table: workerWishes, scope, channel: "worker_wish", ...types });
}
