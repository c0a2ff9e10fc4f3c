import { createHash } from "node:crypto";
import { type Actor, personOf } from "../account/actor.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { RequestStore } from "./request-store.ts";

export interface OnceInput {
  actor: Actor;
  /** What its client calls the request. */
  key: string;
  operation: string;
  /** What was asked, as JSON. */
  asked: unknown;
}

export interface OnceDeps {
  requests: RequestStore;
  /** Longer than any request takes. */
  patienceSeconds: number;
}

export type OnceOutcome<Answer> =
  | { kind: "answered"; answer: Answer; isReplayed: boolean }
  | { kind: "running" }
  | { kind: "reused" };

/**
 * Does what was asked, unless a request of the same name was done: then its answer comes again. `work` gets an id that stays
 * the same when it is done again because who did it died. What is refused isn't kept.
 */
export async function answerOnce<Answer>(
  { actor, key, operation, asked }: OnceInput,
  work: (id: string) => Promise<Answer>,
  { requests, patienceSeconds }: OnceDeps,
): Promise<OnceOutcome<Answer>> {
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([operation, asked]))
    .digest("hex");
  const userId = personOf(actor);
  if (userId === null) {
    throw new CatalystError("forbidden", "Naming a request failed: names are people's, and nobody asked for this.");
  }
  const begun = await requests.begin({ userId, key, fingerprint }, patienceSeconds);
  if (begun.kind === "answered") {
    return { kind: "answered", answer: begun.answer as Answer, isReplayed: true };
  }
  if (begun.kind !== "begun") {
    return begun;
  }
  const { id } = begun;
  const answer = await work(id).catch(async (error: unknown) => {
    // Where even that fails, it counts as dead later.
    await requests.forget(id).catch(() => undefined);
    throw error;
  });
  await requests.finish(id, answer);
  return { kind: "answered", answer, isReplayed: false };
}
