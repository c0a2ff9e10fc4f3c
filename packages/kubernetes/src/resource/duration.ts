import { z } from "zod";

const MAX_LENGTH = 20;
const FORM = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;
const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** A time as Go writes it, `1h30m`, that is neither shorter nor longer than these two. */
export function durationBetween(shortest: string, longest: string) {
  const message = `is between ${shortest} and ${longest}`;
  const [least, most] = [durationSeconds(shortest), durationSeconds(longest)];
  return z
    .string()
    .max(MAX_LENGTH)
    .regex(FORM, "is a time such as 30m or 1h30m")
    .refine((text) => !FORM.test(text) || (durationSeconds(text) >= least && durationSeconds(text) <= most), message)
    .meta({
      "x-kubernetes-validations": [
        // A text of another form has its own sentence, by its pattern.
        {
          rule: `!self.matches('${celPattern()}') || duration(self) >= duration('${shortest}') && duration(self) <= duration('${longest}')`,
          message,
        },
      ],
    });
}

export function durationSeconds(text: string): number {
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, amount, unit = "s"]) => sum + Number(amount) * (SECONDS[unit] ?? 1),
    0,
  );
}

function celPattern(): string {
  return FORM.source.replaceAll("\\d", "[0-9]").replaceAll("\\.", "[.]");
}
