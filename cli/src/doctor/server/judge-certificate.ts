import { type Finding, limited, ok } from "../finding.ts";
import type { Reached } from "./ask-address.ts";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 14;

type Shown = { shown: { valid_to: string }; problem: string | null };

/** Until when a certificate counts, and whether clients take it. */
export function judgeCertificate({ shown, problem }: Shown | NonNullable<Reached["certificate"]>, now: Date): Finding {
  const end = new Date(shown.valid_to);
  const days = Math.floor((end.getTime() - now.getTime()) / DAY_MILLISECONDS);
  const renew = "Renew it: the server takes the new files by itself (docs/guide/server.md).";
  if (days < 0) {
    return limited(
      "Certificate",
      `it ended on ${end.toISOString().slice(0, 10)}: browsers and commands refuse it.`,
      renew,
    );
  }
  if (problem !== null) {
    return limited(
      "Certificate",
      `it isn't one that this machine trusts for that name (${problem}); whoever doesn't know its issuer is refused.`,
      "Use one for that name, with the certificates that lead to its issuer in the file, or give clients the issuer (NODE_EXTRA_CA_CERTS).",
    );
  }
  return days < SOON_DAYS
    ? limited("Certificate", `it ends in ${days} days.`, renew)
    : ok("Certificate", `good for ${days} days more`);
}
