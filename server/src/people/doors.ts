import { cleanDisplayName } from "@catalyst/core";
import { z } from "zod";

/** A door of the library, and what of a request gets to it: anything else that a client says isn't there. */
export interface LibraryDoor {
  method: "GET" | "POST";
  path: RegExp;
  query: readonly string[];
  body?: z.ZodType;
  ofPasskeys?: true;
}

/** Bytes of keys and signatures, as texts. */
const Bytes = z.string().max(40_000);
const Credential = z.object({
  id: z.string().max(1400),
  rawId: z.string().max(1400),
  type: z.literal("public-key"),
  authenticatorAttachment: z.string().max(20).nullish(),
  clientExtensionResults: z.object({}).default({}),
});
const Attestation = Credential.extend({
  response: z.object({
    clientDataJSON: Bytes,
    attestationObject: Bytes,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .optional(),
  }),
});
const Assertion = Credential.extend({
  response: z.object({
    clientDataJSON: Bytes,
    authenticatorData: Bytes,
    signature: Bytes,
    userHandle: Bytes.nullish(),
  }),
});
const PasskeyName = z
  .string()
  .max(100)
  .optional()
  .transform((name) => (name ? cleanDisplayName(name, "Adding a passkey") : undefined));
const Code = z.string().max(500);
const Client = z.string().max(50);

/** What of the library is served, below `/api/auth`. What isn't here isn't there: all else is asked by our own pages. */
const DOORS: readonly LibraryDoor[] = [
  { method: "GET", path: /^\/magic-link\/verify$/, query: ["token", "callbackURL", "errorCallbackURL"] },
  {
    method: "GET",
    path: /^\/callback\/[a-z0-9.-]{1,50}$/,
    query: ["code", "state", "iss", "error", "error_description"],
  },
  {
    method: "POST",
    path: /^\/device\/code$/,
    query: [],
    // The machine's name is shown to people. By what isn't here a client could choose whom it is to be approved by.
    body: z.object({ client_id: Client, scope: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/) }),
  },
  {
    method: "POST",
    path: /^\/device\/token$/,
    query: [],
    body: z.object({ grant_type: z.string().max(100), device_code: Code, client_id: Client }),
  },
  { method: "GET", path: /^\/passkey\/generate-register-options$/, query: ["name"], ofPasskeys: true },
  { method: "GET", path: /^\/passkey\/generate-authenticate-options$/, query: [], ofPasskeys: true },
  {
    method: "POST",
    path: /^\/passkey\/verify-registration$/,
    query: [],
    body: z.object({ response: Attestation, name: PasskeyName }),
    ofPasskeys: true,
  },
  {
    method: "POST",
    path: /^\/passkey\/verify-authentication$/,
    query: [],
    body: z.object({ response: Assertion }),
    ofPasskeys: true,
  },
];

/** `path`: below `/api/auth`. */
export function findDoor(method: string, path: string): LibraryDoor | undefined {
  return DOORS.find((door) => door.method === method && door.path.test(path));
}
