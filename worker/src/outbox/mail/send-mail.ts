import {
  addressInReach,
  type MailReach,
  type MailSender,
  type Notice,
  type OutboxItem,
  type Receiver,
} from "@catalyst/core/notification";
import type { Sent } from "../sent.ts";
import { composeMail } from "./compose-mail.ts";
import type { Mailer } from "./mailer.ts";

export interface MailDeps {
  /** null: no e-mail is sent from here. */
  mail: (MailReach & { from: MailSender; mailer: Mailer; unsubscribeUrl(destinationId: string): string | null }) | null;
  signal: AbortSignal;
}

/** Tells a person by e-mail, at the address that their account has now. Nothing that the server says is kept but its number. */
export async function sendMail(
  item: Pick<OutboxItem, "id">,
  { notice, receiver }: { notice: Notice; receiver: Receiver },
  { mail, signal }: MailDeps,
): Promise<Sent> {
  const { destination, mailAddress } = receiver;
  if (mail === null) {
    return { kind: "failed", problem: "no e-mail is sent from here: CATALYST_SMTP_URL isn't set" };
  }
  const to = addressInReach(mail, { userId: destination.userId, mailAddress });
  if (to === null) {
    return { kind: "hopeless", problem: "its person's account has no address that is known to be theirs" };
  }
  try {
    const unsubscribeUrl = mail.unsubscribeUrl(destination.id);
    await mail.mailer.send(composeMail({ item, notice, destination, from: mail.from, to, unsubscribeUrl }), signal);
    return { kind: "delivered" };
  } catch (error) {
    return judgeError(error);
  }
}

/** The library's errors, by the step at which they came up. */
const PROBLEMS: Readonly<Record<string, string>> = {
  EAUTH: "the mail server doesn't take the user and the password",
  ETLS: "the mail server offers no encryption that can be trusted",
  ETIMEDOUT: "the mail server didn't answer in time",
};

function judgeError(error: unknown): Sent {
  const { name, code, responseCode } = error as { name?: string; code?: unknown; responseCode?: unknown };
  // That it takes neither user nor password says nothing of the message, and can be mended.
  const isOfMessage = code === "EENVELOPE" || code === "EMESSAGE";
  if (isOfMessage && typeof responseCode === "number") {
    const isForGood = responseCode >= 500 && responseCode < 600;
    return { kind: isForGood ? "hopeless" : "failed", problem: `the mail server answered ${responseCode}` };
  }
  if (name === "TimeoutError") {
    return { kind: "failed", problem: "the mail server didn't answer in time" };
  }
  const known = typeof code === "string" && /^\w{1,50}$/.test(code) ? code : "unknown";
  return { kind: "failed", problem: PROBLEMS[known] ?? `the mail server can't be reached (${known})` };
}
