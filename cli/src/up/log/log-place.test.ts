import { expect, test } from "vitest";
import { logPlace } from "./log-place.ts";

test("what services said is in the log where a command started them, and on the terminal of whoever runs them", () => {
  expect(logPlace("/home", { isBackground: true })).toBe("in /home/logs/up.log");
  expect(logPlace("/home", null)).toBe("in /home/logs/up.log");
  expect(logPlace("/home", { isBackground: false })).toBe("on the terminal where catalyst up runs");
});
