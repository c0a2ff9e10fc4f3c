import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

interface ReceivedMail {
  from: string;
  to: string[];
  user: string | undefined;
  isEncrypted: boolean;
  /** As it came over the wire. */
  message: string;
}

/** A real SMTP server on loopback that notes what it takes. */
export interface Mailbox {
  port: number;
  received: ReceivedMail[];
  close(): Promise<void>;
}

/** `answer`: throws what it refuses a message with once it has it. */
export async function startMailbox(
  options: SMTPServerOptions = {},
  answer: () => void = () => undefined,
): Promise<Mailbox> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.secure === true || options.key !== undefined ? [] : ["STARTTLS"],
    logger: false,
    onData(stream, session, done) {
      void text(stream)
        .then((message) => {
          const { mailFrom, rcptTo } = session.envelope;
          received.push({
            from: mailFrom === false ? "" : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            user: session.user,
            isEncrypted: session.secure,
            message,
          });
          answer();
          done();
        })
        .catch(done);
    },
    ...options,
  });
  // What breaks off there is the test's own doing.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
