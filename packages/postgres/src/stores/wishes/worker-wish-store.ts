import { WorkerAnswer, WorkerWish, type WorkerWishStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { workerWishes } from "../../schema/tasks.ts";
import { postgresWishStore } from "./wish-store.ts";

const UNKNOWN: WorkerAnswer = {
  kind: "failed",
  code: "unavailable",
  message: "Asking the worker failed: it doesn't know what it was asked for. Start the worker of this version.",
};

/** What a worker is asked to do, in PostgreSQL. */
export function postgresWorkerWishStore(db: Database): WorkerWishStore {
  const types = { Wish: WorkerWish, Answer: WorkerAnswer, unknown: UNKNOWN };
  return postgresWishStore(db, { table: workerWishes, channel: "worker_wish", ...types });
}
