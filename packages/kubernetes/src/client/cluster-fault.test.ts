import { expect, test } from "vitest";
import { type ClusterFaultKind, readFault } from "./cluster-fault.ts";

const status = (code: number, reason: string, message = "words") => ({ kind: "Status", code, reason, message });

test.each<[ClusterFaultKind, object]>([
  ["exists", status(409, "AlreadyExists")],
  ["conflict", status(409, "Conflict")],
  ["not_found", status(404, "NotFound")],
  ["gone", status(410, "Gone")],
  ["gone", status(410, "Expired", "too old resource version: 1 (2)")],
  ["quota", status(403, "Forbidden", 'pods "x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1')],
  ["forbidden", status(403, "Forbidden", 'pods "x" is forbidden: violates PodSecurity "restricted:latest"')],
  ["invalid", status(422, "Invalid")],
  ["invalid", status(400, "BadRequest")],
  ["unauthorized", status(401, "Unauthorized")],
  ["throttled", status(429, "TooManyRequests")],
  ["unavailable", status(500, "InternalError", "etcdserver: request timed out")],
  ["unavailable", status(504, "Timeout")],
])("%s is told by %j", (kind, body) => {
  expect(readFault({ code: 418 }, body)).toMatchObject({ kind, message: expect.stringMatching(/./) });
});

test("what isn't in an API server's words tells of nothing, whatever its code", () => {
  for (const code of [401, 403, 404, 409, 410, 500, 502]) {
    expect(readFault({ code }, "<html>").kind).toBe("unavailable");
  }
});

test("how long it wants to be left alone is taken from its words, or from the header", () => {
  const said = { ...status(429, "TooManyRequests"), details: { retryAfterSeconds: 3 } };
  expect(readFault({ code: 429, retryAfter: "1" }, said).retryAfterSeconds).toBe(3);
  expect(readFault({ code: 429, retryAfter: "1" }, status(429, "TooManyRequests")).retryAfterSeconds).toBe(1);
  expect(readFault({ code: 429, retryAfter: "Wed, 21 Oct" }, null)).toMatchObject({
    kind: "throttled",
    retryAfterSeconds: null,
  });
});

test("a message is cut to a length that can be kept", () => {
  expect(readFault({ code: 422 }, status(422, "Invalid", "x".repeat(100_000))).message).toHaveLength(2000);
});
