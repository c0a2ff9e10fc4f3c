import { agentTokenOf, CatalystError } from "@catalyst/core";
import { errorFields } from "../error-fields.ts";
import type { Exchange } from "../exchange.ts";
import { openStored, secretsOf } from "../keys/open-stored.ts";
import { secretPatterns } from "../redaction/secret-patterns.ts";
import { openSecrets } from "../secrets/setup-secrets.ts";

/** A line of a longer secret counts as one when it is long, and not what every key file begins and ends with. */
const MIN_LINE_LENGTH = 32;
const FRAME = /^-{4,}/;

/**
 * The spellings of all secrets that an execution's environment got or might have got: of its setup, of its provider, and its
 * own token. Throws when the store can't be asked: nothing is taken unsearched.
 */
export async function listPushPatterns(exchange: Exchange): Promise<string[]> {
  const { secrets, maskedSecrets } = exchange.grant;
  const setup = [...(await openSecrets(exchange, [...secrets, ...maskedSecrets])).values()];
  const lines = setup.flatMap((value) => value.split(/\r?\n/).map((line) => line.trim()));
  const longLines = lines.filter((line) => line.length >= MIN_LINE_LENGTH && !FRAME.test(line));
  const tokens = [exchange.token, agentTokenOf(exchange.token)];
  return secretPatterns([...tokens, ...setup, ...longLines, ...(await openKey(exchange))]);
}

/** The provider's key never is in an environment; should it come from there all the same, it must go no further. */
async function openKey({ grant, deps, log }: Exchange): Promise<string[]> {
  const credential = grant.llm === null ? null : await deps.credentials.get(grant.llm.credentialId);
  if (credential === null) {
    return [];
  }
  try {
    return secretsOf(await openStored(credential, deps));
  } catch (error) {
    if (!(error instanceof CatalystError)) {
      throw error;
    }
    log.warn(errorFields(error), "credential not opened");
    return [];
  }
}
