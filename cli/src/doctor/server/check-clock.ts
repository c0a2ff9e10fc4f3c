import { statSync } from "node:fs";
import { type Finding, failed } from "../finding.ts";

/** A clock that is before this program came to this machine is wrong. */
export function checkClock(now: Date): Finding[] {
  const { mtime } = statSync(import.meta.filename);
  return now >= mtime
    ? []
    : [
        failed(
          "Clock",
          `this machine's says ${now.toISOString()}, which is before Catalyst was put there: leases, sign-ins and certificates would be wrong.`,
          "Set it by NTP: timedatectl set-ntp true",
        ),
      ];
}
