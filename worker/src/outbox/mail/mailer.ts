import { promisify } from "node:util";
import type { MailServer } from "@catalyst/core/notification";
import type { Mail } from "./compose-mail.ts";

const CONNECT_MILLISECONDS = 5000;
/** For all of it, however slowly the server says each thing. Well below a delivery's lease. */
const TOTAL_MILLISECONDS = 20_000;
const MAX_ANSWER_BYTES = 16 * 1024;

/** What sends mail. */
export interface Mailer {
  /**
   * Resolves when the server took it. Rejects with the library's error (`responseCode`: what it answered), with a
   * `TimeoutError` when it didn't within 20 s, or with the signal's reason.
   */
  send(mail: Mail, signal: AbortSignal): Promise<void>;
}

/** One connection for each message. The library is loaded for the first. */
export function openMailer({ host, port, tls, login }: MailServer, totalMilliseconds = TOTAL_MILLISECONDS): Mailer {
  return {
    async send(mail, signal) {
      const until = AbortSignal.any([signal, AbortSignal.timeout(totalMilliseconds)]);
      const { Connection, buildMessage } = await load();
      const message = await buildMessage(mail);
      until.throwIfAborted();
      const connection = new Connection({
        ...{ host, port, secure: tls === "immediate", requireTLS: tls === "demanded", ignoreTLS: tls === "none" },
        ...{ connectionTimeout: CONNECT_MILLISECONDS, greetingTimeout: CONNECT_MILLISECONDS },
        ...{ socketTimeout: totalMilliseconds, socketCloseTimeout: 0, maxResponseSize: MAX_ANSWER_BYTES },
      });
      const speak = async () => {
        await promisify(connection.connect.bind(connection))();
        if (login !== null) {
          await promisify(connection.login.bind(connection))({ user: login.user, pass: login.password });
        }
        const envelope = { from: mail.from.address, to: mail.to.address };
        await promisify(connection.send.bind(connection))(envelope, message);
      };
      try {
        await new Promise<void>((resolve, reject) => {
          connection.on("error", reject);
          until.addEventListener("abort", () => reject(until.reason), { once: true });
          speak().then(resolve, reject);
        });
      } finally {
        connection.close();
      }
    },
  };
}

/** Nobody who sends no mail pays for it. */
async function load() {
  const [{ default: Connection }, { default: Composer }] = await Promise.all([
    import("nodemailer/lib/smtp-connection"),
    import("nodemailer/lib/mail-composer"),
  ]);
  const buildMessage = (mail: Mail): Promise<Buffer> =>
    new Composer({ ...mail, disableFileAccess: true, disableUrlAccess: true }).compile().build();
  return { Connection, buildMessage };
}
