import { z } from "zod";

const MAX_LENGTH = 24;
const FORM = /^(\d+)(?:\.(\d{1,9}))?([KMGTPE]i|[numkMGTPE])?$/;
/** Billionths of one, of which every quantity is a whole number. */
const ONE = 10n ** 9n;
const SUFFIXES: Readonly<Record<string, bigint>> = {
  ...{ n: 1n, u: 10n ** 3n, m: 10n ** 6n, k: ONE * 10n ** 3n, M: ONE * 10n ** 6n, G: ONE * 10n ** 9n },
  ...{ T: ONE * 10n ** 12n, P: ONE * 10n ** 15n, E: ONE * 10n ** 18n },
  ...{ Ki: ONE << 10n, Mi: ONE << 20n, Gi: ONE << 30n, Ti: ONE << 40n, Pi: ONE << 50n, Ei: ONE << 60n },
};
const POSITIVE = "is more than nothing";

/** An amount as Kubernetes writes it: `500m`, `4Gi`, 2. Without a sign or an exponent, which nobody needs here. */
export const Quantity = z
  .union([z.int(), z.string().max(MAX_LENGTH).regex(FORM, "is an amount such as 500m or 4Gi")])
  .refine((quantity) => !FORM.test(String(quantity)) || quantityUnits(quantity) > 0n, POSITIVE)
  .meta({
    "x-kubernetes-int-or-string": true,
    pattern: FORM.source.replaceAll("\\d", "[0-9]"),
    maxLength: MAX_LENGTH,
    "x-kubernetes-validations": [
      { rule: "!isQuantity(string(self)) || quantity(string(self)).isGreaterThan(quantity('0'))", message: POSITIVE },
    ],
  });
export type Quantity = z.infer<typeof Quantity>;

/** In billionths of what it is an amount of: two of them can be compared. */
export function quantityUnits(quantity: number | string): bigint {
  const [, whole = "0", fraction = "", suffix] = FORM.exec(String(quantity)) ?? [];
  const scale = suffix === undefined ? ONE : (SUFFIXES[suffix] ?? ONE);
  return ((BigInt(whole) * ONE + BigInt(fraction.padEnd(9, "0"))) * scale) / ONE;
}
