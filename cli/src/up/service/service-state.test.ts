import { expect, test } from "vitest";
import { createLastWords } from "../log/last-words.ts";
import { failedService, isFailing, readyService, startedService } from "./service-state.ts";

const LATER = Date.now() + 60_000;

test("a service that fails again and again without being ready is failing, with its own last error", () => {
  let service = startedService("gateway");
  for (let i = 0; i < 3; i++) {
    expect(isFailing(service, LATER)).toBe(false);
    service = failedService(service, "the socket path is too long");
  }
  expect(isFailing(service, LATER)).toBe(true);
  expect(isFailing(service, Date.now())).toBe(false);
  expect(service.lastWords).toBe("the socket path is too long");
  expect(isFailing(readyService(service), LATER)).toBe(false);
});

test("kills of a service that gets ready in between never count together", () => {
  let service = startedService("worker");
  for (let i = 0; i < 5; i++) {
    service = failedService(readyService(service), "");
  }
  expect(isFailing(service, LATER)).toBe(false);
});

test("the words of a process are its last error, else its last lines that are no records", () => {
  const words = createLastWords();
  expect(words.read("Error: Cannot find package 'pg'")).toBeNull();
  expect(words.text()).toBe("Error: Cannot find package 'pg'");
  expect(words.read(JSON.stringify({ level: 60, msg: "Starting the gateway failed." }))).toBeNull();
  expect(words.read(JSON.stringify({ level: 30, msg: "on", ready: true }))).toBe("ready");
  expect(words.read(JSON.stringify({ level: 50, msg: "Looking failed.", ready: false }))).toBe("unable");
  expect(words.text()).toBe("Looking failed.");
});
