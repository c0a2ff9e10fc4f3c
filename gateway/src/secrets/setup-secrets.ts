import { CatalystError } from "@catalyst/core";
import { errorFields } from "../error-fields.ts";
import type { Exchange } from "../exchange.ts";
import { MIN_SECRET_LENGTH } from "../redaction/secret-patterns.ts";

type Asking = Pick<Exchange, "grant" | "usage" | "deps" | "log">;

/** These secrets of the grant's repository, opened. One that doesn't open is left out and logged. Throws when the store can't be asked. */
export async function openSecrets(
  { grant, deps, log }: Asking,
  names: readonly string[],
): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  const stored = names.length === 0 ? [] : await deps.secrets.list(grant.repoId);
  for (const secret of stored.filter(({ name }) => names.includes(name))) {
    try {
      values.set(secret.name, await deps.openSecret(secret));
    } catch (error) {
      if (!(error instanceof CatalystError)) {
        throw error;
      }
      log.warn(errorFields(error), "secret for setup not opened");
    }
  }
  return values;
}

/**
 * Makes sure that the secrets which an execution's setup may have got are masked in all that is recorded of it, in every
 * stage: what setup wrote, the agent may read. They are asked for once. Throws when they can't be.
 */
export async function learnSetupSecrets(asking: Asking): Promise<void> {
  const { usage, grant } = asking;
  if (!usage.knowsSetupSecrets) {
    maskSetupSecrets(usage, await openSecrets(asking, grant.maskedSecrets));
    usage.knowsSetupSecrets = true;
  }
}

/** Masks them from now on in all that is recorded of the execution. */
export function maskSetupSecrets({ redaction }: Asking["usage"], values: ReadonlyMap<string, string>): void {
  redaction.addSecrets([...values.values()].flatMap(textsToMask));
}

/** Logs come line by line, so each line of a secret is one. The whole is looked for where a line is too short to be. */
function textsToMask(value: string): string[] {
  const lines = value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return lines.every(({ length }) => length >= MIN_SECRET_LENGTH) ? lines : [value, ...lines];
}
