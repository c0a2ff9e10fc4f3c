import { expect, test } from "vitest";
import { describeServiceWait } from "./describe-service-wait.ts";

test("a service that is waited for is named, with what it said last in one line", () => {
  const server = { name: "server", failures: 0, lastWords: "" };
  expect(describeServiceWait(server)).toBe("waiting for the server, which is starting");
  const killed = { ...server, failures: 1, lastWords: "it ended (SIGKILL)" };
  expect(describeServiceWait(killed)).toBe("waiting for the server, which is being started again: it ended (SIGKILL)");
  const loud = { ...server, failures: 2, lastWords: "no room\u001b[2J\nat x.ts:1" };
  expect(describeServiceWait(loud)).toBe("waiting for the server, which is being started again: no room");
});
