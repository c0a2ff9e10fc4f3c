import type { GitHubLook } from "./github-look.ts";

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;

/** Of a repository of an App that tells nothing. */
const USUAL_SECONDS = 20;
/** Of one whose App tells by itself: what it failed to tell is found so. */
const BESIDE_WEBHOOK_SECONDS = 600;
/** Of what was told in vain; and of late something was. */
const [DELIVERIES_SECONDS, LOST_SECONDS] = [60, 20];
const LATELY_SECONDS = 2 * MINUTE_SECONDS;
/** Nothing was found for so long: half as often, and a third as often. */
const [QUIET_SECONDS, IDLE_SECONDS] = [10 * MINUTE_SECONDS, HOUR_SECONDS];
/** What one repository costs of the 900 requests that GitHub takes in a minute, of which a third is used. */
const SECONDS_PER_PLACE = 1;
const MAX_FAILURE_SECONDS = 600;

export interface LookPace {
  now: Date;
  hasWebhook: boolean;
  /** How many repositories share what the App may ask. */
  places: number;
  /** How long the forge wants to be left alone between two looks; null: it doesn't say. */
  forgeSeconds: number | null;
}

/** When something is looked at again. */
export function planLook({ subject, foundAt }: Pick<GitHubLook, "subject" | "foundAt">, pace: LookPace): Date {
  const { now, hasWebhook, places, forgeSeconds } = pace;
  if (subject !== "repository") {
    const usual = secondsSince(foundAt, now) < LATELY_SECONDS ? LOST_SECONDS : DELIVERIES_SECONDS;
    return after(now, Math.max(usual, forgeSeconds ?? 0));
  }
  const usual = hasWebhook ? BESIDE_WEBHOOK_SECONDS : USUAL_SECONDS * rarity(foundAt, now);
  return after(now, Math.max(usual, places * SECONDS_PER_PLACE, forgeSeconds ?? 0));
}

/** When what failed is tried again: ever later, and not before the forge may be asked. */
export function planFailedLook(failures: number, { now, until }: { now: Date; until: Date | null }): Date {
  const dueAt = after(now, Math.min(USUAL_SECONDS * 2 ** Math.min(failures, 10), MAX_FAILURE_SECONDS));
  return until !== null && until > dueAt ? until : dueAt;
}

function rarity(foundAt: Date | null, now: Date): number {
  const seconds = secondsSince(foundAt, now);
  if (seconds < QUIET_SECONDS) {
    return 1;
  }
  return seconds < IDLE_SECONDS ? 2 : 3;
}

function secondsSince(at: Date | null, now: Date): number {
  return at === null ? Number.POSITIVE_INFINITY : (now.getTime() - at.getTime()) / 1000;
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
