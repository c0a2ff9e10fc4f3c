import { createHash } from "node:crypto";

/** Raised when archives are packed in another way. */
const FORMAT = 2;

/** By which an archive of a setup's result is kept: what runs in one class of pods needn't run in another, or on a machine. */
export function setupArchiveKey(key: string, className: string): string {
  return createHash("sha256")
    .update(JSON.stringify(["archive", FORMAT, className, key]))
    .digest("hex");
}
