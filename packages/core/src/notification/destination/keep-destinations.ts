import type { AccountStore } from "../../account/account-store.ts";
import { type Actor, personOf } from "../../account/actor.ts";
import { cleanDisplayName } from "../../account/display-name.ts";
import { findNamed } from "../../account/project-of.ts";
import { forbidden, permitBeside } from "../../account/rights/permit.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { SealingKeys } from "../../sealing/envelope.ts";
import type { NotificationKind } from "../notification-kind.ts";
import type { Channel, Destination } from "./destination.ts";
import type { DestinationStore } from "./destination-store.ts";
import { findPlace, type MailReach } from "./find-place.ts";
import { sealPart } from "./seal-destination.ts";
import { makeWebhookSecret } from "./webhook-secret.ts";

/** Of one person. */
const MAX_DESTINATIONS = 20;

export interface MakeDestinationInput {
  actor: Actor;
  name: string;
  channel: Channel;
  /** null: to the actor's own address, by e-mail. */
  url: string | null;
  /** All tasks of this project; null: the tasks that the actor asks for, wherever. */
  project: string | null;
  kinds: readonly NotificationKind[];
  hasEveryChange: boolean;
}

export interface KeepDestinationsDeps {
  destinations: DestinationStore;
  accounts: Pick<AccountStore, "findNamedProject">;
  /** null: no e-mail is sent from here. */
  mail: MailReach | null;
  /** What seals to those who deliver. */
  openDeliverySealing(): Promise<SealingKeys>;
  newId(): string;
  now(): Date;
}

/** `secret`: what a webhook is signed with, never told again; null: another channel isn't signed. */
export interface MadeDestination {
  destination: Destination;
  secret: string | null;
}

/** Throws `invalid_input`, `conflict`, `not_found`, `forbidden` and `prerequisite_missing`. */
export async function makeDestination(
  input: MakeDestinationInput,
  deps: KeepDestinationsDeps,
): Promise<MadeDestination> {
  const attempt = "Adding a destination";
  const { actor, channel, kinds, hasEveryChange, project } = input;
  const userId = keeperOf(actor, attempt);
  const name = cleanDisplayName(input.name, attempt);
  const { url, origin } = await findPlace({ channel, url: input.url, userId, attempt }, deps);
  checkSubjects({ channel, kinds, hasEveryChange }, attempt);
  const projectId = project === null ? null : (await findNamed({ actor, name: project, attempt }, deps)).id;
  const bound = { id: deps.newId(), userId, channel, origin };
  const secret = channel === "webhook" ? makeWebhookSecret() : null;
  const sealed = url === null ? { address: null, secret: null } : await sealParts(bound, { url, secret }, deps);
  const destination: Destination = {
    ...bound,
    ...sealed,
    projectId,
    name,
    kinds: [...new Set(kinds)],
    hasEveryChange,
    previousSecret: null,
    rotatedAt: null,
    createdAt: deps.now(),
  };
  await deps.destinations.insert(destination, {
    most: MAX_DESTINATIONS,
    refuse: () => new CatalystError("conflict", `${attempt} failed: you have ${MAX_DESTINATIONS}. Remove one first.`),
  });
  return { destination, secret };
}

async function sealParts(
  bound: Parameters<typeof sealPart>[0],
  { url, secret }: { url: string; secret: string | null },
  { openDeliverySealing }: Pick<KeepDestinationsDeps, "openDeliverySealing">,
): Promise<Pick<Destination, "address" | "secret">> {
  const keys = await openDeliverySealing();
  return {
    address: sealPart(bound, { part: "address", text: url }, keys),
    secret: secret === null ? null : sealPart(bound, { part: "secret", text: secret }, keys),
  };
}

/** The actor's own, the oldest first. Throws `forbidden`. */
export function listDestinations(
  { actor }: { actor: Actor },
  { destinations }: Pick<KeepDestinationsDeps, "destinations">,
): Promise<Destination[]> {
  return destinations.list(keeperOf(actor, "Looking at destinations"));
}

