import { createHash, randomBytes } from "node:crypto";

const MARK = "cat_";
const RANDOM_BYTES = 32;
/** As many digits as 32 bytes need. */
const RANDOM_DIGITS = 43;
/** And those of the sum, which tell a mistyped key from one that ended without asking the database. */
const SUM_DIGITS = 6;
const SHOWN = MARK.length + 6;
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const FORM = new RegExp(`^${MARK}[0-9A-Za-z]{${RANDOM_DIGITS + SUM_DIGITS}}$`);

/** A new key, as it is shown once. */
export function makeKeyToken(): string {
  const random = MARK + toDigits(BigInt(`0x${randomBytes(RANDOM_BYTES).toString("hex")}`), RANDOM_DIGITS);
  return random + sumOf(random);
}

/** Whether a text has the form of a key, its sum included. */
export function isKeyToken(text: string): boolean {
  return FORM.test(text) && sumOf(text.slice(0, -SUM_DIGITS)) === text.slice(-SUM_DIGITS);
}

/** What is stored of a key: it doesn't open anything. */
export function hashKeyToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** What of a key is shown in lists. */
export function prefixOfToken(token: string): string {
  return token.slice(0, SHOWN);
}

/** No secret: it says only whether the rest was copied whole. */
function sumOf(text: string): string {
  return toDigits(BigInt(createHash("sha256").update(text).digest().readUInt32BE(0)), SUM_DIGITS);
}

function toDigits(value: bigint, length: number): string {
  let rest = value;
  let digits = "";
  for (let index = 0; index < length; index += 1) {
    digits = (DIGITS[Number(rest % 62n)] as string) + digits;
    rest /= 62n;
  }
  return digits;
}
