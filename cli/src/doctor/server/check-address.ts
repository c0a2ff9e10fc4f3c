import { describeError, type Finding, limited, ok } from "../finding.ts";
import { askAddress, type Reached } from "./ask-address.ts";
import { judgeCertificate } from "./judge-certificate.ts";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const MAX_CLOCK_MILLISECONDS = 60_000;

/** Whether the server is found where people and programs are sent, what certificate it shows there, and whether the clocks agree. */
export async function checkAddress(address: string, now: Date): Promise<Finding[]> {
  let reached: Reached;
  try {
    reached = await askAddress(address);
  } catch (error) {
    return [
      limited(
        "Server",
        `${address} doesn't answer: ${describeError(error)}. Commands on this machine use its socket, which does.`,
        "Mend CATALYST_PUBLIC_URL, or where that name and the proxy before the server lead (docs/guide/server.md).",
      ),
    ];
  }
  const { certificate, date } = reached;
  return [
    judgeAnswer(address, reached),
    ...(certificate === null ? [] : [judgeCertificate(certificate, now)]),
    ...judgeClock(date, { address, now }),
  ];
}

function judgeAnswer(address: string, { status, isCatalyst }: Reached): Finding {
  if (!isCatalyst) {
    return limited(
      "Server",
      `at ${address} something else answers (${status}).`,
      "Mend CATALYST_PUBLIC_URL, or where the proxy before the server leads: it passes everything on, with its Host (docs/guide/server.md).",
    );
  }
  const { protocol, hostname } = new URL(address);
  return protocol === "http:" && !LOOPBACK.test(hostname)
    ? limited(
        "Server",
        `${address} answers, and what is sent there, sessions and keys among it, can be read on the way.`,
        "Give it a certificate (CATALYST_TLS_CERT_FILE, CATALYST_TLS_KEY_FILE), or put a proxy with one before it.",
      )
    : ok("Server", `${address} answers`);
}

/** Nothing to say where they agree. */
function judgeClock(date: Date | null, { address, now }: { address: string; now: Date }): Finding[] {
  const apart = date === null ? 0 : Math.abs(date.getTime() - now.getTime());
  return apart <= MAX_CLOCK_MILLISECONDS
    ? []
    : [
        limited(
          "Clock",
          `this machine's is ${Math.round(apart / 1000)} s apart from that of ${address}: signing in by GitHub, codes and links would fail.`,
          "Set it by NTP: timedatectl set-ntp true",
        ),
      ];
}
