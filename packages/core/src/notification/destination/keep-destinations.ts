import type { AccountStore } from "../../account/account-store.ts";
import { type Actor, personOf } from "../../account/actor.ts";
import { cleanDisplayName } from "../../account/display-name.ts";
import type { Keeper } from "../../account/keeper.ts";
import { findNamed } from "../../account/project-of.ts";
import { forbidden, permitBeside } from "../../account/rights/permit.ts";
import { type PermitTeamDeps, permitTeam } from "../../account/teams/permit-team.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { SealingKeys } from "../../sealing/envelope.ts";
import type { NotificationKind } from "../notification-kind.ts";
import type { Channel, Destination } from "./destination.ts";
import type { DestinationStore } from "./destination-store.ts";
import { findPlace, type MailReach } from "./find-place.ts";
import { sealPart } from "./seal-destination.ts";
import { makeWebhookSecret } from "./webhook-secret.ts";

/** Of one person, or one team. */
const MAX_DESTINATIONS = 20;

/** Whose destinations are meant: the actor's own, or those of a team that they keep. */
export interface OfWhom {
  actor: Actor;
  /** By its slug; left out: the actor's own. */
  team?: string | null | undefined;
}

export interface MakeDestinationInput extends OfWhom {
  name: string;
  channel: Channel;
  /** null: to the actor's own address, by e-mail. */
  url: string | null;
  /** All tasks of this project; null: the tasks that the actor asks for, wherever, or all of the team. */
  project: string | null;
  kinds: readonly NotificationKind[];
  hasEveryChange: boolean;
}

export interface KeepDestinationsDeps {
  destinations: DestinationStore;
  accounts: Pick<AccountStore, "findNamedProject">;
  teams: PermitTeamDeps["teams"];
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
  const keeper = await keeperOf(input, attempt, deps);
  const name = cleanDisplayName(input.name, attempt);
  const { url, origin } = await findPlace({ channel, url: input.url, userId: keeper.userId, attempt }, deps);
  checkSubjects({ channel, kinds, hasEveryChange }, attempt);
  const projectId = project === null ? null : await findSubject({ actor, name: project, attempt, keeper }, deps);
  const bound = { id: deps.newId(), ...keeper, channel, origin };
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
    refuse: () => new CatalystError("conflict", `${attempt} failed: there are ${MAX_DESTINATIONS}. Remove one first.`),
  });
  return { destination, secret };
}

/** A team is told of its own projects alone. */
async function findSubject(
  { keeper, ...named }: { actor: Actor; name: string; attempt: string; keeper: Keeper },
  deps: Pick<KeepDestinationsDeps, "accounts">,
): Promise<string> {
  const { id, teamId } = await findNamed(named, deps);
  if (keeper.teamId !== null && teamId !== keeper.teamId) {
    throw new CatalystError("invalid_input", `${named.attempt} failed: that project isn't the team's.`);
  }
  return id;
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

type KeptDeps = Pick<KeepDestinationsDeps, "destinations" | "teams">;

/** The actor's own or the team's, the oldest first. Throws `forbidden`, and `not_found` for a team that they don't see. */
export async function listDestinations(of: OfWhom, deps: KeptDeps): Promise<Destination[]> {
  return deps.destinations.list(await keeperOf(of, "Looking at destinations", deps));
}

export interface ChangeDestinationInput extends OfWhom {
  destination: string;
  name?: string | undefined;
  kinds?: readonly NotificationKind[] | undefined;
  hasEveryChange?: boolean | undefined;
}

/** Throws `invalid_input`, `conflict`, `not_found` and `forbidden`. */
export async function changeDestination(
  { actor, team, destination, ...change }: ChangeDestinationInput,
  deps: KeptDeps,
): Promise<Destination> {
  const attempt = "Changing a destination";
  const before = await findDestination({ actor, team, destination, attempt }, deps);
  const kinds = [...new Set(change.kinds ?? before.kinds)];
  const hasEveryChange = change.hasEveryChange ?? before.hasEveryChange;
  checkSubjects({ channel: before.channel, kinds, hasEveryChange }, attempt);
  const name = change.name === undefined ? before.name : cleanDisplayName(change.name, attempt);
  const changed = await deps.destinations.change(before, { name, kinds, hasEveryChange });
  return changed ?? throwUnknown(attempt);
}

/** Throws `not_found` and `forbidden`. */
export async function removeDestination(of: OfWhom & { destination: string }, deps: KeptDeps): Promise<void> {
  const found = await findDestination({ ...of, attempt: "Removing a destination" }, deps);
  await deps.destinations.remove(found);
}

/** A new secret; requests are signed with the one before as well for a day. Throws `not_found` and `forbidden`. */
export async function rotateDestinationSecret(
  of: OfWhom & { destination: string },
  deps: KeptDeps & Pick<KeepDestinationsDeps, "openDeliverySealing" | "now">,
): Promise<MadeDestination & { secret: string }> {
  const attempt = "Replacing a destination's secret";
  const before = await findDestination({ ...of, attempt }, deps);
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

/** One of the actor's own or the team's, by its id or its name. Throws `not_found` and `forbidden`. */
export async function findDestination(
  { destination, attempt, ...of }: OfWhom & { destination: string; attempt: string },
  deps: KeptDeps,
): Promise<Destination> {
  const all = await deps.destinations.list(await keeperOf(of, attempt, deps));
  const found = all.find(({ id }) => id === destination) ?? all.find(({ name }) => name === destination);
  return found ?? throwUnknown(attempt);
}

/** Whose these destinations are. Throws `forbidden`, and `not_found` for a team that the actor doesn't see. */
export async function keeperOf(
  { actor, team = null }: OfWhom,
  attempt: string,
  { teams }: Pick<KeepDestinationsDeps, "teams">,
): Promise<Keeper> {
  const userId = personTold(actor, attempt);
  if (team === null) {
    return { userId, teamId: null };
  }
  const { teamId } = await permitTeam({ actor, action: "keep_team_notifications", team, attempt }, { teams });
  return { userId: null, teamId };
}

/** Who is told: the person that the actor is. Throws `forbidden`. */
export function personTold(actor: Actor, attempt: string): string {
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
