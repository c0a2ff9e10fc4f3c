import { ApiError, TaskStatus } from "@catalyst/api";
import { expect, test } from "vitest";
import { faultOf, isPassing } from "./fault.ts";

test("what went wrong is told apart: a refusal, an answer of another version, and an outage", () => {
  const refusal = new ApiError("conflict", "It is over.", { way: { kind: "retry_task", task: 3 } });
  expect(faultOf(refusal)).toEqual({
    ...{ code: "conflict", message: "It is over.", requestId: null },
    way: { kind: "retry_task", task: 3 },
  });
  expect(faultOf(TaskStatus.safeParse(3).error).message).toContain("older than the other");
  expect(faultOf(new TypeError("fetch failed")).code).toBe("unavailable");
});

test("an outage passes by itself, a refusal doesn't", () => {
  const codes = ["unavailable", "gateway_unavailable", "too_many", "forbidden", "not_found", "internal"];
  expect(codes.filter((code) => isPassing({ code }))).toEqual(["unavailable", "gateway_unavailable", "too_many"]);
});
