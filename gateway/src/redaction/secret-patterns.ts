/** Shorter secrets are not looked for: they would be found everywhere. */
export const MIN_SECRET_LENGTH = 8;

/**
 * The spellings of the secrets that are looked for: as they are, JSON-escaped, URL-encoded, hexadecimal, and base64 (both
 * alphabets) at each of the three places that a text's bytes may have in a group.
 */
export function secretPatterns(secrets: Iterable<string>): string[] {
  const patterns = new Set<string>();
  for (const secret of secrets) {
    if (secret.length >= MIN_SECRET_LENGTH) {
      for (const pattern of spellings(secret)) {
        patterns.add(pattern);
      }
    }
  }
  return [...patterns];
}

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const hex = bytes.toString("hex");
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const base64 = [0, 1, 2].map((offset) => base64Core(bytes, offset));
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    lowerPercent(encodeURIComponent(secret.toWellFormed())),
    percent,
    percent.toUpperCase(),
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/** The base64 characters that depend on the secret alone when `offset` unknown bytes precede it in its group of three. */
function base64Core(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .replaceAll("=", "");
  const endsInGroup = (offset + bytes.length) % 3 !== 0;
  return text.slice(offset === 0 ? 0 : offset + 1, endsInGroup ? -1 : undefined);
}

function lowerPercent(text: string): string {
  return text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}
