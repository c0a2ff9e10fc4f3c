const MAX_ITEMS = 32;
const MAX_LENGTH = 200;
/** What a container may say at its end. */
const MAX_BYTES = 4096;

/** As the operator reads them: it starts nothing else but after the first. */
export const PROBE_EXIT_CODES = {
  proven: 0,
  /** Whether the canary can be reached by anybody isn't known: nothing can be proven. */
  noProof: 94,
  gatewayUnreachable: 95,
  policyNotEnforced: 96,
  privilegeLeft: 97,
} as const;

export interface Verdict {
  kind: keyof typeof PROBE_EXIT_CODES;
  /** What was found of how the pod is isolated. */
  facts: string[];
  /** Who was reached that must not be, or what is wrong. */
  failures: string[];
}

/** As one line that a container's last words have room for: failures come first, and facts give way. */
export function writeVerdict({ facts, failures }: Verdict): string {
  const shorten = (texts: string[]) => texts.slice(0, MAX_ITEMS).map((text) => text.slice(0, MAX_LENGTH));
  const told = { failures: shorten(failures), facts: shorten(facts) };
  while (Buffer.byteLength(JSON.stringify(told)) > MAX_BYTES && told.facts.length + told.failures.length > 0) {
    (told.facts.length > 0 ? told.facts : told.failures).pop();
  }
  return JSON.stringify(told);
}