export interface ChangeDestinationInput {
  actor: Actor;
  destination: string;
  name?: string | undefined;
  kinds?: readonly NotificationKind[] | undefined;
  hasEveryChange?: boolean | undefined;
}

/** Throws `invalid_input`, `conflict`, `not_found` and `forbidden`. */
export async function changeDestination(
  { actor, destination, ...change }: ChangeDestinationInput,
  deps: Pick<KeepDestinationsDeps, "destinations">,
): Promise<Destination> {
  const attempt = "Changing a destination";
  const before = await findDestination({ actor, destination, attempt }, deps);
  const kinds = [...new Set(change.kinds ?? before.kinds)];
  const hasEveryChange = change.hasEveryChange ?? before.hasEveryChange;
  checkSubjects({ channel: before.channel, kinds, hasEveryChange }, attempt);
  const name = change.name === undefined ? before.name : cleanDisplayName(change.name, attempt);
  const changed = await deps.destinations.change(before, { name, kinds, hasEveryChange });
  return changed ?? throwUnknown(attempt);
}

/** Throws `not_found` and `forbidden`. */
export async function removeDestination(
  { actor, destination }: { actor: Actor; destination: string },
  deps: Pick<KeepDestinationsDeps, "destinations">,
): Promise<void> {
  const attempt = "Removing a destination";
  const found = await findDestination({ actor, destination, attempt }, deps);
  await deps.destinations.remove(found);
}

/** A new secret; requests are signed with the one before as well for a day. Throws `not_found` and `forbidden`. */
export async function rotateDestinationSecret(
  { actor, destination }: { actor: Actor; destination: string },
  deps: Pick<KeepDestinationsDeps, "destinations" | "openDeliverySealing" | "now">,
): Promise<MadeDestination & { secret: string }> {
  const attempt = "Replacing a destination's secret";
  const before = await findDestination({ actor, destination, attempt }, deps);
  if (before.channel !== "webhook") {
    throw new CatalystError("invalid_input", `${attempt} failed: it has none, as only webhooks are signed.`);
  }
  const secret = makeWebhookSecret();
  const changed = await deps.destinations.change(before, {
    secret: sealPart(before, { part: "secret", text: secret }, await deps.openDeliverySealing()),
    previousSecret: before.secret,
    rotatedAt: deps.now(),
  });
  return { destination: changed ?? throwUnknown(attempt), secret };
}

/** One of the actor's own, by its id or its name. Throws `not_found` and `forbidden`. */
export async function findDestination(
  { actor, destination, attempt }: { actor: Actor; destination: string; attempt: string },
  { destinations }: Pick<KeepDestinationsDeps, "destinations">,
): Promise<Destination> {
  const all = await destinations.list(keeperOf(actor, attempt));
  const found = all.find(({ id }) => id === destination) ?? all.find(({ name }) => name === destination);
  return found ?? throwUnknown(attempt);
}

/** The person whose destinations these are. Throws `forbidden`. */
export function keeperOf(actor: Actor, attempt: string): string {
  permitBeside({ actor, action: "keep_own_notifications", attempt });
  const userId = personOf(actor);
  if (userId === null) {
    throw forbidden(attempt);
  }
  return userId;
}

function checkSubjects(
  { channel, kinds, hasEveryChange }: Pick<MakeDestinationInput, "channel" | "kinds" | "hasEveryChange">,
  attempt: string,
): void {
  if (kinds.length === 0 && !hasEveryChange) {
    throw new CatalystError("invalid_input", `${attempt} failed: it would be told nothing. Say what of.`);
  }
  if (hasEveryChange && channel !== "webhook") {
    throw new CatalystError(
      "invalid_input",
      `${attempt} failed: every change is for programs: a webhook may be told of it.`,
    );
  }
}

function throwUnknown(attempt: string): never {
  throw new CatalystError("not_found", `${attempt} failed: you have no such destination.`, {
    way: { kind: "see_list", of: "notifications" },
  });
}
