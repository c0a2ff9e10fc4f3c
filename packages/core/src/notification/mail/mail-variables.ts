import { z } from "zod";
import { isMailAddress } from "./mail-address.ts";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const PORTS = { "smtps:": 465, "smtp:": 587 };
const FROM = /^(?:([^<>"\p{C}]{1,100}?)\s*<([^<>]+)>|([^<>]+))$/u;

/** A server that takes mail, and who says so there. */
export interface MailServer {
  host: string;
  port: number;
  /** `immediate`: from the first byte; `demanded`: before anything is said; `none`: what is sent can be read on the way. */
  tls: "immediate" | "demanded" | "none";
  login: { user: string; password: string } | null;
}

/** As whom mail is sent. */
export interface MailSender {
  name: string;
  address: string;
}

const Server = z.string().transform((text, context): MailServer => {
  const server = readServer(text);
  if (server === null) {
    // The text isn't told: it holds a password.
    context.addIssue({
      code: "custom",
      message:
        "must be as smtps://user:password@mail.example.com or smtp://…, with nothing behind the port but ?tls=none",
    });
    return z.NEVER;
  }
  return server;
});

const Sender = z.string().transform((text, context): MailSender => {
  const [, name = "Catalyst", named, bare] = FROM.exec(text) ?? [];
  const address = (named ?? bare ?? "").trim();
  if (!isMailAddress(address)) {
    context.addIssue({ code: "custom", message: "must be one address, as Catalyst <catalyst@example.com>" });
    return z.NEVER;
  }
  return { name: name.trim(), address };
});

const Address = z.string().refine(isMailAddress, "must be one address, as you@example.com");

/** What may be said of how people are told by e-mail. Both of the first two, or neither. */
export const MailVariables = z.object({
  CATALYST_SMTP_URL: Server.optional(),
  CATALYST_MAIL_FROM: Sender.optional(),
  /** Of the machine's owner, whose account has none. */
  CATALYST_OWNER_EMAIL: Address.optional(),
});
export type MailVariables = z.infer<typeof MailVariables>;

/** How mail is sent, and where the machine's owner gets theirs; null: it isn't said. */
export interface MailSettings {
  server: MailServer;
  from: MailSender;
  ownerAddress: string | null;
}

/** null: no mail is sent. */
export function mailSettingsOf({
  CATALYST_SMTP_URL: server,
  CATALYST_MAIL_FROM: from,
  CATALYST_OWNER_EMAIL: ownerAddress,
}: MailVariables): MailSettings | null {
  return server === undefined || from === undefined ? null : { server, from, ownerAddress: ownerAddress ?? null };
}

function readServer(text: string): MailServer | null {
  const url = URL.parse(text);
  const isSecure = url?.protocol === "smtps:";
  if (url === null || (!isSecure && url.protocol !== "smtp:") || url.hostname === "") {
    return null;
  }
  const isPlain = url.search === "?tls=none";
  if ((url.pathname !== "" && url.pathname !== "/") || url.hash !== "" || (url.search !== "" && !isPlain)) {
    return null;
  }
  const [user, password] = [decode(url.username), decode(url.password)];
  if (user === null || password === null || (user === "") !== (password === "") || (isSecure && isPlain)) {
    return null;
  }
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ""),
    port: url.port === "" ? PORTS[url.protocol as keyof typeof PORTS] : Number(url.port),
    tls: isSecure ? "immediate" : encryptionOf(isPlain || LOOPBACK.test(url.hostname)),
    login: user === "" ? null : { user, password },
  };
}

function encryptionOf(isPlainAllowed: boolean): MailServer["tls"] {
  return isPlainAllowed ? "none" : "demanded";
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
