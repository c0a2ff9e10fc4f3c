import { CatalystError, type ConfiguredAddress } from "@catalyst/core";
import {
  type Destination,
  type Notice,
  type OutboxItem,
  PREVIOUS_SECRET_HOURS,
  type Receiver,
} from "@catalyst/core/notification";
import { ForbiddenAddressError } from "@catalyst/machine";
import type { WorkerKeys } from "../keys/open-worker-keys.ts";
import { type MailDeps, sendMail } from "./mail/send-mail.ts";
import type { Senders } from "./senders.ts";
import type { Sent } from "./sent.ts";
import { signWebhook } from "./sign-webhook.ts";
import { slackMessage } from "./slack-message.ts";

const HOUR_MILLISECONDS = 3_600_000;
const GONE = 410;

export interface SendDeps extends MailDeps {
  opener: Pick<WorkerKeys, "open">;
  senders: Senders;
  /** Whether a person's destination may be of this machine or a private network. */
  isPrivateAllowed(address: ConfiguredAddress): boolean;
  now(): Date;
}

/** Tells a destination. What the receiver says beside its status is neither read nor kept. */
export function sendNotification(
  item: Pick<OutboxItem, "id">,
  { notice, receiver }: { notice: Notice; receiver: Receiver },
  deps: SendDeps,
): Promise<Sent> {
  const { destination } = receiver;
  return destination.channel === "email"
    ? sendMail(item, { notice, receiver }, deps)
    : post(item, { notice, destination }, deps);
}

async function post(
  item: Pick<OutboxItem, "id">,
  { notice, destination }: { notice: Notice; destination: Destination },
  deps: SendDeps,
): Promise<Sent> {
  try {
    const { address, secrets } = await openSealed(destination, deps);
    const { hostname } = new URL(address);
    const body = JSON.stringify(destination.channel === "slack" ? slackMessage(notice) : webhookMessage(notice));
    const signature = signWebhook({ id: item.id, at: deps.now(), body, secrets });
    const status = await deps.senders.post(
      {
        url: address,
        headers: destination.channel === "slack" ? {} : signature,
        body,
        isPrivateAllowed: deps.isPrivateAllowed({ userId: destination.userId, hostname }),
      },
      deps.signal,
    );
    return judgeStatus(status);
  } catch (error) {
    return judgeError(error);
  }
}

function webhookMessage({ kind, isTest, at: timestamp, ...data }: Notice): object {
  const subject = kind === null ? "task.changed" : `task.${kind}`;
  return { type: isTest ? "test" : subject, timestamp, data };
}

async function openSealed(
  destination: Destination,
  { opener, now }: SendDeps,
): Promise<{ address: string; secrets: string[] }> {
  const { address, secret, previousSecret, rotatedAt } = destination;
  if (address === null || (secret === null && destination.channel === "webhook")) {
    throw new CatalystError("invalid_configuration", "Its address or its secret is missing.");
  }
  const isPreviousGood =
    rotatedAt !== null && now().getTime() - rotatedAt.getTime() < PREVIOUS_SECRET_HOURS * HOUR_MILLISECONDS;
  const secrets = [secret, isPreviousGood ? previousSecret : null].filter((envelope) => envelope !== null);
  return {
    address: await opener.open(destination, { part: "address", envelope: address }),
    secrets: await Promise.all(secrets.map((envelope) => opener.open(destination, { part: "secret", envelope }))),
  };
}

function judgeStatus(status: number): Sent {
  if (status >= 200 && status < 300) {
    return { kind: "delivered" };
  }
  const isRedirect = status >= 300 && status < 400;
  const problem = `it answered ${status}${isRedirect ? ", and redirects are not followed" : ""}`;
  return { kind: status === GONE ? "hopeless" : "failed", problem };
}

function judgeError(error: unknown): Sent {
  if (error instanceof ForbiddenAddressError) {
    return { kind: "hopeless", problem: "its address is not on the internet, and may not be told anything" };
  }
  if (error instanceof CatalystError) {
    return { kind: "hopeless", problem: error.message };
  }
  const { name, code, cause } = error as { name?: string; code?: unknown; cause?: { code?: unknown } };
  if (name === "TimeoutError") {
    return { kind: "failed", problem: "it didn't answer in time" };
  }
  const known = [code, cause?.code, name].find((one) => typeof one === "string" && /^\w{1,50}$/.test(one));
  return { kind: "failed", problem: `it can't be reached (${known ?? "unknown"})` };
}
