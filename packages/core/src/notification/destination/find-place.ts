import { CatalystError } from "../../catalyst-error.ts";
import type { Channel } from "./destination.ts";
import type { DestinationStore } from "./destination-store.ts";
import { readAddress } from "./read-address.ts";

/** Whom mail can reach. */
export interface MailReach {
  ownerId: string;
  /** Of the machine's owner, whose account has none; null: it isn't said. */
  ownerAddress: string | null;
}

interface AskedPlace {
  channel: Channel;
  url: string | null;
  /** null: it is a team's. */
  userId: string | null;
  attempt: string;
}

interface FindPlaceDeps {
  destinations: Pick<DestinationStore, "findMailAddress">;
  mail: MailReach | null;
}

/**
 * Where a destination leads, and what of it may be shown. By e-mail that is the address of the person's own account and no
 * other, which is looked up when something is sent. Throws `invalid_input`, `conflict` and `prerequisite_missing`.
 */
export async function findPlace(
  { channel, url, userId, attempt }: AskedPlace,
  deps: FindPlaceDeps,
): Promise<{ url: string | null; origin: string | null }> {
  if (channel === "email") {
    if (url !== null) {
      throw new CatalystError(
        "invalid_input",
        `${attempt} failed: e-mail goes to your own address. Leave the URL out.`,
      );
    }
    if (userId === null) {
      throw new CatalystError(
        "unsupported",
        `${attempt} failed: a team is told by a webhook or Slack. By e-mail each of its members is told who adds that for themselves, of one of its projects.`,
      );
    }
    await checkMail({ userId, attempt }, deps);
    return { url: null, origin: null };
  }
  if (url === null) {
    throw new CatalystError("invalid_input", `${attempt} failed: it has no URL. Say where it is told.`);
  }
  return readAddress(url, attempt);
}

/** Where a person is told by e-mail; null: nowhere. `mailAddress`: what their account has. */
export function addressInReach(
  { ownerId, ownerAddress }: MailReach,
  { userId, mailAddress }: { userId: string | null; mailAddress: string | null },
): string | null {
  return userId === ownerId ? (ownerAddress ?? mailAddress) : mailAddress;
}

async function checkMail(
  { userId, attempt }: { userId: string; attempt: string },
  { destinations, mail }: FindPlaceDeps,
): Promise<void> {
  const way = { kind: "set_up_mail" } as const;
  if (mail === null) {
    throw new CatalystError("conflict", `${attempt} failed: no e-mail is sent from here.`, { way });
  }
  const mailAddress = await destinations.findMailAddress(userId);
  if (addressInReach(mail, { userId, mailAddress }) !== null) {
    return;
  }
  throw userId === mail.ownerId
    ? new CatalystError("conflict", `${attempt} failed: no address of the machine's owner is known.`, {
        way,
      })
    : new CatalystError(
        "conflict",
        `${attempt} failed: no address is known that is surely yours. That of your GitHub account is, once you sign in with it.`,
      );
}
