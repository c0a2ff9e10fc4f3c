import type { Operation, Route, RouteAnswer, RouteRequest, Routes } from "@catalyst/api";
import type { Asker } from "../who/who-asks.ts";

/** How long a client waits for something that it doesn't know. */
export interface Waiting {
  /** The tags of what it knows, as its header names them; absent: what there is when it asks. */
  known: string | undefined;
  /** Aborts when it has waited long enough. */
  signal: AbortSignal;
}

/** Who asks, beside what. */
interface RequestContext extends Asker {
  /** Stays the same when a request that has a name is done again because who did it died. */
  onceId: string;
  /** The client wants to hear of what it doesn't know; null: of what there is. */
  waiting: Waiting | null;
}

/** Nobody needs to be known where anybody is answered. */
type ContextOf<R extends Route> = R extends { isOpen: true } ? null : RequestContext;

/** Calls one use case, and says its outcome in the contract's words. */
export type Handler<R extends Route> = (request: RouteRequest<R>, context: ContextOf<R>) => Promise<RouteAnswer<R>>;

/** The routes that are streams. */
export type Streaming = {
  [Name in Operation]: Routes[Name]["response"] extends { isStream: true } ? Name : never;
}[Operation];

/** One for each route that answers once. */
export type Handlers = { [Name in Exclude<Operation, Streaming>]: Handler<Routes[Name]> };
