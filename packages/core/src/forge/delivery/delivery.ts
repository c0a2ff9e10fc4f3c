import { z } from "zod";
import { GitHubId } from "../app/github-app.ts";

/** GitHub's own bound of a delivery. */
export const MAX_DELIVERY_BYTES = 25 * 1024 * 1024;

/**
 * What a delivery came to. `task`, `message`, `command`: a task was begun, told something, or acted on; `refused`: what was
 * asked for isn't done, and why; `known`: the same was heard before; `kept`: what is known of repositories and installations
 * was put right; `ignored`: it means nothing here.
 */
export const DeliveryDecision = z.enum(["task", "message", "command", "refused", "known", "kept", "ignored"]);
export type DeliveryDecision = z.infer<typeof DeliveryDecision>;

/** `waiting` until it was decided, or set aside as it failed again and again. */
export const DeliveryState = z.enum(["waiting", "decided", "ignored", "failed"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** A call that GitHub made and signed, as it came. */
export const GitHubDelivery = z.object({
  /** In the order in which they came. */
  number: z.int().positive(),
  /** Our id of the App that it is for. */
  appId: z.uuid(),
  /** GitHub's name of it, the same when it is sent again. */
  guid: z.string(),
  event: z.string(),
  body: z.instanceof(Buffer),
  receivedAt: z.date(),
  /** How often it was tried, this one included. */
  attempts: z.int().nonnegative(),
});
export type GitHubDelivery = z.infer<typeof GitHubDelivery>;

/** What is kept of where a delivery came from, as far as it says. */
export const DeliveryFacts = z.object({
  action: z.string().max(100).nullable(),
  installationId: GitHubId.nullable(),
  repositoryId: GitHubId.nullable(),
});
export type DeliveryFacts = z.infer<typeof DeliveryFacts>;

/** A reason is at most 300 characters, and holds no text of whoever the delivery tells of. */
export type DeliveryOutcome =
  | { kind: "done"; decision: DeliveryDecision; reason: string; facts: DeliveryFacts }
  | { kind: "again"; dueAt: Date; reason: string }
  | { kind: "failed"; reason: string };
