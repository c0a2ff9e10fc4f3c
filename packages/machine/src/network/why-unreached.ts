import { ForbiddenAddressError } from "./guarded-lookup.ts";

/** What was in the way of an address: its name, the way there, who it is, or that nobody may go there. */
export type Unreached = { problem: "name" | "connection" | "certificate" | "forbidden"; detail: string };

const NAME_CODES = ["ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "ENODATA"];
const MAX_DETAIL = 200;

/** Of what a request failed with. */
export function whyUnreached(error: unknown): Unreached {
  const all = withCauses(error);
  const detail = (all.at(-1)?.message || codeOf(all.at(-1)) || "no reason is given").slice(0, MAX_DETAIL);
  if (all.some((one) => one instanceof ForbiddenAddressError)) {
    return { problem: "forbidden", detail };
  }
  const codes = all.map(codeOf);
  if (codes.some((code) => NAME_CODES.includes(code))) {
    return { problem: "name", detail };
  }
  const isCertificates = codes.some((code) => /CERT|SIGNATURE|SELF_SIGNED|ERR_TLS|ERR_SSL|ISSUER/.test(code));
  return { problem: isCertificates ? "certificate" : "connection", detail };
}

/** Several addresses of one name fail together, and each error may have another one behind it. */
function withCauses(error: unknown): Error[] {
  if (!(error instanceof Error)) {
    return [];
  }
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [error.cause];
  return [error, ...inner.flatMap(withCauses)];
}

function codeOf(error: Error | undefined): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code ?? "");
}
