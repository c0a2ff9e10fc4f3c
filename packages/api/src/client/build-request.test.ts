import { expect, test } from "vitest";
import { buildRequest } from "./build-request.ts";

const DOOR = { method: "post", path: "/tasks/{task}/cancel" };
const pathOf = (task: unknown) => buildRequest(DOOR, { params: { task } }, null).path;

test.each([
  ["12", "/api/v1/tasks/12/cancel"],
  ["#12", "/api/v1/tasks/%2312/cancel"],
  ["a/../b?c", "/api/v1/tasks/a%2F..%2Fb%3Fc/cancel"],
  ["...", "/api/v1/tasks/.../cancel"],
  ["%2e%2e", "/api/v1/tasks/%252e%252e/cancel"],
  [".a", "/api/v1/tasks/.a/cancel"],
])("a parameter is one part of the path, also for who reads addresses: %s", (task, path) => {
  expect(pathOf(task)).toBe(path);
  expect(new URL(path, "http://localhost").pathname).toBe(path);
});

test.each(["..", ".", "", undefined, null])("what can't be a part of a path is asked of nobody: %j", (task) => {
  expect(() => pathOf(task)).toThrow(expect.objectContaining({ name: "ApiError", code: "invalid_input" }));
});

test("lists in a query are said once for each item, and what isn't said isn't sent", () => {
  const { path } = buildRequest(
    { method: "get", path: "/tasks" },
    { query: { status: ["a", "b"], q: undefined } },
    null,
  );
  expect(path).toBe("/api/v1/tasks?status=a&status=b");
});
