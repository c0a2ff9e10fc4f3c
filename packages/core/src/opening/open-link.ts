import { CatalystError } from "../catalyst-error.ts";
import { linkOwner, PendingLink } from "../forge/app/link.ts";
import { Envelope } from "../sealing/envelope.ts";
import { type OpeningKeys, openEnvelope } from "./open-envelope.ts";

/** How a person's account is asked for, for a worker. Throws `invalid_input` for what wasn't sealed for this person. */
export function openLink(userId: string, pending: string, keys: OpeningKeys): PendingLink {
  const name = "what linking an account began with";
  const damaged = (cause?: unknown) =>
    new CatalystError("invalid_input", "Linking your account failed: it wasn't begun here by you. Begin anew.", {
      cause,
    });
  try {
    const envelope = Envelope.parse(JSON.parse(Buffer.from(pending, "base64url").toString("utf8")));
    const place = { recipient: "worker", belongsTo: linkOwner(userId), name, damaged } as const;
    return PendingLink.parse(JSON.parse(openEnvelope(envelope, place, keys).toString("utf8")));
  } catch (cause) {
    // It comes from whoever asks: keys that it names, and nobody has, are no fault of the machine's.
    throw damaged(cause);
  }
}
