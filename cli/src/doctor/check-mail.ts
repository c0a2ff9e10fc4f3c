import { once } from "node:events";
import type { Socket } from "node:net";
import type { CliConfig } from "../config.ts";
import { describeError, type Finding, limited, ok } from "./finding.ts";

/** An import would load all that these name. */
const net = process.getBuiltinModule("node:net");
const tls = process.getBuiltinModule("node:tls");

const ANSWER_MILLISECONDS = 5000;
const REMEDY =
  "Mend CATALYST_SMTP_URL (docs/guide/notifications.md). Then send yourself something: catalyst notifications test <name>";

/** Whether people are told by e-mail, and the server that takes it is there. It is told neither user nor password. */
export async function checkMail({ mail }: Pick<CliConfig, "mail">): Promise<Finding> {
  if (mail === null) {
    return ok("E-mail", "none is sent, as CATALYST_SMTP_URL isn't set");
  }
  const { host, port, tls: encryption } = mail.server;
  const name = `${host}:${port}`;
  const socket =
    encryption === "immediate" ? tls.connect({ host, port, servername: host }) : net.connect({ host, port });
  try {
    const greeting = await readGreeting(socket);
    return greeting.startsWith("220")
      ? ok("E-mail", `${name} takes it, from ${mail.from.address}`)
      : limited("E-mail", `what answers at ${name} is no server that takes mail.`, REMEDY);
  } catch (error) {
    return limited("E-mail", `${name} can't be reached: ${describeError(error)}.`, REMEDY);
  } finally {
    socket.destroy();
  }
}

/** The beginning of what it says by itself. */
async function readGreeting(socket: Socket): Promise<string> {
  const limit = AbortSignal.timeout(ANSWER_MILLISECONDS);
  try {
    const [said] = (await once(socket, "data", { signal: limit })) as [Buffer];
    return said.subarray(0, 3).toString("latin1");
  } catch (error) {
    throw limit.aborted ? new Error(`it said nothing within ${ANSWER_MILLISECONDS / 1000} s`) : error;
  }
}
