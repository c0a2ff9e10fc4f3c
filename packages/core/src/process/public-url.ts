import { z } from "zod";

/** An origin: scheme, host and port, and nothing after them. */
export const PublicUrl = z
  .url({ protocol: /^https?$/, error: "must be an http or https URL" })
  .transform((text) => new URL(text))
  .refine(
    ({ pathname, search, hash, username, password }) => [pathname, search, hash, username, password].join("") === "/",
    "must be scheme, host and port alone, as https://catalyst.example.com",
  );
