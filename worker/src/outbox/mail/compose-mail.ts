import type { Destination, MailSender, Notice, OutboxItem } from "@catalyst/core/notification";
import { describeOutcome } from "../describe-outcome.ts";

/** What is sent, as the library builds a message of it. */
export interface Mail {
  from: MailSender;
  to: { name: string; address: string };
  subject: string;
  text: string;
  messageId: string;
  date: Date;
  headers: Record<string, string>;
}

interface MailInput {
  item: Pick<OutboxItem, "id">;
  notice: Notice;
  destination: Pick<Destination, "id">;
  from: MailSender;
  to: string;
  /** Where mail of this destination is ended without signing in; null: no public URL is set. */
  unsubscribeUrl: string | null;
}

/**
 * Plain text of a few lines, the same to the byte each time a delivery is tried: a mailbox that got it twice knows it by its
 * Message-ID.
 */
export function composeMail({ item, notice, destination, from, to, unsubscribeUrl }: MailInput): Mail {
  const remove = `catalyst notifications remove ${destination.id}`;
  const told = describe(notice);
  return {
    from,
    to: { name: "", address: to },
    subject: `[Catalyst] ${told.subject}`,
    text: [...told.lines, "", `To get no more of these: ${unsubscribeUrl ?? remove}`, ""].join("\n"),
    messageId: `<${item.id}@${from.address.split("@")[1]}>`,
    date: new Date(notice.at),
    headers: {
      ...unsubscribeHeaders(unsubscribeUrl, remove),
      "Auto-Submitted": "auto-generated",
    },
  };
}

/** One click is offered over https alone, as RFC 8058 demands; what isn't an address stands in parentheses (RFC 2369). */
function unsubscribeHeaders(url: string | null, command: string): Record<string, string> {
  if (url === null) {
    return { "List-Unsubscribe": `(${command})` };
  }
  const oneClick = { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
  return { "List-Unsubscribe": `<${url}>`, ...(url.startsWith("https:") ? oneClick : {}) };
}

function describe({ kind, change, task }: Notice): { subject: string; lines: string[] } {
  if (task === null) {
    return { subject: "You are told of tasks here", lines: ["Catalyst tells of tasks here. This was a try."] };
  }
  const subject = `Task #${task.number} ${describeOutcome({ kind, change })}: ${harmless(task.title)}`;
  const place = `Project: ${harmless(task.project)}, repository: ${harmless(task.repository)}`;
  return { subject, lines: [subject, place, "", `See it: catalyst tasks show ${task.number}`] };
}

/** A title is anybody's words: an address in it is taken apart, as what reads mail would make a link of it. */
function harmless(text: string): string {
  return text.replaceAll("://", ": //").replaceAll(/\bwww\./gi, "www .");
}
