import { expect, test } from "vitest";
import { ForbiddenAddressError } from "./guarded-lookup.ts";
import { whyUnreached } from "./why-unreached.ts";

const coded = (code: string, message = code) => Object.assign(new Error(message), { code });

test.each<[Error, string]>([
  [coded("ENOTFOUND"), "name"],
  [coded("EAI_AGAIN"), "name"],
  [coded("ECONNREFUSED"), "connection"],
  [coded("UND_ERR_CONNECT_TIMEOUT"), "connection"],
  [coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE"), "certificate"],
  [coded("ERR_TLS_CERT_ALTNAME_INVALID"), "certificate"],
  [coded("CERT_HAS_EXPIRED"), "certificate"],
  [new Error("fetch failed", { cause: coded("DEPTH_ZERO_SELF_SIGNED_CERT") }), "certificate"],
  [
    new AggregateError([coded("ECONNREFUSED", "refused by one"), coded("ETIMEDOUT", "the other is silent")]),
    "connection",
  ],
  [new ForbiddenAddressError("10.0.0.1 is not a public address", { isPrivate: true }), "forbidden"],
])("%s is told as what was in the way", (error, problem) => {
  expect(whyUnreached(error)).toMatchObject({ problem, detail: expect.stringMatching(/\S/) });
});
