import { expect, test } from "vitest";
import { parseTimeout } from "./parse-timeout.ts";

test.each([
  ["90s", 90],
  ["30m", 1800],
  ["2h", 7200],
  ["1h30m", 5400],
  ["24h", 86_400],
])("%s is %d seconds", (text, seconds) => {
  expect(parseTimeout(text)).toBe(seconds);
});

test.each(["", "30", "0m", "m", "-5m", "1.5h", "25h", "5 m", "1d", "30mx"])(
  '"%s" is refused with the way to write it',
  (text) => {
    expect(() => parseTimeout(text)).toThrow(/--timeout 30m/);
  },
);
